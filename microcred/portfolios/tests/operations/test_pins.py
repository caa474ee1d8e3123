"""Pins: educators point to places in their files, for criteria; what is submitted keeps what they said."""

import json

import pytest

from microcred.foundation.frozen import frozen_tables
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios import operations
from microcred.portfolios.models import Pin, SubmittedPin
from microcred.portfolios.operations import EvidenceUnready, NothingChanged, pin, repin, unpin
from microcred.portfolios.places import Place
from microcred.portfolios.queries import contents_of, review_of, untagged, workspace_of
from microcred.portfolios.rules import Standing
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import started as started_with


@pytest.fixture
def pursuit(cast):
    return make.started(cast)


@pytest.fixture
def plan(cast, pursuit):
    return make.put(pursuit, "plan.pdf", make.pdf(3), at=cast.at)


def fed(item):
    return list(item.requirement.criteria.order_by("position"))


def pinned(cast, item, *, place=None, words="Here the two plans meet.", criteria=None, at=None):
    criteria = fed(item)[:1] if criteria is None else criteria
    place = place or Place(page=2)
    return pin(actor=cast.ada, item=item, words=words, criteria=criteria, place=place, at=at or cast.at)


def test_a_pin_says_what_is_to_be_seen_where_and_for_which_criteria(cast, plan):
    one = pinned(cast, plan, words="  Here they meet. ", criteria=fed(plan))

    assert (one.words, one.place) == ("Here they meet.", Place(page=2))
    assert set(one.criteria) == {criterion.pk for criterion in fed(plan)}
    assert workspace_of(plan.pursuit).pins == {plan.pk: (one,)}


def test_the_same_form_sent_twice_is_one_pin(cast, plan):
    assert pinned(cast, plan) == pinned(cast, plan, at=make.later(cast.at, seconds=2))


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        ("PinSaysNothing", {"words": " \n"}),
        ("PinTooLong", {"words": "x" * 2001}),
        ("NoCriterionTagged", {"criteria": []}),
        ("PlaceNotThere", {"place": Place(page=4)}),
        ("PlaceNotThere", {"place": Place(from_second=4)}),
        ("PlaceNotThere", {"place": Place(page=1, left=60, top=0, width=50, height=10)}),
    ],
)
def test_what_no_assessor_could_follow_is_refused(cast, plan, refusal, changes):
    with pytest.raises(getattr(operations, refusal)) as no:
        pinned(cast, plan, **changes)

    assert str(no.value)
    assert not Pin.objects.exists()


def test_a_criterion_that_does_not_judge_this_file_is_none_to_choose(cast, plan):
    elsewhere = plan.pursuit.version.criteria.exclude(pk__in=[one.pk for one in fed(plan)]).first()

    with pytest.raises(operations.CriterionNotFed):
        pinned(cast, plan, criteria=[elsewhere])


def test_one_file_takes_as_many_pins_as_can_be_followed(cast, plan, monkeypatch):
    monkeypatch.setattr("microcred.portfolios.operations.pins.MOST_PINS", 1)
    pinned(cast, plan)

    with pytest.raises(operations.TooManyPins):
        pinned(cast, plan, words="And more")


def test_pins_are_their_educators_own(cast, plan):
    one = pinned(cast, plan)
    said = {"words": "Mine", "criteria": fed(plan), "place": Place()}

    with pytest.raises(NotAllowed):
        pin(actor=cast.gus, item=plan, at=cast.at, **said)
    with pytest.raises(NotAllowed):
        repin(actor=cast.gus, pin=one, at=cast.at, **said)
    with pytest.raises(NotAllowed):
        unpin(actor=cast.gus, pin=one, at=cast.at)


def test_nothing_is_pinned_to_what_was_taken_out(cast, plan):
    operations.take_out(actor=cast.ada, item=plan, at=cast.at)

    with pytest.raises(NotAllowed):
        pinned(cast, plan)


def test_a_pin_is_moved_reworded_and_taken_off(cast, plan):
    one = pinned(cast, plan)
    repin(actor=cast.ada, pin=one, words="There", criteria=fed(plan), place=Place(page=3), at=cast.at)

    assert (Pin.objects.get().words, Pin.objects.get().place) == ("There", Place(page=3))
    unpin(actor=cast.ada, pin=one, at=cast.at)
    assert not Pin.objects.exists()


def test_a_submission_freezes_its_pins_and_its_digest_speaks_for_them(cast, pursuit, plan):
    one = pinned(cast, plan)
    submission = make.handed_in(pursuit, at=cast.at)
    frozen = SubmittedPin.objects.get(submission=submission)

    assert (frozen.words, frozen.place, frozen.criteria) == (one.words, one.place, one.criteria)
    assert frozen.submitted_item.item == plan
    assert json.loads(submission.manifest)["pins"] == {str(plan.pk): [frozen.digest]}
    assert "portfolios_submittedpin" in frozen_tables()
    with pytest.raises(operations.BeingJudged):
        pinned(cast, plan, words="Too late")


def test_work_without_pins_has_the_manifest_that_it_always_had(cast, pursuit):
    manifest = json.loads(make.handed_in(pursuit, at=cast.at).manifest)

    assert "pins" not in manifest


def test_pins_go_along_to_the_next_attempt_and_a_changed_pin_is_a_revision(cast, pursuit, plan):
    one = pinned(cast, plan)
    first = make.handed_in(pursuit, at=cast.at)
    operations.return_for_revision(actor=None, submission=first, short=make.short(fed(plan)), at=cast.at)
    work = next(work for work in workspace_of(pursuit).work if plan in work.items)
    assert work.standing is Standing.AS_JUDGED
    with pytest.raises(NothingChanged):
        operations.submit(actor=cast.ada, pursuit=pursuit, attested=make.EVERYTHING, form_key=make.uuid7(), at=cast.at)

    repin(actor=cast.ada, pin=one, words="Look here", criteria=fed(plan), place=Place(page=1), at=cast.at)
    work = next(work for work in workspace_of(pursuit).work if plan in work.items)
    assert work.standing is Standing.REVISED
    make.say_changes(pursuit, at=cast.at)
    second = operations.submit(
        actor=cast.ada, pursuit=pursuit, attested=make.EVERYTHING, form_key=make.uuid7(), at=cast.at
    )
    assert [row.words for row in SubmittedPin.objects.filter(submission=second)] == ["Look here"]
    assert [row.words for row in SubmittedPin.objects.filter(submission=first)] == ["Here the two plans meet."]


def test_criteria_that_only_files_are_there_for_are_listed_until_a_pin_speaks_of_them(cast, pursuit, plan):
    written = {criterion for work in workspace_of(pursuit).work if work.takes_text for criterion in work.criteria}
    make.fill(pursuit, at=cast.at)
    left = untagged(workspace_of(pursuit))

    assert not written & set(left)
    for work in workspace_of(pursuit).work:
        for item in work.items:
            pinned(cast, item, criteria=fed(item), place=Place())
    assert untagged(workspace_of(pursuit)) == []
    assert review_of(pursuit, cast.ada, cast.at).can_submit


def test_where_the_author_asks_for_pins_work_waits_for_them(cast):
    pursuit = make.fill(started_with(cast, annotated=True), at=cast.at)
    asking = next(work for work in workspace_of(pursuit).work if work.requirement.annotated)

    with pytest.raises(EvidenceUnready) as no:
        make.handed_in(pursuit, at=cast.at)
    assert asking.criteria[0].name in str(no.value.problems[0].words)
    for criterion in asking.requirement.criteria.all():
        pinned(cast, asking.items[0], criteria=[criterion], place=Place())
    assert make.handed_in(pursuit, at=cast.at).attempt == 1


def test_blind_readers_get_the_words_of_pins_and_where_they_point(cast, pursuit):
    picture = make.started(cast, person=cast.gus, of=pursuit.version)
    make.fill(picture, at=cast.at)
    item = next(item for work in workspace_of(picture).work for item in work.items)
    pin(actor=cast.gus, item=item, words="The chart", criteria=fed(item), place=Place(page=1), at=cast.at)
    contents = contents_of(make.handed_in(picture, at=cast.at))

    (shown,) = [one for entry in contents.by_requirement for piece in entry.items for one in piece.pins]
    assert (shown.words, shown.place.fragment) == ("The chart", "#page=1")

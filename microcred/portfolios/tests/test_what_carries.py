"""Only unmet criteria reopen: what was met carries, unless evidence that it rests on too is something else now."""

import pytest
from django.urls import reverse

from microcred.foundation.ids import uuid7
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import JudgedAnew, Quarantine, Submission
from microcred.portfolios.operations import (
    EvidenceUnready,
    NothingChanged,
    end_share,
    join_team,
    name_teammate,
    pin,
    put_in_clean_copy,
    put_in_file,
    quarantine_piece,
    repin,
    return_for_revision,
    save_answer,
    share,
    submit,
    take_out,
    take_up,
    withdraw,
)
from microcred.portfolios.places import Place
from microcred.portfolios.queries import place_in_team, workspace_of
from microcred.portfolios.queries.change_notes import anew_in
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests import make
from microcred.portfolios.tests.make import EVERYTHING, asked, fill, handed_in, later, say_changes, short, started
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import published

PLAN, OTHER = make.pdf(2, Title="The plan"), make.pdf(3, Title="Another plan")


@pytest.fixture
def version(cast):
    rows, _place = with_artifact(shareable=True)
    return published(cast, requirements=rows)


@pytest.fixture
def plan(cast, version):
    """Ada's plan, with a pin, which shows two criteria; the work was submitted and is short of the first of them."""
    pursuit = started(cast, version)
    item = make.put(pursuit, "plan.pdf", PLAN, at=cast.at)
    pinned(item, at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(fed(item)[:1]), at=cast.at)
    return item


def fed(item):
    criteria = list(item.requirement.criteria.order_by("position"))
    assert len(criteria) > 1, "it is shared by what was met and what was not"
    return criteria


def pinned(item, *, at, page=1):
    return pin(
        actor=item.pursuit.person, item=item, words="Here.", criteria=fed(item)[:1], place=Place(page=page), at=at
    )


def put(pursuit, content=PLAN, name="plan.pdf", *, at):
    return make.put(pursuit, name, content, at=at, requirement=asked(pursuit, "artifact"))


def anew(item):
    return {one.id for one in anew_in(workspace_of(item.pursuit))}


def carries_whole(item):
    """Nothing is judged anew, and it could not even be submitted: it would be judged as before."""
    workspace = workspace_of(item.pursuit)
    return not anew_in(workspace) and workspace.is_unchanged


def submitted(pursuit, *, at):
    say_changes(pursuit, at=at)
    return submit(actor=pursuit.person, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=at)


def test_untouched_it_carries_and_cannot_be_submitted(cast, plan):
    assert carries_whole(plan)
    with pytest.raises(NothingChanged):
        submitted(plan.pursuit, at=cast.at)


def test_an_artifact_shared_by_both_is_judged_anew_for_the_one_that_was_met_once_it_is_another(cast, plan):
    take_out(actor=cast.ada, item=plan, at=cast.at)
    put(plan.pursuit, OTHER, at=cast.at)
    assert anew(plan) == {one.pk for one in fed(plan)[1:]}

    submission = submitted(plan.pursuit, at=later(cast.at, days=1))
    frozen = JudgedAnew.objects.filter(submission=submission).values_list("criterion", flat=True)
    assert set(frozen) == {one.pk for one in fed(plan)[1:]}


def test_one_more_file_beside_it_is_something_else(cast, plan):
    put(plan.pursuit, OTHER, "more.pdf", at=cast.at)
    assert anew(plan) == {one.pk for one in fed(plan)[1:]}


def test_deleted_and_not_put_in_again_it_is_missing(cast, plan):
    take_out(actor=cast.ada, item=plan, at=cast.at)
    with pytest.raises(EvidenceUnready):
        submitted(plan.pursuit, at=cast.at)


@pytest.mark.parametrize("name", ["plan.pdf", "the same by another name.pdf"])
def test_deleted_and_put_in_again_byte_for_byte_it_is_the_same_with_the_same_pin(cast, plan, name):
    take_out(actor=cast.ada, item=plan, at=cast.at)
    again = put(plan.pursuit, name=name, at=cast.at)
    assert anew(plan), "its pin is gone"

    pinned(again, at=cast.at)
    assert carries_whole(plan)


def test_a_pin_that_moved_points_to_something_else_and_back_again_to_the_same(cast, plan):
    one = plan.pins.get()
    said = {"actor": cast.ada, "words": one.words, "criteria": fed(plan)[:1], "at": cast.at}
    repin(pin=one, place=Place(page=2), **said)
    assert anew(plan) == {each.pk for each in fed(plan)[1:]}
    repin(pin=plan.pins.get(), place=Place(page=1), **said)
    assert carries_whole(plan)


def test_a_file_that_is_evidence_twice_keeps_the_pin_of_each_place_apart(cast):
    pursuit = started(cast)
    first, second = [one.requirement for one in workspace_of(pursuit).work if "document" in one.requirement.accepts][:2]
    item = make.put(pursuit, "plan.pdf", PLAN, at=cast.at, requirement=first)
    make.put(pursuit, "plan.pdf", PLAN, at=cast.at, requirement=second)
    pin(actor=cast.ada, item=item, words="Here.", criteria=list(first.criteria.all())[:1], place=Place(), at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(second.criteria.all()), at=cast.at)

    assert workspace_of(pursuit).is_unchanged


def test_words_that_were_changed_and_changed_back_are_the_same(cast, version):
    pursuit = started(cast, version)
    submission = handed_in(pursuit, at=cast.at)
    question = asked(pursuit, "reflection")
    return_for_revision(actor=None, submission=submission, short=short(question.criteria.all()), at=cast.at)
    answer = pursuit.answers.get(requirement=question)
    was = answer.text

    for text, changed in ((f"{was} More.", True), (was, False)):
        revision = pursuit.answers.get(requirement=question).revision
        said = {"pursuit": pursuit, "requirement": question, "text": text, "revision": revision}
        save_answer(actor=cast.ada, at=cast.at, **said)
        assert workspace_of(pursuit).is_unchanged is not changed


def test_an_alternative_in_its_place_is_something_else(cast):
    rows, place = with_artifact(one_of="lesson")
    other = {**{name: value for name, value in rows[place].items() if name != "uuid"}, "id": "recording"}
    pursuit = started(cast, published(cast, requirements=[*rows, other]))
    first, second = (work.requirement for work in workspace_of(pursuit).work if work.alternatives)
    item = make.put(pursuit, "plan.pdf", PLAN, at=cast.at, requirement=first)
    submission = handed_in(pursuit, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(fed(item)[:1]), at=cast.at)

    take_out(actor=cast.ada, item=item, at=cast.at)
    make.put(pursuit, "plan.pdf", PLAN, at=cast.at, requirement=second)
    assert {one.pk for one in fed(item)[1:]} <= anew(item)


def test_a_clean_copy_that_was_judged_is_what_was_judged(cast, version):
    """A file was set aside for privacy and its clean copy read: nobody judges it a second time for that."""
    pursuit = started(cast, version)
    item = put(pursuit, at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    clean_copy_of(submission.items.get(item=item), at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(fed(item)[:1]), at=cast.at)

    assert carries_whole(item)
    (copy,) = [one for one in present_items(pursuit) if one.requirement == item.requirement]
    take_out(actor=cast.ada, item=copy, at=cast.at)
    put(pursuit, at=cast.at)
    assert anew(item), "the file with the name in it is not what was judged"


def clean_copy_of(piece, *, at):
    boss = register(actor=None, name="Ivo Privacy", email="ivo@example.org")
    quarantine = quarantine_piece(actor=boss, piece=piece, reason=Quarantine.Reason.STUDENT_NAME, at=at)
    owner = piece.submission.pursuit.person
    return put_in_clean_copy(
        actor=owner, quarantine=quarantine, name="clean.pdf", chunks=[OTHER], size=len(OTHER), at=at
    )


@pytest.fixture
def shared(cast, version):
    """Wen's plan, which Ada has taken up; Ada's work came back short of one of the two criteria that it shows."""
    wen = register(actor=None, name="Wen Li", email="wen@example.org")
    appoint(actor=None, person=wen, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    theirs, mine = started(cast, version, person=wen), started(cast, version)
    name_teammate(actor=wen, pursuit=theirs, email=cast.ada.email, at=cast.at)
    join_team(actor=cast.ada, teammate=place_in_team(mine), at=cast.at)
    item = put(theirs, at=cast.at)
    given = share(actor=wen, item=item, at=cast.at)
    copy = take_up(actor=cast.ada, pursuit=mine, share=given, at=cast.at)
    submission = handed_in(mine, at=cast.at)
    return_for_revision(actor=None, submission=submission, short=short(fed(copy)[:1]), at=cast.at)
    return given, copy


def test_what_a_teammate_does_with_their_own_file_changes_nothing_of_ones_own(cast, shared):
    given, copy = shared
    theirs = given.item.pursuit
    put_in_file(
        actor=theirs.person, pursuit=theirs, requirement=copy.requirement, name="new.pdf", chunks=[OTHER],
        size=len(OTHER), at=cast.at,
    )  # fmt: skip
    handed_in(theirs, at=cast.at)
    assert carries_whole(copy)


def test_a_file_that_a_teammate_shares_no_more_is_missed_and_is_the_same_when_put_in_again(cast, shared):
    given, copy = shared
    end_share(actor=given.item.pursuit.person, share=given, at=cast.at)
    assert copy not in present_items(copy.pursuit)
    assert anew(copy)

    put(copy.pursuit, at=cast.at)
    assert carries_whole(copy)


def test_every_attempt_stays_reachable_as_it_was_frozen_whatever_became_of_its_files(cast, client, version):
    """One taken back, one come back, one that waits: all three with their manifests, texts and files."""
    pursuit = fill(started(cast, version), at=cast.at)
    back = submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=uuid7(), at=cast.at)
    withdraw(actor=cast.ada, submission=back, at=cast.at)
    first = handed_in(pursuit, at=later(cast.at, hours=1))
    item = present_items(pursuit)[0]
    return_for_revision(actor=None, submission=first, short=short(fed(item)), at=later(cast.at, days=1))
    take_out(actor=cast.ada, item=item, at=later(cast.at, days=2))
    put(pursuit, OTHER, at=later(cast.at, days=2))
    submitted(pursuit, at=later(cast.at, days=3))

    client.force_login(cast.ada)
    page = client.get(reverse("attempts", args=[pursuit.pk])).content.decode()
    for submission in Submission.objects.filter(pursuit=pursuit):
        receipt = reverse("submission", args=[submission.pk])
        assert receipt in page
        shown = client.get(receipt).content.decode()
        assert submission.digest in shown
        for text in submission.texts.all():
            assert text.text in shown
        frozen = [reverse("submission_file", args=[submission.pk, piece.pk]) for piece in submission.items.all()]
        for there in (*frozen, reverse("submission_manifest", args=[submission.pk])):
            assert there in shown
            assert client.get(there).status_code == 200, "also what was taken out since"

"""Counting data packs from real work: started, handed in, read, returned and earned."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microcred.analytics.queries import pack_of
from microcred.authoring.models import DataPack
from microcred.authoring.operations import ask_for_packs, open_retreat, put_on_agenda
from microcred.authoring.pack import Source, Standing, read_pack
from microcred.catalog.design import Design, renewed
from microcred.catalog.models import Criterion, Version
from microcred.catalog.operations import publish
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.portfolios.operations import start
from microcred.scoring.models import Claim, Score, Scoring
from microcred.scoring.operations import claim_next, score
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EDUCATORS = ("Uma", "Vic", "Wes", "Yan")


@pytest.fixture
def version(cast) -> Version:
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def criteria_of(version: Version) -> list[Criterion]:
    return list(Criterion.objects.filter(version=version).order_by("position"))


def read(cast, version, name: str, *, short: int = 0, handed_in: int = 3, read_after: int = 4) -> Scoring:
    """An educator starts at the beginning, hands in after some days, and Ben finds the first criteria short."""
    person = make.educator(cast, name)
    start(actor=person, version=version, at=cast.at)
    make.waiting(person, version, at=cast.at + handed_in * DAY)
    at = cast.at + (handed_in + read_after) * DAY
    item = claim_next(actor=cast.ben, at=at)
    make.mark_all(item, cast.ben, at=at, short=tuple(criteria_of(version)[:short]))
    return score(actor=cast.ben, item=item, claim_number=item.claim_number, at=at).scoring


def read_again(cast, first: Scoring, person, *, short: int) -> None:
    """A second reading beside the one that decided, written down as a second reader would leave it."""
    at = first.scored_at + DAY
    claim = Claim.objects.create(
        item=first.claim.item, number=99, assessor=person, claimed_at=at, lease_expires_at=at + DAY
    )
    scoring = Scoring.objects.create(submission=first.submission, assessor=person, claim=claim, scored_at=at)
    for place, criterion in enumerate(criteria_of(first.submission.pursuit.version)):
        position = 0 if place < short else criterion.required_position
        level = criterion.levels.get(position=position)
        Score.objects.create(scoring=scoring, criterion=criterion, level=level)


def test_a_version_nobody_started_has_totals_of_none_and_no_shares(cast, version):
    figures = pack_of(version.micro_credential, at=cast.at + DAY).newest

    assert {figures.figure(name).value for name in ("under_way", "submissions", "awards")} == {0}
    assert {figures.figure(name).standing for name in ("returns", "first_try", "turnaround", "in_work")} == {
        Standing.NOTHING_YET
    }
    assert figures.comments.standing is Standing.NOTHING_YET
    assert {each.not_met.standing for each in figures.criteria} == {Standing.NOTHING_YET}


def test_what_nobody_collects_says_so(cast, version):
    figures = pack_of(version.micro_credential, at=cast.at + DAY).newest

    for name in ("hours", "ratings", "rulings", "appeals"):
        assert (figures.figure(name).standing, figures.figure(name).value) == (Standing.NOT_COLLECTED, None)


def test_the_work_of_a_version_is_counted(cast, version):
    read(cast, version, "Uma", short=1, read_after=2)
    read(cast, version, "Vic", short=2, read_after=4)
    read(cast, version, "Wes", short=1, read_after=6)
    read(cast, version, "Yan", read_after=8)
    start(actor=make.educator(cast, "Zoe"), version=version, at=cast.at)
    outbox.deliver_all()
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert [figures.figure(name).value for name in ("under_way", "submissions", "awards")] == [4, 4, 1]
    returns, first_try = figures.figure("returns"), figures.figure("first_try")
    assert (returns.hits, returns.of, returns.is_thin, returns.source) == (3, 4, True, Source.DECISIONS)
    assert (first_try.hits, first_try.of) == (1, 4)
    turnaround = figures.figure("turnaround")
    assert (turnaround.low, turnaround.value, turnaround.high) == pytest.approx((3.5, 5, 6.5))
    assert figures.figure("in_work").standing is Standing.TOO_FEW, "four people's own time"
    assert [(each.not_met.hits, each.not_met.of) for each in figures.criteria[:3]] == [(3, 4), (1, 4), (0, 4)]
    assert figures.comments.standing is Standing.TOO_FEW
    assert figures.comments.texts == ()


def test_it_is_counted_until_a_moment(cast, version):
    read(cast, version, "Uma", short=1)
    figures = pack_of(version.micro_credential, at=cast.at + 2 * DAY).newest

    assert figures.figure("under_way").value == 1
    assert figures.figure("submissions").value == 0
    assert figures.criteria[0].not_met.standing is Standing.NOTHING_YET


def test_what_an_earlier_attempt_has_shown_is_not_counted_twice(cast, version):
    first = read(cast, version, "Uma", short=1)
    at = cast.at + 20 * DAY
    make.submitted(first.submission.pursuit.person, version, at=at, story="again")
    outbox.deliver_all()
    item = claim_next(actor=cast.ben, at=at)
    make.mark(item, cast.ben, criteria_of(version)[0], at=at)
    score(actor=cast.ben, item=item, claim_number=item.claim_number, at=at)
    figures = pack_of(version.micro_credential, at=at + DAY).newest

    assert [(each.not_met.hits, each.not_met.of) for each in figures.criteria[:2]] == [(1, 2), (0, 1)]
    assert (figures.figure("first_try").hits, figures.figure("first_try").of) == (0, 1)


def test_two_readings_of_one_submission_are_held_against_each_other(cast, version):
    scoring = read(cast, version, "Uma", short=1)
    read(cast, version, "Vic")
    read_again(cast, scoring, make.assessor(cast, "Bill"), short=2)
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert [(each.agreement.hits, each.agreement.of) for each in figures.criteria[:3]] == [(1, 1), (0, 1), (1, 1)]
    assert figures.criteria[0].not_met.of == 2, "a reading that decided nothing is not counted as one"


def test_comments_of_enough_people_are_shown_without_who_wrote_them(cast, version):
    for number in range(10):
        read(cast, version, f"Uma{number}", short=1)
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert (figures.comments.of, len(figures.comments.texts)) == (10, 10)
    assert {each.text for each in figures.comments.texts} == {"Say who was at the table."}
    assert figures.figure("in_work").value == pytest.approx(3)


def test_a_later_version_is_held_against_the_one_before(cast, version):
    for number in range(4):
        read(cast, version, f"Uma{number}", short=1)
    later = publish(
        actor=cast.cora,
        owner=cast.places["carolinacred"],
        design=_changed(version),
        micro_credential=version.micro_credential,
        at=cast.at,
    )
    make.qualified(cast, cast.ben)
    for number in range(4):
        read(cast, later, f"Vic{number}")
    pack = pack_of(version.micro_credential, at=cast.at + 30 * DAY)

    assert [each.label for each in pack.versions] == [later.label, version.label]
    newest, oldest = pack.versions
    assert newest.compared_with == version.label
    assert newest.criteria[0].change.value == pytest.approx(-1)
    assert newest.criteria[0].change.is_clear
    assert not newest.criteria[1].change.is_clear
    assert {change.name for change in newest.changes} == {"returns", "first_try"}
    assert (oldest.compared_with, oldest.criteria[0].change) == ("", None)


def _changed(version: Version) -> Design:
    design = renewed(Design.model_validate(version.design))
    return design.model_copy(update={"hours": design.hours + 5})


def test_a_pack_asked_for_is_counted_and_handed_down(cast, version):
    read(cast, version, "Uma", short=1)
    university = cast.places["carolinacred"]
    day = cast.at.date()
    retreat = open_retreat(
        actor=cast.cora, owner=university, name="Summer", starts_on=day, ends_on=day, place="Online", at=cast.at
    )
    put_on_agenda(actor=cast.cora, retreat=retreat, micro_credentials=[version.micro_credential], at=cast.at)
    ask_for_packs(actor=cast.cora, retreat=retreat, at=cast.at)
    with standing_at(cast.at + 30 * DAY):
        outbox.deliver_all()

    kept = DataPack.objects.get()
    assert kept.counted_at == cast.at + 30 * DAY
    assert read_pack(kept.figures) == pack_of(version.micro_credential, at=cast.at + 30 * DAY)


def test_counting_costs_the_same_however_much_was_done(cast, version):
    read(cast, version, "Uma", short=1)
    pack_of(version.micro_credential, at=cast.at + 30 * DAY)
    with CaptureQueriesContext(connection) as few:
        pack_of(version.micro_credential, at=cast.at + 30 * DAY)
    for name in ("Vic", "Wes"):
        read(cast, version, name, short=2)
    with CaptureQueriesContext(connection) as more:
        pack_of(version.micro_credential, at=cast.at + 30 * DAY)

    assert len(more) == len(few)

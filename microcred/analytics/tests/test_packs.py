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
from microcred.organizations.models import Person
from microcred.portfolios.operations import start
from microcred.scoring.models import FeedbackRating, Scoring
from microcred.scoring.operations import claim_next, rate_feedback, score
from microcred.scoring.queries import decision_of
from microcred.scoring.tests import make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
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
    return score(actor=cast.ben, item=item, claim_number=item.claim_number, at=at)


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

    for name in ("hours", "subjects"):
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
    assert figures.criteria[0].levels == (), "so few that they would tell of single people"


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


def read_twice(cast, version, name: str, *, bens: int, bills: int, carls: int = 0) -> None:
    """One submission read by Ben and Bill, who each find so many criteria short; by Carl too, where they differ."""
    item = make.waiting(make.educator(cast, name), version, at=cast.at + DAY)
    for reader, short in zip(("Ben", "Bill", "Carl"), (bens, bills, carls), strict=True):
        if decision_of(item.submission) is None:
            make.read(item, assessor(cast, reader), at=cast.at + 2 * DAY, short=tuple(criteria_of(version)[:short]))


def assessor(cast, name: str) -> Person:
    there = Person.objects.filter(name=name).first()
    return cast.ben if name == "Ben" else there or make.assessor(cast, name)


def test_two_readings_of_one_submission_are_held_against_each_other(cast, version):
    make.in_pilot(cast, version, size=3)
    read_twice(cast, version, "Uma", bens=1, bills=2, carls=1)
    read_twice(cast, version, "Vic", bens=0, bills=0)
    read_twice(cast, version, "Wes", bens=1, bills=1)
    read(cast, version, "Yan", short=1)
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert [(each.agreement.hits, each.agreement.of) for each in figures.criteria[:3]] == [(3, 3), (2, 3), (3, 3)]
    assert [(each.not_met.hits, each.not_met.of) for each in figures.criteria[:2]] == [(3, 4), (0, 4)], "what stands"
    assert [(each.exact.hits, each.exact.of) for each in figures.criteria[:3]] == [(3, 3), (2, 3), (3, 3)]
    assert [(each.caused.hits, each.caused.of) for each in figures.criteria[:3]] == [(0, 1), (1, 1), (0, 1)]
    assert {each.ac2.standing for each in figures.criteria} == {Standing.NOTHING_YET}, "three pairs say nothing"
    split = figures.figure("split")
    assert (split.hits, split.of, split.source) == (1, 3, Source.DOUBLE_READINGS)


def test_what_is_not_decided_yet_says_nothing_of_what_was_read(cast, version):
    make.in_pilot(cast, version)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=(criteria_of(version)[0],))
    make.read(item, make.assessor(cast, "Bill"), at=cast.at)
    figures = pack_of(version.micro_credential, at=cast.at + DAY).newest

    assert {each.agreement.standing for each in figures.criteria} == {Standing.NOTHING_YET}
    assert figures.figure("split").standing is Standing.NOTHING_YET


def test_where_several_read_it_is_told_once_what_the_educator_was_told(cast, version):
    make.in_pilot(cast, version, size=10)
    for number in range(10):
        read_twice(cast, version, f"Uma{number}", bens=1, bills=1)
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert (figures.comments.of, len(figures.comments.texts)) == (10, 10)


def test_comments_of_enough_people_are_shown_without_who_wrote_them(cast, version):
    for number in range(10):
        read(cast, version, f"Uma{number}", short=1)
    figures = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest

    assert (figures.comments.of, len(figures.comments.texts)) == (10, 10)
    assert {each.text for each in figures.comments.texts} == {"Say who was at the table."}
    assert figures.figure("in_work").value == pytest.approx(3)
    assert figures.criteria[0].levels[0].times == 10
    assert figures.figure("reading").standing is Standing.NOTHING_YET, "read in no time, as stories are"


def test_comments_are_counted_in_words_by_the_level_that_they_came_with(cast, version):
    for number in range(10):
        read(cast, version, f"Uma{number}", short=1)
    first, second = pack_of(version.micro_credential, at=cast.at + 30 * DAY).newest.criteria[:2]

    assert [(each.times, each.words) for each in first.levels if each.times] == [(10, 6)], "Say who was at the table."
    assert [(each.times, each.words) for each in second.levels if each.times] == [(10, 3)], "Clear and complete."


def test_what_educators_say_of_feedback_is_counted_of_ten_people_once_it_stands(cast, version):
    for number in range(10):
        reading = read(cast, version, f"Uma{number}", short=1)
        said = FeedbackRating.Said.NOT if number < 4 else FeedbackRating.Said.HELPED
        decision = decision_of(reading.submission)
        rate_feedback(actor=reading.submission.pursuit.person, decision=decision, said=said, at=cast.at + 10 * DAY)
    early, late = (pack_of(version.micro_credential, at=cast.at + days * DAY).newest for days in (30, 60))

    assert early.figure("helped").standing is Standing.NOTHING_YET, "who said it may say otherwise"
    assert (late.figure("helped").hits, late.figure("helped").of) == (6, 10)


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

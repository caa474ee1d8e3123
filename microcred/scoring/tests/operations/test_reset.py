"""Resetting readings: what was short is read afresh, nothing gets lower, and it is exact wherever it is cut off."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import InternalError, ProgrammingError, transaction

from microcred.catalog.models import Criterion
from microcred.credentials.models import AwardIntent
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.queries import promise_of, state_of
from microcred.portfolios.rules import State
from microcred.scoring import reactions
from microcred.scoring.models import (
    Appeal,
    BackRead,
    Decision,
    QueueItem,
    ResetCampaign,
    ResetCase,
    ResetOutcome,
    ResetReading,
    Scoring,
)
from microcred.scoring.operations import (
    NoReasonGiven,
    NotConfirmed,
    NothingChosen,
    NothingToReset,
    OwnReadings,
    ReadAfreshAlready,
    appeal,
    begin_reset,
    claim,
    claim_next,
    declare_policy,
    open_back_read,
    reset,
    withdraw_appeal,
)
from microcred.scoring.operations import resets as seeing_to_it
from microcred.scoring.operations.appeals import OpenedByNow
from microcred.scoring.operations.claims import AlreadyRead
from microcred.scoring.queries import Scope, feedback_on, reset_preview, reset_progress, side_by_side
from microcred.scoring.rules import BackReads, Consequence, Kind, Policy
from microcred.scoring.tests import make
from microcred.site.invariants.decisions import DECISIONS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TWICE = Policy(Kind.DOUBLE)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


@pytest.fixture
def readers(cast, version):
    return [make.assessor(cast, name) for name in ("Lea", "Ole", "Pit")]


@pytest.fixture
def short(cast, version, criteria):
    """Ben found Ada's work short of two criteria."""
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria[:2]))
    return QueueItem.objects.get(pk=item.pk)


def scope(cast, *, at=None, **chosen) -> Scope:
    about = {"version": None, "assessor": cast.ben, "since": None, "until": at or cast.at + DAY} | chosen
    about = {"begun_by": cast.lena} | about
    return Scope(organization=cast.places["carolinacred"], **about)


def test_who_begins_it_has_no_work_of_their_own_read_afresh_by_it(cast, version, criteria, short):
    own = make.waiting(cast.lena, version, at=cast.at)
    make.read(own, cast.ben, at=cast.at + HOUR, short=tuple(criteria))

    campaign = begun(cast)

    assert [case.submission_id for case in ResetCase.objects.all()] == [short.submission_id]
    assert seen_to(campaign, at=cast.at + DAY) == {short.submission_id: Consequence.AFRESH}
    with pytest.raises(NothingToReset):
        begun(cast, since=cast.at + HOUR)
    with pytest.raises(NotAllowed):
        begun(cast, begun_by=cast.ben)


def test_nobody_resets_readings_of_their_own(cast, version, short):
    make.qualified(cast, cast.lena)
    own = make.waiting(cast.gus, version, at=cast.at)
    make.read(own, cast.lena, at=cast.at + HOUR)

    with pytest.raises(OwnReadings):
        begun(cast, assessor=cast.lena, confirmed=1)
    everybody = {"version": version, "assessor": None}
    foretold = reset_preview(scope(cast, **everybody), at=cast.at + DAY)
    assert (foretold.sums.readings, foretold.own) == (1, 1)
    begun(cast, **everybody)
    assert [case.submission_id for case in ResetCase.objects.all()] == [short.submission_id]


def begun(cast, *, tells=False, at=None, key=None, confirmed=None, reason="He used an old rubric.", **chosen):
    about = scope(cast, at=at, **chosen)
    return begin_reset(
        actor=cast.lena,
        scope=about,
        reason=reason,
        tells_at_start=tells,
        confirmed=reset_preview(about, at=about.until).sums.readings if confirmed is None else confirmed,
        form_key=key or uuid4(),
        at=at or cast.at + DAY,
    )


def seen_to(campaign, *, at) -> dict:
    """What became of each submission that a reset reaches."""
    for case in ResetCase.objects.filter(campaign=campaign):
        reset(actor=None, case=case, at=at)
    return dict(ResetOutcome.objects.filter(case__campaign=campaign).values_list("case__submission", "consequence"))


def declared(cast, policy=TWICE, back_reads=None):
    more = {"back_reads": back_reads} if back_reads else {}
    declare_policy(
        actor=cast.lena, organization=cast.places["carolinacred"], policy=policy, reason="So.", at=cast.at, **more
    )


def broken() -> list[str]:
    return [one for promise in DECISIONS for one in promise.violations()]


def told(person, kind, *, at) -> list[Notice]:
    with standing_at(at):
        outbox.deliver_all()
    return list(Notice.objects.filter(person=person, kind=kind))


def test_what_was_short_is_read_afresh_and_comes_out_better(cast, version, short, readers):
    campaign = begun(cast)
    assert seen_to(campaign, at=cast.at + DAY) == {short.submission_id: "afresh"}
    assert promise_of(short.submission, at=cast.at + DAY).days_left == 14
    assert broken() == []
    with pytest.raises(AlreadyRead):
        claim(actor=cast.ben, item=short, at=cast.at + DAY)
    assert told(cast.ada, "read_afresh", at=cast.at + DAY) == []

    for reader in readers[:2]:
        assert claim_next(actor=reader, at=cast.at + 2 * DAY) == short
        make.read(short, reader, at=cast.at + 2 * DAY)
    assert state_of(short.submission.pursuit) is State.EARNED
    assert AwardIntent.objects.exists()
    assert Decision.objects.get().outcome == "not_yet", "what was decided stays written down"
    assert "Earned after all" in told(cast.ada, "appeal_decided", at=cast.at + 3 * DAY)[0].subject
    assert feedback_on(short.submission).earned
    assert Scoring.objects.filter(assessor=cast.ben).exists(), "it is kept for good"
    assert reset_progress(campaign).earned == 1
    assert broken() == []


@pytest.mark.parametrize("tells", [True, False])
def test_what_stands_is_told_only_to_whom_the_start_was_told(cast, criteria, short, readers, tells):
    seen_to(begun(cast, tells=tells), at=cast.at + DAY)
    assert len(told(cast.ada, "read_afresh", at=cast.at + DAY)) == tells
    for reader in readers[:2]:
        make.read(short, reader, at=cast.at + 2 * DAY, short=tuple(criteria))
    assert len(told(cast.ada, "appeal_decided", at=cast.at + 3 * DAY)) == tells
    assert state_of(short.submission.pursuit) is State.RETURNED
    assert {one.criterion.id for one in feedback_on(short.submission).short} == {each.pk for each in criteria[:2]}


def test_what_was_earned_stays_earned(cast, version):
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at)
    assert seen_to(begun(cast), at=cast.at + DAY) == {item.submission_id: "kept"}
    assert state_of(item.submission.pursuit) is State.EARNED
    assert not Appeal.objects.exists()
    assert broken() == []


def test_of_what_is_undecided_other_readings_take_the_place(cast, version, criteria, readers):
    declared(cast)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria))
    assert seen_to(begun(cast), at=cast.at + DAY) == {item.submission_id: "replaced"}
    item.refresh_from_db()
    assert (item.readings_saved, item.readings_asked) == (0, 2)
    assert claim_next(actor=cast.ben, at=cast.at + DAY) is None
    assert broken() == []

    for reader in readers[:2]:
        make.read(item, reader, at=cast.at + 2 * DAY)
    assert (Decision.objects.get().outcome, Decision.objects.get().readings) == ("earned", 2)
    assert [set(pair.readers) for pair in side_by_side(version, until=cast.at + 3 * DAY)] == [
        {readers[0].pk, readers[1].pk}
    ]
    assert broken() == []


def test_a_third_that_only_a_reset_reading_asked_for_is_not_asked_for_any_more(cast, version, criteria, readers):
    declared(cast)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria))
    make.read(item, readers[0], at=cast.at)
    seen_to(begun(cast), at=cast.at + DAY)
    item.refresh_from_db()
    assert (item.readings_saved, item.readings_asked) == (1, 2)
    make.read(item, readers[1], at=cast.at + 2 * DAY)
    assert Decision.objects.get().readings == 2
    assert broken() == []


def test_what_waits_for_a_look_is_read_by_another_and_looked_at_anew(cast, version, readers):
    declared(cast, Policy(Kind.CONDITIONAL, near=0), BackReads(share=100))
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    open_back_read(actor=cast.lena, back_read=BackRead.objects.get(), at=cast.at + HOUR)
    seen_to(begun(cast), at=cast.at + DAY)
    assert broken() == []
    make.read(item, readers[0], at=cast.at + 2 * DAY, short=tuple(Criterion.objects.filter(version=version)))
    assert BackRead.objects.count() == 2
    assert not Decision.objects.exists()
    assert broken() == []


def test_a_fresh_reading_that_is_reset_is_replaced_and_the_appeal_goes_on(cast, short, readers):
    appeal(actor=cast.ada, decision=Decision.objects.get(), grounds=[Appeal.Ground.BIAS], at=cast.at + HOUR)
    make.read(short, readers[0], at=cast.at + 2 * HOUR)
    assert list(seen_to(begun(cast), at=cast.at + DAY).values()) == ["being_read"]
    assert list(seen_to(begun(cast, assessor=readers[0]), at=cast.at + DAY).values()) == ["replaced"]
    short.refresh_from_db()
    assert (short.readings_saved, short.readings_asked) == (1, 3)
    assert broken() == []
    for reader in readers[1:]:
        make.read(short, reader, at=cast.at + 2 * DAY)
    assert state_of(short.submission.pursuit) is State.EARNED
    assert broken() == []


def test_what_was_handed_in_again_goes_its_own_way(cast, version, short):
    make.submitted(cast.ada, version, at=cast.at + HOUR, story="Two tables.")
    assert list(seen_to(begun(cast), at=cast.at + DAY).values()) == ["went_on"]
    assert not Appeal.objects.exists()


def test_what_is_read_afresh_of_itself_is_neither_appealed_nor_taken_back(cast, short):
    seen_to(begun(cast), at=cast.at + DAY)
    with pytest.raises(ReadAfreshAlready):
        appeal(actor=cast.ada, decision=Decision.objects.get(), grounds=[Appeal.Ground.BIAS], at=cast.at + DAY)
    with pytest.raises(OpenedByNow):
        withdraw_appeal(actor=cast.ada, appeal=Appeal.objects.get(), at=cast.at + DAY)


def test_it_is_foretold(cast, version, criteria, short, readers):
    declared(cast)
    earned = make.waiting(make.educator(cast, "Uma"), version, at=cast.at)
    make.read(earned, cast.ben, at=cast.at)
    make.read(earned, readers[0], at=cast.at)
    open_one = make.waiting(make.educator(cast, "Vic"), version, at=cast.at)
    make.read(open_one, cast.ben, at=cast.at)

    preview = reset_preview(scope(cast), at=cast.at + DAY)
    assert {each: preview.sums.of(each) for each in Consequence if preview.sums.of(each)} == {
        Consequence.AFRESH: 1,
        Consequence.KEPT: 1,
        Consequence.REPLACED: 1,
    }
    assert (preview.sums.readings, preview.educators, preview.readers, preview.pairs) == (3, 3, 3, 1)
    assert (preview.sums.needed, preview.sums.most_needed) == (3, 4)
    assert reset_preview(scope(cast, assessor=readers[0], version=version), at=cast.at + DAY).sums.readings == 1
    assert reset_preview(scope(cast, since=cast.at + HOUR), at=cast.at + DAY).sums.readings == 0
    assert not ResetReading.objects.exists(), "looking changes nothing"


def test_it_is_begun_by_who_means_it_once(cast, short):
    for refusal, more in (
        (NothingChosen, {"assessor": None}),
        (NothingToReset, {"since": cast.at + HOUR}),
        (NoReasonGiven, {"reason": " "}),
        (NotConfirmed, {"confirmed": 7}),
    ):
        with pytest.raises(refusal):
            begun(cast, **({"confirmed": 1} | more))
    with pytest.raises(NotAllowed):
        begin_reset(
            actor=cast.ben,
            scope=scope(cast),
            reason="So.",
            tells_at_start=False,
            confirmed=1,
            form_key=uuid4(),
            at=cast.at + DAY,
        )
    key = uuid4()
    assert begun(cast, key=key) == begun(cast, key=key)
    assert ResetCampaign.objects.count() == ResetCase.objects.count() == 1


def test_seen_to_twice_is_seen_to_once_and_what_was_reset_is_not_reset_again(cast, short):
    campaign = begun(cast)
    case = ResetCase.objects.get()
    assert reset(actor=None, case=case, at=cast.at + DAY) == reset(actor=None, case=case, at=cast.at + 2 * DAY)
    assert Appeal.objects.count() == ResetReading.objects.count() == 1
    short.refresh_from_db()
    assert short.readings_asked == 3
    with pytest.raises(NothingToReset):
        begun(cast, confirmed=1)
    assert reset_progress(campaign).to_do == 0


@pytest.mark.parametrize("cut_at", ["_write_down", "let_wait", "_tell_begun"])
def test_cut_off_between_two_writes_nothing_of_it_is_there_and_it_goes_on(cast, version, short, monkeypatch, cut_at):
    other = make.waiting(make.educator(cast, "Uma"), version, at=cast.at)
    make.read(other, cast.ben, at=cast.at)
    begun(cast, tells=True)

    class CutOff(Exception):
        pass

    with monkeypatch.context() as broken_off, standing_at(cast.at + DAY):
        write = getattr(seeing_to_it, cut_at)

        def write_and_be_cut_off(*arguments, **more):
            write(*arguments, **more)
            raise CutOff

        broken_off.setattr(seeing_to_it, cut_at, write_and_be_cut_off)
        with pytest.raises(CutOff):
            reactions.go_on_with_resets()
    assert not Appeal.objects.exists()
    assert not ResetReading.objects.filter(case__submission=short.submission).exists()
    assert broken() == []

    with standing_at(cast.at + DAY):
        reactions.go_on_with_resets()
    assert sorted(ResetOutcome.objects.values_list("consequence", flat=True)) == ["afresh", "kept"]
    assert ResetReading.objects.count() == 2
    assert broken() == []


def test_figures_are_made_without_them(cast, version, criteria, readers):
    declared(cast)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at)
    make.read(item, readers[0], at=cast.at)
    assert len(side_by_side(version, until=cast.at + DAY)) == 1
    seen_to(begun(cast), at=cast.at + DAY)
    assert side_by_side(version, until=cast.at + DAY) == []


def test_its_rows_are_frozen(cast, short):
    seen_to(begun(cast), at=cast.at + DAY)
    for rows in (ResetCampaign, ResetCase, ResetOutcome, ResetReading):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows.objects.all().update(created_at=cast.at)

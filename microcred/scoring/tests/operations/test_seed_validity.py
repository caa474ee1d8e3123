"""Papers of which it is agreed what they show come among an assessor's work by lot, and touch nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest

from microcred.billing.operations import record_reading
from microcred.calibration.models import PaperRetirement, PaperSet
from microcred.calibration.operations import publish_papers
from microcred.calibration.tests import make as bank
from microcred.catalog.models import Criterion
from microcred.foundation.ids import made_at
from microcred.foundation.models import OutboxEvent
from microcred.notices.models import Notice
from microcred.portfolios.models import Judge, Opening, Quarantine, SubmittedItem
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State
from microcred.scoring.models import Appeal, Claim, Decision, QueueItem, Score, Scoring, Seeding
from microcred.scoring.operations import (
    appeal,
    claim,
    claim_next,
    let_go,
    pass_by,
    recuse,
    score,
    seed_validity,
    set_aside,
    withdraw_appeal,
)
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.operations.readings import LevelMissing
from microcred.scoring.queries import (
    active_claim,
    broken,
    passed_by,
    queue_for,
    readable_by,
    readings_saved_of,
)
from microcred.scoring.rules import falls_on
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import agreed_on, panel, seeded, the_lot_falls, validity_set
from microcred.site.invariants.decisions import DECISIONS

TICK, MINUTE, DAY = timedelta(milliseconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def paper(cast, version):
    return validity_set(cast, version, make.educator(cast, "Eve"))[0]


@pytest.fixture
def reading(cast, version):
    """Ben's reading of what Ada handed in."""
    return make.read(make.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)


@pytest.fixture
def item(cast, paper, reading, monkeypatch):
    """Eve's paper among what waits for Ben."""
    the_lot_falls(monkeypatch)
    return seeded(reading, at=cast.at)


def read_through(item, person, *, at, **how):
    held = claim_next(actor=person, at=at)
    assert held.pk == item.pk
    make.mark_all(held, person, at=at, **how)
    return score(actor=person, item=held, claim_number=held.claim_number, at=at)


def broken_promises():
    return {one.promise: found for one in DECISIONS if (found := one.violations())}


def test_it_waits_for_its_reader_alone_under_another_name(cast, version, paper, item):
    make.qualified(cast, cast.bea)

    assert [place.item.pk for place in queue_for(cast.ben, at=cast.at).next_up] == [item.pk]
    assert queue_for(cast.bea, at=cast.at).waiting == 0
    assert claim_next(actor=cast.bea, at=cast.at) is None
    assert item.alias != paper.submission.alias
    assert claim_next(actor=cast.ben, at=cast.at).pk == item.pk


def test_it_waits_its_turn_behind_what_was_handed_in_before(cast, version, paper, monkeypatch):
    older = make.waiting(make.educator(cast, "Abe"), version, at=cast.at - DAY)
    saved = make.read(make.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)
    the_lot_falls(monkeypatch)
    item = seeded(saved, at=cast.at)

    assert [place.item.pk for place in queue_for(cast.ben, at=cast.at).next_up] == [older.pk, item.pk]


def test_it_is_not_there_before_it_seems_to_be_handed_in(cast, paper, reading, monkeypatch):
    monkeypatch.setattr("microcred.scoring.operations.validity.falls_on", lambda *_drawn: True)
    item = seeded(reading, at=cast.at)

    came = made_at(item.pk)
    assert cast.at < came < cast.at + DAY
    assert queue_for(cast.ben, at=came - TICK).waiting == 0
    assert not readable_by(cast.ben, at=came - TICK).exists()
    assert claim_next(actor=cast.ben, at=came - TICK) is None
    assert claim_next(actor=cast.ben, at=came).pk == item.pk


def test_its_reading_decides_nothing_and_nobody_hears_of_it(cast, paper, item):
    submission = paper.submission
    notices, before = Notice.objects.count(), OutboxEvent.objects.filter(name="scoring.DecisionMade").count()

    saved = read_through(
        item, cast.ben, at=cast.at + MINUTE, short=tuple(Criterion.objects.filter(version=item.version))
    )

    assert saved.paper == paper
    assert saved.told_outcome == "not_yet"
    assert not Decision.objects.filter(submission=submission).exists()
    assert not Opening.objects.filter(submission=submission).exists()
    assert state_of(submission.pursuit) is State.EARNED
    assert Notice.objects.count() == notices
    assert OutboxEvent.objects.filter(name="scoring.DecisionMade").count() == before
    assert readings_saved_of(submission.pk) == []
    assert broken_promises() == {}


def test_nobody_who_counts_work_sees_it(cast, paper, item):
    read_through(item, cast.ben, at=cast.at + MINUTE)

    assert item not in QueueItem.objects.all()
    assert not Scoring.objects.filter(paper__isnull=False).exists()
    assert item not in broken(at=cast.at + 30 * DAY)


def test_it_is_paid_as_any_first_reading(cast, paper, item):
    saved = read_through(item, cast.ben, at=cast.at + MINUTE)
    live = Scoring.objects.get(assessor=cast.ben)

    mine, usual = record_reading(actor=None, scoring=saved), record_reading(actor=None, scoring=live)

    assert (mine.kind, mine.version, mine.organization) == (usual.kind, usual.version, usual.organization)


def test_who_read_it_is_told_nothing_of_whose_it_is_and_gets_it_once(cast, paper, item):
    saved = read_through(item, cast.ben, at=cast.at + MINUTE)

    assert Judge.objects.filter(submission=paper.submission, person=cast.ben).exists()
    assert seed_validity(actor=None, scoring=saved, at=cast.at + MINUTE) is None


def test_the_lot_is_drawn_once_for_each_reading(cast, item, reading):
    assert seed_validity(actor=None, scoring=reading, at=cast.at + DAY) == item
    assert Seeding.objects.count() == 1


def test_who_knows_the_papers_gets_none(cast, version, paper, monkeypatch):
    the_lot_falls(monkeypatch)
    make.qualified(cast, cast.lena)
    saved = make.read(make.waiting(cast.ada, version, at=cast.at), cast.lena, at=cast.at)

    assert seed_validity(actor=None, scoring=saved, at=cast.at) is None


def test_who_sat_on_its_panel_gets_another(cast, version, monkeypatch):
    the_lot_falls(monkeypatch)
    one, other = panel(cast)
    mine = bank.agreed(cast, version, person=make.educator(cast, "Eve"), panel=(cast.ben, one))
    theirs = bank.agreed(cast, version, person=make.educator(cast, "Ola"), panel=(one, other))
    both = {"kind": PaperSet.Kind.VALIDITY, "papers": [mine, theirs]}
    publish_papers(actor=cast.lena, version=version, **both, at=cast.at)
    saved = make.read(make.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)

    assert seeded(saved, at=cast.at).paper == theirs


def test_no_set_no_papers(cast, version, reading, monkeypatch):
    the_lot_falls(monkeypatch)

    assert seed_validity(actor=None, scoring=reading, at=cast.at) is None


@pytest.mark.parametrize("one_in", [13, 5])
def test_it_falls_on_one_in_so_many_and_on_the_same_again(one_in):
    readings = [UUID(int=each) for each in range(26_000)]

    fallen = [falls_on(7, each, one_in) for each in readings]

    assert abs(sum(fallen) / len(fallen) - 1 / one_in) < 0.008
    assert fallen == [falls_on(7, each, one_in) for each in readings]
    assert not any(falls_on(7, each, 0) for each in readings)


def test_a_consent_taken_back_closes_it_at_once(cast, paper, item):
    held = claim_next(actor=cast.ben, at=cast.at)
    bank.say(paper, granted=False, at=cast.at)

    assert active_claim(cast.ben, at=cast.at) is None
    assert queue_for(cast.ben, at=cast.at).waiting == 0
    assert claim_next(actor=cast.ben, at=cast.at) is None
    assert held.pk == item.pk


def test_setting_something_of_it_aside_retires_it_and_asks_its_educator_nothing(cast, paper, item):
    held = claim_next(actor=cast.ben, at=cast.at)
    piece = SubmittedItem.objects.filter(submission=paper.submission).first()
    about_eve = Notice.objects.filter(person=paper.submission.pursuit.person).count()

    set_aside(
        actor=cast.ben, item=held, claim_number=held.claim_number, piece=piece,
        reason=Quarantine.Reason.choices[0][0], at=cast.at,
    )  # fmt: skip

    assert PaperRetirement.objects.get(paper=paper).reason == "unfit"
    assert not Quarantine.objects.exists()
    assert Notice.objects.filter(person=paper.submission.pursuit.person).count() == about_eve
    assert Notice.objects.get(kind="exemplar_set_aside").person == cast.lena
    assert [place.item.pk for place in queue_for(cast.ben, at=cast.at).for_clean_copies] == [item.pk]
    assert active_claim(cast.ben, at=cast.at) is None
    assert [one.pk for one in passed_by(at=cast.at + 5 * DAY)] == [item.pk]


def test_it_can_be_given_back_and_stepped_back_from_as_anything_else(cast, item):
    held = claim_next(actor=cast.ben, at=cast.at)
    let_go(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at)
    again = claim(actor=cast.ben, item=item, at=cast.at)
    assert (again.pk, again.claim_number) == (item.pk, 2)

    recuse(actor=cast.ben, item=again, claim_number=2, reason="I know it.", at=cast.at)

    assert claim_next(actor=cast.ben, at=cast.at) is None
    assert queue_for(cast.ben, at=cast.at).waiting == 0


def test_it_is_refused_what_any_reading_is_refused(cast, item):
    held = claim_next(actor=cast.ben, at=cast.at)

    with pytest.raises(LevelMissing):
        score(actor=cast.ben, item=held, claim_number=1, at=cast.at)
    assert not Score.objects.filter(scoring__paper__isnull=False).exists()


def test_what_the_queue_has_gone_past_leaves_it(cast, version, item):
    late = item.due_at + MINUTE
    assert list(passed_by(at=item.due_at - MINUTE)) == []

    gone = pass_by(actor=None, item=item, at=late)

    assert gone.settled_at == late
    assert claim_next(actor=cast.ben, at=late) is None


def test_it_stays_while_as_old_work_waits(cast, version, item):
    make.waiting(make.educator(cast, "Abe"), version, at=cast.at)

    assert pass_by(actor=None, item=item, at=item.due_at + MINUTE) is None


def test_it_stays_in_the_hands_of_who_reads_it(cast, item):
    late = item.due_at + MINUTE
    claim_next(actor=cast.ben, at=late)

    assert pass_by(actor=None, item=item, at=late + MINUTE) is None


def test_saving_it_twice_is_one_reading(cast, item):
    first = read_through(item, cast.ben, at=cast.at)

    assert score(actor=cast.ben, item=item, claim_number=1, at=cast.at + MINUTE) == first
    assert Claim.objects.filter(item=item).count() == 1


def test_nobody_reads_the_same_work_as_a_paper_and_for_an_appeal(cast, version, monkeypatch):
    the_lot_falls(monkeypatch)
    judged = make.waiting(cast.ada, version, at=cast.at)
    make.read(judged, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    paper = agreed_on(cast, judged.submission, 1, panel(cast))
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=[paper], at=cast.at)
    anna, anya, later = make.assessor(cast, "Anna"), make.assessor(cast, "Anya"), cast.at + DAY
    readings = [
        make.read(make.waiting(make.educator(cast, educator), version, at=cast.at), reader, at=cast.at)
        for educator, reader in (("Ida", anna), ("Amy", anya))
    ]
    given = seeded(readings[0], at=cast.at)

    decision = Decision.objects.get(submission=judged.submission)
    appeal(actor=cast.ada, decision=decision, grounds=[Appeal.Ground.EVIDENCE], at=later)

    with pytest.raises(TooClose):
        claim(actor=anna, item=judged, at=later)
    assert claim_next(actor=anna, at=later) == given, "the paper is theirs to read all the same"
    assert withdraw_appeal(actor=cast.ada, appeal=decision.appeal, at=later), "a paper in hand opens no appeal"


def test_what_is_appealed_is_drawn_for_nobody_while_it_is_read(cast, version, monkeypatch):
    the_lot_falls(monkeypatch)
    judged = make.waiting(cast.ada, version, at=cast.at)
    make.read(judged, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    paper = agreed_on(cast, judged.submission, 1, panel(cast))
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=[paper], at=cast.at)
    anna, later = make.assessor(cast, "Anna"), cast.at + DAY
    reading = make.read(make.waiting(make.educator(cast, "Ida"), version, at=cast.at), anna, at=cast.at)

    decision = Decision.objects.get(submission=judged.submission)
    made = appeal(actor=cast.ada, decision=decision, grounds=[Appeal.Ground.EVIDENCE], at=later)
    assert seed_validity(actor=None, scoring=reading, at=later) is None

    withdraw_appeal(actor=cast.ada, appeal=made, at=later)
    assert seed_validity(actor=None, scoring=reading, at=later) is not None


def test_what_is_appealed_between_the_look_and_the_draw_is_not_drawn(cast, version, monkeypatch):
    the_lot_falls(monkeypatch)
    judged = make.waiting(cast.ada, version, at=cast.at)
    make.read(judged, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    paper = agreed_on(cast, judged.submission, 1, panel(cast))
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=[paper], at=cast.at)
    anna, decision = make.assessor(cast, "Anna"), Decision.objects.get(submission=judged.submission)
    reading = make.read(make.waiting(make.educator(cast, "Ida"), version, at=cast.at), anna, at=cast.at)

    def somebody_is_faster(_seed, _reading, papers):
        appeal(actor=cast.ada, decision=decision, grounds=[Appeal.Ground.EVIDENCE], at=cast.at + DAY)
        return papers[0]

    monkeypatch.setattr("microcred.scoring.operations.validity.chosen", somebody_is_faster)

    assert seed_validity(actor=None, scoring=reading, at=cast.at + DAY) is None
    assert claim(actor=anna, item=judged, at=cast.at + DAY), "she is a fresh reader of it"

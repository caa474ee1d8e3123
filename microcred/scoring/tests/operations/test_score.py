"""Saving a reading for good, and what follows from it."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import QuerySet

from microcred.catalog.models import Criterion
from microcred.credentials.models import AwardIntent
from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import Refusal
from microcred.portfolios.models import Completion, Return
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State
from microcred.scoring.models import Claim, Decision, QueueItem, Recusal, Result, Score, Scoring
from microcred.scoring.operations import claim_next, claims, enqueue, note, readings, score
from microcred.scoring.queries import carried_into
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    return claim_next(actor=cast.ben, at=cast.at)


@pytest.fixture
def criteria(item):
    return list(Criterion.objects.filter(version=item.version).order_by("position"))


def save(cast, item, **changes):
    """Save Ben's reading; return the decision that it led to."""
    wishes = {"actor": cast.ben, "claim_number": item.claim_number, "at": cast.at + MINUTE, **changes}
    return score(item=item, **wishes).decision


def test_work_that_meets_every_level_is_earned_and_awarded(cast, item):
    make.mark_all(item, cast.ben, at=cast.at)
    decision = save(cast, item, feedback="A strong portfolio.")
    pursuit = item.submission.pursuit
    assert decision.outcome == Decision.Outcome.EARNED
    assert decision.scoring.feedback == "A strong portfolio."
    assert all(reason["met"] for reason in decision.reasons)
    intent = AwardIntent.objects.get()
    assert (intent.source, intent.person) == (decision.pk, cast.ada)
    assert item.submission.digest in intent.unsigned
    assert Completion.objects.get().pursuit == pursuit
    assert state_of(pursuit) is State.EARNED
    facts = OutboxEvent.objects.get(name="scoring.DecisionMade").facts
    assert facts == {
        "decision_id": str(decision.pk),
        "submission_id": str(item.submission_id),
        "outcome": "earned",
    }


def test_what_falls_short_goes_back_with_exactly_that_open(cast, item, criteria):
    make.mark_all(item, cast.ben, at=cast.at, short=(criteria[1],))
    decision = save(cast, item)
    assert decision.outcome == Decision.Outcome.NOT_YET
    [short] = Return.objects.get().shortfalls.all()
    assert (short.criterion, short.level.position, short.comment) == (criteria[1], 0, "Say who was at the table.")
    assert state_of(item.submission.pursuit) is State.RETURNED
    assert not AwardIntent.objects.exists()
    assert [reason["met"] for reason in decision.reasons].count(False) == 1


def test_the_second_attempt_carries_what_was_met_and_earns(cast, item, criteria):
    make.mark_all(item, cast.ben, at=cast.at, short=(criteria[1],))
    first = save(cast, item)
    again = make.submitted(cast.ada, item.version, at=cast.at + DAY, story="And this time for the whole team.")
    second = enqueue(actor=None, submission=again, at=cast.at + DAY)
    assert criteria[0].pk in carried_into(again)
    assert criteria[1].pk not in carried_into(again)

    held = claim_next(actor=cast.ben, at=cast.at + DAY)  # who read the first attempt may read the second
    assert held == second
    with pytest.raises(readings.CriterionLocked) as no:
        note(
            actor=cast.ben,
            item=held,
            claim_number=held.claim_number,
            criterion=criteria[0],
            comment="?",
            at=held.entered_at,
        )
    assert criteria[0].name in str(no.value)
    judged = [criterion for criterion in criteria if criterion.pk not in carried_into(held.submission)]
    assert criteria[1] in judged
    for criterion in judged:
        note(
            actor=cast.ben,
            item=held,
            claim_number=held.claim_number,
            criterion=criterion,
            level=criterion.levels.last(),
            at=cast.at + DAY,
        )
    decision = save(cast, held, at=cast.at + DAY)
    assert decision.outcome == Decision.Outcome.EARNED
    assert {result.criterion_id for result in decision.results.filter(way=Result.Way.CARRIED)} == {
        criterion.pk for criterion in criteria
    } - {criterion.pk for criterion in judged}, "what rests on evidence that was written anew is judged anew with it"
    scores = {score.criterion_id: score for score in Score.objects.filter(scoring=decision.scoring)}
    assert len(scores) == len(criteria)
    assert scores[criteria[1].pk].carried_from is None
    assert scores[criteria[0].pk].carried_from == Score.objects.get(scoring=first.scoring, criterion=criteria[0])


def test_a_third_attempt_carries_from_both(cast, item, criteria):
    make.mark_all(item, cast.ben, at=cast.at, short=tuple(criteria[:2]))
    save(cast, item)
    for attempt, still_short in ((2, (criteria[1],)), (3, ())):
        at = cast.at + attempt * DAY
        enqueue(
            actor=None, submission=make.submitted(cast.ada, item.version, at=at, story=f"Attempt {attempt}."), at=at
        )
        held = claim_next(actor=cast.ben, at=at)
        judged = [criterion for criterion in criteria if criterion.pk not in carried_into(held.submission)]
        for criterion in judged:
            make.mark(held, cast.ben, criterion, at=at, short=criterion in still_short)
        decision = save(cast, held, at=at)
    assert decision.outcome == Decision.Outcome.EARNED
    assert Score.objects.filter(scoring=decision.scoring, carried_from__isnull=False).count() == len(criteria) - len(
        judged
    )
    assert len(judged) < len(criteria)


def test_a_level_is_needed_for_every_criterion(cast, item, criteria):
    with pytest.raises(readings.LevelMissing) as no:
        save(cast, item)
    assert criteria[0].name in str(no.value)
    assert not Scoring.objects.exists()


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_below_the_required_level_the_reason_must_be_said(cast, item, criteria, comment):
    make.mark_all(item, cast.ben, at=cast.at)
    lowest = criteria[2].levels.first()
    note(actor=cast.ben, item=item, claim_number=1, criterion=criteria[2], level=lowest, comment=comment, at=cast.at)
    with pytest.raises(readings.CommentMissing) as no:
        save(cast, item)
    assert criteria[2].name in str(no.value)
    assert not Decision.objects.exists()


def test_a_second_save_is_the_same_decision(cast, item):
    make.mark_all(item, cast.ben, at=cast.at)
    assert save(cast, item) == save(cast, item, at=cast.at + 2 * LEASE)
    assert Scoring.objects.count() == Decision.objects.count() == AwardIntent.objects.count() == 1


def test_a_lease_that_ran_out_saves_nothing_and_keeps_the_notes(cast, item):
    make.mark_all(item, cast.ben, at=cast.at)
    with pytest.raises(claims.LeaseExpired):
        save(cast, item, at=cast.at + LEASE)
    again = claim_next(actor=cast.ben, at=cast.at + LEASE)
    with pytest.raises(claims.LeaseExpired):
        save(cast, item, at=cast.at + LEASE)  # from the page of the first claim
    assert save(cast, again, at=cast.at + LEASE).outcome == Decision.Outcome.EARNED


def test_what_another_holds_or_decided_cannot_be_saved(cast, item):
    make.mark_all(item, cast.ben, at=cast.at)
    lea = make.assessor(cast, "Lea")
    taken = claim_next(actor=lea, at=cast.at + LEASE)
    with pytest.raises(claims.ClaimedByAnother):
        save(cast, item, at=cast.at + LEASE + MINUTE)
    make.mark_all(taken, lea, at=cast.at + LEASE)
    save(cast, taken, actor=lea, at=cast.at + LEASE)
    with pytest.raises(claims.AlreadyDecided):
        save(cast, item, at=cast.at + LEASE + MINUTE)


def test_without_an_issuer_nothing_is_half_done(cast):
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    item = claim_next(actor=cast.ben, at=cast.at)
    make.mark_all(item, cast.ben, at=cast.at)
    with pytest.raises(Refusal):
        save(cast, item)
    assert not Scoring.objects.exists()
    assert not Completion.objects.exists()
    assert QueueItem.objects.get().settled_at is None


def test_what_is_saved_is_frozen(cast, item, criteria):
    make.mark_all(item, cast.ben, at=cast.at, short=(criteria[0],))
    save(cast, item)
    changes = {
        Claim: {"number": 9},
        Scoring: {"feedback": "Rewritten."},
        Score: {"comment": "Rewritten."},
        Decision: {"outcome": "earned"},
        Result: {"comment": "Rewritten."},
    }
    for model, change in changes.items():
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.update(**change)
    for model in (*changes, Recusal):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)


def _two_at_once(act):
    start, outcomes = Barrier(2), []

    def go():
        try:
            start.wait(10)
            outcomes.append(act())
        except (Refusal, IntegrityError) as no:
            outcomes.append(no)
        finally:
            connection.close()

    threads = [Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_save_at_once_make_one_decision(transactional_db, cast, item):
    make.mark_all(item, cast.ben, at=cast.at)
    one, other = _two_at_once(lambda: save(cast, item))
    assert one == other == Decision.objects.get()


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_second_tab_breaks(transactional_db, cast, item, monkeypatch):
    """The race exists: without the item's lock both tabs find nothing decided, and one runs into a constraint."""
    make.mark_all(item, cast.ben, at=cast.at)
    meeting, write_down = Barrier(2), readings._written_down

    def write_down_together(*args):
        with suppress(Exception):
            meeting.wait(2)
        return write_down(*args)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self.all())
    monkeypatch.setattr(readings, "_written_down", write_down_together)
    outcomes = _two_at_once(lambda: save(cast, item))
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)

"""A reading is saved, or an appeal made, at the very moment at which a reset sees to the same work."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from uuid import uuid4

import pytest

from microcred.catalog.models import Criterion
from microcred.scoring.models import Appeal, Decision, QueueItem, ResetCase, ResetOutcome, ResetReading, Result
from microcred.scoring.operations import appeal, begin_reset, claim, declare_policy, reset, score
from microcred.scoring.operations import readings as reading
from microcred.scoring.operations import resets as seeing_to_it
from microcred.scoring.queries import Scope
from microcred.scoring.rules import Kind, Policy
from microcred.scoring.tests import make
from microcred.scoring.tests.racing import two_at_once

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def case_about_ben(cast) -> ResetCase:
    about = Scope(cast.places["carolinacred"], None, cast.ben, None, cast.at + DAY, cast.lena)
    begin_reset(
        actor=cast.lena,
        scope=about,
        reason="So.",
        tells_at_start=False,
        confirmed=1,
        form_key=uuid4(),
        at=cast.at + DAY,
    )
    return ResetCase.objects.get()


def meet(monkeypatch) -> None:
    """Let both stand between what they have read and what they write, if the lock lets them."""
    together = Barrier(2)
    write, decide = seeing_to_it._write_down, reading._read

    def wait(*_nothing) -> None:
        # With the lock the other cannot arrive: the first waits a moment, breaks the barrier, and both go on.
        with suppress(BrokenBarrierError):
            together.wait(timeout=2)

    def write_together(*arguments):
        wait()
        return write(*arguments)

    def read_together(*arguments):
        wait()
        return decide(*arguments)

    monkeypatch.setattr(seeing_to_it, "_write_down", write_together)
    monkeypatch.setattr(reading, "_read", read_together)


def saved_while_reset(cast, version, monkeypatch) -> None:
    """The second reading of what Ben read first is saved while his is reset."""
    declare_policy(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        policy=Policy(Kind.DOUBLE),
        reason="So.",
        at=cast.at,
    )
    lea = make.assessor(cast, "Lea")
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at)
    held = claim(actor=lea, item=item, at=cast.at + DAY)
    make.mark_all(held, lea, at=cast.at + DAY)
    case = case_about_ben(cast)
    meet(monkeypatch)
    two_at_once(
        lambda: reset(actor=None, case=case, at=cast.at + DAY),
        lambda: score(actor=lea, item=held, claim_number=held.claim_number, at=cast.at + DAY),
    )


def rests_on_what_was_replaced() -> bool:
    return Result.objects.filter(score__scoring__reset__replaced=True).exists() or (
        ResetReading.objects.filter(replaced=True).exists() and Decision.objects.filter(readings=2).exists()
    )


def test_with_the_lock_no_decision_rests_on_what_was_replaced(cast, version, monkeypatch):
    saved_while_reset(cast, version, monkeypatch)
    assert not rests_on_what_was_replaced()
    became = ResetOutcome.objects.get().consequence
    assert (became, Decision.objects.exists()) in {("kept", True), ("replaced", False)}
    item = QueueItem.objects.get()
    assert (item.readings_saved, item.settled_at is None) == ((1, True) if became == "replaced" else (2, False))


def test_control_without_the_lock_a_decision_rests_on_what_was_replaced(cast, version, monkeypatch):
    monkeypatch.setattr(seeing_to_it, "locked", lambda item: QueueItem.objects.get(pk=item.pk))
    monkeypatch.setattr(seeing_to_it, "hold", lambda _pk: None)
    saved_while_reset(cast, version, monkeypatch)
    assert rests_on_what_was_replaced()


def test_an_appeal_and_a_reset_at_once_come_to_one_fresh_reading(cast, version):
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    case, decision = case_about_ben(cast), Decision.objects.get()
    two_at_once(
        lambda: reset(actor=None, case=case, at=cast.at + DAY),
        lambda: appeal(actor=cast.ada, decision=decision, grounds=[Appeal.Ground.BIAS], at=cast.at + DAY),
    )
    assert Appeal.objects.count() == 1
    assert QueueItem.objects.get().readings_asked == 3
    assert ResetOutcome.objects.get().consequence in {"afresh", "being_read"}


def test_two_workers_at_once_see_to_it_once(cast, version):
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(Criterion.objects.filter(version=version)))
    case = case_about_ben(cast)
    one, other = two_at_once(
        lambda: reset(actor=None, case=case, at=cast.at + DAY), lambda: reset(actor=None, case=case, at=cast.at + DAY)
    )
    assert one == other
    assert QueueItem.objects.get().readings_asked == 3

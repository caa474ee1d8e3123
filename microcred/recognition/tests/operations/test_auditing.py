"""Audit samples: drawn so that anyone can draw them again, looked at by somebody else, answered where both differ."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import AuditItem, AuditSample, Entry
from microcred.recognition.operations import auditing as verbs
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.queries.audits import agreed_in, confirmed_in, samples_of
from microcred.recognition.rules.audits import digest_of, drawn
from microcred.recognition.tests import make
from tests.cast import Cast

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 7)
LATER = timedelta(days=10)


@pytest.fixture
def confirmed(cast: Cast) -> list[Entry]:
    """Twenty entries that Omar confirmed."""
    first = make.entry(cast)
    entries = [first, *make.many_like(first, 19)]
    for entry in entries:
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at + timedelta(days=1))
    return entries


def sample(cast: Cast, **how: Any) -> AuditSample:
    given = {"actor": cast.femi, "district": cast.places["rock-hill"], "first_day": FIRST, "last_day": LAST}
    return verbs.draw_audit(**({**given, "percent": 20, "seed": "lottery 4711", "at": cast.at + LATER} | how))


def looked(cast: Cast, item: AuditItem, **how: Any):
    return verbs.find_in_audit(item=item, **({"actor": cast.femi, "agrees": True, "at": cast.at + LATER} | how))


def test_the_same_seed_draws_the_same(cast: Cast, confirmed):
    found = sample(cast)
    ids = confirmed_in(cast.places["rock-hill"], first_day=FIRST, last_day=LAST)
    assert [item.ruling_id for item in found.items.order_by("place")] == drawn(ids.ids, seed="lottery 4711", percent=20)
    assert (found.of, found.items.count(), found.digest) == (20, 4, digest_of(ids.ids))
    with pytest.raises(verbs.DrawnAlready):
        sample(cast)


def test_somebody_else_looks_and_once(cast: Cast, confirmed):
    item = sample(cast).items.first()
    with pytest.raises(verbs.OwnRuling):
        looked(cast, item, actor=cast.omar)
    with pytest.raises(NotAllowed):
        looked(cast, item, actor=cast.ada)
    looked(cast, item)
    with pytest.raises(verbs.LookedAtAlready):
        looked(cast, item, agrees=False, code="not_in_plan")


def test_otherwise_has_a_reason_and_leads_to_less(cast: Cast, confirmed):
    item = sample(cast).items.first()
    with pytest.raises(verbs.FindingUnexplained):
        looked(cast, item, agrees=False)
    finding = looked(cast, item, agrees=False, code="hours_unsupported", words="9 hours.")
    with pytest.raises(NotAllowed):
        verbs.answer_audit(actor=cast.femi, finding=finding, amount=Decimal(12), at=cast.at + LATER)
    answer = verbs.answer_audit(actor=cast.omar, finding=finding, amount=Decimal(12), at=cast.at + LATER)
    assert (answer.outcome, answer.allowance.amount) == ("changed", 12)
    with pytest.raises(verbs.NothingToAnswer):
        verbs.answer_audit(actor=cast.omar, finding=finding, amount=None, words="No.", at=cast.at + LATER)


def test_or_the_ruling_stands_and_it_is_said_why(cast: Cast, confirmed):
    item = sample(cast).items.first()
    finding = looked(cast, item, agrees=False, code="not_in_plan")
    with pytest.raises(verbs.AnswerUnexplained):
        verbs.answer_audit(actor=cast.omar, finding=finding, amount=None, at=cast.at + LATER)
    answer = verbs.answer_audit(actor=cast.omar, finding=finding, amount=None, words="Goal 2.", at=cast.at + LATER)
    assert answer.outcome == "upheld"


def test_who_found_it_does_not_answer_it(cast: Cast, confirmed):
    appoint(actor=None, person=cast.elena, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    finding = looked(cast, sample(cast).items.first(), actor=cast.elena, agrees=False, code="not_in_plan")
    with pytest.raises(verbs.OwnFinding):
        verbs.answer_audit(actor=cast.elena, finding=finding, amount=None, words="So it is.", at=cast.at + LATER)


def test_what_cannot_be_drawn(cast: Cast, confirmed):
    for refusal, how in (
        (verbs.ShareNotRight, {"percent": 0}),
        (verbs.ShareNotRight, {"percent": 101}),
        (verbs.SeedMissing, {"seed": " "}),
        (verbs.DaysNotOver, {"last_day": (cast.at + LATER).date()}),
        (verbs.DaysNotOver, {"first_day": LAST, "last_day": FIRST}),
        (verbs.NothingConfirmed, {"first_day": date(2026, 8, 1), "last_day": date(2026, 8, 2)}),
        (NotAllowed, {"actor": cast.ada}),
    ):
        with pytest.raises(refusal):
            sample(cast, **how)


def test_figures_come_with_how_sure_they_are(cast: Cast, confirmed):
    items = list(sample(cast, percent=50).items.all())
    for number, item in enumerate(items):
        looked(cast, item, **({"agrees": False, "code": "not_in_plan"} if number == 0 else {}))
    figures = agreed_in(samples_of(type(cast.places["rock-hill"]).objects.all()))
    assert (figures.alike, figures.of, figures.percent) == (9, 10, 90)
    assert (figures.low, figures.high) == (60, 98)  # Wilson, 95 %
    outbox.deliver_all()


def test_activities_are_drawn_looked_at_and_answered_beside_awards(cast: Cast):
    make.cycle(cast, make.policy(cast))
    make.hours(cast)
    statement = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at + timedelta(days=1))
    outbox.deliver_all()
    item = sample(cast, percent=100).items.get()
    assert (item.ruling, item.looked_at.statement, item.person_id) == (None, statement, cast.ada.pk)
    with pytest.raises(verbs.OwnRuling):
        looked(cast, item, actor=cast.omar)
    finding = looked(cast, item, agrees=False, code="hours_unsupported", words="9 hours.")
    answer = verbs.answer_audit(actor=cast.omar, finding=finding, amount=Decimal(6), at=cast.at + LATER)
    assert (answer.outcome, answer.allowance, answer.activity_allowance.amount) == ("changed", None, 6)
    outbox.deliver_all()
    assert Entry.objects.get(reversal__isnull=True).counted == 6


def test_of_an_activity_that_counts_for_nothing_nothing_less_is_allowed(cast: Cast):
    statement = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at + timedelta(days=1))
    finding = looked(cast, sample(cast, percent=100).items.get(), agrees=False, code="not_in_plan")
    with pytest.raises(verbs.CountsForNothing):
        verbs.answer_audit(actor=cast.omar, finding=finding, amount=Decimal(0), at=cast.at + LATER)
    said = verbs.answer_audit(actor=cast.omar, finding=finding, amount=None, words="Kept.", at=cast.at + LATER)
    assert said.outcome == "upheld"

"""Which decisions wait for a look, as tables of cases."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from microcred.catalog.rules import Outcome
from microcred.scoring.rules import (
    BackReads,
    Kind,
    Policy,
    Reader,
    Why,
    is_drawn,
    lot_falls,
    may_ask_afresh,
    told_of,
    why_back_read,
)

AT = datetime(2026, 11, 27, tzinfo=UTC)
NEW, OLD, ALARMED = Reader(0), Reader(200), Reader(200, alarmed=True)


@pytest.mark.parametrize(
    ("rule", "readers", "drawn", "why"),
    [
        (BackReads(), [NEW, ALARMED], False, ()),
        (BackReads(share=5), [OLD], True, (Why.LOT,)),
        (BackReads(share=5), [OLD], False, ()),
        (BackReads(alarms=True), [OLD], False, ()),
        (BackReads(alarms=True), [OLD, ALARMED], False, (Why.ALARM,)),
        (BackReads(first=10), [Reader(9)], False, (Why.NEW,)),
        (BackReads(first=10), [Reader(10)], False, ()),
        (BackReads(first=10), [OLD, NEW], False, (Why.NEW,)),
        (BackReads(5, True, 10), [NEW, ALARMED], True, (Why.LOT, Why.ALARM, Why.NEW)),
    ],
)
def test_what_waits_for_a_look(rule, readers, drawn, why):
    assert why_back_read(rule, readers, drawn=drawn) == why


def test_the_lot_is_the_same_whenever_it_is_drawn_and_falls_on_the_share():
    work = [UUID(int=number) for number in range(4_000)]
    drawn = [each for each in work if lot_falls(7, each, 5)]
    assert drawn == [each for each in work if lot_falls(7, each, 5)]
    assert 150 < len(drawn) < 250
    assert not any(lot_falls(7, each, 0) for each in work)
    assert lot_falls(7, uuid4(), 100)


def test_it_is_another_lot_than_that_of_second_readings():
    work = [UUID(int=number) for number in range(4_000)]
    both = sum(is_drawn(7, each, 20) and lot_falls(7, each, 20) for each in work)
    assert 100 < both < 230, "independent: four in a hundred"


@pytest.mark.parametrize(("readings", "may"), [(1, True), (2, True), (3, False)])
def test_one_more_reading_is_asked_for_below_three(readings, may):
    assert may_ask_afresh(readings) is may


def test_of_a_paper_nothing_is_told_before_a_lead_would_have_looked():
    """Or whoever is new, or under an alarm, would know papers by how soon they hear."""
    facts = {
        "policy": Policy(Kind.SINGLE, share=10),
        "asked": 1,
        "required": {},
        "judge": lambda _levels: SimpleNamespace(outcome=Outcome.EARNED, short=()),
        "seed": 7,
        "reading": UUID(int=3),
        "scored_at": AT,
    }
    assert told_of({}, {}, **facts).at == AT
    assert told_of({}, {}, **facts, looked_at=True).at >= AT + timedelta(hours=3)

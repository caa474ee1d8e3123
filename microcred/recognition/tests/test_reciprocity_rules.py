"""When an agreement covers an award: hand-derived cases, and what must hold of all of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.recognition.rules.reciprocity import Purpose, Terms, cover_of, laid_on, overlapping
from microcred.recognition.rules.worth_elsewhere import Offered

PARTNERSHIP, STATE, CENTRE, OTHER = (UUID(int=number) for number in (1, 2, 3, 9))
EDITION, BASE = UUID(int=21), UUID(int=20)
EARNED = date(2026, 11, 20)

ONE = Offered(
    id="mc",
    title="Checking for understanding",
    micro_credential="checking",
    hours=Decimal(15),
    issuer="The centre",
    issuer_kind="university",
    earned_at=EARNED,
    issuer_lineage=(PARTNERSHIP, STATE, CENTRE),
    editions=frozenset({EDITION, BASE}),
)
TERMS = Terms(
    id=UUID(int=100),
    issuer=STATE,
    purpose=Purpose.RENEWAL,
    starts_on=date(2026, 1, 1),
    counts_as="state agency",
    holds=("approved provider",),
)

CASES = [
    # what the agreement says otherwise, what the award is otherwise, whether it covers it, and what is against that
    ({}, {}, "met", ()),
    ({"issuer": CENTRE}, {}, "met", ()),
    ({"issuer": PARTNERSHIP}, {}, "met", ()),
    ({"issuer": OTHER}, {}, None, ()),
    ({"purpose": Purpose.SALARY}, {}, None, ()),
    ({"starts_on": EARNED}, {}, "met", ()),
    ({"starts_on": EARNED + timedelta(days=1)}, {}, None, ()),
    ({"ends_on": EARNED}, {}, None, ()),
    ({"ends_on": EARNED + timedelta(days=1)}, {}, "met", ()),
    ({"ends_on": EARNED}, {"earned_at": EARNED - timedelta(days=1)}, "met", ()),
    ({"edition": EDITION}, {}, "met", ()),
    ({"edition": BASE}, {}, "met", ()),
    ({"edition": EDITION}, {"editions": frozenset({BASE})}, "not met", ("edition",)),
    ({"minimum_hours": Decimal(15)}, {}, "met", ()),
    ({"minimum_hours": Decimal("15.25")}, {}, "not met", ("hours",)),
    ({"minimum_hours": Decimal(1)}, {"hours": None}, "open", ("hours",)),
    ({"evidence_kept": True}, {}, "met", ()),
    ({"evidence_kept": True}, {"scored_here": False}, "not met", ("evidence",)),
    ({"evidence_kept": True}, {"scored_here": None}, "open", ("evidence",)),
    ({"accreditation": "A board", "accredited_until": EARNED}, {}, "met", ()),
    ({"accreditation": "A board", "accredited_until": EARNED - timedelta(days=1)}, {}, "not met", ("accreditation",)),
    (
        {"edition": EDITION, "minimum_hours": Decimal(9)},
        {"editions": frozenset(), "hours": None},
        "not met",
        ("edition", "hours"),
    ),
]


@pytest.mark.parametrize(("terms", "one", "came", "against"), CASES)
def test_by_hand(terms, one, came, against):
    cover = cover_of(replace(ONE, **one), [replace(TERMS, **terms)], purpose=Purpose.RENEWAL)
    assert (cover.came if cover else None) == came
    assert tuple(each.code for each in cover.against) == against if cover else against == ()
    if cover:
        assert all(each.words and each.way_forward for each in cover.against)


def test_the_nearest_of_the_issuers_organizations_goes_first():
    far, near = replace(TERMS, id=UUID(int=102), issuer=PARTNERSHIP), replace(TERMS, issuer=CENTRE)
    assert cover_of(ONE, [far, near], purpose=Purpose.RENEWAL).terms == near
    assert cover_of(ONE, [near, far], purpose=Purpose.RENEWAL).terms == near


def test_what_is_covered_carries_what_the_agreement_settles():
    covered = laid_on(ONE, cover_of(ONE, [TERMS], purpose=Purpose.RENEWAL))
    assert (covered.accepted_as, covered.facts) == ("state agency", ("approved provider",))
    assert replace(covered, accepted_as="", facts=()) == ONE


def test_what_is_not_covered_carries_nothing():
    cover = cover_of(ONE, [replace(TERMS, minimum_hours=Decimal(99))], purpose=Purpose.RENEWAL)
    assert laid_on(ONE, cover) == ONE
    assert laid_on(ONE, None) == ONE


DAY = date(2026, 1, 1)
days = st.integers(0, 400).map(lambda number: DAY + timedelta(days=number))
periods = st.tuples(days, st.one_of(st.none(), st.integers(1, 400))).map(
    lambda drawn: (drawn[0], drawn[0] + timedelta(days=drawn[1]) if drawn[1] else None)
)


@settings(deadline=None)
@given(periods, periods)
def test_periods_overlap_just_where_some_day_is_in_both(one, other):
    def holds(period, day):
        return period[0] <= day and (period[1] is None or day < period[1])

    every = [DAY + timedelta(days=number) for number in range(900)]
    shared = any(holds(one, day) and holds(other, day) for day in every)
    assert (overlapping(*one, [other]) is not None) == shared
    assert (overlapping(*other, [one]) is not None) == shared


def test_an_agreement_that_ended_before_it_began_is_in_nobodys_way():
    assert overlapping(DAY, None, [(DAY + timedelta(days=9), DAY + timedelta(days=2))]) is None

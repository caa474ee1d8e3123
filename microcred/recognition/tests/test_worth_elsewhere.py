"""What a micro-credential would be worth in a place: hand-derived answers, and what must hold of all of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.recognition.policies import published
from microcred.recognition.queries.worth_elsewhere import PARTNERSHIP, in_order
from microcred.recognition.rules.worth_elsewhere import Offered, Supposed, answer, issuer_kind_in, places_of, turns

EXAMPLES = in_order(places_of(published()))
ON = date(2026, 11, 20)
SUPPOSED = Supposed(issued_on=date(2024, 7, 1))
ONE = Offered(
    id="mc",
    title="Checking for understanding",
    micro_credential="checking",
    hours=Decimal(15),
    issuer="A university",
    issuer_kind="university",
    earned_at=ON,
    jurisdictions=frozenset({"South Carolina"}),
)

SC, NC, AR, WY = PARTNERSHIP
NOWHERE: frozenset[str] = frozenset()

CASES = [
    # place, what is supposed otherwise, what is offered otherwise, word, amount, deciding clause
    (SC, {}, {}, "counts", "20", "south-carolina-professional#attested-hours"),
    (SC, {}, {"hours": Decimal(12)}, "counts", "16", "south-carolina-professional#attested-hours"),
    (SC, {}, {"hours": None}, "open", "0", "south-carolina-professional#attested-hours"),
    (SC, {"confirmed": False}, {}, "open", "0", "south-carolina-professional#coordinator"),
    (SC, {"employer_kind": ""}, {}, "not", "0", "south-carolina-professional#employees-only"),
    (SC, {"employer_kind": "private"}, {}, "not", "0", "south-carolina-professional#employees-only"),
    (SC, {"employer": "Rock Hill Schools"}, {}, "counts", "20", "south-carolina-professional#attested-hours"),
    (SC, {"employer": "Rock Hill Schools", "confirmed": False}, {}, "not", "0", "rock-hill-overlay#prior-approval"),
    (
        SC,
        {"employer": "Rock Hill Schools"},
        {"jurisdictions": frozenset()},
        "open",
        "0",
        "rock-hill-overlay#growth-plan",
    ),
    (
        SC,
        {"employer": "Rock Hill Schools"},
        {"jurisdictions": NOWHERE, "accepted_as": "state agency"},
        "counts",
        "20",
        "south-carolina-professional#attested-hours",
    ),
    (SC, {}, {"earned_at": date(2018, 5, 1)}, "not", "0", "south-carolina-professional#age"),
    (NC, {}, {}, "counts", "1.5", "north-carolina-renewal#contact-hours"),
    (NC, {}, {"earned_at": date(2024, 6, 30)}, "not", "0", "north-carolina-renewal#total"),
    (NC, {"licence": "lifetime"}, {}, "open", "0", ""),
    (AR, {}, {}, "open", "0", "arkansas-yearly-hours#provider"),
    (AR, {}, {"facts": ("approved provider",)}, "counts", "15", "arkansas-yearly-hours#hour"),
    (AR, {"employer_kind": ""}, {"facts": ("approved provider",)}, "counts", "15", "arkansas-yearly-hours#hour"),
    (
        AR,
        {"licence": "PPTL", "issued_on": date(2026, 9, 1)},
        {"facts": ("approved provider",), "started_on": date(2026, 8, 1)},
        "not",
        "0",
        "arkansas-yearly-hours#licence-first",
    ),
    (WY, {}, {}, "counts", "1.07", "wyoming-renewal#contact-hours"),
    (WY, {"licence": "legacy professional"}, {}, "counts", "1.07", "wyoming-legacy#contact-hours"),
    (WY, {}, {"facts": ("leads to an endorsement",)}, "open", "0", "wyoming-renewal#pre-approval"),
    (WY, {"licence": "emperor"}, {}, "counts", "1.07", "wyoming-renewal#contact-hours"),
    ("Utah", {}, {}, "counts", "0.5", "utah-endorsement#half-credit"),
    ("A district in Virginia", {}, {}, "open", "0", "virginia-points#not-routine"),
]


@pytest.mark.parametrize(("place", "supposed", "offered", "word", "amount", "clause"), CASES)
def test_by_hand(place, supposed, offered, word, amount, clause):
    said = answer(EXAMPLES[place], replace(SUPPOSED, **supposed), [replace(ONE, **offered)], on=ON)
    entry = said.entry_of("mc")
    found = (said.word_of("mc"), entry.amount if entry else Decimal(0), entry.decided_by.key if entry else "")
    assert found == (word, Decimal(amount), clause)


def test_where_no_policy_applies_it_says_why():
    said = answer(EXAMPLES[NC], replace(SUPPOSED, licence="lifetime"), [ONE], on=ON)
    assert said.result is None
    assert said.why_not is not None
    assert said.why_not.clause.words == "A lifetime licence, after 30 years, is not renewed."


def test_what_would_change_it_in_south_carolina():
    said = answer(EXAMPLES[SC], SUPPOSED, [ONE], on=ON)
    found = turns(EXAMPLES[SC], said.supposed, [ONE], said.entry_of("mc"), on=ON)
    assert [(turn.what, turn.entry.decided_by.id) for turn in found] == [
        ("employed", "employees-only"),
        ("confirmed", "coordinator"),
    ]


def test_an_issuer_is_a_third_party_where_it_does_not_belong():
    assert issuer_kind_in(SC, ONE) == "university"
    assert issuer_kind_in(NC, ONE) == "third party"
    assert issuer_kind_in(SC, replace(ONE, issuer_kind="association")) == "third party"
    assert issuer_kind_in(NC, replace(ONE, accepted_as="university")) == "university"


def test_the_states_of_the_partnership_stand_first_and_each_knows_a_licence():
    assert tuple(EXAMPLES)[:4] == PARTNERSHIP
    assert EXAMPLES[SC].licence_types == ("professional",)
    assert EXAMPLES[WY].licence_types[0] == "standard"
    assert all(place.marker == "verify with the agency" for place in EXAMPLES.values())


several = st.lists(
    st.builds(
        lambda hours, days: (Decimal(hours) / 4, ON - timedelta(days=days)), st.integers(1, 400), st.integers(0, 1500)
    ),
    min_size=1,
    max_size=6,
)


def offers(drawn):
    return [
        replace(ONE, id=f"mc-{place}", micro_credential=f"mc-{place}", hours=hours, earned_at=day)
        for place, (hours, day) in enumerate(drawn)
    ]


@given(several, st.sampled_from(PARTNERSHIP), st.booleans())
def test_the_order_never_matters_and_the_total_is_the_sum(drawn, place, confirmed):
    supposed = replace(SUPPOSED, confirmed=confirmed)
    forwards = answer(EXAMPLES[place], supposed, offers(drawn), on=ON)
    backwards = answer(EXAMPLES[place], supposed, offers(drawn)[::-1], on=ON)
    assert forwards.result == backwards.result
    assert forwards.result.total == sum(entry.amount for entry in forwards.result.entries)


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(PARTNERSHIP))
def test_more_hours_are_never_worth_less(few, many, place):
    few, many = sorted((few, many))
    less, more = (
        answer(EXAMPLES[place], SUPPOSED, [replace(ONE, hours=Decimal(hours) / 4)], on=ON).entry_of("mc").amount
        for hours in (few, many)
    )
    assert less <= more


@given(several, st.sampled_from(PARTNERSHIP))
def test_what_nobody_approves_is_never_worth_more(drawn, place):
    approved = answer(EXAMPLES[place], SUPPOSED, offers(drawn), on=ON)
    without = answer(EXAMPLES[place], replace(SUPPOSED, confirmed=False), offers(drawn), on=ON)
    assert without.result.total <= approved.result.total

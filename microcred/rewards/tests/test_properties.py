"""What holds of every reckoning, whatever was offered, earned and entered before."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.rewards.rules import Basis, Benefit, Earned, Entered, Offer, Post, Standing, Terms, reckon

OFFER, DISTRICT, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
PEOPLE = [UUID(int=10 + number) for number in range(3)]
THINGS = [UUID(int=20 + number) for number in range(4)]
BEGINS = datetime(2026, 6, 20, tzinfo=UTC)

cents = st.integers(min_value=0, max_value=100_000).map(lambda number: Decimal(number) / 100)
caps = st.none() | cents
posts = st.sampled_from(
    [
        (),
        (Post(role="educator", lineage=frozenset({DISTRICT})),),
        (Post(role="educator", lineage=frozenset({ELSEWHERE})),),
        (Post(role="coach", lineage=frozenset({DISTRICT})),),
    ]
)
awards = st.lists(
    st.builds(
        dict,
        person=st.sampled_from(PEOPLE),
        micro_credential=st.sampled_from(THINGS),
        earned_at=st.integers(min_value=0, max_value=24 * 20).map(lambda hours: BEGINS + timedelta(hours=hours)),
        hours=st.sampled_from([Decimal(5), Decimal(10), Decimal("7.5")]),
        standing=st.sampled_from([Standing.HOLDS, Standing.HOLDS, Standing.HOLDS, Standing.REVOKED]),
        posts=posts,
        benefit=st.sampled_from([None, *Benefit]),
    ),
    max_size=12,
).map(lambda rows: [Earned(id=UUID(int=100 + number), **row) for number, row in enumerate(rows)])


@st.composite
def offers(draw):
    """Some offer with one edition or two."""
    editions = tuple(
        Terms(
            id=UUID(int=50 + number),
            clause="clause",
            starts_on=date(2026, 6, 1) + timedelta(days=15 * number),
            stated_at=BEGINS,
            amount=draw(cents),
            micro_credentials=draw(st.none() | st.sets(st.sampled_from(THINGS)).map(frozenset)),
            needed=Decimal(draw(st.integers(min_value=1, max_value=15))),
            places=frozenset({DISTRICT}),
            most_in_year=draw(caps),
            most_in_all=draw(caps),
            instead_of_credit=draw(st.booleans()),
        )
        for number in range(draw(st.integers(min_value=1, max_value=2)))
    )
    return Offer(
        id=OFFER,
        basis=draw(st.sampled_from(list(Basis))),
        currency="USD",
        zone="America/New_York",
        editions=editions,
        budgets={year: draw(cents) for year in (2025, 2026) if draw(st.booleans())},
    )


def as_entered(due):
    """What an approval writes down."""
    return Entered(offer=due.offer, person=due.person, key=due.key, turn=due.turn, year=due.year, amount=due.amount)


def sums(offer, lines):
    """By person and year, by person, and by year: what stands."""
    standing = [line for line in lines if not line.reversed]
    in_year, in_all, of_budget = {}, {}, {}
    for line in standing:
        for table, key in ((in_year, (line.person, line.year)), (in_all, line.person), (of_budget, line.year)):
            table[key] = table.get(key, Decimal(0)) + line.amount
    return in_year, in_all, of_budget


@settings(max_examples=300, deadline=None)
@given(offers(), awards)
def test_never_above_a_cap_or_a_budget(offer, earned):
    due = reckon(offer, earned, []).due
    in_year, in_all, of_budget = sums(offer, [as_entered(each) for each in due])
    for each in due:
        assert 0 <= each.amount <= each.full
        assert isinstance(each.amount, Decimal)
        assert each.amount == each.amount.quantize(Decimal("0.01"))
    # the last terms by which somebody was paid anything have the last word
    for person in in_all:
        own = [each for each in due if each.person == person and each.amount]
        terms = {each.id: each for each in offer.editions}
        for each in own:
            cap = terms[each.terms]
            before = own[: own.index(each) + 1]
            assert cap.most_in_all is None or sum(one.amount for one in before) <= cap.most_in_all
            same_year = [one.amount for one in before if one.year == each.year]
            assert cap.most_in_year is None or sum(same_year) <= cap.most_in_year
    assert all(amount <= offer.budgets.get(year, Decimal(0)) for year, amount in of_budget.items())
    assert in_year.keys() >= {(each.person, each.year) for each in due}


@settings(max_examples=200, deadline=None)
@given(offers(), awards, st.randoms(use_true_random=False))
def test_the_same_input_in_whatever_order_gives_the_same(offer, earned, chance: random.Random):
    mixed = list(earned)
    chance.shuffle(mixed)
    assert reckon(offer, mixed, []) == reckon(offer, earned, [])


@settings(max_examples=200, deadline=None)
@given(offers(), awards)
def test_entered_in_their_order_one_by_one_the_sum_is_what_was_due(offer, earned):
    whole = [each for each in reckon(offer, earned, []).due if each.amount]
    lines = []
    for _ in whole:
        first = next(each for each in reckon(offer, earned, lines).due if each.amount)
        lines.append(as_entered(first))
    assert sum(line.amount for line in lines) == sum(each.amount for each in whole)
    assert [(line.key, line.person) for line in lines] == [(each.key, each.person) for each in whole]
    assert all(each.amount == 0 for each in reckon(offer, earned, lines).due)


@settings(max_examples=200, deadline=None)
@given(offers(), awards, st.data())
def test_a_revocation_and_its_reversal_leave_what_there_would_be_without_the_award(offer, earned, data):
    due = [each for each in reckon(offer, earned, []).due if each.amount]
    if not due:
        return
    gone = data.draw(st.sampled_from(due))
    revoked = gone.awards[-1]
    line = as_entered(gone)
    after = [Earned(**{**vars(each), "standing": Standing.REVOKED}) if each.id == revoked else each for each in earned]
    reversed_line = Entered(**{**vars(line), "reversed": True})
    assert sums(offer, [reversed_line]) == ({}, {}, {}), "the two sum to nothing"
    plain = [(e.person, e.key, e.amount, e.awards) for e in reckon(offer, after, []).due]
    anew = [(e.person, e.key, e.amount, e.awards) for e in reckon(offer, after, [reversed_line]).due]
    assert anew == plain


@settings(max_examples=200, deadline=None)
@given(offers(), awards)
def test_nothing_is_paid_twice_and_everything_in_scope_is_answered(offer, earned):
    found = reckon(offer, earned, [])
    keys = [(each.person, each.key) for each in found.due]
    assert len(keys) == len(set(keys))
    paid = {award for each in found.due for award in each.awards}
    told = {each.award for each in found.passed}
    assert not paid & told
    if offer.basis is Basis.AWARD:
        assert all(len(each.awards) == 1 for each in found.due)

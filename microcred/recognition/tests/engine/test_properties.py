"""What holds of every evaluation, whatever the policy and the record."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.recognition.rules.engine import Evaluation, Policy, Record, evaluate
from microcred.recognition.rules.engine.allocation import Lot, lay
from microcred.recognition.rules.engine.looser import looser
from microcred.recognition.tests.engine import make

AT = date(2026, 6, 1)
TOPICS = ("reading", "maths", "music")
KINDS = ("micro-credential", "workshop", "project")

amounts = st.integers(min_value=1, max_value=40)
scopes = st.sampled_from(
    [None, {"topics": ["reading"]}, {"topics": ["maths", "music"]}, {"kinds": ["project"]}, {"kinds": ["workshop"]}]
)


def caps_of(most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some limits."""
    return st.lists(
        st.fixed_dictionaries(
            {
                "amount": st.integers(min_value=0, max_value=most),
                "per": st.sampled_from(["activity", "year", "cycle"]),
                "of": scopes,
                "each": st.sampled_from([None, "kind", "topic"]),
            }
        ),
        max_size=3,
    ).map(lambda caps: [{**cap, "id": f"cap-{number}", "clause": "cap"} for number, cap in enumerate(caps)])


categories = st.sampled_from(
    [
        [],
        [{"id": "reading", "takes": {"topics": ["reading"]}, "needed": 20}, {"id": "general", "needed": 10}],
        [
            {"id": "reading", "takes": {"topics": ["reading"]}, "needed": 20},
            {"id": "maths", "takes": {"topics": ["maths"]}, "needed": 30, "maximum": 35},
        ],
        [{"id": "reading", "takes": {"topics": ["reading", "music"]}, "needed": 20}],
    ]
).map(
    lambda all_of: [
        {**one, "name": one["id"], "clause": "category", "needed": [{"amount": one["needed"], "clause": "category"}]}
        for one in all_of
    ]
)
policies = st.fixed_dictionaries(
    {
        "caps": caps_of(60),
        "categories": categories,
        "floors": st.sampled_from(
            [
                [],
                [{"id": "floor", "at_least": 10, "per": "topic", "clause": "floor"}],
                [{"id": "floor", "at_least": 5, "per": "year", "clause": "floor"}],
            ]
        ),
        "rates": st.sampled_from(
            [
                [{"unit": "contact hours", "credits": 1, "clause": "rate"}],
                [{"unit": "contact hours", "credits": 20, "per": 15, "clause": "rate"}],
            ]
        ),
    }
).map(lambda fields: make.policy(**fields))
days = st.dates(min_value=date(2022, 1, 1), max_value=date(2026, 12, 31)).map(str)
things = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "earned_at": days,
        "amounts": st.one_of(st.just({}), amounts.map(lambda amount: {"contact hours": amount})),
        "topics": st.lists(st.sampled_from(TOPICS), max_size=2, unique=True),
        "micro_credential": st.sampled_from(["", "", "one", "two"]),
    }
)
records = st.lists(things, max_size=12).map(lambda all_of: [{**one, "id": f"id-{n}"} for n, one in enumerate(all_of)])


def record_of(things: list[dict[str, Any]]) -> Record:
    return make.record(awards=things)


def only(evaluation: Evaluation) -> Any:
    (result,) = evaluation.results
    return result


@given(policies, records)
@settings(max_examples=150, deadline=None)
def test_the_total_is_the_sum_of_the_entries_and_nothing_stands_twice(policy: Policy, things: list[dict[str, Any]]):
    result = only(evaluate(record_of(things), [policy], AT))
    assert result.total == sum(entry.amount for entry in result.entries)
    assert sorted(entry.item for entry in result.entries) == sorted(one["id"] for one in things)
    for entry in result.entries:
        assert 0 <= entry.amount <= entry.worth
        assert sum(amount for _name, amount in entry.categories) <= entry.amount
        assert (entry.outcome == "counted") == (entry.amount == entry.worth and entry.amount > 0)
        assert entry.reasons
        assert entry.outcome == "counted" or any(reason.way_forward for reason in entry.reasons)
    for part in result.categories:
        stands = sum(amount for entry in result.entries for name, amount in entry.categories if name == part.id)
        assert part.amount == stands
    assert sum(part.amount for part in result.categories) <= result.total


@given(policies, records)
@settings(max_examples=150, deadline=None)
def test_no_limit_is_passed(policy: Policy, things: list[dict[str, Any]]):
    result = only(evaluate(record_of(things), [policy], AT))
    for cap in policy.caps:
        sums: dict[Any, Decimal] = {}
        for entry in result.entries:
            thing = next(one for one in things if one["id"] == entry.item)
            topics = thing["topics"]
            of = cap.of
            if of is not None and not (set(of.topics) & set(topics) or thing["kind"] in of.kinds):
                continue
            year = entry.day.year if entry.day >= date(entry.day.year, 7, 1) else entry.day.year - 1
            apart = thing["kind"] if cap.each == "kind" else (topics[:1] if cap.each == "topic" else "")
            key = (entry.item if cap.per == "activity" else year if cap.per == "year" else "", str(apart))
            sums[key] = sums.get(key, Decimal(0)) + entry.amount
        assert all(amount <= cap.amount for amount in sums.values())


@given(policies, records, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_what_comes_in_does_not_matter(policy: Policy, things: list[dict[str, Any]], dice: random.Random):
    other = make.policy(id="other", jurisdiction="Somewhere")
    first = evaluate(record_of(things), [policy, other], AT)
    dice.shuffle(things)
    again = evaluate(record_of(things), [other, policy], AT)
    assert first == again
    assert first.digest == again.digest
    assert first.as_json() == again.as_json()


@given(policies, records, things)
@settings(max_examples=200, deadline=None)
def test_one_more_award_never_lowers_the_total(policy: Policy, things: list[dict[str, Any]], more: dict[str, Any]):
    """Down to one hundredth: where three limits cross, the best sum may not be a whole number of hundredths."""
    before = only(evaluate(record_of(things), [policy], AT)).total
    after = only(evaluate(record_of([*things, {**more, "micro_credential": "", "id": "more"}]), [policy], AT)).total
    assert after >= before - Decimal("0.01") * len(policy.caps)


stricter = st.fixed_dictionaries(
    {
        "total": st.sampled_from([[], [{"amount": 120, "clause": "total"}]]),
        "caps": caps_of(40).map(lambda caps: [{**cap, "id": f"district-{cap['id']}"} for cap in caps]),
        "rates": st.sampled_from(
            [
                [],
                [{"unit": "contact hours", "credits": 0.5, "clause": "rate"}],
                [{"unit": "contact hours", "credits": 1, "per": 2, "whole": True, "clause": "rate"}],
            ]
        ),
        "requires": st.sampled_from(
            [[], [{"id": "kind", "that": {"kinds": ["workshop", "project"]}, "clause": "other"}]]
        ),
        "floors": st.sampled_from([[], [{"id": "more", "at_least": 12, "per": "activity", "clause": "floor"}]]),
        "minimums": st.sampled_from(
            [
                [],
                [
                    {"id": "m", "name": "M", "of": {"topics": ["music"]}, "clause": "minimum"}
                    | {"needed": [{"amount": 5, "clause": "minimum"}]}
                ],
            ]
        ),
    }
).map(lambda fields: make.overlay(**fields))
overrides = st.lists(
    st.tuples(
        st.sampled_from(["state", "district"]), st.integers(0, 3), st.booleans(), st.sampled_from([None, 0, 7, 90])
    ),
    max_size=3,
    unique_by=lambda one: one[:2],
)


@given(policies, stricter, records, overrides)
@settings(max_examples=200, deadline=None)
def test_an_overlay_is_never_looser(policy: Policy, overlay: Policy, things: list[dict[str, Any]], ruled: list[Any]):
    assert not list(looser(overlay, policy))
    said = [
        {"policy": name, "item": f"id-{number}", "counts": counts, "amount": amount if counts else None}
        | {"reason": "Looked at again.", "by": "femi", "decided_on": "2026-01-01"}
        for name, number, counts, amount in ruled
        if number < len(things)
    ]
    record = make.record(awards=things, overrides=said)
    results = {one.policy: one for one in evaluate(record, [overlay, policy], AT).results}
    state, district = results["state"], results["district"]
    assert district.total <= state.total + Decimal("0.01") * (len(policy.caps) + len(overlay.caps))
    assert (district.needed or 0) >= (state.needed or 0)
    worth = {entry.item: entry.worth for entry in state.entries}
    open_or_no = {entry.item for entry in state.entries if not entry.amount and not entry.worth}
    assert all(entry.amount <= worth[entry.item] for entry in district.entries)
    assert not open_or_no & {entry.item for entry in district.entries if entry.amount}


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sets(st.integers(0, 2))), min_size=1, max_size=3),
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_no_other_way_of_laying_lets_more_count(lots: list[tuple[int, set[int]]], limits: list[int]):
    laid = lay(
        [Lot(amount, frozenset(of), (), frozenset()) for amount, of in lots], dict(enumerate(limits)), {}, {}, {}
    )
    best = max(
        sum(tried)
        for tried in product(*(range(amount + 1) for amount, _of in lots))
        if all(
            sum(amount for amount, (_most, of) in zip(tried, lots, strict=True) if number in of) <= limit
            for number, limit in enumerate(limits)
        )
    )
    came = sum(sum(places.values()) for places in laid)
    assert best - len(limits) < came <= best


@given(st.integers(-120, 120))
def test_midnight_of_30_june_is_where_the_jurisdiction_is(minutes: int):
    """03:59 of universal time is the last minute of the day in New York in summer."""
    cycle = {"anchor": "fixed", "years": 5, "closes": {"month": 6, "day": 30}, "clause": "total"}
    policy = make.policy(time_zone="America/New_York", cycle=cycle)
    moment = datetime(2027, 7, 1, 4, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    record = make.record(make.hours(5, earned_at=moment.isoformat()))
    result = only(evaluate(record, [policy], date(2027, 6, 30) if minutes < 0 else date(2027, 7, 1)))
    assert result.last_day == date(2027, 6, 30)
    assert result.total == (5 if minutes < 0 else 0)

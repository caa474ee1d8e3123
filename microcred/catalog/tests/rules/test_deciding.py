"""The rule that decides: conjunctive, unless the author of a part expressly chose another."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.design import PartRule
from microcred.catalog.rules import Outcome, decide, reasons_in_words, rules_chosen


@dataclass(frozen=True)
class Need:
    """A criterion as the rule sees it."""

    required_position: int
    id: UUID
    part: int = 2


def needs(*positions):
    return [Need(position, uuid4()) for position in positions]


@pytest.mark.parametrize(
    ("required", "reached", "outcome", "short"),
    [
        ([2], [2], Outcome.EARNED, []),
        ([2], [3], Outcome.EARNED, []),
        ([2], [1], Outcome.NOT_YET, [0]),
        ([0], [0], Outcome.EARNED, []),
        ([2, 2], [3, 1], Outcome.NOT_YET, [1]),
        ([2, 2, 1], [1, 1, 1], Outcome.NOT_YET, [0, 1]),
        ([2, 1, 2], [2, 1, 2], Outcome.EARNED, []),
        ([2, 2], [2, None], None, []),
        ([2, 2], [1, None], None, [0]),
        ([], [], None, []),
    ],
    ids=["exact", "above", "below", "lowest", "no-make-up", "two-short", "each-its-own", "unjudged", "both", "none"],
)
def test_the_rule_is_conjunctive(required, reached, outcome, short):
    demands = needs(*required)
    given_levels = {d.id: r for d, r in zip(demands, reached, strict=True) if r is not None}
    verdict = decide(demands, given_levels)
    assert verdict.outcome == outcome
    assert list(verdict.short) == [demands[place].id for place in short]


readings = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


@given(readings, st.data())
def test_raising_a_level_never_turns_earned_into_not_yet(pairs, data):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    raised = {**reached, data.draw(st.sampled_from(demands)).id: 4}
    if decide(demands, reached).outcome is Outcome.EARNED:
        assert decide(demands, raised).outcome is Outcome.EARNED
    assert set(decide(demands, raised).short) <= set(decide(demands, reached).short)


@given(readings, st.randoms())
def test_the_order_of_the_criteria_changes_nothing(pairs, random):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    shuffled = random.sample(demands, len(demands))
    first, second = decide(demands, reached), decide(shuffled, reached)
    assert first.outcome is second.outcome
    assert set(first.reasons) == set(second.reasons)


@given(readings)
def test_exactly_the_short_criteria_reopen_and_meeting_them_earns(pairs):
    demands = needs(*(required for required, _ in pairs))
    reached = {d.id: level for d, (_, level) in zip(demands, pairs, strict=True)}
    verdict = decide(demands, reached)
    assert list(verdict.short) == [d.id for d in demands if reached[d.id] < d.required_position]
    assert (verdict.outcome is Outcome.EARNED) == (not verdict.short)
    mended = {**reached, **{d.id: d.required_position for d in demands if d.id in verdict.short}}
    assert decide(demands, mended).outcome is Outcome.EARNED


def by_rule(kind, count, required, reached):
    """What a rule makes of levels in part 2."""
    demands = needs(*required)
    given_levels = {d.id: r for d, r in zip(demands, reached, strict=True) if r is not None}
    verdict = decide(demands, given_levels, [PartRule(part=2, kind=kind, count=count)])
    places = {demand.id: place for place, demand in enumerate(demands)}
    return verdict, [places[each] for each in verdict.short], [places[each] for each in verdict.excused]


@pytest.mark.parametrize(
    ("kind", "count", "reached", "outcome", "short", "excused"),
    [
        ("at_least", 2, [2, 2, 0], Outcome.EARNED, [], [2]),
        ("at_least", 2, [2, 1, 3], Outcome.EARNED, [], [1]),
        ("at_least", 2, [2, 1, 1], Outcome.NOT_YET, [1, 2], []),
        ("at_least", 3, [2, 2, 1], Outcome.NOT_YET, [2], []),
        ("at_least", 2, [2, 2, None], None, [], []),
        ("at_least", 2, [2, 0, None], None, [1], []),
        ("total", 8, [3, 3, 0], Outcome.EARNED, [], [2]),
        ("total", 8, [3, 2, 0], Outcome.EARNED, [], [2]),
        ("total", 9, [3, 2, 0], Outcome.NOT_YET, [2], []),
        ("total", 8, [2, 1, 1], Outcome.NOT_YET, [1, 2], []),
        ("total", 99, [2, 2, 2], Outcome.EARNED, [], []),
        ("each", None, [3, 3, 1], Outcome.NOT_YET, [2], []),
    ],
)
def test_another_rule_asks_for_less(kind, count, reached, outcome, short, excused):
    verdict, fell_short, let_off = by_rule(kind, count, [2, 2, 2], reached)

    assert verdict.outcome is outcome
    assert (fell_short, let_off) == (short, excused)


def test_every_part_has_to_pass_and_a_rule_is_about_its_own_part_alone():
    first, second, third = Need(1, uuid4(), part=1), Need(2, uuid4()), Need(2, uuid4())
    rules = [PartRule(part=2, kind="at_least", count=1)]

    assert decide([first, second, third], {first.id: 1, second.id: 2, third.id: 0}, rules).outcome is Outcome.EARNED
    missed = decide([first, second, third], {first.id: 0, second.id: 3, third.id: 3}, rules)
    assert missed.outcome is Outcome.NOT_YET
    assert missed.short == (first.id,)


demanded = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=9
)
"""Of each criterion the part, the position that is needed, and two levels that may be given."""
ruled = st.lists(
    st.builds(
        PartRule,
        part=st.integers(1, 3),
        kind=st.sampled_from(["each", "at_least", "total"]),
        count=st.none() | st.integers(0, 40),
    ),
    max_size=3,
    unique_by=lambda rule: rule.part,
)


def judged(rows, column):
    demands = [Need(required, uuid4(), part) for part, required, _one, _other in rows]
    return demands, {demand.id: row[column] for demand, row in zip(demands, rows, strict=True)}


@given(demanded, ruled)
def test_raising_levels_never_loses_an_award_under_any_rule(rows, rules):
    demands, reached = judged(rows, 2)
    raised = {demand.id: max(row[2], row[3]) for demand, row in zip(demands, rows, strict=True)}
    before, after = decide(demands, reached, rules), decide(demands, raised, rules)

    if before.outcome is Outcome.EARNED:
        assert after.outcome is Outcome.EARNED
    assert set(after.short) <= set(before.short)


@given(demanded, ruled)
def test_a_rule_only_ever_asks_for_less_than_every_level(rows, rules):
    demands, reached = judged(rows, 2)
    strict, lenient = decide(demands, reached), decide(demands, reached, rules)

    if strict.outcome is Outcome.EARNED:
        assert lenient.outcome is Outcome.EARNED
    assert set(lenient.short) <= set(strict.short)
    assert set(lenient.short) | set(lenient.excused) == set(strict.short)


@given(demanded, ruled)
def test_not_yet_always_says_what_reopens_and_meeting_that_earns(rows, rules):
    demands, reached = judged(rows, 2)
    verdict = decide(demands, reached, rules)

    assert (verdict.outcome is Outcome.NOT_YET) == bool(verdict.short)
    needed = {demand.id: demand.required_position for demand in demands if demand.id in verdict.short}
    assert decide(demands, {**reached, **needed}, rules).outcome is Outcome.EARNED


@given(demanded, ruled)
def test_what_did_not_reopen_is_never_short_at_the_next_attempt(rows, rules):
    """Carried levels with new ones for exactly the reopened criteria: nothing else may come back."""
    demands, reached = judged(rows, 2)
    short = set(decide(demands, reached, rules).short)
    again = {demand.id: row[3] if demand.id in short else row[2] for demand, row in zip(demands, rows, strict=True)}

    assert set(decide(demands, again, rules).short) <= short


@given(demanded)
def test_naming_the_usual_rule_changes_nothing(rows):
    demands, reached = judged(rows, 2)
    named = [PartRule(part=part, kind="each") for part in (1, 2, 3)]

    assert decide(demands, reached, named) == decide(demands, reached)


@pytest.mark.parametrize(
    ("kind", "count", "reached", "words"),
    [
        ("each", None, [2, 2, 2], "Part 2 passes: 3 of 3 criteria reach the level that is needed."),
        ("each", None, [2, None, 2], "Part 2 is open: 1 of 3 criteria have no level yet."),
        (
            "each",
            None,
            [2, 1, 2],
            "Part 2 does not pass: 2 of 3 criteria reach the level that is needed, and each has to.",
        ),
        (
            "at_least",
            2,
            [2, 1, 2],
            "Part 2 passes: 2 of 3 criteria reach the level that is needed, and 2 have to.",
        ),
        ("total", 8, [3, 3, 0], "Part 2 passes: its levels sum up to 9, and 8 are needed."),
        ("total", 8, [2, 1, 1], "Part 2 does not pass: its levels sum up to 7, and 8 are needed."),
    ],
)
def test_the_decision_says_what_it_rests_on(kind, count, reached, words):
    verdict, _short, _excused = by_rule(kind, count, [2, 2, 2], reached)

    assert [str(each) for each in reasons_in_words(verdict)] == [words]


def test_only_rules_that_were_chosen_are_told():
    verdict, _short, _excused = by_rule("at_least", 2, [2, 2, 2], [None, None, None])

    assert [str(each) for each in rules_chosen(verdict.parts)] == [
        "Part 2 passes when at least 2 of its 3 criteria reach the level that is needed."
    ]
    assert rules_chosen(decide(needs(2), {}).parts) == []


def test_what_a_decision_keeps_of_a_criterion_says_when_it_was_excused():
    verdict, _short, _excused = by_rule("at_least", 1, [2, 2], [2, 1])

    assert [facts.get("excused") for facts in (reason.as_facts() for reason in verdict.reasons)] == [None, True]

"""The rules of renewal credit: a table of cases, and properties that hold whatever the figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from microcred.recognition.policies import read_policy
from microcred.recognition.rules import (
    AwardFacts,
    CycleFacts,
    Outcome,
    Result,
    Worth,
    closing_problem,
    converted,
    evaluate,
    plain,
    rules_from,
    years_before,
)

SOUTH_CAROLINA = read_policy("south-carolina").rules
CYCLE = CycleFacts(starts_on=date(2024, 7, 1), ends_on=date(2029, 7, 1))
ADA = AwardFacts(earned_on=date(2026, 11, 20), employer="Rock Hill Schools", cycle=CYCLE, hours=Decimal(15))
"""A teacher of the district, in the middle of a cycle, for whose award the district attests fifteen hours."""


def result_of(outcome: Outcome, code: str) -> Result:
    return next(step.result for step in outcome.steps if step.code == code)


@pytest.mark.parametrize(
    ("case", "facts", "worth", "amount", "decisive"),
    [
        ("the plain case", ADA, Worth.COUNTS, "20", None),
        ("a third of a credit is not made up", replace(ADA, hours=Decimal(10)), Worth.COUNTS, "13.33", None),
        ("nor is two thirds", replace(ADA, hours=Decimal("12.5")), Worth.COUNTS, "16.66", None),
        ("first day of the cycle", replace(ADA, earned_on=date(2024, 7, 1)), Worth.COUNTS, "20", None),
        ("last day of the cycle", replace(ADA, earned_on=date(2029, 6, 30)), Worth.COUNTS, "20", None),
        ("a day late", replace(ADA, earned_on=date(2029, 7, 1)), Worth.DOES_NOT_COUNT, "0", "cycle"),
        ("a day too old", replace(ADA, earned_on=date(2024, 6, 30)), Worth.DOES_NOT_COUNT, "0", "oldest"),
        ("works for no district", replace(ADA, employer=""), Worth.DOES_NOT_COUNT, "0", "employees_only"),
        ("no cycle on record", replace(ADA, cycle=None), Worth.UNDECIDED, "0", "cycle"),
        ("no hours attested", replace(ADA, hours=None), Worth.UNDECIDED, "0", "attested_hours"),
        ("counted already", replace(ADA, funded="Renewal of 2021"), Worth.DOES_NOT_COUNT, "0", "once"),
        ("revoked", replace(ADA, revoked=True), Worth.DOES_NOT_COUNT, "0", "revoked"),
        ("a no outweighs an open question", replace(ADA, hours=None, employer=""), Worth.DOES_NOT_COUNT, "0", None),
        ("hours that come to nothing", replace(ADA, hours=Decimal("0.005")), Worth.DOES_NOT_COUNT, "0", None),
    ],
)
def test_south_carolina(case: str, facts: AwardFacts, worth: Worth, amount: str, decisive: str | None):
    outcome = evaluate(SOUTH_CAROLINA, facts)
    assert (outcome.worth, outcome.amount) == (worth, Decimal(amount)), case
    if decisive:
        assert outcome.decisive
        assert outcome.decisive.code == decisive
        assert outcome.decisive.way_forward, "every no has a way forward"


def test_every_clause_is_asked_even_after_one_said_no():
    outcome = evaluate(SOUTH_CAROLINA, replace(ADA, employer=""))
    assert [step.code for step in outcome.steps] == ["employees_only", "cycle", "oldest", "once", "attested_hours"]
    assert result_of(outcome, "attested_hours") is Result.MET


def test_a_step_says_whether_its_clause_is_published():
    steps = {step.code: step for step in evaluate(SOUTH_CAROLINA, ADA).steps}
    assert steps["cycle"].standing == "published"
    assert "ed.sc.gov" in steps["cycle"].source
    assert steps["attested_hours"].standing == "demonstration"
    assert "15 × 20 ÷ 15 = 20 renewal credits" in steps["attested_hours"].facts


def test_only_the_rate_and_the_ledger_rule_are_the_demonstrations_own():
    own = {code for code, clause in SOUTH_CAROLINA.clauses() if clause.standing == "demonstration"}
    assert own == {"attested_hours", "once"}
    assert all(conversion.clause.standing == "published" for conversion in SOUTH_CAROLINA.conversions)


@pytest.mark.parametrize(
    ("measure", "quantity", "worth"),
    [
        ("semester hour of college credit", "3", "60"),
        ("quarter hour of college credit", "4", "52"),
        ("CEU", "1.5", "15"),
        ("hours of an approved renewal course", "45", "60"),
    ],
)
def test_the_published_rates(measure: str, quantity: str, worth: str):
    rate = next(each for each in SOUTH_CAROLINA.conversions if each.measure == measure)
    assert converted(Decimal(quantity), rate) == Decimal(worth)


def test_a_rule_that_is_not_stated_is_not_asked():
    elsewhere = SOUTH_CAROLINA.model_copy(update={"employees_only": None, "oldest": None})
    outcome = evaluate(elsewhere, replace(ADA, employer="", earned_on=date(2019, 1, 1)))
    assert outcome.worth is Worth.COUNTS
    assert {step.code for step in outcome.steps} == {"cycle", "once", "attested_hours"}


def test_rules_come_back_from_the_database_as_they_went_in():
    stored = SOUTH_CAROLINA.model_dump(mode="json")
    assert rules_from(stored) == SOUTH_CAROLINA


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "renewal credits"},
        {**SOUTH_CAROLINA.model_dump(mode="json"), "surprise": True},
        {**SOUTH_CAROLINA.model_dump(mode="json"), "unit": ""},
    ],
)
def test_rules_of_another_shape_are_refused(wrong: dict):
    with pytest.raises(ValidationError):
        rules_from(wrong)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "right"),
    [
        (date(2024, 7, 1), date(2029, 7, 1), True),
        (date(2026, 1, 15), date(2029, 7, 1), True),
        (date(2024, 6, 30), date(2029, 7, 1), False),
        (date(2024, 7, 1), date(2029, 6, 30), False),
    ],
)
def test_a_cycle_has_the_length_and_the_close_of_its_policy(starts_on: date, ends_on: date, right: bool):
    assert (closing_problem(SOUTH_CAROLINA, starts_on=starts_on, ends_on=ends_on) == "") is right


def test_a_leap_day_has_a_day_before_it_in_other_years():
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


hours = st.decimals(min_value="0.01", max_value="9999.99", places=2)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 1, 1))
facts = st.builds(
    AwardFacts,
    earned_on=days,
    employer=st.sampled_from(["", "Rock Hill Schools"]),
    cycle=st.sampled_from([None, CYCLE]),
    hours=st.none() | hours,
    funded=st.sampled_from(["", "Renewal of 2021"]),
    revoked=st.booleans(),
)


@given(facts)
def test_credit_comes_only_where_every_step_is_met(facts: AwardFacts):
    outcome = evaluate(SOUTH_CAROLINA, facts)
    assert (outcome.amount > 0) == (outcome.worth is Worth.COUNTS)
    assert (outcome.worth is Worth.COUNTS) == all(step.result is Result.MET for step in outcome.steps)
    assert all(step.way_forward for step in outcome.steps if step.result is not Result.MET)
    assert outcome.amount == outcome.amount.quantize(Decimal("0.01"))


@given(facts)
def test_the_same_facts_give_the_same_outcome(facts: AwardFacts):
    assert evaluate(SOUTH_CAROLINA, facts) == evaluate(SOUTH_CAROLINA, facts)


@given(facts)
def test_a_counted_or_revoked_award_never_counts_again(facts: AwardFacts):
    assert evaluate(SOUTH_CAROLINA, replace(facts, funded="Renewal of 2021")).worth is Worth.DOES_NOT_COUNT
    assert evaluate(SOUTH_CAROLINA, replace(facts, revoked=True)).worth is Worth.DOES_NOT_COUNT


@given(hours, hours)
def test_rounding_never_makes_credit(one: Decimal, other: Decimal):
    rate = SOUTH_CAROLINA.attested_hours
    assert converted(one, rate) * rate.per <= one * rate.credits
    assert converted(one, rate) + converted(other, rate) <= converted(one + other, rate)
    assert one > other or converted(one, rate) <= converted(other, rate), "more hours are never worth less"


@given(st.decimals(min_value="0", max_value="99999.99", places=2))
def test_amounts_read_plainly_and_back(amount: Decimal):
    assert Decimal(plain(amount)) == amount
    assert not plain(amount).endswith((".", "0")) or "." not in plain(amount)

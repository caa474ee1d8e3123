"""Tables of cases: what is due, what is cut by which cap, what does not count, and on which side of midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import override

from microcred.rewards.rules import (
    MILESTONE,
    Basis,
    Benefit,
    Earned,
    Entered,
    Offer,
    Post,
    Standing,
    Terms,
    drawn,
    explained,
    first_day,
    fiscal_year,
    fiscal_year_of,
    in_words,
    reckon,
    year_named,
)
from microcred.rewards.rules.reasons import SENTENCES

DISTRICT, SCHOOL, OTHER_SCHOOL, ELSEWHERE = (UUID(int=number) for number in range(1, 5))
ADA, NOAH = UUID(int=11), UUID(int=12)
PLANNING, READING, CHANGE = (UUID(int=number) for number in range(21, 24))
OFFER = UUID(int=31)
TEACHES = Post(role="educator", lineage=frozenset({DISTRICT, SCHOOL}))


def terms(**changes):
    given = {
        "id": UUID(int=41),
        "clause": "Policy GCBA-R, section 4",
        "starts_on": date(2026, 7, 1),
        "stated_at": datetime(2026, 6, 1, tzinfo=UTC),
        "amount": Decimal(250),
        "places": frozenset({DISTRICT}),
    }
    return Terms(**{**given, **changes})


def offer(*editions, basis=Basis.AWARD, budget="10000", **changes):
    budgets = {} if budget is None else {2026: Decimal(budget)}
    given = {"id": OFFER, "basis": basis, "currency": "USD", "zone": "America/New_York", "budgets": budgets}
    return Offer(**{**given, "editions": editions or (terms(),), **changes})


def earned(number=1, of=PLANNING, person=ADA, day=1, **changes):
    given = {
        "id": UUID(int=100 + number),
        "person": person,
        "micro_credential": of,
        "earned_at": datetime(2026, 9, day, 15, tzinfo=UTC),
        "hours": Decimal(10),
        "posts": (TEACHES,),
    }
    return Earned(**{**given, **changes})


def entered(amount="250", key=str(PLANNING), person=ADA, **changes):
    given = {"offer": OFFER, "person": person, "key": key, "turn": 1, "year": 2026, "amount": Decimal(amount)}
    return Entered(**{**given, **changes})


def amounts(found):
    return [str(each.amount) for each in found.due]


def codes(found):
    return [step.code for each in found.due for step in each.steps]


@pytest.mark.parametrize(
    ("moment", "zone", "begins", "year"),
    [
        ("2026-06-30T23:59:59-04:00", "America/New_York", 7, 2025),
        ("2026-07-01T00:00:00-04:00", "America/New_York", 7, 2026),
        ("2026-07-01T03:59:59+00:00", "America/New_York", 7, 2025),
        ("2026-07-01T03:59:59+00:00", "America/Denver", 7, 2025),
        ("2026-07-01T05:00:00+00:00", "America/New_York", 7, 2026),
        ("2026-07-01T05:00:00+00:00", "America/Denver", 7, 2025),
        ("2026-06-30T20:00:00-04:00", "America/New_York", 7, 2025),
        ("2026-12-31T23:59:59-05:00", "America/New_York", 1, 2026),
        ("2027-01-01T00:00:00-05:00", "America/New_York", 1, 2027),
        ("2026-05-31T23:00:00-05:00", "America/Chicago", 6, 2025),
    ],
)
def test_a_fiscal_year_ends_at_the_midnight_of_who_pays(moment, zone, begins, year):
    assert fiscal_year_of(datetime.fromisoformat(moment), zone, begins) == year


def test_fiscal_years_are_named_as_people_name_them():
    assert [year_named(2026), year_named(2099), year_named(2026, 1)] == ["2026–27", "2099–00", "2026"]
    assert fiscal_year(first_day(2026)) == 2026
    with pytest.raises(ValueError, match="month"):
        fiscal_year(date(2026, 1, 1), 13)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"standing": Standing.REVOKED}, "revoked"),
        ({"standing": Standing.SUSPENDED}, "suspended"),
        ({"posts": ()}, "not_employed"),
        ({"posts": (Post(role="educator", lineage=frozenset({ELSEWHERE})),)}, "not_employed"),
        ({"posts": (Post(role="coach", lineage=frozenset({DISTRICT, SCHOOL})),)}, "other_role"),
        # the role held elsewhere does not help here
        (
            {
                "posts": (
                    Post(role="educator", lineage=frozenset({ELSEWHERE})),
                    Post(role="coach", lineage=frozenset({DISTRICT})),
                )
            },
            "other_role",
        ),
    ],
)
def test_what_does_not_count_has_its_reason(changes, code):
    found = reckon(offer(), [earned(**changes)], [])
    assert (found.due, [each.step.code for each in found.passed]) == ((), [code])


@pytest.mark.parametrize(
    ("benefit", "count", "code"),
    [(None, 0, "choice_open"), (Benefit.CREDIT, 0, "chose_credit"), (Benefit.STIPEND, 1, None)],
)
def test_instead_of_credit_only_what_was_chosen_is_paid(benefit, count, code):
    found = reckon(offer(terms(instead_of_credit=True)), [earned(benefit=benefit)], [])
    assert len(found.due) == count
    assert [each.step.code for each in found.passed] == ([code] if code else [])


def test_without_that_condition_nothing_needs_to_be_chosen():
    assert amounts(reckon(offer(), [earned(benefit=Benefit.CREDIT)], [])) == ["250"]


@pytest.mark.parametrize("places", [{SCHOOL}, {SCHOOL, OTHER_SCHOOL}])
def test_chosen_schools_are_reached_from_below(places):
    assert amounts(reckon(offer(terms(places=frozenset(places))), [earned()], [])) == ["250"]
    assert reckon(offer(terms(places=frozenset({OTHER_SCHOOL}))), [earned()], []).passed


def test_what_is_out_of_scope_or_out_of_its_days_is_not_spoken_of():
    scoped = offer(terms(micro_credentials=frozenset({READING})))
    ended = offer(terms(ends_on=date(2026, 9, 1)))
    for each in (scoped, ended, offer(terms(starts_on=date(2026, 9, 2)))):
        found = reckon(each, [earned()], [])
        assert (found.due, found.passed) == ((), ())


def test_the_edition_that_holds_on_the_day_decides():
    first, second = terms(), terms(id=UUID(int=42), starts_on=date(2026, 9, 10), amount=Decimal(100))
    found = reckon(offer(first, second), [earned(1, day=9), earned(2, READING, day=10)], [])
    assert [(each.terms, str(each.amount)) for each in found.due] == [(first.id, "250"), (second.id, "100")]
    later_said = replace(first, id=UUID(int=43), stated_at=datetime(2026, 6, 2, tzinfo=UTC), amount=Decimal(7))
    assert amounts(reckon(offer(first, later_said), [earned()], [])) == ["7"]


def test_a_day_is_told_by_the_clock_of_who_pays():
    before_midnight_there = earned(earned_at=datetime(2026, 9, 2, 3, tzinfo=UTC))
    found = reckon(offer(terms(starts_on=date(2026, 9, 2))), [before_midnight_there], [])
    assert found.due == ()


def test_a_micro_credential_counts_once_whichever_version_is_earned_again():
    found = reckon(offer(), [earned(2, day=2), earned(1, day=1)], [])
    assert [each.awards for each in found.due] == [(UUID(int=101),)]
    assert [(each.award, each.step.code) for each in found.passed] == [(UUID(int=102), "same_again")]
    once_revoked = reckon(offer(), [earned(2, day=2), earned(1, day=1, standing=Standing.REVOKED)], [])
    assert [each.awards for each in once_revoked.due] == [(UUID(int=102),)]


@pytest.mark.parametrize(
    ("line", "turns"),
    [
        (entered(), []),
        (entered(reversed=True), [2]),
        (entered(reversed=True, again=False), []),
        (entered(person=NOAH), [1]),
        (entered(offer=UUID(int=32)), [1]),
    ],
)
def test_what_was_entered_is_due_again_only_after_it_was_taken_back_to_be(line, turns):
    assert [each.turn for each in reckon(offer(), [earned()], [line]).due] == turns


CAPPED = [earned(1, day=1), earned(2, READING, day=2), earned(3, CHANGE, day=3)]


@pytest.mark.parametrize(
    ("changes", "budget", "lines", "expected", "why"),
    [
        ({}, "10000", [], ["250", "250", "250"], []),
        ({"most_in_year": Decimal(500)}, "10000", [], ["250", "250", "0"], ["cut_year"]),
        ({"most_in_year": Decimal(600)}, "10000", [], ["250", "250", "100"], ["cut_year"]),
        ({"most_in_all": Decimal(300)}, "10000", [], ["250", "50", "0"], ["cut_total", "cut_total"]),
        ({"most_in_year": Decimal(600), "most_in_all": Decimal(300)}, "10000", [], ["250", "50", "0"], None),
        ({}, "300", [], ["250", "50", "0"], ["cut_budget", "cut_budget"]),
        ({}, "0", [], ["0", "0", "0"], ["cut_budget"] * 3),
        ({}, None, [], ["0", "0", "0"], ["no_budget"] * 3),
        # what was entered before draws first
        ({"most_in_year": Decimal(500)}, "10000", [entered("400", "x")], ["100", "0", "0"], None),
        ({"most_in_year": Decimal(500)}, "10000", [entered("400", "x", year=2025)], ["250", "250", "0"], None),
        ({"most_in_all": Decimal(500)}, "10000", [entered("400", "x", year=2025)], ["100", "0", "0"], None),
        ({}, "500", [entered("400", "x", person=NOAH)], ["100", "0", "0"], None),
        ({}, "500", [entered("400", "x", person=NOAH, reversed=True)], ["250", "250", "0"], None),
        ({"most_in_year": Decimal(500)}, "10000", [entered("900", "x")], ["0", "0", "0"], None),
    ],
)
def test_caps_and_budget_cut_in_the_order_of_earning(changes, budget, lines, expected, why):
    found = reckon(offer(terms(**changes), budget=budget), reversed(CAPPED), lines)
    assert amounts(found) == expected
    if why is not None:
        assert [code for code in codes(found) if not code.startswith("pays")] == why


def test_on_one_day_the_identifier_of_the_award_decides_who_is_first():
    found = reckon(offer(budget="250"), [earned(9, person=ADA), earned(2, person=NOAH)], [])
    assert [(each.person, str(each.amount)) for each in found.due] == [(NOAH, "250"), (ADA, "0")]


@pytest.mark.parametrize(
    ("basis", "changes", "count", "due"),
    [
        (Basis.NTH, {"needed": Decimal(2)}, 1, None),
        (Basis.NTH, {"needed": Decimal(2)}, 2, 2),
        (Basis.NTH, {"needed": Decimal(2)}, 3, 2),
        (Basis.HOURS, {"needed": Decimal(25)}, 2, None),
        (Basis.HOURS, {"needed": Decimal(25)}, 3, 3),
        (Basis.HOURS, {"needed": Decimal(20)}, 3, 2),
        (Basis.STACK, {"micro_credentials": frozenset({PLANNING, READING})}, 1, None),
        (Basis.STACK, {"micro_credentials": frozenset({PLANNING, READING})}, 3, 2),
        (Basis.STACK, {"micro_credentials": frozenset()}, 3, None),
    ],
)
def test_a_milestone_is_due_once_when_it_is_reached(basis, changes, count, due):
    found = reckon(offer(terms(**changes), basis=basis), CAPPED[:count], [])
    if due is None:
        assert found.due == ()
        assert bool(found.towards) == (changes.get("micro_credentials") != frozenset())
    else:
        [one] = found.due
        assert (one.key, one.earned_on, one.awards) == (
            MILESTONE,
            date(2026, 9, due),
            tuple(each.id for each in CAPPED[:due]),
        )
        assert reckon(offer(terms(**changes), basis=basis), CAPPED, [entered(key=MILESTONE)]).due == ()


def test_a_milestone_whose_award_was_revoked_may_be_reached_by_another():
    two = offer(terms(needed=Decimal(2)), basis=Basis.NTH)
    without_first = [replace(CAPPED[0], standing=Standing.REVOKED), *CAPPED[1:]]
    [again] = reckon(two, without_first, [entered(key=MILESTONE, reversed=True)]).due
    assert (again.turn, again.awards) == (2, (CAPPED[1].id, CAPPED[2].id))


def test_the_budget_of_a_year_is_drawn_by_what_was_earned_in_it():
    june = earned(1, earned_at=datetime(2027, 7, 1, 3, 30, tzinfo=UTC))
    july = earned(2, READING, earned_at=datetime(2027, 7, 1, 4, 30, tzinfo=UTC))
    both = reckon(offer(budgets={2026: Decimal(100), 2027: Decimal(40)}), [june, july], [])
    assert [(each.year, str(each.amount)) for each in both.due] == [(2026, "100"), (2027, "40")]
    assert drawn([entered("30"), entered("5", year=2027), entered("9", reversed=True)]) == {
        2026: Decimal(30),
        2027: Decimal(5),
    }


def test_reasons_are_told_with_their_clause_in_the_readers_language():
    [_first, second, _third] = reckon(offer(terms(most_in_year=Decimal(300))), CAPPED, []).due
    told = explained([step.as_json() for step in second.steps])
    assert told == [
        "Pays $250.00 for the micro-credential. Clause: Policy GCBA-R, section 4",
        "Less $200.00: nobody gets more than $300.00 of this offer in a fiscal year, and $50.00 was left of it.",
    ]
    filled = {"amount": "1", "most": "1", "left": "1", "cut": "1", "needed": "2", "clause": "c", "year": "2026–27"}
    for language in ("en", "es"):
        with override(language):
            assert all("{" not in in_words(code, filled) for code in SENTENCES)

"""Single stories of the engine: what the states' examples do not show."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from microcred.recognition.rules.engine import CycleResult, Entry, Policy, Record, Unprepared, evaluate
from microcred.recognition.tests.engine import make

AT = date(2026, 6, 1)


def only(record: Record, *policies: Policy, at: Any = AT) -> CycleResult:
    (result,) = evaluate(record, policies, at).results
    return result


def first(record: Record, *policies: Policy, at: Any = AT) -> Entry:
    return next(entry for entry in only(record, *policies, at=at).entries if entry.item == "thing-0")


def test_credit_is_multiplied_by_level_and_open_without_one():
    policy = make.policy(multipliers=[{"levels": {"knowledge": 1, "application": 2, "impact": 3}, "clause": "other"}])
    assert first(make.record(make.hours(5, level="impact")), policy).amount == 15
    entry = first(make.record(make.hours(5)), policy)
    assert (entry.outcome, entry.decided_by.id) == ("undecided", "other")


def test_a_level_that_the_policy_does_not_know_is_told_as_what_it_is():
    policy = make.policy(multipliers=[{"levels": {"knowledge": 1, "impact": 3}, "clause": "other"}])
    entry = first(make.record(make.hours(5, level="Mastery")), policy)
    assert entry.outcome == "undecided"
    assert "Its level is “Mastery”" in entry.reasons[0].words


def test_what_is_needed_by_grades_is_open_where_no_grades_are_on_record():
    needed = [{"amount": 60, "when": {"grade_bands": ["K-5"]}, "clause": "category"}]
    policy = make.policy(categories=[{"id": "literacy", "name": "Literacy", "needed": needed, "clause": "category"}])
    result = only(make.record(make.hours(100)), policy)
    assert not result.missing
    assert not result.met
    assert [(one.clause.id, one.came) for one in result.conditions] == [("category", "open")]
    assert "No grade band is on record; this is about: K-5." in result.conditions[0].words
    licence = {"id": "l", "jurisdiction": "Somewhere", "type": "professional", "issued_on": "2022-07-01"}
    for band in ("K-5", "9-12"):
        known = only(make.record(make.hours(100), licences=[{**licence, "grade_bands": [band]}]), policy)
        assert known.met
        assert not known.conditions


def test_a_total_that_goes_by_grades_is_open_where_it_may_be_higher():
    by_grades = {"amount": 120, "when": {"grade_bands": ["6-12"]}, "clause": "total"}
    result = only(make.record(make.hours(100)), make.policy(total=[by_grades, {"amount": 100, "clause": "other"}]))
    assert result.needed == 100
    assert not result.met
    lower = only(
        make.record(make.hours(100)),
        make.policy(total=[{**by_grades, "amount": 80}, {"amount": 100, "clause": "other"}]),
    )
    assert lower.met


def test_what_rounding_takes_away_does_not_have_to_be_earned_again():
    """Twenty credits for fifteen hours: ninety hours are worth 120, and nine times ten hours come to 9 x 13.33."""
    rates = [{"unit": "contact hours", "credits": 20, "per": 15, "clause": "rate"}]
    policy = make.policy(rates=rates, total=[{"amount": 120, "clause": "total"}])
    nine = only(make.record(*[make.hours(10)] * 9), policy)
    assert (str(nine.total), str(nine.rounded), nine.missing, nine.met) == ("119.97", "0.03", 0, True)
    assert sum(entry.amount for entry in nine.entries) == nine.total

    short = only(make.record(*[make.hours(10)] * 8, make.hours("9.99")), policy)
    assert (str(short.total), short.rounded, str(short.missing), short.met) == ("119.96", 0, "0.04", False)

    without = only(make.record(*[make.hours(10)] * 8), policy)
    assert (without.rounded, without.met) == (0, False), "more is missing than rounding took"


def test_what_rounding_takes_away_is_not_missing_in_a_category_either():
    rates = [{"unit": "contact hours", "credits": 20, "per": 15, "clause": "rate"}]
    category = {
        "id": "content",
        "name": "Content",
        "takes": {"topics": ["content"]},
        "needed": [{"amount": 40, "clause": "category"}],
        "clause": "category",
    }
    policy = make.policy(rates=rates, total=[], categories=[category])
    (part,) = only(make.record(*[make.hours(10, topics=["content"])] * 3), policy).categories
    assert (str(part.amount), str(part.rounded), part.missing) == ("39.99", "0.01", 0)


def test_hours_beside_whole_steps_are_no_rounding():
    rates = [{"unit": "contact hours", "credits": 1, "per": 15, "whole": True, "clause": "rate"}]
    policy = make.policy(rates=rates, total=[{"amount": "2.01", "clause": "total"}])
    found = only(make.record(make.hours(29), make.hours(29)), policy)
    assert (found.total, found.rounded, found.met) == (2, 0, False)


def test_a_stipend_or_credit_and_never_both():
    policy = make.policy(stipend_or_credit="other")
    assert first(make.record(make.hours(5, benefit="credit")), policy).amount == 5
    entry = first(make.record(make.hours(5, benefit="stipend")), policy)
    assert (entry.outcome, entry.decided_by.id) == ("not counted", "other")


@pytest.mark.parametrize(
    ("condition", "has", "outcome"),
    [
        ({"issuers": ["digiLEARN"]}, {"issuer": "DIGILEARN"}, "counted"),
        ({"issuers": ["digiLEARN"]}, {"issuer": "Somebody"}, "not counted"),
        ({"issuers": ["digiLEARN"]}, {}, "undecided"),
        ({"quality_frameworks": ["MPOS 2024"]}, {"quality_frameworks": ["mpos 2024"]}, "counted"),
        ({"quality_frameworks": ["MPOS 2024"]}, {}, "not counted"),
        ({"proofs": ["scored rubric"]}, {"proofs": ["certificate", "scored rubric"]}, "counted"),
        ({"levels": ["application", "impact"]}, {"level": "knowledge"}, "not counted"),
        ({"any_of": [{"topics": ["a"]}, {"issuers": ["b"]}]}, {"issuer": "b"}, "counted"),
        (
            {"any_of": [{"topics": ["a"], "issuers": ["b"]}, {"topics": ["c"]}]},
            {"topics": ["a"], "issuer": "x"},
            "not counted",
        ),
        ({"none_of": [{"topics": ["a"]}]}, {"topics": ["a"]}, "not counted"),
        ({"none_of": [{"topics": ["a"]}]}, {"topics": ["b"]}, "counted"),
        ({"experience_at_least": 3}, {}, "undecided"),
    ],
)
def test_conditions(condition: dict[str, Any], has: dict[str, Any], outcome: str):
    policy = make.policy(requires=[{"id": "asked", "that": condition, "clause": "other"}])
    entry = first(make.record(make.hours(5, **has)), policy)
    assert entry.outcome == outcome
    assert outcome == "counted" or entry.decided_by.id == "other"


def test_any_of_several_ways_each_of_several_things():
    policy = make.policy(
        total=[],
        alternatives=[
            {"id": "hours", "name": "Hours", "all_of": [{"amount": 60}], "clause": "other"},
            {
                "id": "both",
                "name": "Both",
                "all_of": [{"amount": 30}, {"that": {"experience_at_least": 5}}],
                "clause": "other",
            },
        ],
    )
    assert only(make.record(make.hours(60)), policy).met
    assert not only(make.record(make.hours(30)), policy).met
    assert only(make.record(make.hours(30), person={"experience_years": 5}), policy).met


def test_a_person_decides_otherwise_with_a_reason_and_only_for_their_own_policy():
    policy = make.policy(requires=[{"id": "asked", "that": {"topics": ["a"]}, "clause": "other"}])
    ruled = {"item": "thing-0", "counts": True, "reason": "Seen.", "by": "femi", "decided_on": "2025-01-01"}
    assert first(make.record(make.hours(5)), policy).amount == 0
    entry = first(make.record(make.hours(5), overrides=[{**ruled, "policy": "state"}]), policy)
    assert entry.amount == 5
    assert any("femi decided" in reason.words and "Seen." in reason.words for reason in entry.reasons)
    assert (
        first(
            make.record(make.hours(5), overrides=[{**ruled, "policy": "state"}]), policy, at=date(2024, 12, 31)
        ).amount
        == 0
    )
    fixed = make.record(make.hours(5), overrides=[{**ruled, "policy": "state", "amount": 2}])
    assert first(fixed, policy).amount == 2
    denied = {**ruled, "policy": "state", "counts": False}
    assert first(make.record(make.hours(5, topics=["a"]), overrides=[denied]), policy).amount == 0
    with pytest.raises(ValidationError):
        make.record(make.hours(5), overrides=[{**ruled, "policy": "state", "reason": ""}])


def test_what_a_person_lets_count_needs_no_way_where_they_say_how_much_and_may_be_old_but_of_this_cycle():
    clause = {"clause": "other"}
    policy = make.policy(
        rates=[],
        options=[
            {"id": "course", "name": "C", "takes": {"kinds": ["course"]}, **clause}
            | {"rates": [{"unit": "contact hours", "credits": 1, **clause}]}
        ],
        cycle={**make.policy().cycle.model_dump(mode="json"), "earned": "by close"},
        oldest={"years": 2, **clause},
        caps=[{"id": "most", "amount": 10, "per": "cycle", **clause}],
    )
    ruled = {"policy": "state", "item": "thing-0", "counts": True, "reason": "Seen.", "by": "femi"}
    ruled["decided_on"] = "2025-01-01"

    def counts(at: str = "2024-01-15", **override):
        return first(make.record(make.hours(5, kind="party", earned_at=at), overrides=[{**ruled, **override}]), policy)

    assert counts().amount == 0  # nobody has said how much a party is
    entry = counts(amount=4)
    assert (entry.amount, entry.outcome, entry.decided_by.id) == (4, "counted", "override")
    assert counts(amount=40).amount == 10
    too_old = first(make.record(make.hours(5, kind="course", earned_at="2015-01-15")), policy)
    assert (too_old.amount, too_old.decided_by.id) == (0, "other")
    assert counts(at="2015-01-15", amount=4).amount == 4


def test_what_a_district_lifts_the_state_still_asks():
    state = make.policy(requires=[{"id": "asked", "that": {"topics": ["a"]}, "clause": "other"}])
    ruled = {"policy": "district", "item": "thing-0", "counts": True, "reason": "Seen.", "by": "omar"}
    ruled["decided_on"] = "2025-01-01"
    results = evaluate(make.record(make.hours(5), overrides=[ruled]), [state, make.overlay()], AT).results
    assert [result.total for result in results] == [0, 0]


def test_nobody_decides_about_what_is_their_own():
    policy = make.policy(requires=[{"id": "asked", "that": {"topics": ["a"]}, "clause": "other"}])
    ruled = {"policy": "state", "item": "thing-0", "counts": True, "amount": 50, "reason": "It is."}
    ruled["decided_on"] = "2025-01-01"
    whose = {"person": {"id": "ada"}}
    by_herself = first(make.record(make.hours(5), overrides=[{**ruled, "by": "ada"}], **whose), policy)
    assert (by_herself.amount, by_herself.decided_by.id) == (0, "other")
    assert first(make.record(make.hours(5), overrides=[{**ruled, "by": "omar"}], **whose), policy).amount == 50


def test_nobody_approves_their_own():
    policy = make.policy(confirmation=[{"clause": "other"}])
    approval = {"item": "thing-0", "decided_on": "2024-02-01"}
    own = make.record(make.hours(5), person={"id": "ada"}, approvals=[{**approval, "by": "ada"}])
    others = make.record(make.hours(5), person={"id": "ada"}, approvals=[{**approval, "by": "omar"}])
    assert (first(own, policy).outcome, first(others, policy).outcome) == ("undecided", "counted")


def test_an_approval_has_a_window_before_the_start():
    policy = make.policy(prior_approval=[{"days_before": 5, "valid_days": 30, "clause": "other"}])

    def approved(day: str) -> str:
        said = [{"item": "thing-0", "decided_on": day, "by": "omar"}]
        return first(make.record(make.hours(5, started_on="2024-01-09"), approvals=said), policy).outcome

    outcomes = [approved(day) for day in ("2023-12-09", "2023-12-10", "2024-01-04", "2024-01-05")]
    assert outcomes == ["not counted", "counted", "counted", "not counted"]


def test_documents_by_a_day_are_late_open_or_in_time():
    policy = make.policy(deadlines=[{"what": "documented", "days": 90, "clause": "other"}])
    assert first(make.record(make.hours(5, documented_on="2024-04-09")), policy).outcome == "counted"
    assert first(make.record(make.hours(5, documented_on="2024-04-10")), policy).outcome == "not counted"
    assert first(make.record(make.hours(5)), policy, at=date(2024, 4, 9)).outcome == "undecided"
    assert first(make.record(make.hours(5)), policy, at=date(2024, 4, 10)).outcome == "not counted"


def test_a_cycle_changes_when_a_licence_does():
    licences = [
        {"id": "old", "jurisdiction": "Somewhere", "type": "initial", "issued_on": "2022-07-01"},
        {
            "id": "new",
            "jurisdiction": "Somewhere",
            "type": "professional",
            "issued_on": "2024-09-01",
            "replaces": "old",
        },
    ]
    record = make.record(make.hours(5), make.hours(7, earned_at="2025-01-10"), licences=licences)
    before = only(record, make.policy(), at=date(2024, 8, 31))
    after = only(record, make.policy(), at=AT)
    assert (before.licence, before.last_day, before.total) == ("old", date(2027, 6, 30), 5)
    assert (after.licence, after.first_day, after.last_day, after.total) == (
        "new",
        date(2024, 9, 1),
        date(2029, 8, 31),
        7,
    )
    assert next(entry for entry in after.entries if entry.item == "thing-0").decided_by.id == "total"


def test_what_was_counted_in_an_earlier_cycle_is_not_counted_again():
    policy = make.policy(cycle={"anchor": "licence", "years": 5, "earned": "by close", "clause": "total"})
    counted = [{"item": "thing-0", "policy": "state", "last_day": "2024-06-30"}]
    entry = first(make.record(make.hours(5), credited=counted), policy)
    assert (entry.amount, entry.decided_by.id) == (0, "once")
    same = [{**counted[0], "last_day": "2027-06-30"}]
    assert first(make.record(make.hours(5), credited=same), policy).amount == 5


def test_two_licences_of_one_state_never_count_one_award_twice():
    policy = make.policy(cycle={"anchor": "licence", "years": 5, "earned": "by close", "clause": "total"})
    licences = [
        {"id": "a", "jurisdiction": "Somewhere", "type": "teacher", "issued_on": "2022-07-01"},
        {"id": "b", "jurisdiction": "Somewhere", "type": "principal", "issued_on": "2023-07-01"},
    ]
    results = evaluate(make.record(make.hours(5), licences=licences), [policy], AT).results
    assert [(result.licence, result.total) for result in results] == [("a", 5), ("b", 0)]


def test_a_person_in_two_states_and_three_districts():
    states = [make.policy(), make.policy(id="other", jurisdiction="Elsewhere")]
    districts = [
        make.overlay(
            id=f"district-{n}",
            jurisdiction=f"District {n}",
            overlays=base,
            total=[{"amount": 100 + n, "clause": "total"}],
        )
        for n, base in ((1, "state"), (2, "state"), (3, "other"))
    ]  # fmt: skip
    record = make.record(
        make.hours(5),
        licences=[
            {"id": "a", "jurisdiction": "Somewhere", "type": "teacher", "issued_on": "2022-07-01"},
            {"id": "b", "jurisdiction": "Elsewhere", "type": "teacher", "issued_on": "2023-01-01"},
        ],
        employment=[{"employer": f"District {n}", "first_day": "2020-01-01"} for n in (1, 2, 3)],
    )
    evaluation = evaluate(record, [*districts, *states], AT)
    came = {
        result.policy: (result.licence, int(result.needed or 0), int(result.total)) for result in evaluation.results
    }
    assert came == {
        "district-1": ("a", 101, 5),
        "district-2": ("a", 102, 5),
        "district-3": ("b", 103, 5),
        "other": ("b", 100, 5),
        "state": ("a", 100, 5),
    }
    left = make.record(
        make.hours(5), employment=[{"employer": "District 1", "first_day": "2020-01-01", "last_day": "2026-05-31"}]
    )
    assert [one.policy for one in evaluate(left, [*districts, *states], AT).results] == ["state"]


def test_limits_that_cross_are_laid_so_that_most_counts():
    """First come, first served would give the middle one ten, and nothing to the two others."""
    caps = [
        {"id": "topic", "amount": 10, "per": "cycle", "of": {"topics": ["a"]}, "clause": "cap"},
        {"id": "kind", "amount": 10, "per": "cycle", "of": {"kinds": ["project"]}, "clause": "cap"},
    ]
    record = make.record(
        make.hours(10, topics=["a"], kind="project", earned_at="2023-01-01"),
        make.hours(10, topics=["a"], earned_at="2023-02-01"),
        make.hours(10, kind="project", earned_at="2023-03-01"),
    )
    assert only(record, make.policy(caps=caps)).total == 20


def test_where_nothing_may_be_split_each_stands_in_one_category():
    needed = [{"amount": 10, "clause": "category"}]
    categories = [
        {"id": "a", "name": "A", "takes": {"topics": ["a"]}, "needed": needed, "clause": "category"},
        {"id": "g", "name": "G", "needed": needed, "clause": "category"},
    ]  # fmt: skip
    record = make.record(make.hours(15, topics=["a"]), make.hours(5, topics=["a"], earned_at="2024-02-01"))
    parts = {
        part.id: int(part.amount)
        for part in only(record, make.policy(categories=categories, splitting=False)).categories
    }
    assert parts == {"a": 15, "g": 5}
    split = {part.id: int(part.amount) for part in only(record, make.policy(categories=categories)).categories}
    assert split["a"] >= 10
    assert split["g"] >= 10 or sum(split.values()) == 20


def test_half_up_and_whole_steps_are_declared():
    rates = [{"unit": "contact hours", "credits": 1, "per": 3, "clause": "rate"}]
    assert str(first(make.record(make.hours(2)), make.policy(rates=rates)).amount) == "0.66"
    rounded = make.policy(rates=rates, rounding={"places": 2, "mode": "half up"})
    assert str(first(make.record(make.hours(2)), rounded).amount) == "0.67"
    whole = [{"unit": "contact hours", "credits": 1, "per": 15, "whole": True, "clause": "rate"}]
    assert first(make.record(make.hours(44)), make.policy(rates=whole)).amount == 2


def test_a_moment_needs_a_zone_and_a_policy_its_base():
    with pytest.raises(ValueError, match="no time zone"):
        evaluate(make.record(), [make.policy()], datetime.fromisoformat("2026-01-01T00:00"))
    with pytest.raises(Unprepared, match="Give its file too"):
        evaluate(make.record(), [make.overlay()], AT)
    revoked = make.record(make.hours(5, revoked_at="2025-01-01T12:00:00Z"))
    assert first(revoked, make.policy(), at=datetime(2025, 1, 1, 11, 59, tzinfo=UTC)).amount == 5
    assert first(revoked, make.policy(), at=datetime(2025, 1, 1, 12, 0, tzinfo=UTC)).amount == 0


def test_a_policy_that_does_not_apply_says_why():
    evaluation = evaluate(make.record(licences=[]), [make.policy()], AT)
    assert not evaluation.results
    assert "No licence of Somewhere" in evaluation.not_applied[0].reason.words
    old = make.policy(effective_until="2025-01-01")
    assert "not in force on June 1, 2026" in evaluate(make.record(), [old], AT).not_applied[0].reason.words

"""Cases across the states, derived by hand from the words of each clause."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from microcred.recognition.policies import published
from microcred.recognition.rules import plain
from microcred.recognition.rules.engine import Record, evaluate, prepare
from microcred.recognition.rules.engine.reading import written

CASES = written((Path(__file__).parent / "cases.yaml").read_bytes()).value
READY = prepare(published())


def record_of(person: Mapping[str, Any], case: Mapping[str, Any]) -> Record:
    """The record that a case describes: its thing, what else there is, and what was said of the thing."""
    things = [{"id": "thing", **case["thing"]}]
    things += [{"id": f"other-{number}", **one} for number, one in enumerate(case.get("also", ()))]
    said = [
        {"item": "thing", "decided_on": case[word], "decision": decision, "by": "omar"}
        | {"role": person.get("role", ""), "employer": person.get("work", {}).get("employer", "")}
        for word, decision in (("approved", "approved"), ("confirmed", "approved"), ("denied", "denied"))
        if word in case
    ]
    return Record.model_validate(
        {
            "format": "microcred-record/1",
            "person": {"id": "ada", "facts": person.get("facts", {})},
            "licences": [{"id": "licence", **person["licence"]}],
            "employment": [person["work"]] if "work" in person else [],
            "awards": [one for one in things if "kind" not in one],
            "activities": [one for one in things if "kind" in one],
            "approvals": said,
        }
    )


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: f"{case['person']}: {case['name']}")
def test_what_counts_and_by_which_clause(case: Mapping[str, Any]):
    person = CASES["people"][case["person"]]
    evaluation = evaluate(record_of(person, case), READY, date.fromisoformat(person["at"]))
    (result,) = (one for one in evaluation.results if one.policy == person["policy"])
    (entry,) = (one for one in result.entries if one.item == "thing")
    clause = case["clause"] if "#" in case["clause"] else f"{person['policy']}#{case['clause']}"
    assert (plain(entry.amount), entry.decided_by.key) == (plain(Decimal(case["amount"])), clause)
    assert case.get("outcome", entry.outcome) == entry.outcome
    assert case.get("total", result.total) == result.total
    assert case.get("needed", result.needed) == result.needed
    assert case.get("met", result.met) == result.met
    amounts = {part.id: part.amount for part in (*result.categories, *result.minimums)}
    for name, amount in case.get("categories", {}).items():
        assert amounts[name] == amount, name
    assert entry.outcome == "counted" or all(reason.way_forward for reason in entry.reasons if reason.came != "met")
    assert result.total == sum(one.amount for one in result.entries)


def test_there_are_enough_of_them_for_every_state():
    assert len(CASES["cases"]) >= 60
    assert {case["person"] for case in CASES["cases"]} == set(CASES["people"])

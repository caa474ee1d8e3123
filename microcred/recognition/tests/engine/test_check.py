"""What is wrong with policies is found before they hold, and said in words."""

from typing import Any

import pytest
from pydantic import ValidationError

from microcred.recognition.policies import published, published_files
from microcred.recognition.rules.engine import Policy
from microcred.recognition.rules.engine.check import problems
from microcred.recognition.rules.engine.examples import run_examples
from microcred.recognition.rules.engine.reading import Unreadable, read_policy, written
from microcred.recognition.tests.engine import make

PUBLISHED = published()


def needed(amount: Any, **fields: Any) -> list[dict[str, Any]]:
    return [{"amount": amount, "clause": "category", **fields}]


def said(policy: Policy, *others: Policy) -> str:
    return " ".join(f"{path}: {words}" for path, words in problems(policy, [policy, *others]))


def category(name: str, amount: Any, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "needed": needed(amount), "clause": "category", **fields}


@pytest.mark.parametrize("policy", PUBLISHED, ids=lambda policy: f"{policy.id}-{policy.version}")
def test_the_policies_that_come_along_can_hold_and_their_examples_pass(policy: Policy):
    assert problems(policy, PUBLISHED) == []
    tried = run_examples(policy, PUBLISHED)
    assert tried
    assert [one.differences for one in tried if not one.passes] == []
    assert policy.currency.marker == "verify with the agency"


def test_every_state_is_there_and_two_districts():
    assert {policy.jurisdiction for policy in PUBLISHED if policy.kind == "state"} == {
        "Arkansas",
        "Delaware",
        "Massachusetts",
        "North Carolina",
        "South Carolina",
        "Utah",
        "Wyoming",
    }
    assert [policy.id for policy in PUBLISHED if policy.overlays] == [
        "north-carolina-district-overlay",
        "rock-hill-overlay",
    ]
    assert any(policy.licences_of == "Virginia" for policy in PUBLISHED)
    assert len(published_files()) == len(PUBLISHED)


def test_an_example_that_does_not_come_out_says_what_came():
    example = {"name": "wrong", "at": "2024-06-01", "record": make.record(make.hours(3)).model_dump(mode="json")}
    policy = make.policy(examples=[{**example, "expect": {"total": 4, "entries": {"thing-0": 4, "nothing": 1}}}])
    (tried,) = run_examples(policy, [policy])
    assert not tried.passes
    assert tried.differences == (
        "the total is 3, expected 4",
        "there is nothing with the id “nothing”",
        "“thing-0” comes to 3, expected 4",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": "bananas"}, "“bananas” is no unit"),
        ({"rates": [{"unit": "fortnights", "credits": 1, "clause": "rate"}]}, "“fortnights” is no unit"),
        ({"rates": []}, "nothing would ever count"),
        ({"total": []}, "how much is needed?"),
        ({"cycle": None}, "in which time is credit gathered?"),
        ({"total": [{"amount": 1, "clause": "nowhere"}]}, "There is no clause “nowhere”"),
        ({"effective_until": "2017-01-01"}, "it never holds"),
        ({"time_zone": "America/Atlantis"}, "is no time zone"),
        ({"cycle": {"anchor": "fixed", "clause": "total"}}, "“closes” is missing"),
        ({"cycle": {"anchor": "fixed", "closes": {"month": 6, "day": 31}, "clause": "total"}}, "No month has that day"),
        ({"categories": [category("a", 60), category("b", 41)]}, "need 101 together, more than the total of 100"),
        ({"categories": [category("a", 60, maximum=50)]}, "at most 50 count there: nobody can meet it"),
        (
            {"caps": [{"id": "all", "amount": 99, "per": "cycle", "clause": "cap"}]},
            "100 are needed: nobody can meet it",
        ),
        ({"caps": [{"id": "all", "amount": 19, "per": "year", "clause": "cap"}]}, "At most 95 could ever count"),
        (
            {
                "categories": [category("a", 30, takes={"topics": ["x"]})],
                "caps": [{"id": "x", "amount": 20, "per": "cycle", "of": {"topics": ["x"]}, "clause": "cap"}],
            },
            "“a” needs 30: nobody can meet it",
        ),
        (
            {
                "minimums": [
                    {"id": "m", "name": "M", "of": {"topics": ["x"]}, "needed": needed(101), "clause": "minimum"}
                ]
            },
            "more than the total of 100",
        ),
        (
            {
                "floors": [{"id": "f", "at_least": 10, "per": "activity", "clause": "floor"}],
                "caps": [{"id": "c", "amount": 9, "per": "activity", "clause": "cap"}],
            },
            "lets at most 9 count",
        ),
        ({"rates": [{"unit": "CEU", "credits": 1, "clause": "rate"}] * 2}, "two rates for “ceu”"),
        ({"caps": [{"id": "c", "amount": 200, "per": "cycle", "clause": "cap"}] * 2}, "have the id “c”"),
        (
            {"total": [{"amount": 1, "when": {"kinds": ["workshop"]}, "clause": "total"}]},
            "only the person, licence and cycle can be asked",
        ),
        (
            {"caps": [{"id": "c", "amount": 200, "per": "cycle", "of": {"options": ["x"]}, "clause": "cap"}]},
            "There is no option “x”",
        ),
        ({"splitting": False, "categories": [category("a", 10, maximum=50)]}, "nothing may be split"),
    ],
)
def test_what_nobody_could_meet_or_apply(fields: dict[str, Any], words: str):
    assert words in said(make.policy(**fields))


def test_a_condition_that_asks_nothing_is_refused_and_a_policy_comes_back_as_it_was():
    for nothing in ({}, {"topics": []}):
        with pytest.raises(ValidationError, match="it asks nothing"):
            make.policy(requires=[{"id": "x", "that": nothing, "clause": "other"}])
    for policy in PUBLISHED:
        again = Policy.model_validate(policy.model_dump(mode="json"))
        assert again == policy
        assert problems(again, [again, *(one for one in PUBLISHED if one is not policy)]) == []


def test_a_policy_with_nothing_wrong_has_no_problem():
    assert said(make.policy()) == ""
    assert said(make.overlay(), make.policy()) == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"total": [{"amount": 99, "clause": "total"}]}, "It needs 99, and “state” needs 100"),
        ({"rates": [{"unit": "contact hours", "credits": 2, "clause": "rate"}]}, "It gives 2 for 1"),
        ({"rates": [{"unit": "CEU", "credits": 1, "clause": "rate"}]}, "has no rate for “CEU”"),
        ({"options": [{"id": "x", "name": "X", "clause": "option"}]}, "has no option “x”"),
        (
            {"caps": [{"id": "cap", "amount": 51, "per": "year", "clause": "cap"}]},
            "“cap” is 51, and under “state” it is 50",
        ),
        ({"floors": [{"id": "floor", "at_least": 1, "per": "activity", "clause": "floor"}]}, "“floor” is 1"),
        ({"oldest": {"years": 9, "clause": "age"}}, "9 years old, and under “state” only 5"),
        ({"categories": [category("a", 9)]}, "It needs 9, and “state” needs 10"),
        ({"repeats": True}, "counts the same micro-credential twice"),
        ({"unit": "points"}, "Leave “unit” out"),
        ({"multipliers": [{"levels": {"impact": 3}, "clause": "other"}]}, "Multipliers make credit"),
        ({"alternatives": [{"id": "a", "name": "A", "all_of": [{"amount": 1}], "clause": "other"}]}, "Another way"),
        ({"deadlines": [{"what": "documented", "days": 61, "clause": "other"}]}, "It gives 61 days"),
    ],
)
def test_an_overlay_that_would_be_looser(fields: dict[str, Any], words: str):
    base = make.policy(
        caps=[{"id": "cap", "amount": 50, "per": "year", "clause": "cap"}],
        floors=[{"id": "floor", "at_least": 2, "per": "activity", "clause": "floor"}],
        oldest={"years": 5, "clause": "age"},
        categories=[category("a", 10)],
        deadlines=[{"what": "documented", "days": 60, "clause": "other"}],
    )
    assert said(make.overlay(), base) == ""
    assert words in said(make.overlay(**fields), base)


def test_an_overlay_without_its_base_and_overlays_in_a_circle():
    alone = make.overlay()
    assert "“state”, which is not among the policies given. Give its file too." in said(alone)
    one, two = make.overlay(id="one", overlays="two"), make.overlay(id="two", overlays="one")
    assert "in a circle: one overlays two overlays one" in said(one, two)
    assert "in a circle: me overlays me" in said(make.overlay(id="me", overlays="me"))


def test_two_versions_that_hold_at_the_same_time():
    first = make.policy(effective_until="2025-01-01")
    assert said(make.policy(version=2, effective_from="2025-01-01"), first) == ""
    later = make.policy(version=2, effective_from="2024-07-01")
    assert "From 2024-07-01 until 2025-01-01, version 1 of “state” holds too" in said(later, first)
    assert "Another document is version 1" in said(make.policy(effective_from="2025-01-01"), first)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "It is empty."),
        (b"# nothing but a remark\n", "It is empty."),
        (b"a: b: c", "at line 1, column 5"),
        (b'{"format": "microcred-policy/1",', "It is no JSON: at line 1"),
        (b'{"a": NaN}', "holds NaN"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b"a: 1\nb: 2\na: 3\n", "At line 3, “a” stands twice"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: &x 1\nb: *x\n", "At line 2 it refers to another place"),
        (b"[" * 100_000, "no JSON"),
        (b"- " * 1000 + b"x", "stand within each other"),
        (b"a: 1\n---\nb: 2\n", "holds 2 documents"),
    ],
)
def test_what_cannot_be_read(content: bytes, words: str):
    with pytest.raises(Unreadable) as refused:
        written(content)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[1, 2]", "It is no policy"),
        (b"name: x\n", "Begin a policy with “format: microcred-policy/1”"),
        (b"name: x\nformat: other/1\n", "line 2, format: It says “other/1”"),
        (b"format: microcred-policy/1\nnmae: x\n", "line 2, nmae: “nmae” is no field here. Is “name” meant?"),
        (b"format: microcred-policy/1\nversion: -3\n", "line 2, version: “-3” is less than 1."),
        (b"format: microcred-policy/1\nid: sc\n", "“clauses” is missing."),
        (b"format: microcred-policy/1\neffective_from: soon\n", "line 2, effective_from: “soon” is no day"),
        (b"format: microcred-policy/1\nkind: planet\n", "“planet” is not known here"),
    ],
)
def test_what_is_no_policy_is_told_with_its_line(content: bytes, words: str):
    policy, found = read_policy(written(content))
    assert policy is None
    assert words in " ".join(problem.sentence() for problem in found)


def test_a_word_is_a_word_and_a_number_is_exact():
    value = written(b"a: NO\nb: 0.1\nc: 2026-06-30\nd: true\ne: 1e3\non: x\n").value
    assert value["a"] == "NO"
    assert str(value["b"]) == "0.1"
    assert value["c"] == "2026-06-30"
    assert (value["d"], value["e"], value["on"]) == (True, "1e3", "x")

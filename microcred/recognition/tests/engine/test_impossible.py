"""Conditions that nobody can meet are found when rules are checked; what somebody meets never is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.recognition.rules.engine import evaluate
from microcred.recognition.rules.engine.check import problems
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.impossible import is_impossible
from microcred.recognition.tests.engine import make

ON = date(2024, 6, 1)

IMPOSSIBLE = [
    {"topics": ["literacy"], "none_of": [{"topics": ["Literacy"]}]},
    {"topics": ["literacy"], "none_of": [{"topics": ["literacy", "maths"]}]},
    {"topics": ["literacy"], "kinds": ["workshop"], "none_of": [{"kinds": ["workshop"]}]},
    {"facts": {"approved": True}, "none_of": [{"facts": {"approved": True}}]},
    {"employed": False, "roles": ["teacher"]},
    {"degrees": ["master"], "lacks_degrees": ["master", "doctor"]},
    {"any_of": [{"topics": ["maths"]}], "none_of": [{"topics": ["maths"]}]},
    {"facts": {"approved": True}, "any_of": [{"facts": {"approved": False}}]},
    {"experience_at_least": 5, "none_of": [{"experience_at_least": 3}]},
    {"any_of": [{"employed": False, "employers": ["Us"]}]},
    {"topics": ["maths"], "none_of": [{"any_of": [{"topics": ["maths"]}, {"kinds": ["workshop"]}]}]},
]

POSSIBLE = [
    {"topics": ["literacy", "maths"], "none_of": [{"topics": ["literacy"]}]},
    {"topics": ["literacy"], "none_of": [{"topics": ["literacy"], "kinds": ["workshop"]}]},
    {"degrees": ["master", "doctor"], "lacks_degrees": ["master"]},
    {"experience_at_least": 3, "none_of": [{"experience_at_least": 5}]},
    {"any_of": [{"topics": ["maths"]}, {"kinds": ["workshop"]}], "none_of": [{"topics": ["maths"]}]},
    {"employed": False},
]


@pytest.mark.parametrize("said", IMPOSSIBLE, ids=str)
def test_what_rules_itself_out_is_named_with_its_place(said):
    assert is_impossible(Condition.model_validate(said))
    policy = make.policy(requires=[{"id": "it", "that": said, "clause": "other", "way_forward": "Ask."}])
    found = [path for path, what in problems(policy, [policy]) if what.code == "condition_impossible"]
    assert ("requires", 0, "that") in found


@pytest.mark.parametrize("said", POSSIBLE, ids=str)
def test_what_somebody_can_meet_is_not(said):
    assert not is_impossible(Condition.model_validate(said))


NAMES = st.lists(st.sampled_from(["maths", "literacy", "science"]), min_size=1, max_size=2, unique=True)
FIELDS = {
    "topics": NAMES,
    "kinds": st.just(["micro-credential"]),
    "facts": st.dictionaries(st.sampled_from(["approved", "routine"]), st.booleans(), min_size=1),
    "employed": st.booleans(),
    "employers": st.just(["The district"]),
}
SIMPLE = st.fixed_dictionaries({}, optional=FIELDS).filter(bool)
SEVERAL = st.lists(SIMPLE, min_size=1, max_size=2)
CONDITIONS = st.fixed_dictionaries({}, optional={**FIELDS, "any_of": SEVERAL, "none_of": SEVERAL}).filter(bool)


@given(CONDITIONS, NAMES, st.booleans(), st.booleans())
def test_whatever_is_met_by_anything_is_never_said_to_be_impossible(said, topics, approved, routine):
    policy = make.policy(requires=[{"id": "it", "that": said, "clause": "other", "way_forward": "Ask."}])
    thing = make.hours(1, topics=topics, facts={"approved": approved, "routine": routine})
    (result,) = evaluate(make.record(thing), [policy], ON).results
    if result.total == Decimal(1):
        assert not is_impossible(Condition.model_validate(said))


def test_a_districts_cap_below_what_the_state_needs_is_found():
    state = make.policy()
    district = make.overlay(caps=[{"id": "cap", "amount": 1, "per": "cycle", "clause": "cap"}])
    assert ("caps", 0) in [
        path for path, found in problems(district, [state, district]) if found.code == "cap_below_total"
    ]
    enough = make.overlay(caps=[{"id": "cap", "amount": 100, "per": "cycle", "clause": "cap"}])
    assert "cap_below_total" not in [found.code for _path, found in problems(enough, [state, enough])]


def test_a_districts_own_contradiction_is_told_once():
    state = make.policy()
    district = make.overlay(
        total=[{"amount": 120, "clause": "total"}], caps=[{"id": "cap", "amount": 1, "per": "cycle", "clause": "cap"}]
    )
    assert [found.code for _path, found in problems(district, [state, district])].count("cap_below_total") == 1

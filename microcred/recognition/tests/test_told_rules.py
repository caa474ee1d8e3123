"""Every rule of a policy is told as a sentence: nothing that decides can be stated and stay unsaid."""

import copy
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from django.utils.translation import override
from pydantic import BaseModel

from microcred.recognition.policies import published
from microcred.recognition.rules.engine import Policy
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.languages import spoken
from microcred.recognition.rules.told import Group, Told, rules_told
from microcred.recognition.tests.engine import make

NO_RULES = {"format", "id", "version", "name", "currency", "clauses", "units", "translations", "examples"}
"""What a policy says of itself: which it is, where its words stand, by what it was tried."""
MUST_BE_THERE = {"all_of", "needed"}
"""What cannot be left out; all that is within it is told."""
EVERYTHING_ASKED: dict[str, Any] = {
    "options": ["way"],
    "kinds": ["workshop"],
    "topics": ["literacy"],
    "standards": ["Standard 3"],
    "micro_credentials": ["reading-aloud"],
    "issuers": ["digiLEARN"],
    "issuer_kinds": ["third party"],
    "quality_frameworks": ["MPOS 2024"],
    "proofs": ["scored rubric"],
    "levels": ["application"],
    "benefits": ["credit"],
    "facts": {"fits the growth plan": True},
    "begun_under_licence": True,
    "licence_types": ["professional"],
    "grade_bands": ["K-5"],
    "roles": ["teacher"],
    "employers": ["Rock Hill Schools"],
    "employer_kinds": ["district"],
    "employed": True,
    "experience_at_least": 3,
    "experience_below": 9,
    "degrees": ["master"],
    "lacks_degrees": ["doctorate"],
    "completions": ["Jason Flatt training"],
    "closes_from": "2027-01-01",
    "closes_before": "2031-01-01",
    "any_of": [{"topics": ["one"]}, {"topics": ["two"]}],
    "none_of": [{"topics": ["three"]}],
}
ASKED = {"kinds": ["workshop", "project"], "topics": ["numeracy"]}
OF_PEOPLE = {"degrees": ["master"]}


def needed(amount: int) -> list[dict[str, Any]]:
    return [{"amount": amount, "when": OF_PEOPLE, "clause": "total"}, {"amount": amount + 1, "clause": "other"}]


def required(name: str, that: dict[str, Any] = ASKED) -> dict[str, Any]:
    return {"id": name, "that": that, "when": OF_PEOPLE, "way_forward": f"Ask about {name}.", "clause": "other"}


RATES = [
    {"unit": "CEU", "credits": 7, "per": 3, "whole": True, "clause": "rate"},
    {"unit": "contact hours", "credits": 8, "per": 5, "clause": "rate"},
]
EVERYTHING = make.document(
    jurisdiction="Somewhere",
    overlays="another",
    time_zone="America/New_York",
    effective_until="2040-01-01",
    effective_by="close",
    licences_of="Elsewhere",
    applies_to=required("whom", OF_PEOPLE),
    rounding={"places": 3, "mode": "half up"},
    cycle={"anchor": "fixed", "years": 5, "closes": {"month": 6, "day": 29}, "earned": "by close", "clause": "total"},
    total=needed(100),
    rates=RATES,
    options=[{"id": "way", "name": "A way", "takes": ASKED, "rates": RATES, "requires": [required("own")],
              "clause": "option"}],
    requires=[required("all", EVERYTHING_ASKED)],
    oldest={"years": 4, "clause": "age"},
    deadlines=[{"what": "documented", "days": 61, "of": ASKED, "clause": "other"}],
    prior_approval=[{"by_roles": ["coordinator"], "own_employer": True, "days_before": 12, "valid_days": 99,
                     "of": ASKED, "clause": "other"}],
    confirmation=[{"by_roles": ["coordinator"], "own_employer": True, "of": ASKED, "clause": "other"}],
    multipliers=[{"levels": {"impact": 3}, "of": ASKED, "clause": "other"}],
    floors=[{"id": "floor", "at_least": 6, "per": "activity", "of": ASKED, "clause": "floor"}],
    caps=[{"id": "cap", "amount": 70, "per": "cycle", "each": "kind", "of": ASKED, "clause": "cap"}],
    categories=[{"id": "shelf", "name": "A shelf", "takes": ASKED, "needed": needed(21), "maximum": 44,
                 "clause": "category"}],
    minimums=[{"id": "least", "name": "A kind", "of": ASKED, "needed": needed(31), "clause": "minimum"}],
    alternatives=[{"id": "other", "name": "Another", "clause": "other",
                   "all_of": [{"amount": 51, "of": ASKED, "that": OF_PEOPLE}, {"amount": 52}]}],
    side_conditions=[required("aside", OF_PEOPLE)],
    splitting=False,
    repeats=True,
    stipend_or_credit="other",
    exceptions="option",
)  # fmt: skip


def flat(groups: list[Group]) -> Iterator[Told]:
    for group in groups:
        yield from group.rules
        yield from flat(list(group.under))


def text_of(document: Any) -> str:
    policy = document if isinstance(document, Policy) else Policy.model_validate(document)
    groups = rules_told(policy)
    titles = [under.title for group in groups for under in group.under]
    return "\n".join(
        [*titles, *(f"{one.words} {one.clause and one.clause.id} {one.way_forward}" for one in flat(groups))]
    )


def fields(
    model: type[BaseModel], value: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Every field of a document and of all within it: where, its type, and what is stated."""
    for name, info in model.model_fields.items():
        if name in NO_RULES:
            continue
        assert name in value, f"The policy of this test states no {name} at {path}."
        yield (*path, name), info.annotation, value[name]
        inner = model_in(info.annotation)
        if inner is Condition and path:
            if name not in ("any_of", "none_of") and value[name] is EVERYTHING_ASKED:
                yield from fields(Condition, value[name], (*path, name))
        elif inner is not None:
            several = value[name] if isinstance(value[name], list) else [value[name]]
            place = (*path, name, 0) if isinstance(value[name], list) else (*path, name)
            if inner is not Condition:
                yield from fields(inner, several[0], place)


def model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := model_in(one))), None)


def choices_in(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [found for one in get_args(annotation) for found in choices_in(one)]


def without(path: tuple[Any, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(EVERYTHING)
    at: Any = changed
    for part in path[:-1]:
        at = at[part]
    del at[path[-1]]
    return changed


def with_value(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(EVERYTHING)
    at: Any = changed
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return changed


STATED = [(path, annotation, value) for path, annotation, value in fields(Policy, EVERYTHING)]


def test_the_whole_schema_is_stated_here():
    stated = {path[-1] for path, _annotation, _value in STATED}
    assert set(Condition.model_fields) <= stated
    assert set(Policy.model_fields) - NO_RULES <= stated


def others_than(path: tuple[Any, ...], annotation: Any, value: Any) -> list[Any]:
    """What could be stated in the place of a value; nothing where it can only be left out."""
    name = path[-1]
    choices = choices_in(annotation)
    if choices:
        return [[one] if isinstance(value, list) else one for one in choices if one != value and [one] != value]
    if name in ("clause", "stipend_or_credit", "exceptions"):
        return ["cap" if value != "cap" else "rate"]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value - 1 if name in ("month", "day") else value + 1]
    if isinstance(value, str):
        apart = {"time_zone": "America/Chicago", "overlays": "third", "closes_from": "2028-05-05", "unit": "points"}
        return [apart.get(name, "2032-05-05" if value[:2] == "20" else f"{value} else")]
    if isinstance(value, dict):
        if model_in(annotation) is Condition:
            return [{"facts": {"else": True}}]
        return {"levels": [{"impact": 4}], "facts": [{"fits the growth plan": False}]}.get(name, [])
    return [[f"{value[0]} else"]] if isinstance(value[0], str) else []


@pytest.mark.parametrize(
    ("path", "annotation", "value"), STATED, ids=lambda one: "/".join(map(str, one)) if isinstance(one, tuple) else ""
)
def test_whatever_is_stated_is_told_and_told_otherwise_where_it_is_stated_otherwise(path, annotation, value):
    others: list[Any] = others_than(path, annotation, value)
    before = text_of(EVERYTHING)
    for other in others:
        assert text_of(with_value(path, other)) != before, f"{path}: {value} and {other} are told alike."
    if not others and path[-1] not in MUST_BE_THERE:
        assert text_of(without(path)) != before, f"{path} is not told."


def test_each_kind_of_limit_has_a_sentence_of_its_own():
    limits = [
        {"id": f"cap-{per}-{each}".lower(), "amount": 70, "per": per, "each": each, "clause": "cap"}
        for per in ("activity", "year", "cycle")
        for each in (None, "option", "kind", "topic")
    ]
    (group,) = (one for one in rules_told(make.policy(caps=limits)) if one.id == "limits")
    assert len({one.words for one in group.rules}) == len(limits)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("policy", published(), ids=lambda one: f"{one.id}-{one.version}")
def test_the_policies_that_come_along_are_told_whole(policy: Policy, language: str):
    with override(language):
        said = list(flat(rules_told(spoken(policy), unit="points")))
    assert all(one.words and "%(" not in one.words and "None" not in one.words for one in said)
    cited = {one.clause.id for one in said if one.clause is not None}
    assert cited >= {one.clause for one in (*policy.total, *policy.caps, *policy.floors, *policy.deadlines)}
    assert cited >= {one.clause for one in (*policy.requires, *policy.prior_approval, *policy.confirmation)}


def test_it_is_told_in_the_readers_language():
    with override("es"):
        spanish = {one.words for one in flat(rules_told(Policy.model_validate(EVERYTHING)))}
        assert "100 horas de contacto" in text_of(EVERYTHING)
    with override("en"):
        english = {one.words for one in flat(rules_told(Policy.model_validate(EVERYTHING)))}
    assert not spanish & english


def test_a_limit_reads_as_a_sentence():
    policy = make.policy(
        caps=[{"id": "cap", "amount": 20, "per": "cycle", "of": {"kinds": ["workshop"]}, "clause": "cap"}]
    )
    words = [one.words for one in flat(rules_told(policy))]
    assert "At most 20 contact hours count in a cycle. This holds only where its kind is: workshop." in words
    assert "100 contact hours are needed in a cycle." in words


def test_a_micro_credential_is_called_by_its_title_where_it_has_one():
    rule = {"id": "it", "that": {"micro_credentials": ["one", "two"]}, "clause": "other", "way_forward": "Ask."}
    groups = rules_told(make.policy(requires=[rule]), titles={"one": "Managing Change"})
    assert any("Managing Change or two" in told.words for group in groups for told in group.rules)

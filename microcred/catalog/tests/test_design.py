import json
from uuid import UUID

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from microcred.catalog.design import Design, as_json, canonical, digest, problems, renewed, rubric_digest
from microcred.catalog.tests import make

WHOLE = make.plain_design()


@pytest.mark.parametrize("file", make.demo_files(), ids=lambda file: file.stem)
def test_every_file_of_the_demonstration_is_a_design_without_problems(file):
    assert problems(Design.model_validate(yaml.safe_load(file.read_text()))) == []


def test_identifiers_are_minted_when_absent_and_kept_when_present():
    identifiers = list(WHOLE.identifiers())
    assert len(set(identifiers)) == len(identifiers)
    assert all(isinstance(identifier, UUID) for identifier in identifiers)
    assert list(Design.model_validate(as_json(WHOLE)).identifiers()) == identifiers


def test_a_renewed_design_says_the_same_under_other_names():
    again = renewed(WHOLE)
    assert not set(again.identifiers()) & set(WHOLE.identifiers())
    assert again.rubric[1].levels[2].descriptor == WHOLE.rubric[1].levels[2].descriptor


def shuffled(value, draw):
    if isinstance(value, dict):
        return {name: shuffled(value[name], draw) for name in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [shuffled(item, draw) for item in value]
    return value


@given(st.data())
def test_the_order_of_keys_never_matters(data):
    other = Design.model_validate(shuffled(as_json(WHOLE), data.draw))
    assert canonical(other) == canonical(WHOLE)
    assert digest(other) == digest(WHOLE)


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    elif isinstance(value, str):
        yield path


TEXTS = [path for path in leaves(as_json(WHOLE)) if path[-1] not in {"uuid", "kind"} and "accepts" not in path]


@given(path=st.sampled_from(TEXTS), letter=st.sampled_from("aé字"))
def test_any_change_of_a_text_changes_the_digest_and_the_rubrics_only_when_it_is_in_the_rubric(path, letter):
    value = as_json(WHOLE)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] += letter
    changed = Design.model_validate(value)
    assert digest(changed) != digest(WHOLE)
    assert (rubric_digest(changed) != rubric_digest(WHOLE)) == (path[0] == "rubric")


def test_the_order_of_criteria_matters():
    assert rubric_digest(WHOLE) != rubric_digest(WHOLE.model_copy(update={"rubric": WHOLE.rubric[::-1]}))


def test_line_ends_of_any_system_are_one_text():
    assert make.plain_design(rationale="a\r\nb").rationale == make.plain_design(rationale="a\nb").rationale


@given(st.text(alphabet=st.characters(categories=["Cc", "Cs"]), min_size=1))
def test_what_cannot_be_kept_is_refused_when_it_is_typed(text):
    kept = text.replace("\r", "\n").strip("\n\t")
    if set(kept) <= {"\n", "\t"}:
        return
    with pytest.raises(ValidationError):
        Design(name=f"a{text}b")


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError):
        Design.model_validate({"title": "Managing Change"})


def changed(**rubric_or_more):
    value = as_json(WHOLE)
    value.update(rubric_or_more)
    return Design.model_validate(value)


def without(field, place=None):
    value = as_json(WHOLE)
    items = value[field]
    value[field] = [] if place is None else items[:place] + items[place + 1 :]
    return Design.model_validate(value)


def with_(path, item):
    value = json.loads(canonical(WHOLE))
    inner = value
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        inner = inner[step]
    inner[last] = item
    return Design.model_validate(value)


@pytest.mark.parametrize(
    ("design", "fields"),
    [
        (changed(name=""), ["name"]),
        (changed(name="n" * 201), ["name"]),
        (changed(competency=""), ["competency"]),
        (changed(key_method=""), ["key_method"]),
        (changed(rationale=""), ["rationale"]),
        (changed(hours=0), ["hours"]),
        (changed(hours=401), ["hours"]),
        (changed(audience=[]), ["audience"]),
        (changed(audience=["teacher", "teacher"]), ["audience"]),
        (changed(language=""), ["language"]),
        (changed(tags=[f"tag {number}" for number in range(21)]), ["tags"]),
        (changed(components=[]), ["components"]),
        (with_("components.0.text", ""), ["components.0.text"]),
        (changed(research=[], research_note=None), ["research"]),
        (changed(research=[], research_note="None was found."), []),
        (with_("research.0.citation", ""), ["research.0.citation"]),
        (with_("research.0.url", "javascript:alert(1)"), ["research.0.url"]),
        (with_("resources.0.url", "example.org"), ["resources.0.url"]),
        (with_("resources.0.title", ""), ["resources.0.title"]),
        (with_("requirements.0.prompt", ""), ["requirements.0.prompt"]),
        (with_("requirements.0.kind", "reflection"), ["requirements.0.kind"]),
        (with_("requirements.0.word_limit", None), ["requirements.0.word_limit"]),
        (with_("requirements.0.word_limit", 9), ["requirements.0.word_limit"]),
        (with_("requirements.0.accepts", ["link"]), ["requirements.0.accepts"]),
        (with_("requirements.2.accepts", []), ["requirements.2.accepts"]),
        (with_("requirements.0.id", "the-change"), ["requirements"]),
        (with_("requirements.2.feeds", []), ["requirements.2.feeds", "rubric.1", "rubric.2"]),
        (with_("requirements.3.feeds", ["support", "adjustment", "charm"]), ["requirements.3.feeds"]),
        (without("requirements", 4), ["requirements", "rubric.5"]),
        (without("rubric", 5), ["rubric", "requirements.4.feeds"]),
        (with_("rubric.1.id", "concerns"), ["rubric", "requirements.2.feeds"]),
        (with_("rubric.1.required", "Superb"), ["rubric.1.required"]),
        (with_("rubric.1.required", "Beginning"), ["rubric.1.required"]),
        (with_("rubric.1.levels.1.name", "Beginning"), ["rubric.1.levels"]),
        (with_("rubric.1.levels.1.descriptor", WHOLE.rubric[1].levels[0].descriptor), ["rubric.1.levels"]),
        (with_("rubric.1.levels.1.descriptor", ""), ["rubric.1.levels.1.descriptor"]),
        (with_("rubric.0.levels", as_json(WHOLE)["rubric"][0]["levels"][1:]), ["rubric.0.levels", "rubric.0.required"]),
        (changed(alignments=[{"framework": "", "code": "PRO"}]), ["alignments.0"]),
        (changed(alignments=[{"framework": "f", "code": "PRO"}] * 2), ["alignments"]),
    ],
)
def test_each_problem_names_its_field_the_fact_and_the_way_to_mend_it(design, fields):
    found = problems(design)
    assert [problem.field for problem in found] == fields
    assert all(str(problem.words).endswith(".") and str(problem.mend).endswith(".") for problem in found)


def test_an_empty_draft_is_a_design_with_many_problems():
    assert {problem.field for problem in problems(Design())} >= {"name", "competency", "requirements", "rubric"}

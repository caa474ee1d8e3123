"""What came into the shape of designs later: absent while unsaid, and with problems of its own."""

import hashlib
from uuid import UUID

import pytest
import yaml

from microcred.catalog.design import Design, as_json, digest, problems, renewed, rubric_digest
from microcred.catalog.tests import make
from microcred.openbadges.jcs import jcs

AT_FIRST = {
    *("name", "stack", "demonstration", "audience", "hours", "language", "competency", "key_method", "components"),
    *("rationale", "research", "research_note", "resources", "requirements", "rubric", "alignments", "tags"),
}
OF_A_REQUIREMENT = {"uuid", "id", "part", "kind", "prompt", "guidance", "word_limit", "accepts", "feeds"}
"""The fields with which the first designs were published."""

ARTIFACT = {
    "uuid": "00000000-0000-7000-8000-000000000001",
    "id": "plan",
    "part": 2,
    "kind": "artifact",
    "prompt": "Hand in a plan.",
    "accepts": ["document", "video"],
    "feeds": ["practice"],
}
OLD = {
    "name": "One",
    "requirements": [ARTIFACT],
    "rubric": [
        {
            "uuid": "00000000-0000-7000-8000-000000000002",
            "id": "practice",
            "name": "Practice",
            "required": "Yes",
            "levels": [
                {"uuid": "00000000-0000-7000-8000-000000000003", "name": "No", "descriptor": "Nothing."},
                {"uuid": "00000000-0000-7000-8000-000000000004", "name": "Yes", "descriptor": "A plan."},
            ],
        }
    ],
}


def without_what_came_later(file):
    written = yaml.safe_load(file.read_text())
    whole = {name: value for name, value in written.items() if name in AT_FIRST}
    asked = [
        {name: value for name, value in row.items() if name in OF_A_REQUIREMENT} for row in written["requirements"]
    ]
    return Design.model_validate({**whole, "requirements": asked})


def test_the_digest_of_a_design_that_says_nothing_new_is_the_one_it_always_had():
    """The two digests were written down before the first field was added."""
    design = Design.model_validate(OLD)

    assert digest(design) == "183244d5d567c81194920f4bd73a830c246a2efbcb8cc84580b426fdc399376a"
    assert rubric_digest(design) == "3d85984b72c9c12d237cc9dc0107bb035b1fc4b308f19cfc121bc85620662a5c"


@pytest.mark.parametrize("file", make.demo_files(), ids=lambda file: file.stem)
def test_a_design_that_says_nothing_new_is_written_in_the_first_fields_alone(file):
    design = without_what_came_later(file)
    written = as_json(design)

    assert written.keys() == AT_FIRST
    assert all(row.keys() == OF_A_REQUIREMENT for row in written["requirements"])
    assert digest(design) == hashlib.sha256(jcs(written)).hexdigest()
    assert Design.model_validate(written) == design


ASKED = {
    **ARTIFACT,
    "size_limit": 20,
    "minute_limit": 5,
    "page_limit": 4,
    "template": {"title": "Plan", "url": "https://example.org/plan", "file": str(UUID(int=7)), "sha256": "ab"},
    "shareable": True,
    "annotated": True,
    "transcribed": True,
    "shows": "students",
    "consents": ["family"],
    "language": "any",
}


def test_what_is_said_is_kept_and_changes_the_digest():
    old = Design.model_validate(OLD)
    new = Design.model_validate({**OLD, "requirements": [ASKED], "prerequisites": ["managing-change"]})

    assert Design.model_validate(as_json(new)) == new
    assert digest(new) != digest(old)
    assert rubric_digest(new) == rubric_digest(old)
    assert renewed(new).requirements[0].template == new.requirements[0].template


def test_the_rule_of_a_part_belongs_to_what_work_is_judged_by():
    old = Design.model_validate(OLD)
    ruled = old.model_copy(update={"part_rules": Design(part_rules=[{"kind": "at_least", "count": 1}]).part_rules})

    assert rubric_digest(ruled) != rubric_digest(old)
    assert ruled.rule_of(2).count == 1
    assert ruled.rule_of(1) is None


def found(design, field):
    return [str(problem.words) for problem in problems(design) if problem.field == field]


def asking(**changes):
    """A whole design whose first artifact says something more; with the place of that artifact."""
    design = make.plain_design()
    place = next(place for place, row in enumerate(design.requirements) if row.kind == "artifact")
    rows = [dict(row) for row in design.requirements]
    rows[place] |= {"accepts": ("document", "video"), **changes}
    return Design.model_validate({**dict(design), "requirements": rows}), f"requirements.{place}"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"size_limit": 0}, "size_limit", "The size limit is 0 MB."),
        ({"minute_limit": 999}, "minute_limit", "The length limit is 999 minutes."),
        ({"page_limit": 9_999}, "page_limit", "The page limit is 9999 pages."),
        ({"accepts": ("link",), "size_limit": 5}, "size_limit", "A size limit is set, but no files are accepted."),
        (
            {"accepts": ("document",), "minute_limit": 5},
            "minute_limit",
            "A limit of minutes is set, but neither audio nor video is accepted.",
        ),
        (
            {"accepts": ("video",), "page_limit": 5},
            "page_limit",
            "A limit of pages is set, but no documents are accepted.",
        ),
        ({"template": {"title": "Plan"}}, "template", "The template is neither a link nor a file."),
        ({"template": {"url": "https://example.org"}}, "template.title", "The name is missing."),
        ({"template": {"title": "Plan", "url": "javascript:x"}}, "template.url", "This is not a web address."),
        (
            {"shows": "students"},
            "consents",
            "Students may be seen or heard, and nobody's permission is asked for.",
        ),
        ({"language": "in any language"}, "language", "The language of the evidence is none."),
        (
            {"why_instead": "Where filming is not permitted."},
            "why_instead",
            "It says why it may be chosen instead, and is no alternative.",
        ),
        ({"one_of": "lesson"}, "one_of", "“lesson” has only one alternative."),
    ],
)
def test_what_a_requirement_says_of_its_evidence_must_make_sense(changes, field, words):
    design, at = asking(**changes)

    assert found(design, f"{at}.{field}") == [words]


def test_what_makes_sense_is_no_problem():
    design, _at = asking(**{name: value for name, value in ASKED.items() if name not in ARTIFACT})

    assert problems(design) == []


def alternatives(**changes):
    """A whole design with a second artifact that may stand in for the first."""
    design, at = asking(one_of="lesson")
    place = int(at.partition(".")[2])
    rows = [dict(row) for row in design.requirements]
    other = {**{name: value for name, value in rows[place].items() if name != "uuid"}, "id": "other", **changes}
    return Design.model_validate({**dict(design), "requirements": [*rows, other]}), f"requirements.{len(rows)}.one_of"


def test_alternatives_stand_in_for_each_other_only_where_they_feed_the_same_criteria_of_one_part():
    whole, at = alternatives()
    assert problems(whole) == []

    unlike, at = alternatives(feeds=[whole.rubric[0].id])
    assert found(unlike, at) == ["The alternatives “lesson” feed different criteria."]

    apart, at = alternatives(part=3, kind="reflection", accepts=[], word_limit=100)
    assert found(apart, at) == ["The alternatives “lesson” stand in different parts."]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([{"part": 2, "kind": "at_least"}], "its rule does not say how many"),
        ([{"part": 2, "kind": "at_least", "count": 0}], "its rule does not say how many"),
        ([{"part": 2, "kind": "at_least", "count": 99}], "its rule does not say how many"),
        ([{"part": 2, "kind": "total", "count": 1}], "its rule does not say which sum"),
        ([{"part": 2, "kind": "total", "count": 99}], "its rule does not say which sum"),
        ([{"part": 2}, {"part": 2, "kind": "at_least", "count": 1}], "Part 2 has two rules."),
        ([{"part": 2, "kind": "at_least", "count": 1}], ""),
        ([{"part": 1}], ""),
    ],
)
def test_the_rule_of_a_part_can_be_kept_and_never_asks_for_more_than_every_level(rules, words):
    said = [problem for problem in problems(make.plain_design(part_rules=rules)) if "part_rules" in problem.field]

    assert [words in str(problem.words) for problem in said] == ([True] if words else [])

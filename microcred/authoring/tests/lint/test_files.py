"""Designs as strangers write them: what can be read is read, what cannot is named by its path."""

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.authoring.lint import lint
from microcred.authoring.lint.files import MOST_VALUES, NoDesign, Unreadable, read_designs
from microcred.catalog.design import as_json, digest
from microcred.catalog.tests import make


def written(text):
    (one,) = read_designs(text.encode())
    return one


def changed(**changes):
    return written(yaml.safe_dump({**yaml.safe_load(make.demo_files()[0].read_text()), **changes}, allow_unicode=True))


@pytest.mark.parametrize("file", make.demo_files(), ids=lambda file: file.stem)
def test_a_design_in_shape_is_read_as_it_is(file):
    one = written(file.read_text())

    assert one.findings == ()
    theirs, ours = as_json(one.design), as_json(make.design(file.stem))
    assert {**theirs, "rubric": 0, "requirements": 0} == {**ours, "rubric": 0, "requirements": 0}


@pytest.mark.parametrize(
    ("changes", "check", "path", "says"),
    [
        ({"competancy": "x"}, "format", "competancy", "Call it “competency”"),
        ({"color": "red"}, "format", "color", "Take it out"),
        ({"hours": "twelve"}, "complete", "hours", "A whole number is expected"),
        ({"hours": [1, 2]}, "complete", "hours", "A whole number is expected"),
        ({"competency": {"a": "b"}}, "complete", "competency", "A text is expected"),
        ({"components": "one, two"}, "complete", "components", "A list is expected"),
        ({"components": ["only words"]}, "complete", "components.0", "Fields with names are expected"),
        (
            {"rubric": [{"name": "A", "levels": [{"title": "Low"}]}]},
            "format",
            "rubric.0.levels.0.title",
            "no field of this name",
        ),
        ({"requirements": [{"part": 4}]}, "complete", "requirements.0.part", "none of the values"),
        ({"requirements": [{"accepts": ["hologram"]}]}, "complete", "requirements.0.accepts.0", "document, image"),
        ({"resources": {"title": "A page"}}, "format", "resources", "One entry stands where a list"),
        ({"demonstration": "perhaps"}, "complete", "demonstration", "Yes or no"),
        ({"name": "a\u0007b"}, "complete", "name", "cannot be shown or kept"),
    ],
)
def test_each_slip_is_a_sentence_with_its_path_and_the_rest_is_read(changes, check, path, says):
    one = changed(**changes)

    (finding, *more) = one.findings
    assert (finding.check, finding.field) == (check, path)
    assert says in f"{finding.why} {finding.mend}"
    assert len(more) <= 1
    assert one.design.rationale


def test_words_stay_words():
    one = written("competency: 12\nname: no\nlanguage: yes\ntags: [2024-01-01, 1.10]\nhours: '8'\nrationale: null\n")

    assert one.findings == ()
    assert (one.design.competency, one.design.name, one.design.hours) == ("12", "no", 8)
    assert one.design.tags == ("2024-01-01", "1.10")
    assert one.design.rationale == ""


def test_one_text_for_a_list_and_capital_letters_are_taken_as_meant():
    one = written(
        "name: A\naudience: Teacher, Coach\nrequirements:\n- {part: '2', accepts: [Document, LINK], feeds: a}\n"
    )

    assert one.findings == ()
    (asked,) = one.design.requirements
    assert one.design.audience == ("Teacher", "Coach")
    assert (asked.part, asked.kind, asked.accepts, asked.feeds) == (2, "artifact", ("document", "link"), ("a",))


def test_a_field_that_stands_twice_is_named_with_its_line():
    one = written("name: A\ncompetency: First.\nhours: 3\ncompetency: Second.\n")

    (finding,) = one.findings
    assert (finding.check, finding.field, one.design.competency) == ("format", "competency", "Second.")
    assert "line 4" in str(finding.why)


def test_a_design_within_one_field_two_in_a_file_and_json_are_read():
    assert written("micro_credential:\n  competency: A\n").design.competency == "A"
    assert [one.design.name for one in read_designs(b"name: A\n---\nname: B\n")] == ["A", "B"]
    assert written('{"name": "A", "hours": 3}').design.hours == 3


SWOLLEN = b"name: &a [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"t%d: &%c [%s]\n" % (number, 98 + number, b",".join([b"*%c" % (97 + number)] * 10)) for number in range(6)
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"- a\n- b\n", "list"),
        (b"just words", "list or a single text"),
        (b"title: A\nauthor: B\n", "none of its fields"),
        (b"name: [a\n", "not YAML at line"),
        (b"name: \xff\xfe", "not UTF-8"),
        (b"\x00\x01\x02", "not YAML"),
        (b"name: " + b"x" * 3_000_000, "bytes"),
        (b"tags: " + b"[" * 5_000, "not YAML"),
        (SWOLLEN, f"{MOST_VALUES:,} values"),
    ],
)
def test_what_holds_no_design_says_why(content, says):
    with pytest.raises(Unreadable, match=says):
        read_designs(content)


def test_a_name_that_does_not_match_is_told_with_the_one_that_was_meant():
    design = make.design()
    first, second, *others = design.rubric
    asked = design.requirements[0].model_copy(update={"feeds": ("Overview",)})
    second = second.model_copy(update={"required": "proficient"})
    changed = {"rubric": (first, second, *others), "requirements": (asked, *design.requirements[1:])}
    report = lint(design.model_copy(update=changed), today=date(2026, 11, 26))

    told = {(one.check, one.field): (one.found, str(one.mend)) for one in report.findings}
    assert told["required-level", "rubric.1.required"] == ("proficient", "Write “Proficient”, if that is meant.")
    assert told["feeds", "requirements.0.feeds"] == ("Overview", "Write “overview”, if that is meant.")


def test_something_else_than_a_design_is_told_apart_from_a_broken_file():
    with pytest.raises(NoDesign):
        read_designs(b"stacks: []\ncrosswalks: []\n")


INNER_NAMES = st.sampled_from(["name", "levels", "part", "feeds", "url", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INNER_NAMES, inner, max_size=3),
    max_leaves=12,
)
NAMES = st.sampled_from(["name", "rubric", "requirements", "research", "hours", "tags", "odd"])


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, min_size=1))
def test_nothing_that_yaml_can_say_breaks_the_reader(value):
    try:
        one, *_more = read_designs(yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
    assert digest(one.design)
    for finding in one.findings:
        assert finding.field
        assert str(finding.why).endswith(".")
        assert str(finding.mend).endswith((".", "…"))

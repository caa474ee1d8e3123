"""Designs as strangers write them: what can be read is read, what cannot is named by its path."""

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.authoring.lint import lint
from microcred.authoring.lint.documents import NoDesign, Unreadable
from microcred.authoring.lint.files import MOST_VALUES, read_designs
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[{name: A, hours: 2}, {name: B, competency: C}]", ["A", "B"]),
        ("version: 3\ndesign: {name: A, competency: B, hours: 2}\n", ["A"]),
        ("micro_credentials:\n- {name: A, competency: B, hours: 2}\n- {name: C, rubric: []}\n", ["A", "C"]),
    ],
)
def test_designs_in_a_list_or_within_something_else_are_found(text, names):
    assert [one.design.name for one in read_designs(text.encode())] == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_encodings_that_name_themselves_are_read(encoding, line):
    (one,) = read_designs(f"name: Enseñanza{line}hours: 3{line}".encode(encoding))

    assert (one.design.name, one.design.hours) == ("Enseñanza", 3)


def test_a_field_written_another_way_is_read_and_told():
    one = written("Name: A\nkeyMethod: B\nrubric:\n- {name: C, Required: D}\n")

    assert (one.design.name, one.design.key_method, one.design.rubric[0].required) == ("A", "B", "D")
    assert [(found.check, found.field) for found in one.findings] == [
        ("format", "Name"),
        ("format", "keyMethod"),
        ("format", "rubric.0.Required"),
    ]


def test_a_field_that_stands_twice_deep_within_is_named_by_its_path():
    one = written("name: A\nrubric:\n- name: B\n  levels:\n  - name: C\n    name: D\n")

    assert [found.field for found in one.findings] == ["rubric.0.levels.0.name"]


SWOLLEN = b"name: &a [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"t%d: &%c [%s]\n" % (number, 98 + number, b",".join([b"*%c" % (97 + number)] * 10)) for number in range(6)
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It is empty"),
        (b"# only a comment\n", "It is empty"),
        (b"---\n---\nnull\n", "It is empty"),
        (b"- a\n- b\n", "list or a single text"),
        (b"just words", "list or a single text"),
        (b"title: A\nauthor: B\n", "it has title, author, and none of a design's fields"),
        (b"name: [a\n", "at line 2, column 1: .* close what is opened"),
        (b"name: Teaching: the art\n", "at line 1, column 15: .* a colon into quotation marks"),
        (b"name: A\ncomponents:\n\t- name: B\n", "blanks, not tabs"),
        (b'{"name": "A", "competency": "B', "never closed"),
        (b"name: A\ncomponents: &all\n- text: *all\n", "refers to itself"),
        ("name: Enseñanza".encode("latin-1"), "not UTF-8 text: line 1 .* Save it as UTF-8"),
        (b"\xff\xfename: A", "neither"),
        (b"name: A\nstack: \x00\n", r"line 2 holds the character U\+0000"),
        (b"PK\x03\x04\x14\x00", "Word and Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"name: " + b"x" * 3_000_000, "more than 2,000,000 bytes"),
        (b"tags: " + b"[" * 5_000, "within each other"),
        (b"[" * 100_000 + b"]" * 100_000, "within each other"),
        (b'{"name": ' * 30_000, "within each other"),
        (b"".join(b" " * depth + b"a:\n" for depth in range(1_500)), "within each other"),
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

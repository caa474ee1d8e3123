"""Whatever a stranger gives the commands, they end with figures or with a sentence: never with a traceback."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from microcred.cli import app

NAMES = st.sampled_from(["a", "b", "c", "NA", "", "1", "Élodie", "x y", '"', "a,b"])
CELLS = st.one_of(
    st.sampled_from(
        ["1", "2", "3", "4", "2.0", "", "NA", ".", "-1", "1e400", "1e300", "nan", "inf", "met", " 2 ", "1,5"]
    ),
    st.text(max_size=6),
)
HEADINGS = st.sampled_from(
    [
        "unit,rater,value",
        "unit;rater;value",
        "unit\trater\tvalue",
        "unit,rater,value,criterion",
        "person,rater,criterion,score",
        "person,rater,one,two",
        "unit,a,b,c",
        ",a,b",
        "a,a",
        "",
    ]
)
FORMS = st.sampled_from(
    [
        ("agreement",),
        ("agreement", "--wide"),
        ("agreement", "--criteria", "all"),
        ("agreement", "--counts"),
        ("agreement", "--table"),
        ("agreement", "--level", "ratio", "--cut", "2"),
        ("agreement", "--categories", "1,2,3,4"),
        ("agreement", "--weight", "value"),
        ("severity",),
        ("severity", "--wide"),
        ("severity", "--scale", "partial-credit"),
        ("consistency", "--cut", "2", "--reliability", "0.8", "--total", "value"),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    heading = draw(HEADINGS)
    separator = next((each for each in ";\t" if each in heading), ",")
    width = heading.count(separator) + 1
    lines = []
    for _line in range(draw(st.integers(0, 12))):
        cells = [
            draw(NAMES if place < 2 else CELLS) for place in range(width + draw(st.sampled_from([0, 0, 0, 1, -1])))
        ]
        lines.append(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells))
    return draw(st.sampled_from(["", "\ufeff"])) + heading + "\n" + "\n".join(lines)


def asked(form: tuple[str, ...], file: Path, content: bytes, *options: str):
    file.write_bytes(content)
    command, *rest = form
    return CliRunner().invoke(app, [command, str(file), *rest, *options])


def is_a_clear_end(said) -> None:
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    assert said.exit_code in (0, 1, 2)
    if said.exit_code == 2:
        assert not said.stdout
        assert re.search(r"\.$", said.stderr.strip()), said.stderr
    else:
        json.loads(said.stdout, parse_constant=pytest.fail)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FORMS, files())
@example(("agreement",), "unit,rater,value\n")
@example(("agreement", "--wide"), "unit\n1\n")
@example(("agreement", "--table"), "a\n1\n")
@example(("agreement", "--table"), "r,a\na,1\n")
@example(("agreement", "--counts"), "u,a,b\n1,1,1\n")
@example(("severity",), "person,rater,score\n1,a,1\n1,b,2\n")
def test_odd_files_end_with_figures_or_a_sentence(tmp_path, form, text):
    is_a_clear_end(asked(form, tmp_path / "ratings.csv", text.encode("utf-8", "surrogatepass"), "--json"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FORMS, st.binary(max_size=200))
@example(("agreement",), b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe")
@example(("agreement",), b"\x89PNG\r\n\x1a\n\x00\x00")
@example(("severity",), b"\xff\xfeu")
@example(("agreement",), b"unit,rater,value\n\x00,a,1")
def test_no_text_at_all_ends_with_a_sentence(tmp_path, form, content):
    is_a_clear_end(asked(form, tmp_path / "ratings.csv", content, "--json"))


ratings = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 1), st.integers(0, 3)), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(0, 0, 0, 2), (0, 0, 1, 1), (0, 1, 0, 0)], "rating-scale")
@example([(0, 0, 1, 0), (0, 0, 1, 3), (0, 1, 0, 0)], "partial-credit")
@given(ratings, st.sampled_from(["rating-scale", "partial-credit"]))
def test_any_scores_have_severities_or_a_reason(tmp_path, given_scores, scale):
    lines = "".join(f"p{p},r{r},c{c},{s}\n" for p, r, c, s in given_scores)
    said = asked(
        ("severity", "--scale", scale), tmp_path / "s.csv", f"person,rater,criterion,score\n{lines}".encode(), "--json"
    )
    is_a_clear_end(said)
    if said.exit_code == 1:
        assert json.loads(said.stdout)["words"]


def test_a_criterion_on_which_all_got_the_same_takes_no_figure_from_the_others(tmp_path):
    lines = "".join(f"p{p},r{r},c0,{(p + r) % 3}\np{p},r{r},c1,1\n" for p in range(6) for r in range(2))
    said = asked(
        ("severity", "--scale", "partial-credit"),
        tmp_path / "r.csv",
        f"person,rater,criterion,score\n{lines}".encode(),
        "--json",
    )
    is_a_clear_end(said)
    assert said.exit_code == 0


@example([(0, 0, 0, 0), (1, 0, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0)], "nominal")
# Five scores of which hardly a sample leaves any error: an interval had no upper end.
@example([(0, 0, 0, 0), (0, 0, 1, 3), (0, 3, 0, 0), (5, 0, 0, 0), (5, 1, 0, 3)], "ordinal")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ratings, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_any_ratings_by_criteria_have_figures_or_reasons(tmp_path, given_scores, level):
    once = {(p, r, c): s for p, r, c, s in given_scores}
    lines = "".join(f"u{p},r{r},c{c},{s}\n" for (p, r, c), s in once.items())
    file = tmp_path / "r.csv"
    options = ("--level", level, "--cut", "2")
    said = asked(("agreement", *options), file, f"unit,rater,criterion,value\n{lines}".encode(), "--json")
    is_a_clear_end(said)
    assert asked(("agreement", *options), file, file.read_bytes()).exit_code == said.exit_code


@pytest.mark.parametrize("what", ["a folder", "nothing"])
def test_what_is_no_file_is_told(tmp_path, what):
    place = tmp_path if what == "a folder" else tmp_path / "gone.csv"
    said = CliRunner().invoke(app, ["agreement", str(place)])
    assert said.exit_code == 2
    assert ("is a folder" if what == "a folder" else "is not there") in said.stderr


@pytest.mark.parametrize("cut", ["nan", "inf", "-inf"])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_cut_that_is_no_number_is_told(tmp_path, cut, options):
    said = asked(
        ("agreement", f"--cut={cut}"), tmp_path / "r.csv", b"unit,rater,value\n1,a,1\n1,b,2\n2,a,2\n2,b,2\n", *options
    )
    assert (said.exit_code, said.stdout) == (2, "")
    assert "no level" in said.stderr


@pytest.mark.parametrize(
    ("form", "heading", "line"),
    [
        (("agreement", "--level", "interval"), "unit,rater,value", "{0},{1},{2}.5e299"),
        (("agreement", "--level", "ratio"), "unit,rater,value", "{0},{1},{2}.5e149"),
        (("agreement", "--level", "interval"), "unit,rater,value", "{0},{1},{2}.5e49"),
        (("agreement", "--weight", "often"), "unit,rater,value,often", "{0},{1},{2},1e300"),
        (("agreement", "--weight", "often"), "unit,rater,value,often", "{0},{1},{2},1e50"),
    ],
)
def test_numbers_of_any_size_have_figures_or_a_sentence(tmp_path, form, heading, line):
    lines = [line.format(unit, rater, (unit * 3 + turn) % 4) for unit in range(9) for turn, rater in enumerate("abc")]

    is_a_clear_end(asked(form, tmp_path / "r.csv", "\n".join([heading, *lines]).encode(), "--json"))


def test_of_severities_it_is_told_how_many_lines_say_once_more_who_rated_whom(tmp_path):
    lines = [f"{p},{r},{(p * p + turn) % 3 + 1}" for p in range(12) for turn, r in enumerate("abc")]
    once, twice = ("\n".join(["person,rater,score", *each]).encode() for each in (lines, lines * 2))

    assert json.loads(asked(("severity",), tmp_path / "r.csv", once, "--json").stdout)["repeated"] == 0
    assert json.loads(asked(("severity",), tmp_path / "r.csv", twice, "--json").stdout)["repeated"] == 36
    assert "36 of them repeat person, rater and criterion" in asked(("severity",), tmp_path / "r.csv", twice).stdout


def test_a_score_between_others_that_nobody_gave_is_told_to_be_a_level_all_the_same(tmp_path):
    def noted(*scores: int) -> list[str]:
        lines = [f"p{p},{r},{scores[(p * p + turn) % 4]}" for p in range(12) for turn, r in enumerate("abc")]
        file = "\n".join(["person,rater,score", *lines]).encode()
        said = json.loads(asked(("severity",), tmp_path / "r.csv", file, "--json").stdout)
        return [each for each in said["notes"] if "never given" in each]

    assert noted(1, 2, 3, 4) == noted(0, 1, 2, 3) == []
    assert noted(1, 2, 4, 5)[0].startswith("3 was never given: ")
    assert noted(1, 3, 5, 6)[0].startswith("2 and 4 were never given: ")

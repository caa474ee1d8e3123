"""What a stranger could be misled by: steps that nobody used, certainty of few, slips taken for words, hidden units."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.estimates import NotEstimable
from microcred.measures.intervals import wilson

GAP = "unit,a,b\n1,1,4\n2,4,1\n3,1,1\n4,4,4\n5,4,4\n"
SCALE = "".join(f"{unit},a,{unit % 4 + 1}\n{unit},b,{(unit + unit // 7) % 4 + 1}\n" for unit in range(30))
LONG = f"unit,rater,value\n{SCALE}"


@pytest.fixture
def call(tmp_path: Path):
    def _call(command: str, text: str, *options: str):
        file = tmp_path / "ratings.csv"
        file.write_text(text)
        return CliRunner().invoke(app, [command, str(file), *options])

    return _call


@pytest.fixture
def figures(call):
    def _figures(text: str, *options: str):
        return json.loads(call("agreement", text, "--json", *options).stdout)

    return _figures


# -- steps


def test_steps_are_told_by_number_where_a_level_was_never_used(figures):
    found = figures(GAP, "--wide")
    assert found["statistics"]["adjacent_agreement"]["value"] == pytest.approx(0.6)
    assert found["further"]["all_within_one"]["value"] == pytest.approx(0.6)
    named = figures(GAP, "--wide", "--categories", "1,2,3,4")
    assert named["statistics"]["adjacent_agreement"]["value"] == pytest.approx(0.6)


def test_levels_that_were_never_used_are_told_until_all_are_named(figures, call):
    said = "2 and 3 were never used and are not counted as categories"
    assert said in " ".join(figures(GAP, "--wide")["notes"])
    assert "--categories 1,2,3,4" in call("agreement", GAP, "--wide").stdout
    assert not [each for each in figures(GAP, "--wide", "--categories", "1,2,3,4")["notes"] if said in each]
    assert not [each for each in figures(LONG)["notes"] if "never used" in each]


# -- certainty


@pytest.mark.parametrize("units", [2, 3, 9, 20, 80])
@pytest.mark.parametrize("raters", ["ab", "abc"])
def test_where_nobody_disagreed_intervals_still_have_a_width_and_few_earn_no_label(figures, units, raters):
    text = "unit,rater,value\n" + "".join(f"{u},{r},{u % 2 + 1}\n" for u in range(units) for r in raters)
    found = figures(text)
    bound = wilson(units, units).low
    for name, each in (found["statistics"] | found["further"]).items():
        assert not each["estimable"] or "low" not in each or each["high"] - each["low"] > 0.01, name
    assert found["statistics"]["exact_agreement"]["low"] == pytest.approx(bound)
    kappa = found["statistics"]["fleiss_kappa"]
    assert kappa["value"] == pytest.approx(1)
    chance = 0.5 if units % 2 == 0 else ((units // 2) ** 2 + (units - units // 2) ** 2) / units**2
    assert kappa["low"] == pytest.approx(max(-1, (bound - chance) / (1 - chance)))
    if units < 10:
        assert "label" not in kappa
    else:
        assert kappa["label"]["words"] != "almost perfect" or kappa["low"] > 0.8


def test_one_constant_category_says_little_however_many_are_named(figures):
    text = "unit,rater,value\n1,a,2\n1,b,2\n2,a,2\n2,b,2\n"
    found = figures(text, "--categories", "1,2,3,4")["statistics"]
    assert found["gwet_ac1"]["value"] == pytest.approx(1)
    assert found["gwet_ac1"]["low"] == pytest.approx(wilson(2, 2).low)
    assert "label" not in found["gwet_ac1"]


def test_perfect_agreement_beside_units_read_once_has_a_width_too(figures):
    text = "unit,a,b\n1,1,1\n2,2,2\n3,1,1\n4,2,\n5,,1\n"
    found = figures(text, "--wide")["statistics"]
    for name in ("gwet_ac1", "cohen_conger_kappa", "krippendorff_alpha_ordinal", "icc_A_1"):
        assert found[name]["high"] - found[name]["low"] > 0.1, name


def test_by_which_units_do_not_differ_the_difference_of_raters_is_no_certainty(figures):
    found = figures("unit,a,b\n1,1,2\n2,2,3\n3,3,4\n", "--wide")
    away = found["by_rater"][0]["mean_difference"]
    assert away["value"] == pytest.approx(-1)
    assert away["low"] < -1.1
    assert away["high"] > -0.9


def test_one_unit_judged_by_two_has_no_figures(figures):
    found = figures("unit,a,b\n1,1,1\n2,2,\n3,,1\n", "--wide")["statistics"]
    assert found["exact_agreement"]["reason"] == found["gwet_ac1"]["reason"] == "one case"


# -- numbers and words


@pytest.mark.parametrize("cell", ["inf", "-inf", "Infinity", "-nan", "1e300", "1e308", "1e400", "9e99"])
@pytest.mark.parametrize("level", [(), ("--level", "interval")])
def test_what_nothing_can_be_reckoned_with_is_refused_with_its_line(call, cell, level):
    said = call("agreement", f"{LONG}99,a,{cell}\n99,b,1\n", *level)
    assert said.exit_code == 2
    assert "line 62" in said.stderr
    assert f"“{cell}”" in said.stderr


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", ["e-300", "e-160", "e-40", "e30", "e49"])
@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_numbers_of_any_size_give_no_warnings_and_no_nan(call, size, level):
    lines = "".join(f"{u},{r},{(u * 3 + i) % 4 + 1}.5{size}\n" for u in range(9) for i, r in enumerate("abc"))
    said = call("agreement", f"unit,rater,value\n{lines}", "--level", level)
    assert said.exit_code == 0, said.stderr
    assert not said.stderr
    assert not re.search(r"\b(nan|inf)\b", said.stdout)


@pytest.mark.parametrize("slip", ["3?", "two"])
def test_a_stray_word_among_numbers_is_refused_with_the_way_forward(call, figures, slip):
    text = f"{LONG}99,a,{slip}\n99,b,1\n"
    said = call("agreement", text)
    assert said.exit_code == 2
    assert f"line 62: “{slip}” is no number, and 61 of 62 ratings are" in said.stderr
    assert f"--missing {slip}" in said.stderr
    assert "--level nominal" in said.stderr
    assert figures(text, "--missing", slip)["level"] == "ordinal"
    assert figures(text, "--level", "nominal")["level"] == "nominal"


def test_a_column_of_counts_that_is_no_number_among_numbers_is_refused(call):
    said = call("agreement", "unit,1,2,3,total\n1,2,0,0,2\n2,0,1,1,2\n", "--counts")
    assert said.exit_code == 2
    assert "“total” is no number" in said.stderr
    assert (
        call("agreement", "unit,1,2,3,total\n1,2,0,0,2\n2,0,1,1,2\n", "--counts", "--categories", "1,2,3").exit_code
        == 0
    )


def test_words_that_shall_be_in_an_order_are_named_with_their_line(call):
    said = call("agreement", "unit,rater,value\n1,a,met\n1,b,not met\n", "--level", "ordinal")
    assert "line 2: “met” is a word" in said.stderr
    assert "line 3 holds “5”" in call("agreement", "unit,rater,value\n1,a,1\n1,b,5\n", "--categories", "1,2").stderr


def test_the_heading_says_which_level_was_taken(call):
    assert "taken as ordinal: 1, 2, 3, 4" in call("agreement", LONG).stdout
    assert "taken as nominal: met, not met" in call("agreement", "unit,rater,value\n1,a,met\n1,b,not met\n").stdout


# -- what is not used


def test_columns_that_are_not_used_are_told(figures, call):
    heading, *lines = LONG.splitlines()
    text = "\n".join([f"{heading},weight,school", *(f"{line},2,x" for line in lines)])
    told = "columns not used: weight (weigh by it with --weight weight), school"
    assert told in figures(text)["notes"]
    assert told in call("agreement", text).stdout
    assert "columns not used: school" in figures(text, "--weight", "weight")["notes"]
    assert not figures(LONG)["notes"]


def test_in_the_wide_form_a_column_called_weight_is_told_to_be_a_rater(figures):
    assert any(
        "weight is taken as a rater" in each for each in figures("unit,a,weight\n1,1,2\n2,2,2\n", "--wide")["notes"]
    )


def test_figures_say_how_many_units_they_rest_on(call):
    lines = "".join(f"{u},{u % 4 + 1},{(u + u // 5) % 4 + 1},{u % 3 + 1 if u < 8 else ''}\n" for u in range(12))
    said = call("agreement", f"unit,a,b,c\n{lines}13,1,,\n", "--wide").stdout
    assert said.startswith("13 units, 3 raters, 33 ratings; 12 units judged by two or more, 8 by all raters")
    assert re.search(r"^ICC\(A,1\) .*\(8 of 13 units, complete ones\)$", said, re.MULTILINE)
    assert re.search(r"^Krippendorff's alpha, ordinal .*\(12 of 13 units, judged by two or more\)$", said, re.MULTILINE)
    assert re.search(r"^Kendall's W.*\(8 of 13 units, complete ones\)$", said, re.MULTILINE)


@pytest.mark.parametrize("text", ["unit,a\n1,1\n2,2\n", "unit,a,b\n1,1,2\n", "unit,a,b\n1,,\n"])
def test_a_file_of_which_nothing_can_be_estimated_ends_with_1(call, text):
    for options in ((), ("--json",)):
        said = call("agreement", text, "--wide", *options)
        assert said.exit_code == 1
        assert "estimable" in said.stdout


# -- severity


def severities(extra: str = "") -> str:
    lines = "".join(
        f"p{p},{r},c{c},{(p + harsh + c) % 4}\n" for p in range(12) for harsh, r in enumerate("abc") for c in (1, 2)
    )
    return f"person,rater,criterion,score\n{lines}{extra}"


def test_ratings_that_are_not_used_for_severities_are_told_and_add_up(call):
    text = severities("".join(f"top,{r},c{c},3\n" for r in "ab" for c in (1, 2)))
    data = json.loads(call("severity", text, "--json").stdout)
    assert (data["given"], data["ratings"], data["not_used"]) == (76, 72, 4)
    assert sum(each["ratings"] for each in data["raters"]) == 76
    assert data["extremes"] == {"raters": 0, "criteria": 0, "persons": 1}
    said = call("severity", text).stdout
    assert said.startswith("76 ratings by 3 raters of 13 persons by 2 criteria")
    assert "72 of them are used; 4 are not, for they are of 1 person at an end of the scale" in said


def test_both_severities_are_told_from_the_same_middle_with_what_they_are(call):
    text = severities()
    data = json.loads(call("severity", text, "--json").stdout)
    assert sum(each["centred"] for each in data["raters"]) == pytest.approx(0, abs=1e-9)
    assert sum(each["corrected"] for each in data["raters"]) == pytest.approx(0, abs=1e-9)
    said = call("severity", text).stdout
    for words in (
        "JMLE",
        "centred on 0, raters float",
        "the last error and interval",
        "the pages of scoring quality go by it",
    ):
        assert words in said


def test_columns_that_severity_does_not_use_are_told(call):
    text = "\n".join(
        f"{line},{'school' if place == 0 else 'x'}" for place, line in enumerate(severities().splitlines())
    )
    assert "columns not used: school" in json.loads(call("severity", text, "--json").stdout)["notes"]
    assert "columns not used: school" in call("severity", text).stdout


def test_no_figure_is_ever_no_number():
    from microcred.measures.reports.figures import Alone, figure

    assert figure(Alone(float("nan"), 3))["reason"] == "beyond reckoning"
    assert figure(NotEstimable("no pairs", 3))["reason"] == "no pairs"

"""Checking a figure from the command line: both forms of a file, words and JSON, and files that hold no ratings."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.tests import known

LONG = "unit,rater,value\n1,a,1\n1,b,1\n2,a,2\n2,b,1\n3,a,2\n3,b,2\n4,a,1\n4,b,1\n"
WORDS = "unit,rater,value\n1,a,met\n1,b,met\n2,a,not met\n2,b,met\n3,a,not met\n3,b,not met\n"
WIDE = "unit,a,b\n1,1,1\n2,2,1\n3,2,2\n4,1,1\n"
SCORES = "person,rater,criterion,score\n" + "".join(
    f"{person},{rater},{criterion},{(person + severity + criterion) % 4}\n"
    for person in range(12)
    for severity, rater in enumerate(("Ines", "Kofi", "Lena"))
    for criterion in (1, 2)
)


@pytest.fixture
def call(tmp_path: Path):
    def _call(command: str, text: str | bytes, *options: str):
        file = tmp_path / "ratings.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(app, [command, str(file), *options])

    return _call


def test_both_forms_of_the_same_ratings_give_the_same_figures(call):
    long = json.loads(call("agreement", LONG, "--json").stdout)
    wide = json.loads(call("agreement", WIDE, "--wide", "--json").stdout)
    assert long["statistics"] == wide["statistics"]
    assert long["statistics"]["exact_agreement"]["value"] == pytest.approx(0.75)
    assert long["statistics"]["cohen_conger_kappa"]["value"] == pytest.approx(0.5)


def test_words_and_json_tell_the_same(call):
    words = call("agreement", LONG, "--level", "nominal").stdout
    data = json.loads(call("agreement", LONG, "--level", "nominal", "--json").stdout)
    assert re.search(rf"^exact agreement +{data['statistics']['exact_agreement']['value']:.4f} ", words, re.MULTILINE)
    assert words.startswith("4 units, 2 raters, 8 ratings")


def test_counts_are_whole_and_one_is_called_one(call):
    text = call("agreement", LONG, "--json").stdout
    data = json.loads(text)
    assert isinstance(data["ratings"], int)
    assert all(isinstance(each["ratings"], int) for each in data["by_rater"])
    assert not re.search(r'"(units|pairable|complete|ratings|cases)": \d+\.\d', text)
    one = call("agreement", "unit,rater,value\n1,a,1\n1,b,1\n", "--level", "nominal").stdout
    assert one.startswith("1 unit, 2 raters, 2 ratings")


def test_the_same_seed_gives_the_same_interval_and_another_one_another(call):
    first, again = (call("agreement", LONG, "--json", "--seed", "5").stdout for _ in range(2))
    assert first == again
    assert first != call("agreement", LONG, "--json", "--seed", "6").stdout


def test_columns_can_have_other_names_and_criteria_are_told_apart(call):
    clarity = "1,a,1,clarity\n1,b,2,clarity\n2,a,2,clarity\n2,b,2,clarity\n"
    text = f"work,reader,level,aspect\n{clarity}1,a,1,depth\n1,b,1,depth\n"
    names = ("--unit", "work", "--rater", "reader", "--value", "level", "--criterion", "aspect")
    found = json.loads(call("agreement", text, *names, "--json").stdout)["criteria"]
    assert set(found) == {"clarity", "depth"}
    assert found["depth"]["categories"] == ["1", "2"]
    assert found["clarity"]["statistics"]["exact_agreement"]["value"] == 0.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [("unit,rater,value\n1,a,1\n2,a,2\n", "one rater"), ("unit,rater,value\n1,a,1\n2,b,1\n", "no pairs")],
    ids=["one rater", "nobody read the same"],
)
def test_what_cannot_be_estimated_is_told_with_its_reason(call, text, reason):
    said = call("agreement", text, "--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout)["statistics"]["exact_agreement"]["reason"] == reason
    assert "NaN" not in said.stdout
    assert re.search(rf"not estimable, because .* \[{reason}\]", call("agreement", text).stdout)


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", (), "is empty"),
        ("unit,rater,value\n", (), "no ratings below its heading"),
        ("unit,who,value\n1,a,1\n", (), "has no column “rater”. It has: unit, who, value."),
        ("unit,rater,value\n1,a,1,9\n", (), "line 2 has 4 cells"),
        ("unit,rater,value\n,a,1\n", (), "line 2 names no unit"),
        ("unit,rater,rater\n1,a,1\n", (), "two columns “rater”"),
        (
            "unit,rater,value\n1,a,1\n1,b,1\n1,a,2\n",
            (),
            "rater a has rated unit 1 already, on line 2. A rater rates a unit once. Keep the line that counts; if the",
        ),
        (
            "unit,rater,value,criterion\n1,a,1,x\n1,a,2,y\n1,a,2,x\n",
            (),
            "line 4: rater a has rated unit 1 by x already, on line 2",
        ),
        ("unit,a,b\n1,1,1\n1,2,1\n", ("--wide",), "line 3: unit 1 has a line already, 2"),
        ("unit\n1\n", ("--wide",), "has no column with ratings beside “unit”"),
        (WORDS, ("--level", "ordinal"), "no order of their own"),
        (WORDS, ("--level", "interval"), "have no distances"),
        (LONG, ("--categories", "2,3"), "1"),
    ],
    ids=[
        "empty",
        "heading only",
        "another column",
        "a cell too many",
        "no unit",
        "twice",
        "rated twice",
        "rated twice by a criterion",
        "two lines of a unit",
        "no raters",
        "words in no order",
        "words without distances",
        "outside the scale",
    ],
)
def test_a_file_that_holds_no_ratings_is_refused_in_words(call, text, options, words):
    said = call("agreement", text, *options)
    assert said.exit_code == 2
    assert words in said.stderr


SAME = {
    "a byte order mark": LONG.encode("utf-8-sig"),
    "UTF-16, as spreadsheets export it": LONG.replace(",", "\t").encode("utf-16"),
    "semicolons": LONG.replace(",", ";"),
    "semicolons and decimal commas": LONG.replace(",", ";").replace(";1\n", ";1,0\n"),
    "tabs": LONG.replace(",", "\t"),
    "quotes": "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in LONG.splitlines()),
    "Windows' line ends, and empty lines": LONG.replace("\n", "\r\n") + "\r\n,,\r\n",
    "spaces": LONG.replace(",", " , "),
    "capitals in the heading": LONG.replace("unit,rater,value", "Unit,Rater,Value"),
    "a number written in two ways": LONG.replace("a,1", "a,1.0"),
    "marks where nobody judged": LONG + "5,a,NA\n5,b,2\n6,a,\n6,b,#N/A\n7,a,.\n7,b,null\n",
    "a column more": "".join(f"{line},x\n" for line in LONG.splitlines()),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_ratings_written_otherwise_give_the_same_figures(call, text):
    said = call("agreement", text, "--json")
    assert said.exit_code == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["categories"] == ["1", "2"]
    plain = json.loads(call("agreement", LONG, "--json").stdout)["statistics"]
    assert found["statistics"]["exact_agreement"]["value"] == plain["exact_agreement"]["value"]
    assert found["statistics"]["krippendorff_alpha_nominal"]["value"] == pytest.approx(
        plain["krippendorff_alpha_nominal"]["value"]
    )


def test_names_may_hold_separators_quotes_and_line_breaks(call):
    text = 'unit,rater,value\n1,"Li, Wei",1\n1,"O""Hara",1\n2,"Li, Wei","2"\n2,"O""Hara",1\n"a\nb",x,1\n'
    found = json.loads(call("agreement", text, "--json").stdout)
    assert (found["units"], found["raters"]) == (3, 3)
    wrong = call("agreement", text + "4,,1\n")
    assert "line 8 names no rater" in wrong.stderr


def test_words_are_nominal_unless_their_order_is_told(call):
    nominal = json.loads(call("agreement", WORDS, "--json").stdout)
    assert nominal["level"] == "nominal"
    assert nominal["categories"] == ["met", "not met"]
    ordered = json.loads(call("agreement", WORDS, "--categories", "not met,partly,met", "--json").stdout)
    assert ordered["level"] == "ordinal"
    assert ordered["categories"] == ["not met", "partly", "met"]
    assert ordered["statistics"]["quadratic_weighted_kappa"]["estimable"]
    assert ordered["statistics"]["icc_A_1"]["reason"] == "not numbers"


def test_the_wide_form_can_name_its_raters_and_hold_criteria(call):
    text = "group;work;a;b;criterion\nx;1;1;2;depth\nx;2;2;2;depth\nx;1;1;1;style\nx;2;2;1;style\n"
    found = json.loads(call("agreement", text, "--wide", "--unit", "work", "--raters", "a,b", "--json").stdout)
    assert set(found["criteria"]) == {"depth", "style"}
    assert found["criteria"]["depth"]["raters"] == 2
    plain = json.loads(call("agreement", "a,b\n1,1\n1,2\n", "--wide", "--raters", "a,b", "--json").stdout)
    assert plain["units"] == 2


ODD = {
    "nothing said": "unit,a,b\n1,,\n2,NA,.\n",
    "one unit": "unit,a,b\n1,1,2\n",
    "one rater": "unit,a\n1,1\n2,2\n3,1\n",
    "one category": "unit,a,b\n1,2,2\n2,2,2\n3,2,2\n",
    "nobody read the same": "unit,a,b\n1,1,\n2,,2\n3,2,\n",
    "one always the same": "unit,a,b\n1,1,1\n2,1,2\n3,1,3\n",
    "exactly the same": "unit,a,b\n1,1,1\n2,2,2\n3,3,3\n",
    "the contrary": "unit,a,b\n1,1,3\n2,2,2\n3,3,1\n",
    "a rater who said nothing": "unit,a,b,c\n1,1,1,\n2,2,1,\n3,2,2,\n",
}


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_of_odd_tables_every_figure_is_a_number_within_bounds_or_has_a_reason(call, text, level):
    said = call("agreement", text, "--wide", "--level", level, "--json")
    found = json.loads(said.stdout, parse_constant=pytest.fail)
    anything = any(each["estimable"] for each in (found["statistics"] | found["further"]).values())
    assert said.exit_code == (0 if anything else 1), said.stderr
    for figures in (found["statistics"], found["further"]):
        for name, figure in figures.items():
            assert figure["estimable"] or (figure["reason"] and figure["words"]), name
            if "low" in figure:  # of raters who contradict each other, coefficients can lie below -1
                assert figure["low"] <= figure["high"] <= 1
                assert figure["interval"] == "bootstrap" or figure["low"] <= figure["value"] + 1e-9
    assert call("agreement", text, "--wide", "--level", level).exit_code == said.exit_code


def test_further_figures_are_those_that_other_programs_print():
    if not known.FOLDER.is_dir():
        pytest.skip("the public rating data lies beside the checkout")
    said = CliRunner().invoke(app, ["agreement", str(known.FOLDER / "irr_anxiety.csv"), "--wide", "--json"])
    found = {name: each["value"] for name, each in json.loads(said.stdout)["further"].items() if each["estimable"]}
    assert found["kendall_w"] == pytest.approx(0.539657, abs=1e-5)
    assert found["robinson_a"] == pytest.approx(0.477366, abs=1e-5)
    assert found["mean_pearson"] == pytest.approx(0.223502, abs=1e-5)
    assert found["mean_spearman"] == pytest.approx(0.31375, abs=1e-5)


def test_another_mark_for_nothing_can_be_named(call):
    found = json.loads(call("agreement", LONG + "9,a,-\n9,b,99\n", "--missing", "-,99", "--json").stdout)
    assert found["categories"] == ["1", "2"]


def test_one_category_is_told_and_more_can_be_named(call):
    text = "unit,rater,value\n1,a,1\n1,b,1\n2,a,1\n2,b,1\n"
    one = json.loads(call("agreement", text, "--json").stdout)["statistics"]
    assert one["gwet_ac1"]["reason"] == "one category"
    assert one["krippendorff_alpha_nominal"]["reason"] == "no spread"
    assert one["exact_agreement"]["value"] == 1.0
    two = json.loads(call("agreement", text, "--categories", "0,1", "--json").stdout)["statistics"]
    assert two["gwet_ac1"]["value"] == 1.0
    assert two["cohen_conger_kappa"]["reason"] == "no spread"


def test_ratings_are_read_from_standard_input():
    said = CliRunner().invoke(app, ["agreement", "-", "--json"], input=LONG)
    assert json.loads(said.stdout)["units"] == 4


def test_scores_by_criterion_in_columns_are_the_same_as_a_line_for_each(call):
    lines = [line.split(",") for line in SCORES.splitlines()[1:]]
    readings: dict[tuple[str, str], dict[str, str]] = {}
    for person, rater, criterion, score in lines:
        readings.setdefault((person, rater), {})[criterion] = score
    wide = "reader;work;1;2\n" + "".join(
        f"{rater};{person};{each['1']};{each['2']}\n" for (person, rater), each in readings.items()
    )
    one = json.loads(call("severity", SCORES, "--json").stdout)
    two = json.loads(call("severity", wide, "--wide", "--person", "work", "--rater", "reader", "--json").stdout)
    assert one["raters"] == two["raters"]


def test_scores_without_a_criterion_are_of_one(call):
    text = "person,rater,score\n" + "".join(
        f"{person},{rater},{(person * 2 + harsh) % 4}\n" for person in range(9) for harsh, rater in enumerate("abc")
    )
    found = json.loads(call("severity", text, "--json").stdout)
    assert [each["name"] for each in found["criteria"]] == ["all"]


def test_who_gave_one_end_of_the_scale_only_is_told(call):
    text = SCORES + "".join(f"{person},Max,{criterion},3\n" for person in range(6) for criterion in (1, 2))
    data = json.loads(call("severity", text, "--json").stdout)
    mildest = next(each for each in data["raters"] if each["name"] == "Max")
    assert mildest["extreme"]
    assert mildest["infit"] is None
    assert "at an end" in call("severity", text).stdout


def test_severities_are_printed_with_errors_and_as_json(call):
    data = json.loads(call("severity", SCORES, "--json").stdout)
    assert [each["name"] for each in data["raters"]] == ["Ines", "Kofi", "Lena"]
    assert all(each["low"] < each["measure"] < each["high"] for each in data["raters"])
    assert sum(each["corrected"] for each in data["raters"]) == pytest.approx(0, abs=1e-9)
    words = call("severity", SCORES).stdout
    assert "corrected" in words
    assert "Kofi" in words


def test_raters_without_a_common_submission_are_not_compared(call):
    said = call("severity", "person,rater,criterion,score\n1,a,1,0\n1,b,1,1\n2,c,1,1\n2,d,1,0\n")
    assert said.exit_code == 1
    assert "group 1: a, b" in said.stdout
    assert "Let raters of different groups read some of the same" in said.stdout


def test_a_score_that_is_none_is_refused_with_its_line(call):
    said = call("severity", "person,rater,criterion,score\n1,a,1,2\n1,b,1,good\n")
    assert said.exit_code == 2
    assert "line 3: “good” is no score" in said.stderr


@known.there
def test_a_published_figure_can_be_checked():
    file = known.FOLDER / "gwet_raw_5observers.csv"
    said = CliRunner().invoke(app, ["agreement", str(file), "--wide", "--level", "ordinal", "--json"])
    published = {
        row["statistic"]: float(row["expected"]) for row in known.expected() if row["dataset"] == "gwet_raw_5observers"
    }
    found = json.loads(said.stdout)["statistics"]
    assert found["gwet_ac1"]["value"] == pytest.approx(published["gwet AC (unweighted)"], abs=1e-4)
    assert found["gwet_ac2_ordinal"]["value"] == pytest.approx(published["gwet AC (ordinal)"], abs=1e-4)

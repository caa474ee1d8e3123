"""Readings by criteria, counts, tables, weights and cuts: other forms of the same ratings give the same figures."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.tests import known


@pytest.fixture
def told(tmp_path: Path):
    def _told(text: str, *options: str, command: str = "agreement"):
        file = tmp_path / "ratings.csv"
        file.write_text(text)
        said = CliRunner().invoke(app, [command, str(file), *options, "--json"])
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    return _told


@pytest.fixture
def refused(tmp_path: Path):
    def _refused(text: str, *options: str, command: str = "agreement") -> str:
        file = tmp_path / "ratings.csv"
        file.write_text(text)
        said = CliRunner().invoke(app, [command, str(file), *options])
        assert said.exit_code == 2
        assert said.exception is None or isinstance(said.exception, SystemExit)
        return said.stderr

    return _refused


def panel(units: int, raters: str = "ab", criteria: tuple[str, ...] = ("x", "y")) -> list[tuple[int, str, list[int]]]:
    dice = np.random.default_rng(3)
    true = dice.integers(1, 5, (units, 1, len(criteria)))
    scores = np.clip(true + dice.integers(-1, 2, (units, len(raters), len(criteria))), 1, 4)
    return [(unit, rater, scores[unit, by].tolist()) for unit in range(units) for by, rater in enumerate(raters)]


def as_readings(rows) -> str:
    return "unit,rater,x,y\n" + "".join(f"{unit},{rater},{x},{y}\n" for unit, rater, (x, y) in rows)


def as_lines(rows) -> str:
    lines = [f"{unit},{rater},{name},{v}\n" for unit, rater, said in rows for name, v in zip("xy", said, strict=True)]
    return "unit,rater,criterion,value\n" + "".join(lines)


def test_readings_with_a_column_for_each_criterion_are_the_same_as_a_line_for_each_judgement(told):
    rows = panel(60)
    one, other = told(as_readings(rows), "--criteria", "x,y"), told(as_lines(rows))
    assert one == other
    assert list(one["criteria"]) == ["x", "y"]
    assert told(as_readings(rows), "--criteria", "all") == one


def test_several_columns_can_name_a_unit_together(told, refused):
    text = "work,task,rater,x\n1,a,r,1\n1,b,r,2\n1,a,s,1\n1,b,s,3\n2,a,r,3\n2,a,s,3\n"
    assert told(text, "--unit", "work,task", "--value", "x")["units"] == 3
    assert told(text, "--unit", "work,task", "--criteria", "x")["criteria"]["x"]["units"] == 3
    assert "has no column “home”" in refused(text, "--unit", "work,home", "--criteria", "x")


def test_overall_the_criteria_of_a_unit_count_as_drawn_together(told):
    # Both criteria of a unit always go the same way: a hundred cases, and no more known than from fifty.
    rows = [(unit, rater, [score, score]) for unit, rater, (score, _other) in panel(60)]
    found = told(as_readings(rows), "--criteria", "x,y")
    one, overall = (each["statistics"]["exact_agreement"] for each in (found["criteria"]["x"], found["overall"]))
    assert overall["cases"] == 2 * one["cases"]
    assert overall["value"] == pytest.approx(one["value"])
    assert overall["standard_error"] == pytest.approx(one["standard_error"], rel=0.01)
    kappa = found["overall"]["statistics"]["quadratic_weighted_kappa"]
    assert kappa["standard_error"] == pytest.approx(
        found["criteria"]["x"]["statistics"]["quadratic_weighted_kappa"]["standard_error"], rel=0.01
    )


def test_of_few_units_whole_units_are_drawn(told):
    found = told(as_readings(panel(20)), "--criteria", "x,y")["overall"]["statistics"]["gwet_ac1"]
    assert found["interval"] == "bootstrap"
    assert found["low"] < found["value"] < found["high"]


def test_a_weight_says_how_often_a_unit_occurred(told, refused):
    once = "unit,a,b\n" + "".join(f"{n},{1 + n % 3},{1 + n % 2}\n" for n in range(12))
    weighted = "a,b,often\n1,1,2\n2,2,2\n3,1,2\n1,2,2\n2,1,2\n3,2,2\n"
    one = told(once, "--wide")
    other = told(weighted, "--wide", "--raters", "a,b", "--weight", "often")
    assert one["units"] == other["units"] == 12
    for part in ("statistics", "further"):
        for name, figure in one[part].items():
            assert figure.get("value") == pytest.approx(other[part][name].get("value")), name
            if figure.get("interval") == "F":
                assert figure["low"] == pytest.approx(other[part][name]["low"]), name
    long = "unit,rater,value,w\n1,a,1,3\n1,b,1,3\n2,a,2,1\n2,b,1,1\n"
    assert told(long, "--weight", "w")["statistics"]["exact_agreement"]["value"] == 0.75
    assert "has another weight on another line" in refused(long.replace("1,b,1,3", "1,b,1,4"), "--weight", "w")
    assert "is no weight" in refused(long.replace("1,b,1,3", "1,b,1,-3"), "--weight", "w")


def test_counts_are_the_same_as_raters_who_are_not_told_apart(told, refused):
    wide = "unit,a,b,c\n1,x,x,y\n2,y,y,y\n3,x,y,y\n4,x,x,x\n"
    counts = "unit,x,y\n1,2,1\n2,0,3\n3,1,2\n4,3,\n"
    one, other = told(wide, "--wide"), told(counts, "--counts")
    for name in ("exact_agreement", "gwet_ac1", "fleiss_kappa", "krippendorff_alpha_nominal"):
        assert one["statistics"][name]["value"] == pytest.approx(other["statistics"][name]["value"])
    assert other["statistics"]["cohen_conger_kappa"]["reason"] == "raters not told apart"
    assert "is no count" in refused(counts.replace("2,0,3", "2,0,many"), "--counts")
    assert "is no count of raters" in refused(counts.replace("2,0,3", "2,0,1.5"), "--counts")


def test_a_table_is_the_same_as_its_pairs(told, refused):
    pairs = "unit,a,b\n" + "".join(
        f"{n},{one},{other}\n" for n, (one, other) in enumerate([(1, 1)] * 5 + [(1, 2)] * 2 + [(2, 1)] + [(2, 2)] * 6)
    )
    one, other = told(pairs, "--wide"), told(",1,2\n2,1,6\n1,5,2\n", "--table")
    assert told("1,2\n5,2\n1,6\n", "--table")["statistics"] == other["statistics"]
    for name, figure in one["statistics"].items():
        assert figure.get("value") == pytest.approx(other["statistics"][name].get("value")), name
    assert "as many lines as columns" in refused(",1,2\n1,5,2\n", "--table")
    assert "have the same names" in refused(",1,2\n1,5,2\n3,1,6\n", "--table")
    assert "Say with --cases of how many" in refused(",1,2\n1,.5,.1\n2,.1,.3\n", "--table")
    shares = told(",1,2\n1,.5,.1\n2,.1,.3\n", "--table", "--cases", "50")
    assert shares["units"] == pytest.approx(50)


@pytest.mark.parametrize(
    ("weights", "words"),
    [("1 2; 3", "such"), ("1 0; 0 1; 0 0", "has 3 lines"), ("2 0 0; 0 1 0; 0 0 1", "counts 1"), ("a b c", "no table")],
)
def test_weights_that_are_none_are_refused(refused, weights, words):
    refusal = refused("unit,a,b\n1,1,2\n2,3,3\n", "--wide", "--weights", weights)
    assert words in refusal or "has 2 lines" in refusal


def test_weights_that_depend_on_who_said_which_suit_two_raters_only(told):
    text = "unit,a,b,c\n1,1,2,1\n2,2,2,2\n3,1,1,2\n4,2,2,2\n"
    lopsided = ("--wide", "--disagreement", "0 1; 4 0")
    assert told(text, *lopsided)["statistics"]["own_weighted_kappa"]["reason"] == "weights not symmetric"
    assert told(text, "--raters", "a,b", *lopsided)["statistics"]["own_weighted_kappa"]["estimable"]


def test_two_forms_at_once_are_refused(refused):
    assert "--wide and --table are different forms" in refused("unit,a,b\n1,1,2\n", "--wide", "--table")


@known.there
def test_decisions_on_public_essays_are_as_they_were_computed_before():
    file = known.FOLDER / "georgia_writing_21raters.csv"
    options = ("--unit", "student", "--criteria", "all", "--cut", "3", "--json")
    found = json.loads(CliRunner().invoke(app, ["agreement", str(file), *options]).stdout)
    decisions = found["decisions"]
    assert decisions["accuracy"]["value"] == pytest.approx(0.868, abs=0.01)
    assert decisions["false_pass"]["value"] == pytest.approx(0.037, abs=0.01)
    assert decisions["false_fail"]["value"] == pytest.approx(0.095, abs=0.01)
    assert decisions["consistency"]["value"] == pytest.approx(0.820, abs=0.01)
    for one in found["criteria"].values():
        assert 0.57 < one["statistics"]["exact_agreement"]["value"] < 0.61
        assert 0.69 < one["statistics"]["quadratic_weighted_kappa"]["value"] < 0.75
    assert found["generalizability"]["raters"] == 21
    habits = found["overall"]["by_rater"][0]["habits"]
    assert all(habits[name]["estimable"] for name in ("middle", "spread", "halo", "flat_profiles"))


@known.there
def test_raters_within_tasks_are_studied_as_such():
    file = known.FOLDER / "gtheory_brennan_3_2.csv"
    names = ("--unit", "Person", "--rater", "Rater", "--value", "Score", "--criterion", "Task")
    found = json.loads(CliRunner().invoke(app, ["agreement", str(file), *names, "--json"]).stdout)["generalizability"]
    assert found["design"] == "person x (rater : criterion)"
    parts = {each["source"]: each["estimate"] for each in found["components"]}
    assert parts == pytest.approx(
        {"person": 0.4731, "task": 0.3252, "rater in task": 0.6475, "person x task": 0.5596, "rest": 2.3802}, abs=6e-5
    )


def test_totals_and_their_reliability_give_consistency(told, refused):
    dice = np.random.default_rng(2)
    true = 0.25 + 0.5 * dice.beta(5, 3, 4000)
    totals, again = dice.binomial(50, true), dice.binomial(50, true)
    reliability = str(round(float(np.corrcoef(totals, again)[0, 1]), 4))
    text = "total\n" + "".join(f"{each}\n" for each in totals)
    ends = ("--cut", "25", "--lowest", "0", "--highest", "50")
    found = told(text, *ends, "--reliability", reliability, command="consistency")
    assert found["consistency"] == pytest.approx(np.mean((totals >= 25) == (again >= 25)), abs=0.02)
    assert found["accuracy"] == pytest.approx(np.mean((totals >= 25) == (true >= 0.5)), abs=0.02)
    assert "Say how reliable" in refused(text, *ends, command="consistency")
    assert "outside its ends" in refused(
        text, "--cut", "25", "--highest", "30", "--reliability", "0.8", command="consistency"
    )


def test_a_large_file_takes_seconds(tmp_path):
    units = 100_000
    dice = np.random.default_rng(5)
    one = dice.integers(0, 5, units)
    other = np.clip(one + dice.integers(-1, 2, units), 0, 4)
    file = tmp_path / "many.csv"
    file.write_text(
        "unit,rater,value\n"
        + "".join(f"{n},a,{a}\n{n},b,{b}\n" for n, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)))
    )
    begun = time.process_time()
    said = CliRunner().invoke(app, ["agreement", str(file), "--json"])
    assert json.loads(said.stdout)["units"] == units
    assert time.process_time() - begun < 12


def test_the_commands_need_neither_the_server_nor_heavy_packages():
    asked = (
        "import sys; from typer.testing import CliRunner; from microcred.cli import app;"
        "CliRunner().invoke(app, ['agreement', '-'], input='unit,rater,value\\n1,a,1\\n1,b,1\\n2,a,2\\n2,b,1\\n');"
        "print([name for name in ('django', 'scipy.stats', 'scipy.optimize', 'scipy.sparse') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

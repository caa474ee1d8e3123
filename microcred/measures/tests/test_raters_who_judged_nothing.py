"""Who judged nothing is nobody to agree with: a column of blanks, or of names; and many raters take no minutes."""

import json
import time

import numpy as np
import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.coefficients import conger
from microcred.measures.ratings import Ratings

PAIRS = [(1, 2), (2, 2), (3, 3), (1, 1), (2, 3), (3, 3), (4, 4), (2, 2), (1, 2), (4, 3), (3, 3), (1, 1)]


def told(tmp_path, text: str, *options: str) -> dict:
    file = tmp_path / "ratings.csv"
    file.write_text(text)
    said = CliRunner().invoke(app, ["agreement", str(file), *options, "--json"])
    assert said.exit_code == 0, said.stderr
    return dict(json.loads(said.stdout))


def test_a_column_of_blanks_changes_no_figure_and_is_told(tmp_path):
    without = told(tmp_path, "id,a,b\n" + "".join(f"{n},{a},{b}\n" for n, (a, b) in enumerate(PAIRS)), "--wide")
    with_it = told(tmp_path, "id,a,b,c\n" + "".join(f"{n},{a},{b},\n" for n, (a, b) in enumerate(PAIRS)), "--wide")
    assert with_it["notes"] == ["c judged nothing, and is not counted among the raters", *without["notes"]]
    assert with_it | {"notes": without["notes"]} == without
    assert without["statistics"]["icc_A_1"]["estimable"]


def test_nor_does_one_who_judged_by_another_criterion_only(tmp_path):
    lines = "".join(f"{n},a,x,{a}\n{n},b,x,{b}\n{n},c,x,\n{n},c,y,{b}\n" for n, (a, b) in enumerate(PAIRS))
    both = told(tmp_path, "unit,rater,criterion,value\n" + lines)
    alone = told(tmp_path, "id,a,b\n" + "".join(f"{n},{a},{b}\n" for n, (a, b) in enumerate(PAIRS)), "--wide")
    assert both["criteria"]["x"]["raters"] == 2
    for name in ("cohen_conger_kappa", "quadratic_weighted_kappa", "icc_A_1"):
        assert both["criteria"]["x"]["statistics"][name] == alone["statistics"][name]


def test_kappa_of_raters_of_whom_one_judged_nothing_is_that_of_the_others():
    # Cohen's own by hand: 2 of 3 agree; by chance (1/3 x 2/3 + 1/3 x 1/3) = 1/3.
    rows = [[1, 2, None], [2, 2, None], [3, 3, None]]
    assert conger(Ratings.of_rows(rows)).value == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3), abs=1e-12)


def test_of_a_file_without_names_of_units_it_is_told_what_its_first_column_was_taken_for(tmp_path):
    lines = "".join(f"{n},{n},{n % 4 + 1}\n" for n in range(1, 5))
    told_of = [each for each in told(tmp_path, "r1,r2,r3\n" + lines, "--wide")["notes"] if "first column" in each]
    assert told_of == ["the first column, r1, is taken to name the units; if it holds ratings: --raters r1,r2,r3"]
    for heading, options in (("id,r2,r3", ()), ("r1,r2,r3", ("--unit", "r1")), ("r1,r2,r3", ("--raters", "r1,r2,r3"))):
        found = told(tmp_path, f"{heading}\n{lines}", "--wide", *options)
        assert not [each for each in found["notes"] if "first column" in each]
    assert told(tmp_path, "r1,r2,r3\n" + lines, "--wide", "--raters", "r1,r2,r3")["raters"] == 3


def test_what_is_zero_but_for_rounding_is_not_told_to_be_below_it(tmp_path):
    file = tmp_path / "ratings.csv"
    file.write_text("unit,rater,value\na,r1,0\na,r2,0\nb,r1,0\nb,r2,0\nc,r1,1\nc,r2,0\n")
    said = CliRunner().invoke(app, ["agreement", str(file)])
    assert "-0.0000" not in said.stdout


@pytest.mark.parametrize("units", [20, 200])
def test_kappa_of_raters_who_rotate_is_the_mean_over_pairs_of_what_each_usually_says(units):
    dice = np.random.default_rng(units)
    codes = np.where(dice.random((units, 7)) < 0.4, dice.integers(0, 4, (units, 7)), -1)
    codes[:, 6] = -1
    ratings = Ratings.of_codes(codes, (1, 2, 3, 4))
    shares = np.array([np.bincount(column[column >= 0], minlength=4) / (column >= 0).sum() for column in codes.T[:6]])
    weights = 1 - (np.subtract.outer(np.arange(4), np.arange(4)) / 3) ** 2
    pairs = [(g, h) for g in range(6) for h in range(6) if g != h]
    chance = np.mean([shares[g] @ weights @ shares[h] for g, h in pairs])
    said = [row[row >= 0] for row in codes if (row >= 0).sum() > 1]
    within = [
        np.mean([weights[row[i], row[j]] for i in range(len(row)) for j in range(len(row)) if i != j]) for row in said
    ]
    found = conger(ratings, "quadratic")
    assert found.value == pytest.approx((np.mean(within) - chance) / (1 - chance), abs=1e-12)


def test_patterns_of_many_raters_are_told_apart_exactly():
    dice = np.random.default_rng(8)
    codes = np.where(dice.random((3000, 90)) < 0.02, dice.integers(0, 4, (3000, 90)), -1)
    codes = np.concatenate([codes, codes[:700]])
    ratings = Ratings.of_codes(codes, (1, 2, 3, 4))
    expected, often = np.unique(codes[(codes >= 0).any(axis=1)], axis=0, return_counts=True)
    assert np.array_equal(ratings.codes, expected)
    assert np.array_equal(ratings.frequencies, often)


def test_many_raters_who_rotate_take_seconds(tmp_path):
    units, raters = 40_000, 150
    dice = np.random.default_rng(5)
    first = dice.integers(0, raters, units)
    second = (first + dice.integers(1, raters, units)) % raters
    levels = dice.integers(1, 5, (units, 2))
    file = tmp_path / "many.csv"
    file.write_text(
        "unit,rater,value\n"
        + "".join(
            f"{n},r{a},{x}\n{n},r{b},{y}\n"
            for n, (a, b, (x, y)) in enumerate(zip(first.tolist(), second.tolist(), levels.tolist(), strict=True))
        )
    )
    begun = time.process_time()
    said = CliRunner().invoke(app, ["agreement", str(file), "--json"])
    assert json.loads(said.stdout)["raters"] == raters
    assert time.process_time() - begun < 10

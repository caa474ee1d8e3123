"""Components of variance of readers who rotate: planted ones are found, intervals hold, odd designs have a reason."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures import rotating as module
from microcred.measures.estimates import NotEstimable
from microcred.measures.generalizability import generalizability
from microcred.measures.rotating import Rotating, rotating
from microcred.measures.tests import known

SIZES = {
    "person": 0.7,
    "rater": 0.3,
    "criterion": 0.2,
    "person x rater": 0.4,
    "person x criterion": 0.3,
    "rater x criterion": 0.15,
    "rest": 0.6,
}
RUNS = 120
VARIANCES = np.array([size**2 for size in SIZES.values()])


def season(draw: np.random.Generator, *, persons=120, raters=8, criteria=4, reads=2, once=0) -> tuple[np.ndarray, ...]:
    """Every person read by some raters that chance names, the first of them by one, made of parts of known sizes."""
    who = [
        (person, rater) for person in range(persons) for rater in draw.permutation(raters)[: (reads, 1)[person < once]]
    ]
    p, r = (np.repeat(np.array(each), criteria) for each in zip(*who, strict=True))
    c = np.tile(np.arange(criteria), len(who))
    shapes = (persons, 1, 1), (1, raters, 1), (1, 1, criteria), (persons, raters, 1), (persons, 1, criteria)
    shapes = (*shapes, (1, raters, criteria), (persons, raters, criteria))
    whole = sum(draw.normal(0, size, shape) for size, shape in zip(SIZES.values(), shapes, strict=True))
    return p, r, c, whole[p, r, c]


def estimates(found: Rotating) -> list[float]:
    return [each.estimate for each in found.components]


@pytest.mark.parametrize("shape", [(10, 5, 3), (30, 2, 4), (12, 6, 1)])
def test_where_nothing_is_missing_it_is_the_usual_analysis(shape):
    table = np.random.default_rng(0).normal(size=shape) + 50 + np.random.default_rng(1).normal(size=(shape[0], 1, 1))
    codes = [each.ravel() for each in np.meshgrid(*map(np.arange, shape), indexing="ij")]
    known, found = generalizability(table), rotating(*codes, table.ravel())
    assert estimates(found) == pytest.approx(estimates(known))
    assert [each.degrees for each in found.components] == [each.degrees for each in known.components]
    assert found.phi(3) == pytest.approx(known.phi(3))


def test_it_is_method_one_of_henderson_written_out():
    """One criterion: the three sums of squared totals and what is expected of each, as in S. R. Searle (1971), 10.3."""
    p, r, c, y = season(np.random.default_rng(3), persons=25, raters=5, criteria=1, once=6)
    n, (often_p, often_r) = len(y), (np.bincount(p), np.bincount(r))
    cells = np.zeros((25, 5))
    cells[p, r] = 1
    sums = [
        (np.bincount(p, y) ** 2 / often_p).sum(),
        (np.bincount(r, y) ** 2 / often_r).sum(),
        (y**2).sum(),
        y.sum() ** 2 / n,
    ]
    expected = [
        [n, n, (cells**2 / often_p[:, None]).sum(), 25],
        [n, (cells**2 / often_r).sum(), n, 5],
        [n, n, n, n],
        [n, (often_p**2).sum() / n, (often_r**2).sum() / n, 1],
    ]
    known = np.linalg.solve(expected, sums)[1:]
    assert estimates(rotating(p, r, c, y)) == pytest.approx(known)


@pytest.mark.parametrize("once", [0, 60])
def test_planted_parts_are_found_and_intervals_hold_them(monkeypatch, once):
    monkeypatch.setattr(module, "MOST_DRAWS", 300)
    draw, found, inside, dependable = np.random.default_rng(5), [], [], []
    v = dict(zip(SIZES, VARIANCES, strict=True))
    true = v["person"] + v["person x criterion"] / 4
    phi = 2 * true / (2 * true + v["rater"] + v["person x rater"] + (v["rater x criterion"] + v["rest"]) / 4)
    for _season in range(RUNS):
        study = rotating(*season(draw, once=once))
        found.append(estimates(study))
        inside.append([study.intervals[name].low <= value <= study.intervals[name].high for name, value in v.items()])
        within = study.phi_within(2)
        assert within.low <= study.phi(2) <= within.high
        dependable.append(within.low <= phi <= within.high)
    errors = np.std(found, axis=0) / RUNS**0.5
    assert (np.abs(np.mean(found, axis=0) - VARIANCES) < 3.5 * errors).all(), "no bias"
    # Three errors of a share of so many seasons below 95 of 100; that they may hold more is told.
    assert min(np.mean(inside, axis=0)) >= 0.95 - 3 * (0.05 * 0.95 / RUNS) ** 0.5
    assert 0.95 - 3 * (0.05 * 0.95 / RUNS) ** 0.5 <= np.mean(dependable) <= 0.995


@known.there
def test_of_two_readings_by_lot_it_says_what_all_readings_say(monkeypatch):
    """372 essays that 21 people read by four criteria: two readings of each, eight times."""
    monkeypatch.setattr(module, "MOST_DRAWS", 300)
    said = known.judgements("georgia_writing_21raters", "student", "rater")
    table = np.full((len(said.persons), len(said.raters), len(said.criteria)), np.nan)
    table[said.person, said.rater, said.criterion] = said.score
    whole, draw, found, inside = generalizability(table), np.random.default_rng(29), [], []
    for _lot in range(8):
        kept = np.array([draw.permutation(21)[:2] for _person in said.persons])
        mine = (said.rater[:, None] == kept[said.person]).any(axis=1)
        study = rotating(said.person[mine], said.rater[mine], said.criterion[mine], said.score[mine].astype(float))
        found.append([*estimates(study), study.phi(2)])
        within = study.phi_within(2)
        inside.append(within.low <= whole.phi(2) <= within.high)
    assert np.mean(found, axis=0) == pytest.approx([*estimates(whole), whole.phi(2)], abs=0.015)
    assert sum(inside) >= 7


def test_neither_names_nor_order_nor_scale_matter():
    p, r, c, y = season(np.random.default_rng(7))
    first = rotating(p, r, c, y)
    order = np.random.default_rng(8).permutation(len(y))
    names = np.random.default_rng(9).permutation(8)
    again = rotating(p[order], names[r[order]], c[order], 3 * y[order] + 1000)
    assert np.array(estimates(again)) == pytest.approx(9 * np.array(estimates(first)))
    assert again.phi(2) == pytest.approx(first.phi(2))
    small = rotating(p, r, c, y * 1e-40)
    assert small.phi_within(2).low == pytest.approx(first.phi_within(2).low)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no cases"),
        ([(0, 0, 0, 1), (0, 1, 0, 2)], "one case"),
        ([(0, 0, 0, 1), (1, 0, 0, 2)], "one rater"),
        ([(0, 0, 0, 1), (1, 1, 0, 2)], "no pairs"),
        ([(0, 0, 0, 1), (0, 1, 0, 1), (1, 0, 0, 1), (1, 1, 0, 1)], "no spread"),
        ([(0, 0, 0, 1), (0, 1, 0, 2), (1, 2, 0, 3), (1, 3, 0, 1)], "not linked"),
        ([(0, 0, 0, 1), (0, 1, 1, 2), (1, 0, 0, 3), (1, 1, 1, 1)], "not linked"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_told_has_a_reason(rows, reason):
    table = np.array(rows, dtype=float).reshape(-1, 4)
    found = rotating(*table[:, :3].T.astype(int), table[:, 3])
    assert isinstance(found, NotEstimable)
    assert found.reason == reason


@pytest.mark.parametrize("criteria", [1, 4])
def test_where_readers_never_differ_nothing_is_said_of_how_much_they_do(criteria):
    p, r, c, _y = season(np.random.default_rng(11), criteria=criteria)
    found = rotating(p, r, c, (p + c).astype(float))
    assert isinstance(found, NotEstimable)
    assert found.reason == "no spread"


# -- the command


@pytest.fixture
def call(tmp_path: Path):
    def _call(text: str, *options: str):
        file = tmp_path / "ratings.csv"
        file.write_text(text)
        return CliRunner().invoke(app, ["agreement", str(file), *options])

    return _call


def written(p: np.ndarray, r: np.ndarray, c: np.ndarray, y: np.ndarray) -> str:
    levels = np.clip(np.rint(2.5 + y), 1, 4).astype(int)
    lines = [f"{a},r{b},c{k},{level}" for a, b, k, level in zip(p, r, c, levels, strict=True)]
    return "\n".join(["unit,rater,criterion,value", *lines])


def test_readers_who_rotate_have_a_study_with_intervals(call):
    text = written(*season(np.random.default_rng(13)))
    study = json.loads(call(text, "--json").stdout)["generalizability"]
    assert study["design"] == "person x rater x criterion, not crossed"
    assert (study["persons"], study["raters"], study["criteria"]) == (120, 8, 4)
    assert (study["scores"], study["readings_made"], study["read_twice"]) == (960, 240, 120)
    assert [each["source"] for each in study["components"]] == list(SIZES)
    assert all(each["low"] <= each["variance"] <= each["high"] for each in study["components"])
    assert len(study["readings"]) == 6
    assert all(each["low"] < each["phi"] < each["high"] for each in study["readings"])
    assert all(each["relative"] == each["phi"] for each in study["readings"])
    said = call(text).stdout
    assert "generalizability, person x rater x criterion, not crossed: 120 persons, 8 raters, 4 criteria" in said
    assert "raters are taken as drawn by lot" in said


def test_what_all_judged_is_told_and_the_rest_beside_it(call):
    p, r, c, y = season(np.random.default_rng(17), persons=60, raters=4, criteria=1, reads=4)
    part = (p < 20) | (r < 2)
    found = json.loads(call(written(p[part], r[part], c[part], y[part]), "--json").stdout)["generalizability"]
    assert (found["design"], found["persons"]) == ("person x rater", 20)
    assert (found["rotating"]["design"], found["rotating"]["persons"]) == ("person x rater, not crossed", 60)
    whole = json.loads(call(written(p, r, c, y), "--json").stdout)["generalizability"]
    assert "rotating" not in whole


def test_a_unit_that_occurred_twice_is_two(call):
    p, r, c, y = season(np.random.default_rng(19), persons=40, raters=5, criteria=1)
    twice = written(p, r, c, y).splitlines()
    weighed = "\n".join(
        [twice[0] + ",often", *(f"{line},{2 if int(line.split(',')[0]) < 10 else 1}" for line in twice[1:])]
    )
    spelled = "\n".join([*twice, *(f"again{line}" for line in twice[1:] if int(line.split(",")[0]) < 10)])
    one, other = (
        json.loads(call(text, "--json", *options).stdout)["generalizability"]
        for text, options in ((weighed, ("--weight", "often")), (spelled, ()))
    )
    for each, again in zip(one["components"], other["components"], strict=True):
        assert each["estimate"] == pytest.approx(again["estimate"])
    assert one["persons"] == other["persons"] == 50


def test_one_criterion_is_called_so(call):
    said = call(written(*season(np.random.default_rng(23), criteria=1))).stdout
    assert "1 criterion," in said
    assert "1 criteria" not in said

"""Against other programs on tables of chance: krippendorff, irrCAC, scikit-learn, statsmodels and pingouin."""

import warnings

import numpy as np
import pandas as pd
import pytest
from irrCAC.raw import CAC
from krippendorff import alpha
from pingouin import intraclass_corr
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from microcred.measures.association import bhapkar, stuart_maxwell, weighted_kappa
from microcred.measures.coefficients import (
    brennan_prediger,
    conger,
    fleiss,
    gwet,
    krippendorff,
    percent_agreement,
)
from microcred.measures.ratings import Ratings
from microcred.measures.reliability import intraclass

CATEGORIES = (1.0, 2.0, 3.0, 4.0, 5.0)
SEEDS = range(12)


def chance(seed: int, *, units: int = 40, raters: int = 4, gaps: float = 0.2) -> np.ndarray:
    """Ratings that hang together somewhat, with gaps: (units, raters), NaN for nothing. Every category occurs."""
    dice = np.random.default_rng(seed)
    true = dice.normal(3, 1.2, (units, 1))
    table = np.clip(np.rint(true + dice.normal(0, 0.8, (units, raters))), 1, 5)
    table[: len(CATEGORIES), 0] = CATEGORIES
    table[len(CATEGORIES) :][dice.random((units - len(CATEGORIES), raters)) < gaps] = np.nan
    return table


def read(table: np.ndarray) -> Ratings:
    return Ratings.of_rows(table.tolist(), categories=CATEGORIES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha(seed, level):
    table = chance(seed)
    theirs = alpha(reliability_data=table.T, level_of_measurement=level, value_domain=list(CATEGORIES))
    assert krippendorff(read(table), level).value == pytest.approx(theirs, abs=1e-12)


WEIGHTS = {
    "unweighted": "identity",
    "linear": "linear",
    "quadratic": "quadratic",
    "ordinal": "ordinal",
    "radical": "radical",
    "ratio": "ratio",
}
COEFFICIENTS = {"gwet": gwet, "fleiss": fleiss, "conger": conger, "bp": brennan_prediger}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weighting", WEIGHTS)
@pytest.mark.parametrize("name", COEFFICIENTS)
def test_coefficients_with_gaps_and_weights(seed, weighting, name):
    table = chance(seed)
    judge = CAC(pd.DataFrame(table), weights=WEIGHTS[weighting], categories=list(CATEGORIES), digits=12)
    theirs = getattr(judge, name)()["est"]
    ours = COEFFICIENTS[name](read(table), weighting)
    assert ours.value == pytest.approx(theirs["coefficient_value"], abs=1e-9)
    assert ours.standard_error == pytest.approx(theirs["se"], abs=1e-9)
    assert percent_agreement(read(table), weighting).value == pytest.approx(theirs["pa"], abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weighting", ["unweighted", "linear", "quadratic"])
def test_weighted_kappa_of_two(seed, weighting):
    pairs = chance(seed, raters=2, gaps=0)
    named = None if weighting == "unweighted" else weighting
    theirs = cohen_kappa_score(pairs[:, 0], pairs[:, 1], weights=named, labels=list(CATEGORIES))
    assert conger(read(pairs), weighting).value == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_kappa_of_a_table_with_its_error(seed):
    table = np.random.default_rng(seed).integers(1, 30, (4, 4)) + np.diag([40, 30, 50, 20])
    theirs = cohens_kappa(table)
    assert conger(Ratings.of_table(table)).value == pytest.approx(theirs.kappa, abs=1e-12)
    ours = weighted_kappa(table, np.eye(4))
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-12)
    assert ours.standard_error == pytest.approx(theirs.std_kappa, abs=1e-12)
    far = np.abs(np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    weighted = cohens_kappa(table, weights=far)
    mine = weighted_kappa(table, 1 - far / far.max())
    assert mine.value == pytest.approx(weighted.kappa, abs=1e-12)
    assert mine.standard_error == pytest.approx(weighted.std_kappa, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_kappa_of_many_who_are_not_told_apart(seed):
    table = chance(seed, raters=5, gaps=0)
    counts = np.stack([(table == each).sum(axis=1) for each in CATEGORIES], axis=1)
    assert fleiss(Ratings.of_counts(counts)).value == pytest.approx(fleiss_kappa(counts), abs=1e-12)
    assert fleiss(read(table)).value == pytest.approx(fleiss_kappa(counts), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_marginal_homogeneity(seed):
    table = np.random.default_rng(seed).integers(1, 40, (4, 4))
    for method, ours in (("stuart_maxwell", stuart_maxwell(table)), ("bhapkar", bhapkar(table))):
        theirs = SquareTable(table, shift_zeros=False).homogeneity(method=method)
        assert ours.chi_square == pytest.approx(theirs.statistic, rel=1e-9)
        assert ours.p == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


FORMS = ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k")


@pytest.mark.parametrize("seed", SEEDS)
def test_intraclass_correlations_with_their_intervals(seed):
    table = chance(seed, units=15, raters=4, gaps=0)
    long = pd.DataFrame(
        [(unit, rater, score) for unit, row in enumerate(table) for rater, score in enumerate(row)],
        columns=["unit", "rater", "score"],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = intraclass_corr(long, targets="unit", raters="rater", ratings="score").reset_index()
    column = next(each for each in theirs.columns if each.startswith("CI95"))
    for form, (_place, row) in zip(FORMS, theirs.iterrows(), strict=True):
        found = intraclass(table, form)
        assert found.value == pytest.approx(row["ICC"], abs=1e-9)
        # They round the ends.
        assert [found.interval.low, found.interval.high] == pytest.approx(list(row[column]), abs=0.0051)

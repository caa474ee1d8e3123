"""Every known answer that these measures give, within the tolerance that stands beside it."""

import re
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from microcred.measures.association import (
    aickin,
    all_within,
    bhapkar,
    finn,
    kendall,
    mean_correlation,
    robinson,
    stuart_maxwell,
    variance_of,
    weighted_kappa,
)
from microcred.measures.coefficients import (
    agreement_within,
    brennan_prediger,
    conger,
    fleiss,
    gwet,
    krippendorff,
    percent_agreement,
)
from microcred.measures.decisions import classification
from microcred.measures.facets import Judgements, many_facets
from microcred.measures.ratings import Ratings
from microcred.measures.reliability import intraclass
from microcred.measures.tests import known
from microcred.measures.weighting import from_disagreement, weights_of

pytestmark = known.there

READ = {
    "krippendorff_c_data_4x12": lambda: known.wide("krippendorff_c_data_4x12"),
    "krippendorff_3x15": lambda: known.wide("krippendorff_3x15"),
    "gwet_cont3x3_abstractors": lambda: known.table("gwet_cont3x3_abstractors"),
    "gwet_cont4x4_diagnosis": lambda: known.table("gwet_cont4x4_diagnosis"),
    "gwet_distrib_6raters": lambda: known.counts("gwet_distrib_6raters"),
    "gwet_dist4cat": lambda: known.counts("gwet_dist4cat"),
    "gwet_raw_5observers": lambda: known.wide("gwet_raw_5observers"),
    "gwet_ben_gerry": lambda: known.wide("gwet_ben_gerry", 2),
    "gwet_raw_g1g2": lambda: known.wide("gwet_raw_g1g2", 2),
    "gwet_raw_gender": lambda: known.wide("gwet_raw_gender"),
    "fleiss1971_diagnoses": lambda: known.wide("fleiss1971_diagnoses"),
    "irr_anxiety": lambda: known.wide("irr_anxiety"),
    "irr_video": lambda: known.wide("irr_video"),
}

BY_NAME = {
    "pa": percent_agreement,
    "percent agreement": percent_agreement,
    "AC1": gwet,
    "AC2": gwet,
    "gwet AC": gwet,
    "gwet AC1": gwet,
    "gwet AC2": gwet,
    "fleiss": fleiss,
    "fleiss kappa": fleiss,
    "scott pi": fleiss,
    "conger": conger,
    "conger kappa": conger,
    "cohen kappa": conger,
    "cohen kappa = QWK": conger,
    "brennan_prediger": brennan_prediger,
    "brennan-prediger": brennan_prediger,
}

LEVELS = {"unweighted": "nominal", "quadratic": "interval"}


@cache
def ratings_of(dataset: str) -> Ratings:
    return READ[dataset]()


@cache
def guilford():
    return many_facets(known.judgements("guilford1954_creativity", "junior_examinee", "senior_rater"))


def answer(dataset: str, statistic: str) -> float:
    """What these measures say."""
    if dataset == "guilford1954_creativity":
        return of_guilford(statistic)
    if dataset.startswith("(no data"):
        return of_classification(statistic)
    if (form := re.match(r"ICC\((\w,\w)\)", statistic)) and dataset in {
        "shrout_fleiss_1979",
        "irr_anxiety",
        "irr_video",
    }:
        return of_correlation(dataset, form[1], statistic)
    if dataset in TABLES:
        return of_table(dataset, statistic)
    if dataset == "irr_vision_crosstab":
        return (bhapkar if statistic.startswith("Bhapkar") else stuart_maxwell)(cells(dataset)).chi_square
    if statistic in OF_SCORES:
        return OF_SCORES[statistic](cells(dataset))
    ratings = ratings_of(dataset)
    if statistic.startswith(("exact agreement of all", "agreement within 1 of all")):
        return 100 * all_within(ratings, 0 if statistic.startswith("exact") else 1)
    if statistic.startswith("kappa raters 1-2"):
        distance = np.abs(np.arange(6)[:, None] - np.arange(6)[None, :])
        weights = from_disagreement(np.array([0, 1, 2, 4, 7, 11])[distance])
        return conger(first_two(dataset), weights).value
    if statistic.startswith("adjacent-or-exact"):
        return agreement_within(ratings, 1).value
    if statistic == "QWK":
        return conger(ratings, "quadratic").value
    if statistic == "QWK raters 1-2":
        return conger(first_two(dataset), "quadratic").value
    name, kind = re.fullmatch(r"(.*?)(?: \((\w+)\))?", statistic).groups()
    wants_error = name.endswith(" standard error")
    name, kind = name.removesuffix(" standard error"), kind or "unweighted"
    if name in ("alpha", "krippendorff alpha"):
        level = LEVELS.get(kind, kind)
        # Gwet's ordinal and linear weights are not Krippendorff's metrics.
        if level == "linear" or (level == "ordinal" and dataset.startswith("gwet")):
            level = weights_of(kind, ratings.values)
        found = krippendorff(ratings, level)
    else:
        found = BY_NAME[name](ratings, kind)
    return found.standard_error if wants_error else found.value


TABLES = ("cohen1968_proportions", "fleiss_cohen_everitt1969_counts")

OF_SCORES = {
    "Kendall W (corrected for ties)": kendall,
    "Robinson A": robinson,
    "mean Pearson r": mean_correlation,
    "mean Spearman rho (ties)": lambda scores: mean_correlation(scores, ranks=True),
    "Finn coefficient (6 levels, two-way)": lambda scores: finn(scores, 6),
    "F between (one-way)": lambda scores: variance_of(scores).f_one_way,
    "F between (two-way)": lambda scores: variance_of(scores).f_two_way,
    "Aickin alpha": aickin,
}


def cells(dataset: str) -> list[list[float]]:
    return [[float(cell) for cell in row[1:]] for row in known.rows(dataset)]


def first_two(dataset: str) -> Ratings:
    return Ratings.of_rows([row[1:3] for row in known.rows(dataset)], categories=list("123456"))


def of_table(dataset: str, statistic: str) -> float:
    # Cohen's are proportions of 200 cases.
    table = (200 if dataset.startswith("cohen") else 1) * np.array(cells(dataset))
    written = [[float(cell) for cell in row.split()] for row in re.findall(r"\(([\d. ]+)\)", statistic)]
    if not written:
        found = conger(Ratings.of_table(table))
    else:
        agreement = "agreement weights" in statistic and "disagreement" not in statistic
        found = weighted_kappa(table, np.array(written) if agreement else from_disagreement(written))
    return found.standard_error if "error" in statistic else found.value


def within_one(judgements: Judgements) -> int:
    scores = np.full((len(judgements.persons), len(judgements.criteria), len(judgements.raters)), -9)
    scores[judgements.person, judgements.criterion, judgements.rater] = judgements.score
    return sum(
        int((np.abs(scores[:, :, one] - scores[:, :, other]) <= 1).sum())
        for one, other in combinations(range(len(judgements.raters)), 2)
    )


def of_correlation(dataset: str, form: str, statistic: str) -> float:
    names = {"2,1": "A,1", "3,1": "C,1", "2,4": "A,k", "3,4": "C,k", "1,4": "1,k"}
    scores = [[float(cell) for cell in row[1:]] for row in known.rows(dataset)]
    found = intraclass(scores, names.get(form, form))
    if "lower" in statistic:
        return found.interval.low
    return found.interval.high if "upper" in statistic else found.value


def of_guilford(statistic: str) -> float:
    found = guilford()
    everyone = {each.name: each for each in (*found.raters, *found.persons, *found.criteria)}
    if statistic.startswith("total "):
        one = everyone[statistic.removeprefix("total ")]
        return round(one.observed * one.ratings)
    if statistic.startswith("exact pairwise"):
        return found.agreement.observed
    if statistic.endswith("expected exact agreements"):
        return found.agreement.expected
    if statistic.endswith("RMSE"):
        return found.rater_separation.rmse
    if statistic.endswith("deviance"):
        return found.deviance
    if statistic.startswith("agreements within 1"):
        return within_one(known.judgements("guilford1954_creativity", "junior_examinee", "senior_rater"))
    *_, name = statistic.rsplit(" ", 1)
    if statistic.endswith(("infit", "outfit")):
        return getattr(everyone[statistic.split()[1]], name)
    return everyone[name].measure


def of_classification(statistic: str) -> float:
    found = classification(alpha=5, beta=3, lower=0.25, upper=0.75, effective_length=50, cut=0.5)
    # The reference takes failing for the positive finding.
    return {
        "accuracy": found.accuracy,
        "false positive": found.false_fail,
        "false negative": found.false_pass,
        "consistency p": found.consistency,
        "chance consistency": found.chance,
        "kappa": found.kappa,
        "sensitivity": found.fail_rate_below,
        "specificity": found.pass_rate_above,
    }[statistic.rsplit(": ", 1)[1]]


FAULTY = ("fleiss_cohen_everitt1969_counts", "weighted kappa standard error")
"""A reference run that differs from the formula it cites: `test_the_error_of_a_weighted_kappa_follows_the_paper`."""

KNOWN = [row for row in known.expected() if (row["dataset"], row["statistic"]) != FAULTY]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row['dataset']}: {row['statistic']}"[:120])
def test_known(row):
    found = answer(row["dataset"].split(" (same")[0], row["statistic"])
    assert found == pytest.approx(float(row["expected"]), abs=max(float(row["tolerance"]), 1e-9))


def test_the_error_of_a_weighted_kappa_follows_the_paper():
    """psych 2.2.9 multiplies the weights' rows by the margin of the same rater: with that slip its figure comes out."""
    share = np.array(cells(FAULTY[0]))
    total = share.sum()
    share /= total
    weights = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, chance = (weights * share).sum(), rows @ weights @ columns

    def error(first, second):
        habits = first[:, None] + second[None, :]
        spread = (share * (weights * (1 - chance) - habits * (1 - observed)) ** 2).sum()
        return np.sqrt((spread - (observed * chance - 2 * chance + observed) ** 2) / total) / (1 - chance) ** 2

    slip = error(weights.T @ columns, (weights * rows[:, None]).sum(axis=1))
    (row,) = (row for row in known.expected() if (row["dataset"], row["statistic"]) == FAULTY)
    assert slip == pytest.approx(float(row["expected"]), abs=1e-4)
    found = weighted_kappa(cells(FAULTY[0]), weights)
    assert found.standard_error == pytest.approx(error(weights @ columns, weights.T @ rows))


def test_the_five_categories_of_fleiss_are_told_apart():
    assert fleiss(ratings_of("fleiss1971_diagnoses")).value == pytest.approx(0.430, abs=0.0005)


def test_a_category_that_nobody_used_keeps_its_distance():
    pairs = np.array([[0, 3], [1, 1], [3, 3], [1, 3], [0, 0], [3, 1]])
    whole = conger(Ratings.of_codes(pairs, (1, 2, 3, 4)), "quadratic")
    squeezed = conger(Ratings.of_codes(np.searchsorted([0, 1, 3], pairs), (1, 2, 4)), "quadratic")
    by_place = conger(Ratings.of_codes(np.searchsorted([0, 1, 3], pairs), (1, 2, 3)), "quadratic")
    assert whole.value == pytest.approx(squeezed.value)
    assert whole.value != pytest.approx(by_place.value)

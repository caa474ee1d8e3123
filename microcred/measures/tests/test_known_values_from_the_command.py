"""Every known answer once more, as anyone would check it: with one of the commands and a file."""

import json
import re
from functools import cache
from typing import Any

import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.tests import known
from microcred.measures.tests.test_known_values import FAULTY, KNOWN

pytestmark = known.there

FIVE = ("--categories", "1,2,3,4,5,6")

OPTIONS: dict[str, tuple[str, ...]] = {
    "krippendorff_c_data_4x12": ("--wide",),
    "krippendorff_3x15": ("--wide",),
    "gwet_cont3x3_abstractors": ("--table", "--level", "ordinal"),
    "gwet_cont4x4_diagnosis": ("--table", "--level", "ordinal"),
    "gwet_distrib_6raters": (
        "--counts",
        "--categories",
        "Depression,Personality Disorder,Schizophrenia,Neurosis,Other",
    ),
    "gwet_dist4cat": ("--counts",),
    "gwet_raw_5observers": ("--wide",),
    "gwet_ben_gerry": ("--wide", "--raters", "Ben,Gerry"),
    "gwet_raw_g1g2": ("--wide", "--raters", "Rater1,Rater2,Rater3,Rater4"),
    "gwet_raw_gender": ("--wide", "--raters", "RaterA,RaterB,RaterC,RaterD"),
    "fleiss1971_diagnoses": ("--wide",),
    "irr_anxiety": ("--wide", *FIVE),
    "irr_video": ("--wide", *FIVE),
    "irr_vision_crosstab": ("--table",),
    "shrout_fleiss_1979": ("--wide",),
    "cohen1968_proportions": ("--table", "--cases", "200"),
    "fleiss_cohen_everitt1969_counts": ("--table",),
}

STATISTICS = {
    "pa": ("exact_agreement", "{}_agreement"),
    "percent agreement": ("exact_agreement", "{}_agreement"),
    "gwet": ("gwet_ac1", "gwet_ac2_{}"),
    "fleiss": ("fleiss_kappa", "fleiss_kappa_{}"),
    "conger": ("cohen_conger_kappa", "{}_weighted_kappa"),
    "brennan": ("brennan_prediger", "brennan_prediger_{}"),
    "alpha": ("krippendorff_alpha_nominal", "alpha_{}_weights"),
}

FAMILIES = {
    "pa": "pa",
    "percent agreement": "pa",
    "AC1": "gwet",
    "AC2": "gwet",
    "gwet AC": "gwet",
    "gwet AC1": "gwet",
    "gwet AC2": "gwet",
    "fleiss": "fleiss",
    "fleiss kappa": "fleiss",
    "scott pi": "fleiss",
    "conger": "conger",
    "conger kappa": "conger",
    "cohen kappa": "conger",
    "kappa": "conger",
    "cohen kappa = QWK": "conger",
    "brennan_prediger": "brennan",
    "brennan-prediger": "brennan",
    "alpha": "alpha",
    "krippendorff alpha": "alpha",
}

FURTHER = {
    "Kendall W (corrected for ties)": "kendall_w",
    "Robinson A": "robinson_a",
    "mean Pearson r": "mean_pearson",
    "mean Spearman rho (ties)": "mean_spearman",
    "Finn coefficient (6 levels, two-way)": "finn",
    "F between (one-way)": "f_between_one_way",
    "F between (two-way)": "f_between_two_way",
    "Aickin alpha": "aickin_alpha",
    "Bhapkar chi-square": "bhapkar",
    "Stuart-Maxwell chi-square": "stuart_maxwell",
    "exact agreement of all 4 raters, percent": "all_agree",
    "agreement within 1 of all 4 raters, percent": "all_within_one",
}


@cache
def told(*arguments: str) -> dict[str, Any]:
    said = CliRunner().invoke(app, [*arguments, "--json"])
    assert said.exit_code == 0, said.stderr
    return json.loads(said.stdout)


def of(dataset: str, *more: str) -> dict[str, Any]:
    found = told("agreement", str(known.FOLDER / f"{dataset}.csv"), *OPTIONS[dataset], *more)
    return found["statistics"] | found["further"]


def answer(dataset: str, statistic: str) -> float:
    if dataset == "guilford1954_creativity":
        return of_guilford(statistic)
    if dataset.startswith("(no data"):
        return of_classification(statistic)
    if statistic in FURTHER:
        value = of(dataset)[FURTHER[statistic]]["value"]
        return 100 * value if statistic.endswith("percent") else value
    if form := re.match(r"ICC\((\w,\w)\)", statistic):
        names = {"2,1": "A_1", "3,1": "C_1", "2,4": "A_k", "3,4": "C_k", "1,4": "1_k"}
        found = of(dataset)[f"icc_{names.get(form[1], form[1].replace(',', '_'))}"]
        return found["low" if "lower" in statistic else "high" if "upper" in statistic else "value"]
    first_two = ("--raters", "rater1,rater2") if "raters 1-2" in statistic else ()
    if "custom weights" in statistic:
        return of(dataset, *first_two, "--disagreement", "0 1 2 4 7 11")["own_weighted_kappa"]["value"]
    if written := re.findall(r"\(([\d. ]+)\)", statistic):
        option = "--weights" if re.search(r"(?<!dis)agreement weights", statistic) else "--disagreement"
        return of(dataset, option, "; ".join(written))["own_weighted_kappa"]["value"]
    if statistic.startswith("QWK"):
        return of(dataset, *first_two)["quadratic_weighted_kappa"]["value"]
    if statistic.startswith("adjacent-or-exact"):
        return of(dataset)["adjacent_agreement"]["value"]
    name, kind = re.fullmatch(r"(.*?)(?: \((\w+)\))?", statistic).groups()
    what = "standard_error" if name.endswith(" standard error") else "value"
    family = FAMILIES[name.removesuffix(" standard error")]
    metrics = ("nominal", "ordinal", "interval", "ratio")
    # Where it stands beside Gwet's coefficients, ordinal means his weights, not Krippendorff's metric.
    if family == "alpha" and kind in metrics and not (kind == "ordinal" and dataset.startswith("gwet")):
        return of(dataset, "--level", kind)[f"krippendorff_alpha_{kind}"][what]
    plain, weighted = STATISTICS[family]
    return of(dataset)[plain if kind in (None, "unweighted") else weighted.format(kind)][what]


def of_guilford(statistic: str) -> float:
    names = ("--person", "junior_examinee", "--rater", "senior_rater")
    found = told("severity", str(known.FOLDER / "guilford1954_creativity.csv"), "--wide", *names)
    everyone = {each["name"]: each for each in (*found["raters"], *found["persons"], *found["criteria"])}
    if statistic.startswith("total "):
        return everyone[statistic.removeprefix("total ")]["total"]
    pairs = found["agreement"]
    for start, value in {
        "exact pairwise": pairs["observed"],
        "agreements within 1": pairs["within_one"],
        "JMLE: expected exact": pairs["expected"],
        "JMLE: rater RMSE": found["rater_separation"]["rmse"],
        "JMLE: deviance": found["deviance"],
    }.items():
        if statistic.startswith(start):
            return value
    if statistic.endswith(("infit", "outfit")):
        return everyone[statistic.split()[1]][statistic.rsplit(maxsplit=1)[-1]]
    return everyone[statistic.rsplit(maxsplit=1)[-1]]["measure"]


def of_classification(statistic: str) -> float:
    found = told(
        *("consistency", "--cut", "0.5", "--alpha", "5", "--beta", "3"),
        *("--lower", "0.25", "--upper", "0.75", "--length", "50"),
    )
    # The reference takes failing for the positive finding.
    return found[
        {
            "accuracy": "accuracy",
            "false positive": "false_fail",
            "false negative": "false_pass",
            "consistency p": "consistency",
            "chance consistency": "chance",
            "kappa": "kappa",
            "sensitivity": "fail_rate_below",
            "specificity": "pass_rate_above",
        }[statistic.rsplit(": ", 1)[1]]
    ]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row['dataset']}: {row['statistic']}"[:120])
def test_the_command_tells_what_is_known(row):
    found = answer(row["dataset"].split(" (same")[0], row["statistic"])
    assert found == pytest.approx(float(row["expected"]), abs=max(float(row["tolerance"]), 1e-9))


def test_all_rows_are_looked_at_but_one_whose_reference_slipped():
    assert len(KNOWN) == len(known.expected()) - 1
    assert FAULTY not in {(row["dataset"], row["statistic"]) for row in KNOWN}

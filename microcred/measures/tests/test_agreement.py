"""Against answers of other programs, and against what must hold whatever the data."""

import csv
import itertools
import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.measures import Estimate, NotEstimable, agreement_of_pairs

RATINGS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "rating-data"
known = pytest.mark.skipif(not RATINGS.is_dir(), reason="the public rating data lies beside the checkout")


def table(name: str) -> list[tuple[str, str]]:
    """The pairs behind a table of counts."""
    heading, *rows = csv.reader((RATINGS / name).open())
    return [
        (row[0], column)
        for row in rows
        for column, count in zip(heading[1:], row[1:], strict=True)
        for _each in range(int(count))
    ]


def expected(dataset: str) -> dict[str, float]:
    rows = csv.DictReader((RATINGS / "expected.csv").open())
    return {row["statistic"]: float(row["expected"]) for row in rows if row["dataset"].startswith(dataset)}


@known
def test_the_100_abstractions_give_the_published_values_and_standard_errors():
    found = agreement_of_pairs(table("gwet_cont3x3_abstractors.csv"))
    answers = expected("gwet_cont3x3_abstractors")

    assert found.share.value == pytest.approx(answers["percent agreement (unweighted)"], abs=1e-5)
    assert found.share.standard_error == pytest.approx(
        answers["percent agreement standard error (unweighted)"], abs=1e-5
    )
    assert found.ac1.value == pytest.approx(answers["gwet AC1 (unweighted)"], abs=1e-5)
    assert found.ac1.standard_error == pytest.approx(answers["gwet AC1 standard error (unweighted)"], abs=1e-5)
    assert found.kappa.value == pytest.approx(answers["cohen kappa (unweighted)"], abs=1e-5)
    assert found.kappa.standard_error == pytest.approx(answers["cohen kappa standard error (unweighted)"], abs=1e-5)


@known
def test_the_223_diagnoses_give_the_values_of_two_other_programs():
    found = agreement_of_pairs(table("gwet_cont4x4_diagnosis.csv"))
    answers = expected("gwet_cont4x4_diagnosis (same counts")

    assert found.share.value == pytest.approx(answers["percent agreement"], abs=1e-5)
    assert found.ac1.value == pytest.approx(answers["gwet AC1"], abs=1e-5)
    assert found.kappa.value == pytest.approx(answers["cohen kappa"], abs=1e-5)


@pytest.mark.parametrize(
    ("counts", "share", "kappa", "ac1"), [((90, 5, 5, 0), 0.90, -0.05, 0.89), ((80, 5, 5, 10), 0.90, 0.61, 0.87)]
)
def test_kappa_falls_where_nearly_everything_is_of_one_category_and_ac1_does_not(counts, share, kappa, ac1):
    cells = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")]
    found = agreement_of_pairs([cell for cell, count in zip(cells, counts, strict=True) for _each in range(count)])

    assert round(found.share.value, 2) == share
    assert round(found.kappa.value, 2) == kappa
    assert round(found.ac1.value, 2) == ac1


@pytest.mark.parametrize(
    ("pairs", "categories", "share", "ac1", "kappa"),
    [
        ([], None, "no cases", "no cases", "no cases"),
        ([("met", "met")], None, 1.0, "one case", "one case"),
        ([("met", "met")] * 5, None, 1.0, "one category", "one category"),
        ([("met", "met")] * 5, ["met", "not met"], 1.0, 1.0, "no spread"),
    ],
)
def test_what_has_no_value_says_why(pairs, categories, share, ac1, kappa):
    found = agreement_of_pairs(pairs, categories=categories)

    def told(what):
        return what.reason if isinstance(what, NotEstimable) else what.value

    assert (told(found.share), told(found.ac1), told(found.kappa)) == (share, ac1, kappa)


def test_a_judgement_outside_the_categories_is_an_error():
    with pytest.raises(ValueError, match="maybe"):
        agreement_of_pairs([("met", "maybe")], categories=["met", "not met"])


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


@settings(max_examples=40, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_names_order_and_who_is_first_change_nothing(pairs, chance):
    shuffled = [(f"<{second}>", f"<{first}>") for first, second in pairs]
    chance.shuffle(shuffled)
    found = agreement_of_pairs(pairs, categories="abc")
    again = agreement_of_pairs(shuffled, categories=["<a>", "<b>", "<c>"])

    for one, other in ((found.ac1, again.ac1), (found.kappa, again.kappa), (found.share, again.share)):
        if isinstance(one, NotEstimable):
            assert one == other
        else:
            assert one.value == pytest.approx(other.value)
            assert one.standard_error == pytest.approx(other.standard_error)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_no_number_is_nan_or_out_of_bounds(pairs):
    found = agreement_of_pairs(pairs, categories="abc")

    for each in (found.share, found.ac1, found.kappa):
        if isinstance(each, Estimate):
            assert -1 <= each.interval.low <= each.value + 1e-9
            assert each.value - 1e-9 <= each.interval.high <= 1
            assert not math.isnan(each.standard_error)


def test_the_interval_of_ac1_holds_the_true_value_about_as_often_as_it_says():
    """Judges who agree in 8 of 10 of 100 cases: 95 of 100 intervals should hold the value of all cases there are."""
    chance = random.Random(11)
    cells = [("m", "m")] * 65 + [("n", "n")] * 15 + [("m", "n")] * 10 + [("n", "m")] * 10
    truth = agreement_of_pairs(cells * 100, categories="mn").ac1.value
    samples = [agreement_of_pairs(chance.choices(cells, k=100), categories="mn").ac1 for _each in range(400)]
    holding = sum(1 for each in samples if each.interval.low <= truth <= each.interval.high)

    assert 0.925 <= holding / len(samples) <= 0.975
    assert len(set(itertools.islice((each.value for each in samples), 20))) > 5

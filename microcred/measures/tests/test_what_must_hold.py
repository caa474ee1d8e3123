"""What must hold whatever the data: names, order and scale do not matter, and nothing is ever NaN."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.measures.coefficients import (
    brennan_prediger,
    conger,
    fleiss,
    gwet,
    krippendorff,
    percent_agreement,
)
from microcred.measures.estimates import Estimate, NotEstimable
from microcred.measures.facets import Disconnected, Facets, Judgements, many_facets
from microcred.measures.ratings import Ratings
from microcred.measures.reliability import intraclass
from microcred.measures.reports.agreement import agreement_report

CATEGORIES = (1, 2, 3, 4)

tables = st.integers(2, 5).flatmap(
    lambda raters: st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(CATEGORIES)), min_size=raters, max_size=raters),
        min_size=1,
        max_size=25,
    )
)
whole_tables = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from(CATEGORIES), min_size=raters, max_size=raters), min_size=2, max_size=25
    )
)

MEASURES = {
    "share": percent_agreement,
    "brennan": brennan_prediger,
    "gwet": gwet,
    "gwet quadratic": lambda ratings: gwet(ratings, "quadratic"),
    "fleiss": fleiss,
    "conger": conger,
    "conger quadratic": lambda ratings: conger(ratings, "quadratic"),
    "nominal": krippendorff,
    "ordinal": lambda ratings: krippendorff(ratings, "ordinal"),
    "interval": lambda ratings: krippendorff(ratings, "interval"),
}


def read(rows, **more):
    return Ratings.of_rows(rows, categories=CATEGORIES, **more)


def same(one, other):
    if isinstance(one, NotEstimable) or isinstance(other, NotEstimable):
        return type(one) is type(other)
    return math.isclose(one.value, other.value, abs_tol=1e-9) and math.isclose(
        one.standard_error, other.standard_error, abs_tol=1e-9
    )


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@settings(max_examples=30, deadline=None)
@given(tables, st.randoms())
def test_names_order_and_empty_units_change_nothing(measure, rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    columns = list(range(len(rows[0])))
    chance.shuffle(columns)
    mixed = [[row[column] for column in columns] for row in mixed]
    assert same(measure(read(rows)), measure(read(mixed)))
    assert same(measure(read(rows)), measure(read([*rows, [None] * len(rows[0])])))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@settings(max_examples=30, deadline=None)
@given(tables)
def test_a_figure_is_a_number_within_its_interval_or_has_a_reason(measure, rows):
    found = measure(read(rows))
    if isinstance(found, NotEstimable):
        assert found.reason
        return
    assert -1e9 < found.value <= 1 + 1e-9
    assert math.isfinite(found.standard_error)
    assert math.isfinite(found.interval.low)
    assert math.isfinite(found.interval.high)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@settings(max_examples=20, deadline=None)
@given(whole_tables)
def test_the_scale_may_be_read_from_the_other_end(measure, rows):
    turned = [[5 - each for each in row] for row in rows]
    assert same(measure(read(rows)), measure(read(turned)))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_perfect_agreement_is_1(measure):
    found = measure(read([[each] * 3 for each in (1, 2, 3, 4, 2, 3)]))
    assert found.value == pytest.approx(1.0)


@settings(max_examples=30, deadline=None)
@given(whole_tables)
def test_twice_the_units_leave_kappa_and_ac_and_move_alpha_by_its_small_sample_term(rows):
    once, twice = read(rows), read([*rows, *rows])
    for measure in (conger, gwet, fleiss):
        one, two = measure(once), measure(twice)
        if isinstance(one, Estimate):
            assert two.value == pytest.approx(one.value)
    one, two = krippendorff(once), krippendorff(twice)
    if isinstance(one, Estimate):
        judged = len(rows) * len(rows[0])
        # 1 - alpha goes with (n - 1) / n of all judgements.
        assert (1 - two.value) / (1 - 1 / (2 * judged)) == pytest.approx((1 - one.value) / (1 - 1 / judged))


@settings(max_examples=30, deadline=None)
@given(whole_tables)
def test_a_constant_leaves_the_interval_metric_and_moves_the_ratio_metric(rows):
    moved = [[each + 3 for each in row] for row in rows]
    higher = Ratings.of_rows(moved, categories=[each + 3 for each in CATEGORIES])
    assert same(krippendorff(read(rows), "interval"), krippendorff(higher, "interval"))
    scores, shifted = np.array(rows, dtype=float), np.array(moved, dtype=float)
    one, two = intraclass(scores), intraclass(shifted)
    if isinstance(one, Estimate):
        assert two.value == pytest.approx(one.value, abs=1e-9)


def test_a_constant_does_move_the_ratio_metric():
    rows = [[1, 2], [2, 2], [3, 4], [1, 1]]
    higher = Ratings.of_rows([[each + 3 for each in row] for row in rows], categories=(4, 5, 6, 7))
    assert krippendorff(read(rows), "ratio").value != pytest.approx(krippendorff(higher, "ratio").value)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_of_two_categories_all_weights_are_one(pairs):
    ratings = Ratings.of_codes(np.array(pairs, dtype=int), (0, 1))
    plain = conger(ratings)
    for weighting in ("linear", "quadratic"):
        assert same(plain, conger(ratings, weighting))


def test_weights_are_the_same_as_writing_a_unit_down_so_often():
    rows, often = [[1, 2], [3, 3], [4, 4], [2, None], [2, 2]], [3, 1, 2, 4, 5]
    repeated = [row for row, times in zip(rows, often, strict=True) for _each in range(times)]
    for measure in MEASURES.values():
        assert same(measure(read(rows, weights=often)), measure(read(repeated)))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no cases"),
        ([[None, None]], "no cases"),
        ([[1, None], [None, 2]], "no pairs"),
        ([[1], [2]], "one rater"),
        ([[2, 2], [2, 2], [2, 2]], "no spread"),
    ],
)
def test_what_cannot_be_estimated_says_why(rows, reason):
    found = krippendorff(read(rows))
    assert isinstance(found, NotEstimable)
    assert found.reason == reason


def test_one_unit_has_no_error_and_so_no_figure():
    assert conger(read([[1, 2]])).reason == "one case"


def test_every_line_of_a_report_of_nothing_says_so():
    assert all(isinstance(each.found, NotEstimable) for each in agreement_report(read([]), "ratio"))


def test_the_same_data_give_the_same_interval():
    rows = [[1, 2], [3, 3], [4, 4], [2, 1], [2, 2], [4, 3]]
    one, two = conger(read(rows)), conger(read(rows))
    assert one == two
    assert one.method == "bootstrap"
    assert one.seed is not None
    assert conger(read(rows), seed=7).interval != one.interval


class TestFacets:
    def crossed(self, **more):
        rng = np.random.default_rng(3)
        person, rater, criterion = (each.ravel() for each in np.indices((30, 4, 3)))
        severity = np.array([-0.6, -0.2, 0.2, 0.6])
        theta = rng.normal(0, 1, 30)[person] - severity[rater] - np.array([-0.3, 0, 0.3])[criterion]
        chance = 1 / (1 + np.exp(-theta))
        return person, rater, criterion, rng.binomial(3, chance), more

    def test_shuffling_changes_no_severity(self):
        person, rater, criterion, score, _ = self.crossed()
        order = np.random.default_rng(5).permutation(len(score))
        one = many_facets(Judgements.of(person, rater, criterion, score))
        two = many_facets(Judgements.of(person[order], rater[order], criterion[order], score[order]))
        assert [each.measure for each in one.raters] == pytest.approx([each.measure for each in two.raters], abs=1e-6)

    def test_the_harshest_is_found(self):
        person, rater, criterion, score, _ = self.crossed()
        found = many_facets(Judgements.of(person, rater, criterion, score))
        assert found.converged
        assert [each.name for each in sorted(found.raters, key=lambda one: one.measure)] == [0, 1, 2, 3]

    def test_raters_without_a_common_person_are_refused_with_their_groups(self):
        judgements = Judgements.of([1, 1, 2, 2], ["a", "b", "c", "d"], ["x"] * 4, [0, 1, 2, 1])
        found = many_facets(judgements)
        assert isinstance(found, Disconnected)
        assert set(found.groups) == {("a", "b"), ("c", "d")}

    def test_one_rater_or_one_score_is_no_analysis(self):
        assert many_facets(Judgements.of([1, 2], ["a", "a"], ["x", "x"], [0, 1])).reason == "one rater"
        assert many_facets(Judgements.of([1, 1], ["a", "b"], ["x", "x"], [1, 1])).reason == "no spread"

    def test_a_perfect_person_gets_a_measure_and_a_flag(self):
        person, rater, criterion, score, _ = self.crossed()
        score = np.where(person == 0, 3, score)
        found = many_facets(Judgements.of(person, rater, criterion, score))
        assert isinstance(found, Facets)
        best = found.persons[0]
        assert best.extreme
        assert best.infit is None
        assert math.isfinite(best.measure)
        assert best.measure == max(each.measure for each in found.persons)

    def test_a_category_that_nobody_used_is_no_step(self):
        person, rater, criterion, score, _ = self.crossed()
        found = many_facets(Judgements.of(person, rater, criterion, np.where(score == 2, 3, score)))
        (thresholds,) = found.thresholds.values()
        assert math.isnan(thresholds[1])
        assert found.converged

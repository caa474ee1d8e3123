"""Where the spread of scores comes from: against intraclass correlations, planted components, and odd tables."""

import numpy as np
import pytest

from microcred.measures.estimates import NotEstimable
from microcred.measures.generalizability import Generalizability, Nested, generalizability, nested
from microcred.measures.reliability import intraclass
from microcred.measures.tests import known

# P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def planted(rng: np.random.Generator, sizes: dict[str, float], shape=(400, 12, 6)) -> np.ndarray:
    """Scores whose parts have the given standard deviations."""
    persons, raters, criteria = shape
    places = {
        "person": (persons, 1, 1),
        "rater": (1, raters, 1),
        "criterion": (1, 1, criteria),
        "person x rater": (persons, raters, 1),
        "person x criterion": (persons, 1, criteria),
        "rater x criterion": (1, raters, criteria),
        "rest": shape,
    }
    return sum(rng.normal(0, sizes.get(name, 0.0), place) for name, place in places.items()) + np.zeros(shape)


def test_with_one_criterion_it_says_what_intraclass_correlations_say():
    study = generalizability(SHROUT_FLEISS)
    assert study.phi(1) == pytest.approx(intraclass(np.array(SHROUT_FLEISS, float), "A,1").value)
    assert study.relative(1) == pytest.approx(intraclass(np.array(SHROUT_FLEISS, float), "C,1").value)
    assert study.relative(4) == pytest.approx(intraclass(np.array(SHROUT_FLEISS, float), "C,k").value)
    assert study.phi(1) == pytest.approx(0.29, abs=0.005)


def test_the_parts_of_a_table_made_of_known_parts_are_found_exactly():
    persons, raters, criteria = np.array([-2.0, 0, 2]), np.array([-1.0, 1]), np.array([-3.0, 0, 3])
    study = generalizability(persons[:, None, None] + raters[None, :, None] + criteria[None, None, :])
    found = {each.source: each.variance for each in study.components}
    assert found["person"] == pytest.approx(persons.var(ddof=1))
    assert found["rater"] == pytest.approx(raters.var(ddof=1))
    assert found["criterion"] == pytest.approx(criteria.var(ddof=1))
    assert all(abs(found[source]) < 1e-12 for source in found if " x " in source or source == "rest")
    assert study.relative(1, 1) == pytest.approx(1.0)
    assert study.phi(1, 1) == pytest.approx(4 / (4 + 2 + 9))


def test_planted_parts_are_found_within_what_chance_allows():
    sizes = {"person": 1.0, "rater": 0.6, "person x rater": 0.5, "person x criterion": 0.4, "rest": 0.7}
    rng = np.random.default_rng(5)
    studies = [generalizability(planted(rng, sizes)) for _ in range(20)]
    for source in ("person", "person x rater", "person x criterion", "rest"):
        mean = np.mean([study.variance(source) for study in studies])
        assert mean == pytest.approx(sizes[source] ** 2, rel=0.06), source
    assert np.mean([study.variance("rater") for study in studies]) == pytest.approx(0.36, rel=0.35)
    assert np.mean([study.variance("criterion") for study in studies]) < 0.01


def test_more_readings_never_make_a_score_less_dependable_and_the_number_needed_is_the_first_that_does():
    study = generalizability(SHROUT_FLEISS)
    reached = [study.phi(raters) for raters in range(1, 21)]
    assert reached == sorted(reached)
    needed = study.readings_for(0.75)
    assert study.phi(needed) >= 0.75 > study.phi(needed - 1)
    assert study.readings_for(0.999) is None


def test_one_rating_of_point_six_needs_two_for_three_quarters_and_three_for_more_than_point_eight():
    # Spearman and Brown's rule, of which a study with two sources is the general case.
    parts = generalizability(planted(np.random.default_rng(1), {"person": 1.0, "rest": np.sqrt(2 / 3)}, (4000, 2, 1)))
    assert parts.relative(1) == pytest.approx(0.60, abs=0.02)
    assert parts.relative(2) == pytest.approx(0.75, abs=0.02)
    assert parts.relative(3) == pytest.approx(0.82, abs=0.02)


def test_a_negative_part_is_none_and_is_flagged():
    study = generalizability([[1, 2], [2, 1], [1, 2], [2, 1]])
    person = next(each for each in study.components if each.source == "person")
    assert person.is_negative
    assert person.variance == 0.0
    assert study.phi(1) == 0.0


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        (np.empty((0, 2)), "no cases"),
        ([[1, 2]], "one case"),
        ([[1], [2], [3]], "one rater"),
        ([[1, np.nan], [np.nan, 2]], "no cases"),
    ],
    ids=["nobody", "one person", "one rater", "nobody whole"],
)
def test_what_cannot_be_told_apart_has_a_reason(scores, reason):
    assert generalizability(scores) == NotEstimable(reason, len(np.asarray(scores)) if reason != "no cases" else 0)


def test_scores_that_are_all_alike_have_no_dependability():
    study = generalizability([[3, 3], [3, 3], [3, 3]])
    assert isinstance(study, Generalizability)
    assert isinstance(study.phi(1), NotEstimable)


def test_people_with_a_gap_are_left_out():
    whole = generalizability(SHROUT_FLEISS)
    assert generalizability([*SHROUT_FLEISS, [1, np.nan, 2, 3]]) == whole


class TestRatersInTasks:
    """Each task with raters of its own."""

    @pytest.fixture
    def brennan(self) -> np.ndarray:
        scores = np.full((10, 3, 4), np.nan)
        for task, person, rater, score in known.rows("gtheory_brennan_3_2"):
            scores[int(person) - 1, int(task) - 1, (int(rater) - 1) % 4] = float(score)
        return scores

    @known.there
    def test_the_published_parts_are_found(self, brennan):
        """R. L. Brennan, Generalizability Theory (2001), table 3.2: his fourth synthetic set of data."""
        found = {each.source: each.estimate for each in nested(brennan).components}
        published = {
            "person": 0.4731,
            "task": 0.3252,
            "rater in task": 0.6475,
            "person x task": 0.5596,
            "rest": 2.3802,
        }
        assert found == pytest.approx(published, abs=0.00006)

    @known.there
    def test_what_more_raters_or_tasks_would_give(self, brennan):
        study = nested(brennan)
        assert study.error(3, 4, absolute=False) == pytest.approx(0.5596 / 3 + 2.3802 / 12, abs=0.0001)
        assert study.error(3, 4) == pytest.approx((0.3252 + 0.5596) / 3 + (0.6475 + 2.3802) / 12, abs=0.0001)
        assert study.relative(3, 4) == pytest.approx(0.4731 / (0.4731 + 0.5596 / 3 + 2.3802 / 12), abs=0.0001)
        assert study.phi(6, 2) > study.phi(3, 4) > study.phi(3, 2)
        needed = study.readings_for(0.5, tasks=6)
        assert study.phi(6, needed) >= 0.5 > study.phi(6, needed - 1)
        assert study.readings_for(0.9) is None

    def test_planted_parts_are_found_within_what_chance_allows(self):
        rng = np.random.default_rng(8)
        planted = {"person": 1.0, "task": 0.25, "rater in task": 0.36, "person x task": 0.16, "rest": 0.49}

        def scores() -> np.ndarray:
            persons, tasks, raters = 300, 10, 4
            places = ((persons, 1, 1), (1, tasks, 1), (1, tasks, raters), (persons, tasks, 1), (persons, tasks, raters))
            return sum(
                rng.normal(0, np.sqrt(variance), place) + np.zeros((persons, tasks, raters))
                for variance, place in zip(planted.values(), places, strict=True)
            )

        studies = [nested(scores()) for _ in range(20)]
        for source, variance in planted.items():
            room = 0.35 if source in ("task", "rater in task") else 0.06
            assert np.mean([study.variance(source) for study in studies]) == pytest.approx(variance, rel=room), source

    @pytest.mark.parametrize(
        ("shape", "reason"),
        [((0, 2, 2), "no cases"), ((1, 2, 2), "one case"), ((3, 2, 1), "one rater"), ((3, 1, 2), "one task")],
    )
    def test_what_cannot_be_told_apart_has_a_reason(self, shape, reason):
        assert nested(np.ones(shape)) == NotEstimable(reason, shape[0])

    def test_scores_that_are_all_alike_have_no_dependability(self):
        study = nested(np.ones((4, 2, 3)))
        assert isinstance(study, Nested)
        assert study.phi(2, 3) == NotEstimable("no spread", 4)

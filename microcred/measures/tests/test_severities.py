"""Severities: planted ones are found without a stretch, errors are honest, extremes and groups are told."""

import numpy as np
import pytest

from microcred.measures.estimates import NotEstimable
from microcred.measures.facets import Disconnected, Facets, Judgements, analysis, many_facets
from microcred.measures.reports.severity import severity_as_data, severity_in_words

SEVERITIES = np.linspace(-1, 1, 12)
DIFFICULTIES = np.array([-0.5, -0.2, 0.2, 0.5])
THRESHOLDS = np.array([-1.5, 0.0, 1.5])


def season(seed: int, *, persons: int = 200, severities: np.ndarray = SEVERITIES) -> Judgements:
    """Every submission read by two raters that chance names, by four criteria, as the model says."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(0, 1.5, persons)
    raters = np.array([rng.choice(len(severities), 2, replace=False) for _ in range(persons)])
    person, rater, criterion = (
        np.repeat(np.arange(persons), 8),
        np.repeat(raters.ravel(), 4),
        np.tile(np.arange(4), persons * 2),
    )
    theta = ability[person] - severities[rater] - DIFFICULTIES[criterion]
    steps = np.concatenate([np.zeros((len(theta), 1)), np.cumsum(theta[:, None] - THRESHOLDS, axis=1)], axis=1)
    weights = np.exp(steps)
    score = (rng.random((len(theta), 1)) > np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)).sum(axis=1)
    return Judgements.of(person, rater, criterion, score, lowest=0, highest=3)


@pytest.fixture(scope="module")
def seasons() -> list[Facets]:
    return [many_facets(season(seed)) for seed in range(40)]


def test_corrected_severities_are_those_that_were_planted(seasons):
    found = np.array([[each.corrected for each in one.raters] for one in seasons])
    errors = np.array([[each.corrected_error for each in one.raters] for one in seasons])
    assert np.abs((found - SEVERITIES).mean(axis=0)).max() < 0.08  # four standard errors of a mean of 40
    assert np.polyfit(SEVERITIES, found.mean(axis=0), 1)[0] == pytest.approx(1.0, abs=0.04)
    covered = np.abs(found - SEVERITIES) < 1.96 * errors
    assert 0.92 <= covered.mean() <= 0.97
    # What two readings of a submission can tell of a rater who read 33: no more than the errors that are told.
    assert np.sqrt(((found - SEVERITIES) ** 2).mean()) == pytest.approx(np.sqrt((errors**2).mean()), rel=0.10)


def surest(judgements: Judgements, ability: np.ndarray) -> float:
    """The smallest root mean square error of severities that the information allows, abilities unknown."""
    theta = ability[judgements.person] - SEVERITIES[judgements.rater] - DIFFICULTIES[judgements.criterion]
    steps = np.concatenate([np.zeros((len(theta), 1)), np.cumsum(theta[:, None] - THRESHOLDS, axis=1)], axis=1)
    chances = np.exp(steps) / np.exp(steps).sum(axis=1, keepdims=True)
    score = np.arange(4)
    variance = chances @ score**2 - (chances @ score) ** 2
    persons, raters, criteria = len(ability), len(SEVERITIES), len(DIFFICULTIES)
    places = np.stack([judgements.person, persons + judgements.rater, persons + raters + judgements.criterion])
    signs = np.zeros((len(theta), persons + raters + criteria))
    for place, sign in zip(places, (1, -1, -1), strict=True):
        signs[np.arange(len(theta)), place] = sign
    information = signs.T @ (variance[:, None] * signs)
    for first, last in ((persons, persons + raters), (persons + raters, len(information))):
        information[first:last, first:last] += 1.0
    covariance = np.linalg.inv(information)[persons : persons + raters, persons : persons + raters]
    centre = np.eye(raters) - 1 / raters
    return float(np.sqrt(np.diag(centre @ covariance @ centre).mean()))


def test_no_error_is_larger_than_what_was_read_allows(seasons):
    """Two readings of 200 people allow 0.17 logits; what is found is as sure as that, and 260 people give 0.15."""
    found = np.array([[each.corrected for each in one.raters] for one in seasons])
    error = np.sqrt(((found - SEVERITIES) ** 2).mean())
    least = np.mean([surest(season(seed), np.random.default_rng(seed).normal(0, 1.5, 200)) for seed in range(5)])
    assert least == pytest.approx(0.171, abs=0.004)
    assert error < 1.06 * least
    more = np.array([[each.corrected for each in many_facets(season(seed, persons=270)).raters] for seed in range(40)])
    assert np.sqrt(((more - SEVERITIES) ** 2).mean()) < 0.155


def test_joint_severities_are_stretched_which_is_why_they_are_corrected(seasons):
    found = np.array([[each.measure for each in one.raters] for one in seasons])
    found -= found.mean(axis=1, keepdims=True)
    assert np.polyfit(SEVERITIES, found.mean(axis=0), 1)[0] > 1.10


def test_corrected_difficulties_are_those_that_were_planted(seasons):
    found = np.array([[each.corrected for each in one.criteria] for one in seasons])
    assert found.mean(axis=0) == pytest.approx(DIFFICULTIES, abs=0.05)


def test_of_raters_who_are_all_alike_few_are_flagged():
    flagged = 0
    for seed in range(40):
        found = many_facets(season(seed, severities=np.zeros(12)))
        flagged += sum(
            abs(each.corrected) > 0.5 and abs(each.corrected) > 2 * each.corrected_error for each in found.raters
        )
    assert flagged / (40 * 12) <= 0.05


def test_many_readings_of_a_person_need_no_correction():
    rng = np.random.default_rng(4)
    person, rater = (each.ravel() for each in np.meshgrid(np.arange(60), np.arange(30), indexing="ij"))
    theta = rng.normal(0, 1, 60)[person] - np.linspace(-1, 1, 30)[rater]
    score = (rng.random(len(theta)) < 1 / (1 + np.exp(-theta))).astype(int)
    found = many_facets(Judgements.of(person, rater, np.zeros(len(theta)), score))
    joint = np.array([each.measure for each in found.raters])
    corrected = np.array([each.corrected for each in found.raters])
    assert np.polyfit(joint - joint.mean(), corrected, 1)[0] == pytest.approx(29 / 30, abs=0.01)


def test_who_gave_the_top_score_only_has_no_corrected_severity():
    judgements = season(1)
    score = np.where(judgements.rater == 0, 3, judgements.score)
    found = many_facets(Judgements.of(judgements.person, judgements.rater, judgements.criterion, score))
    mildest = found.raters[0]
    assert mildest.extreme
    assert mildest.corrected is None
    assert all(each.corrected is not None for each in found.raters[1:])


def test_groups_of_raters_without_common_submissions_are_named():
    found = many_facets(Judgements.of([1, 1, 2, 2], ["a", "b", "c", "d"], [1, 1, 1, 1], [0, 1, 1, 0]))
    assert found == Disconnected((("a", "b"), ("c", "d")))


def test_a_person_who_is_all_at_one_end_links_nobody():
    works, readers = [1, 1, 2, 2, 4, 4, 5, 5, 3, 3], list("ababcdcdbc")
    scores = [1, 2, 2, 1, 1, 2, 2, 1, 3, 3]
    found = many_facets(Judgements.of(works, readers, [1] * 10, scores, lowest=0, highest=3))
    assert found == Disconnected((("a", "b"), ("c", "d")))


@pytest.mark.parametrize(("sizes", "scale"), [((2, 2, 4, 4), "partial credit"), ((3, 3, 3), "rating scale")])
def test_who_is_always_at_the_highest_level_that_was_given_has_no_measure_and_hinders_nobody(sizes, scale):
    """Criteria with fewer levels than others, and a highest level that nobody ever gave."""
    true, rng = np.array([-0.8, 0.0, 0.8]), np.random.default_rng(20_261_127)
    rows = []
    for work in range(500):
        ability, readers = rng.normal(1.2, 1.0), rng.choice(3, 2, replace=False)
        for criterion, size in enumerate(sizes):
            for reader in readers:
                steps = np.cumsum(ability - true[reader] - np.linspace(-1.5, 1.5, size - 1))
                chances = np.exp(np.concatenate([[0.0], steps]))
                rows.append((work, reader, criterion, rng.choice(size, p=chances / chances.sum())))
    found = many_facets(Judgements.of(*zip(*rows, strict=True), lowest=0, highest=3), scale)

    assert found.converged
    for each, severity in zip(found.raters, true, strict=True):
        assert each.corrected == pytest.approx(severity, abs=3 * each.corrected_error)
    at_the_top = [each for each in found.persons if each.total == 2 * sum(size - 1 for size in sizes)]
    assert at_the_top
    assert all(each.extreme for each in at_the_top)
    ordinary = max(each.measure for each in found.persons if not each.extreme)
    assert {each.measure > ordinary for each in at_the_top} == {True}


BELOW, ABOVE = (0, 0, 0, 0), (3, 3, 3, 3)


@pytest.mark.parametrize(
    ("criterion", "level", "works"),
    [
        (1, 0, [(BELOW, (0, 1, 0, 0))]),
        (1, 0, [(BELOW, (0, 1, 0, 0)), ((0, 1, 0, 0), BELOW)]),
        (2, 3, [(ABOVE, (3, 3, 2, 3))]),
    ],
    ids=["below all others", "two below", "above all others"],
)
def test_a_level_that_only_works_at_that_end_were_given_hinders_nobody(criterion, level, works, monkeypatch):
    """Such a work and the threshold of its level go off together: no finite measures make the data likeliest."""
    one = season(2, persons=80)
    score = one.score.copy()
    score[(one.criterion == criterion) & (score == level)] = 1 if level == 0 else 2
    rest = Judgements.of(one.person, one.rater, one.criterion, score, lowest=0, highest=3)
    place = [(80 + work, rater, each) for work in range(len(works)) for rater in range(2) for each in range(4)]
    person, rater, of = (
        np.concatenate([table, new])
        for table, new in zip((one.person, one.rater, one.criterion), np.array(place).T, strict=True)
    )
    all_of_it = Judgements.of(person, rater, of, np.concatenate([score, np.ravel(works)]), lowest=0, highest=3)

    with monkeypatch.context() as before:
        before.setattr(analysis, "apart_from_the_rest", lambda ratings, size: np.zeros(size, dtype=np.int64))
        left = many_facets(all_of_it, "partial credit")
        assert isinstance(left, NotEstimable) or not left.converged
    found = many_facets(all_of_it, "partial credit")

    assert isinstance(found, Facets)
    assert found.converged
    assert [each.extreme for each in found.persons[80:]] == [True] * len(works)
    alone = many_facets(rest, "partial credit")
    assert [each.measure for each in found.raters] == pytest.approx([each.measure for each in alone.raters], abs=1e-6)
    low, high = np.quantile([each.measure for each in alone.persons], (0.1, 0.9))
    assert all(each.measure < low if level == 0 else each.measure > high for each in found.persons[80:])


def test_criteria_with_raters_of_their_own_cannot_be_told_from_them():
    one = season(3)
    own = (one.criterion < 2) == (one.rater < 6)
    found = many_facets(Judgements.of(one.person[own], one.rater[own], one.criterion[own], one.score[own]))
    assert found == NotEstimable("not linked", int(own.sum()))


def test_raters_are_told_with_whom_they_agree_and_what_they_are_worth_in_points():
    found = many_facets(season(4))
    assert sum(each.pairs for each in found.raters) == 2 * found.agreement.pairs
    assert sum(each.agreed for each in found.raters) == 2 * found.agreement.observed
    assert sum(each.expected for each in found.raters) == pytest.approx(2 * found.agreement.expected)
    assert found.raters[0].effect > 0.2 > -0.2 > found.raters[-1].effect
    assert all(0.3 < each.correlation < 1 for each in found.raters)
    means = [each.mean for each in found.levels]
    assert means == sorted(means)
    assert [each.threshold for each in found.levels[1:]] == list(found.thresholds["all"])
    assert sum(each.ratings for each in found.levels) == 1600


def test_correction_can_be_left_out():
    plain = many_facets(season(2), correct=False)
    assert all(each.corrected is None for each in plain.raters)
    assert [each.measure for each in plain.raters] == [each.measure for each in many_facets(season(2)).raters]


def a_flat_criterion():
    """Two criteria told apart, and a third for which everybody got the same level."""
    one = season(4)
    score = np.where(one.criterion == one.criterion.max(), 2, one.score)
    return many_facets(Judgements.of(one.person, one.rater, one.criterion, score), "partial credit")


def test_a_criterion_of_which_one_level_alone_was_given_has_no_measure_and_the_rest_have_theirs():
    found = a_flat_criterion()
    flat = found.criteria[-1]
    assert (np.isinf(flat.standard_error), flat.infit, flat.outfit) == (True, None, None)
    assert all(each.standard_error < 1 for each in (*found.criteria[:-1], *found.raters))
    assert found.criterion_separation.rmse < 1


def test_it_is_told_with_the_reason_in_words_and_to_programs():
    found = a_flat_criterion()
    lines = list(severity_in_words(found))
    (line,) = [one for one in lines if "not estimable" in one]
    assert line.split()[0] == str(found.criteria[-1].name)
    assert "only one level was given" in line
    told = severity_as_data(found)["criteria"][-1]
    assert (told["estimable"], told["reason"]) == (False, "one category")
    assert [told[name] for name in ("measure", "standard_error", "low", "high", "fair")] == [None] * 5
    assert all("estimable" not in one for one in severity_as_data(found)["criteria"][:-1])

"""Many-facet Rasch: how long do 31,248 ratings take, and 2,000,000 of 2,000 raters, and with how much memory?

The first are 372 essays that 21 people each read by four criteria, where the public data lies beside the checkout, and
as many invented ones elsewhere; R's TAM needs about 7 s for them. The second are invented: 200,000 submissions, each
read by two of 2,000 raters by five criteria, of five categories. Severities are compared with those that were planted.
"""

import csv
import os
import resource
import time
from pathlib import Path

import numpy as np

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, Figures, Side, alternate
from microcred.measures.facets import Facets, Judgements, many_facets

ESSAYS = Path(__file__).resolve().parents[1].parent / "shared/data/rating-data/georgia_writing_21raters.csv"

RATERS = int(os.environ.get("BENCH_RATERS", "2000"))
SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "200000"))
CRITERIA, CATEGORIES = 5, 5
SECONDS = "CPU s"
GIBIBYTE = 1 << 20
"""of the kilobytes in which the system tells memory"""


def run(bench: Bench) -> list[Comparison]:
    """Read and invent, estimate, compare with what was planted."""
    essays = read_essays() if ESSAYS.exists() else invented(372, 21, 21, 4, 4)[0]

    def of_essays() -> Figures:
        begun = time.process_time()
        found = many_facets(essays)
        assert isinstance(found, Facets)
        assert found.converged
        return {SECONDS: time.process_time() - begun}

    sides: dict[str, Side] = {OURS: of_essays}
    with bench.doing(f"{len(essays.score):,} ratings", 6) as doing:
        small = alternate(sides, tick=doing.tick)
    with bench.doing("inventing ratings"):
        many, severities = invented(SUBMISSIONS, RATERS, 2, CRITERIA, CATEGORIES)

    def of_many() -> Figures:
        begun = time.process_time()
        found = many_facets(many)
        spent = time.process_time() - begun
        assert isinstance(found, Facets)
        assert found.converged
        corrected = np.array([each.corrected for each in found.raters])
        planted = severities[[int(str(each.name)) for each in found.raters]]
        assert np.corrcoef(corrected, planted)[0, 1] > 0.98
        return {SECONDS: spent, "GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIBIBYTE}

    with bench.doing(f"{len(many.score):,} ratings", 2) as doing:
        large = alternate({OURS: of_many}, rounds=1, tick=doing.tick)
    name = f"many-facet Rasch, {len(many.score):,} ratings"
    return [
        small.within(
            1, "what is promised", SECONDS, at_most(1, "performance"), name="many-facet Rasch, 31,248 ratings"
        ),
        small.within(7, "TAM's, as told", SECONDS, at_most(1 / 7, "our own"), name="many-facet Rasch, 31,248 ratings"),
        large.within(15, "what is promised", SECONDS, at_most(1, "performance"), name=name),
        large.within(4, "what is promised", "GiB", at_most(1, "performance"), name=name),
    ]


def read_essays() -> Judgements:
    """The essays, a rating for each criterion."""
    with ESSAYS.open() as file:
        rows = list(csv.DictReader(file))
    criteria = [each for each in rows[0] if each not in ("student", "rater")]
    return Judgements.of(
        np.repeat([int(row["student"]) for row in rows], len(criteria)),
        np.repeat([int(row["rater"]) for row in rows], len(criteria)),
        np.tile(criteria, len(rows)),
        [int(row[each]) for row in rows for each in criteria],
    )


def invented(
    submissions: int, raters: int, readings: int, criteria: int, categories: int
) -> tuple[Judgements, np.ndarray]:
    """Ratings by the model, each submission read by some raters of a random order; and the severities planted."""
    dice = np.random.default_rng(1)
    severity = dice.normal(0, 0.5, raters)
    severity -= severity.mean()
    difficulty = np.linspace(-0.5, 0.5, criteria)
    thresholds = np.linspace(-1.5, 1.5, categories - 1)
    # Neighbours in a shuffled ring, of another order for every lap, never read the same submission twice.
    laps = -(-submissions // raters)
    rings = np.concatenate([dice.permutation(raters) for _lap in range(laps)])[:submissions]
    shift = dice.integers(1, max(2, raters // readings), submissions)
    reader = np.stack([(rings + place * shift) % raters for place in range(readings)], axis=1)
    person = np.repeat(np.arange(submissions), readings * criteria)
    rater = np.repeat(reader.ravel(), criteria)
    criterion = np.tile(np.arange(criteria), submissions * readings)
    theta = dice.normal(0, 1.2, submissions)[person] - severity[rater] - difficulty[criterion]
    score = np.zeros(len(theta), dtype=np.int64)
    chances = np.empty((categories, len(theta)))
    total = np.zeros(len(theta))
    for category in range(categories):
        chances[category] = np.exp(category * theta - thresholds[:category].sum())
        total += chances[category]
    aim = dice.random(len(theta)) * total
    reached = np.zeros(len(theta))
    for category in range(categories - 1):
        reached += chances[category]
        score += aim > reached
    return Judgements.of(person, rater, criterion, score, lowest=0, highest=categories - 1), severity

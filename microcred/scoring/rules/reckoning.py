"""Readings as these readers would have made them: drawn by a model, where too few read the same to see what a policy
means. Pure, and the same for the same seed.

From two readings of each submission many-facet Rasch tells how submissions, readers and criteria differ; of submissions
and readers that differ so, many readings are drawn, and policies are played on these as on any (`simulating`). That is
how decisions by several criteria, all of which must be met, are judged where nobody has read enough: no single total
describes them. One ability stands for a whole submission, so that what its criteria have of their own counts as chance,
and policies look a little worse than they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import numpy as np
import scipy

from microcred.measures.facets import Facets, Judgements, Measured, many_facets, separation
from microcred.measures.ratings import Numbers
from microcred.scoring.rules.simulating import FEWEST, ReadBySeveral

DRAWN: Final = 1_000
"""submissions"""

READ_BY: Final = 12
"""readings of each: enough for what is true of it, and for two decisions of six readings apart"""


def drawn_by_model(work: Sequence[ReadBySeveral], *, seed: int, submissions: int = DRAWN) -> list[ReadBySeveral]:
    """Submissions, each read by twelve, that differ as those differ which were read; empty where that cannot be told.

    Args:
        work: with who read it. Only what is judged by the most frequent rule counts, from `FEWEST` submissions on.
        seed: the same one draws the same readings.
    """
    by_rule: dict[object, list[ReadBySeveral]] = defaultdict(list)
    for each in work:
        if len(each.readers) > 1:
            by_rule[each.judge, tuple(each.required.items())].append(each)
    same = max(by_rule.values(), key=len, default=[])
    if len(same) < FEWEST:
        return []
    used = {
        criterion: sorted({reading[criterion] for each in same for reading in each.readings})
        for criterion in same[0].required
    }
    found = _fitted(same, [criterion for criterion, levels in used.items() if len(levels) > 1], used)
    if found is None:
        return []
    # Work that all found perfect is work too: it counts with the measure that stands for it.
    persons, raters = (separation(each, extremes=True) for each in (found.persons, found.raters))
    if persons is None or raters is None:
        return []
    spreads = persons.true_sd, raters.true_sd
    levels = _levels(found, used, spreads, np.random.default_rng(seed), submissions)
    return [
        ReadBySeveral(
            [{criterion: int(given[row, reader]) for criterion, given in levels.items()} for reader in range(READ_BY)],
            same[0].required,
            same[0].judge,
        )
        for row in range(submissions)
    ]


def _fitted(work: Sequence[ReadBySeveral], varied: Sequence[UUID], used: dict[UUID, list[int]]) -> Facets | None:
    """What the model tells, levels that nobody gave left out; None where readers or submissions cannot be compared."""
    if not varied:
        return None
    readers = {reader: number for number, reader in enumerate({one for each in work for one in each.readers})}
    rows = [
        (number, readers[reader], place, used[criterion].index(reading[criterion]))
        for number, each in enumerate(work)
        for reader, reading in zip(each.readers, each.readings, strict=True)
        for place, criterion in enumerate(varied)
    ]
    highest = max(len(used[criterion]) for criterion in varied) - 1
    judgements = Judgements.of(*np.array(rows, dtype=np.int64).T, lowest=0, highest=highest)
    found = many_facets(judgements, "partial credit")
    return found if isinstance(found, Facets) else None


def _levels(
    found: Facets,
    used: dict[UUID, list[int]],
    spreads: tuple[float, float],
    dice: np.random.Generator,
    submissions: int,
) -> dict[UUID, Numbers]:
    """By criterion the positions that are given: (submissions, readings).

    Args:
        spreads: true standard deviations of abilities and of severities, logits as measured.
    """
    stretch = _stretch(found.criteria, found.raters)
    middle = float(np.mean([each.measure for each in found.persons]) - np.mean([each.measure for each in found.raters]))
    # At equal shares instead of by lot: what chance would add to so few says nothing.
    shares = (np.arange(submissions) + 0.5) / submissions
    ability = stretch * (middle + spreads[0] * scipy.special.ndtri(shares)[:, None])
    severity = stretch * dice.normal(0.0, spreads[1], (submissions, READ_BY))
    fitted = iter(sorted(found.criteria, key=lambda each: int(str(each.name))))
    levels = {}
    for criterion, positions in used.items():
        if len(positions) < 2:
            levels[criterion] = np.full((submissions, READ_BY), positions[0])
            continue
        measured = next(fitted)
        steps = np.array(found.thresholds[measured.name][: len(positions) - 1])
        logits = (ability - severity)[:, :, None] - stretch * (measured.measure + steps)
        weights = np.exp(np.concatenate([np.zeros((submissions, READ_BY, 1)), np.cumsum(logits, axis=2)], axis=2))
        below = np.cumsum(weights / weights.sum(axis=2, keepdims=True), axis=2)[:, :, :-1]
        given = (dice.random((submissions, READ_BY, 1)) > below).sum(axis=2)
        levels[criterion] = np.array(positions)[given]
    return levels


def _stretch(*facets: Sequence[Measured]) -> float:
    """How much of its measures is left where the stretch of joint estimation is taken off, as one factor."""
    product = square = 0.0
    for facet in facets:
        known = [(each.measure, each.corrected) for each in facet if each.corrected is not None]
        table = np.array(known).reshape(-1, 2)
        measure, corrected = (table - table.mean(axis=0)).T if known else (np.zeros(1), np.zeros(1))
        product, square = product + float(measure @ corrected), square + float(measure @ measure)
    return product / square if square else 1.0

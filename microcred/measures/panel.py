"""Everything that was said in one file: who said what of which unit, by which criterion.

From here come the tables that agreement is reckoned from: of one criterion, of all together, of the decisions that the
levels come to, and the scores as units by raters by criteria.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from microcred.measures.ratings import Numbers, Ratings

Whole = NDArray[np.int64]

MOST_CELLS = 60_000_000
"""units by raters (by criteria) with which a table of who said what still fits into memory"""


@dataclass(frozen=True)
class Panel:
    """Judgements in long form, as positions in lists of names.

    Attributes:
        unit, rater, criterion, code: positions, one of each a judgement; nobody judges a unit twice by a criterion.
        raters: all there are, by criterion: also those who judged nothing.
        weights: how often each unit occurred.
    """

    unit: Whole
    rater: Whole
    criterion: Whole
    code: Whole
    units: tuple[Hashable, ...]
    raters: tuple[Hashable, ...]
    criteria: tuple[Hashable, ...]
    categories: tuple[Hashable, ...]
    raters_of: tuple[Whole, ...]
    weights: Numbers

    @cached_property
    def values(self) -> Numbers | None:
        """The categories as numbers, or None where they are none."""
        try:
            return np.array([float(str(each)) for each in self.categories])
        except ValueError:
            return None

    def of(self, criterion: int) -> Ratings:
        """The ratings by one criterion, of those who rate by it."""
        mine = self.criterion == criterion
        return self._ratings(self.unit[mine], len(self.units), self.rater[mine], self.code[mine], criterion)

    def overall(self) -> Ratings:
        """The ratings by all criteria: each criterion of a unit is a case, and those of one unit hang together."""
        if len(self.criteria) == 1:
            return self.of(0)
        cases = self.unit * len(self.criteria) + self.criterion
        return self._ratings(cases, len(self.units) * len(self.criteria), self.rater, self.code, None)

    def _ratings(self, cases: Whole, count: int, rater: Whole, code: Whole, criterion: int | None) -> Ratings:
        raters = self.raters_of[criterion] if criterion is not None else np.arange(len(self.raters))
        within = 1 if criterion is not None else len(self.criteria)
        weights = np.repeat(self.weights, within)
        together = np.repeat(np.arange(len(self.units)), within) if within > 1 else None
        even = not np.any(weights != 1)
        if count * len(raters) > MOST_CELLS:
            counts = np.bincount(cases * len(self.categories) + code, minlength=count * len(self.categories))
            return Ratings.of_counts(
                counts.reshape(count, -1), self.categories, weights=None if even else weights, together=together
            )
        codes = np.full((count, len(raters)), -1, dtype=np.int64)
        codes[cases, np.searchsorted(raters, rater)] = code
        return Ratings.of_codes(
            codes,
            self.categories,
            raters=[self.raters[each] for each in raters],
            weights=None if even else weights,
            together=together,
        )

    @cached_property
    def places(self) -> Numbers | None:
        """What each judgement is worth as a number; None where categories are words."""
        return None if self.values is None else self.values[self.code]

    def scores(self) -> Numbers | None:
        """Units by raters by criteria, NaN where nobody judged; None where categories are words or it does not fit."""
        shape = (len(self.units), len(self.raters), len(self.criteria))
        if self.places is None or shape[0] * shape[1] * shape[2] > MOST_CELLS:
            return None
        table = np.full(shape, np.nan)
        table[self.unit, self.rater, self.criterion] = self.places
        return table

    def readings(self) -> tuple[Whole, Whole, Numbers] | None:
        """Each reading, of one unit by one rater: unit, rater, and numbers by criterion with NaN for gaps."""
        if self.places is None:
            return None
        both, place = np.unique(self.unit * len(self.raters) + self.rater, return_inverse=True)
        table = np.full((len(both), len(self.criteria)), np.nan)
        table[place, self.criterion] = self.places
        return both // len(self.raters), both % len(self.raters), table

    def decisions(self, cut: float) -> Ratings | None:
        """Whether each reading finds every criterion at a level or above, of readings by every criterion."""
        found = self.readings()
        if found is None:
            return None
        unit, rater, table = found
        whole = ~np.isnan(table).any(axis=1)
        met = np.asarray((table[whole] >= cut).all(axis=1), dtype=np.int64)
        one = Panel(
            unit[whole],
            rater[whole],
            np.zeros(len(met), dtype=np.int64),
            met,
            self.units,
            self.raters,
            ("decision",),
            (0, 1),
            (np.arange(len(self.raters)),),
            self.weights,
        )
        return one.of(0)

    def tasks(self) -> Numbers | None:
        """Scores where every criterion has raters of its own: units by criteria by raters; None where it is not so.

        Raters have to be as many for each criterion.
        """
        often = np.bincount(np.concatenate(self.raters_of), minlength=len(self.raters))
        sizes = {len(each) for each in self.raters_of}
        if len(self.criteria) < 2 or often.max(initial=0) > 1 or len(sizes) > 1 or self.places is None:
            return None
        within = np.empty(len(self.raters), dtype=np.int64)
        for each in self.raters_of:
            within[each] = np.arange(len(each))
        table = np.full((len(self.units), len(self.criteria), sizes.pop()), np.nan)
        table[self.unit, self.criterion, within[self.rater]] = self.places
        return table

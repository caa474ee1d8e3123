"""Ratings as tables: who judged what, with gaps, weights and nothing but the categories told apart."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

BLANKS = frozenset({"", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "."})
"""What stands in files where nobody judged."""

_PACKED = 2**62

FEW_BITS = 16
"""of a pattern up to which patterns are counted in a table of all there can be"""

SMALL_BITS = 7
"""of a code that fits into a byte, its sign left out"""

PIECE = 1 << 16
"""rows looked at together"""


@dataclass(frozen=True)
class Groups:
    """Units that hang together.

    Attributes:
        group, pattern: of each unit which group it is of, and which pattern it shows.
        frequencies: how often each group occurred.
        patterns: how many patterns there are.
    """

    group: NDArray[np.int64]
    pattern: NDArray[np.int64]
    frequencies: Numbers
    patterns: int

    @classmethod
    def of(cls, together: NDArray[Any], pattern: NDArray[np.int64], often: Numbers, patterns: int) -> "Groups":
        """Groups from what is known of each unit: its group, its pattern, and how often it occurred."""
        names, place = np.unique(together, return_inverse=True)
        frequencies = np.zeros(len(names))
        frequencies[place.ravel()] = often
        return cls(place.ravel(), pattern, frequencies, patterns)

    def of_patterns(self, kept: NDArray[np.bool_]) -> "Groups":
        """The same where only some patterns are looked at; groups that show none of them are gone."""
        there = kept[self.pattern]
        group, place = np.unique(self.group[there], return_inverse=True)
        pattern = np.cumsum(kept)[self.pattern[there]] - 1
        return Groups(place.ravel(), pattern, self.frequencies[group], int(kept.sum()))

    def sums(self, parts: Numbers) -> Numbers:
        """The sum, over the units of each group, of what its pattern contributes."""
        return np.bincount(self.group, parts[self.pattern], minlength=len(self.frequencies)).astype(float)

    def table(self) -> Numbers:
        """How often each group, occurring once, shows each pattern: (groups, patterns)."""
        often = np.zeros((len(self.frequencies), self.patterns))
        np.add.at(often, (self.group, self.pattern), 1.0)
        return often


@dataclass(frozen=True)
class Ratings:
    """What raters said of units, each way of saying it kept once with how often it occurred.

    Attributes:
        categories: all that can be said, in order, the lowest first.
        raters: their names, where they are told apart; otherwise empty.
        codes: for each pattern and rater the position of what was said in `categories`, or -1 for nothing;
            of shape (patterns, raters), or (patterns, 0) where raters are not told apart.
        counts: for each pattern how many raters said each category, of shape (patterns, categories).
        frequencies: how many units have that pattern, as weights: of shape (patterns,).
        is_table: whether it came as a table of two raters.
        groups: which units hang together, as the criteria of one submission do; None where each is for itself.
    """

    categories: tuple[Hashable, ...]
    raters: tuple[Hashable, ...]
    codes: NDArray[np.int64]
    counts: NDArray[np.int64]
    frequencies: Numbers
    is_table: bool = False
    groups: "Groups | None" = None

    @property
    def units(self) -> float:
        """How many units anybody judged, counted with their weights."""
        return float(self.frequencies.sum())

    @property
    def values(self) -> Numbers | None:
        """The categories as numbers, or None where they are none."""
        try:
            return np.array([float(str(each)) for each in self.categories])
        except ValueError:
            return None

    @classmethod
    def of_codes(
        cls,
        codes: ArrayLike,
        categories: Sequence[Hashable],
        *,
        raters: Sequence[Hashable] | None = None,
        weights: ArrayLike | None = None,
        together: ArrayLike | None = None,
    ) -> "Ratings":
        """Ratings from positions in the list of categories.

        Args:
            codes: of shape (units, raters), with -1 where a rater did not judge.
            categories: in order.
            raters: their names, one a column; without them they are numbered.
            weights: how often each unit occurred, 0 or more; once each without it.
            together: a number for each unit, the same for those that hang together.

        Raises:
            ValueError: for a code that is no position, a negative weight, or shapes that do not fit.
        """
        table = np.asarray(codes)
        if table.ndim != 2:
            raise ValueError("ratings are a table of units by raters")
        if not np.issubdtype(table.dtype, np.signedinteger):
            table = table.astype(np.int64)
        units, columns = table.shape
        if weights is not None and (np.shape(weights) != (units,) or np.any(np.asarray(weights) < 0)):
            raise ValueError("each unit has one weight, and none is negative")
        names = tuple(raters) if raters is not None else tuple(range(1, columns + 1))
        if len(names) != columns:
            raise ValueError("each column has one rater")
        if together is not None:
            return cls._of_groups(table, tuple(categories), names, weights, np.asarray(together))
        patterns, frequencies = _patterns(table, len(categories), weights)
        judged = (patterns >= 0).any(axis=1) & (frequencies > 0)
        patterns = patterns[judged]
        return cls(tuple(categories), names, patterns, _counted(patterns, len(categories)), frequencies[judged])

    @classmethod
    def _of_groups(
        cls,
        table: NDArray[Any],
        categories: tuple[Hashable, ...],
        names: tuple[Hashable, ...],
        weights: ArrayLike | None,
        together: NDArray[Any],
    ) -> "Ratings":
        """The same where units hang together: it has to be known which shows which pattern."""
        often = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
        judged = (table >= 0).any(axis=1) & (often > 0) if table.size else np.zeros(len(table), dtype=bool)
        table, often, together = table[judged], often[judged], together[judged]
        if table.size and (table.min() < -1 or table.max() >= len(categories)):
            raise ValueError("a code is none of the categories")
        patterns, place = _each_once(table, len(categories))
        frequencies = np.bincount(place, often, minlength=len(patterns)).astype(float)
        groups = Groups.of(together, place, often, len(patterns))
        return cls(categories, names, patterns, _counted(patterns, len(categories)), frequencies, groups=groups)

    @classmethod
    def of_rows(
        cls,
        rows: Sequence[Sequence[Any]],
        *,
        categories: Sequence[Hashable] | None = None,
        raters: Sequence[Hashable] | None = None,
        weights: ArrayLike | None = None,
    ) -> "Ratings":
        """Ratings from what was said: a row for each unit, a column for each rater, None or a blank for nothing.

        Args:
            categories: all that could have been said, in order; without it, what was, sorted.

        Raises:
            ValueError: for something that is none of the categories, and as `of_codes` does.
        """
        width = max((len(row) for row in rows), default=0)
        said = [[None if is_blank(each) else each for each in row] + [None] * (width - len(row)) for row in rows]
        possible = (
            list(categories) if categories is not None else in_order({e for r in said for e in r if e is not None})
        )
        position = {each: index for index, each in enumerate(possible)} | {None: -1}
        if unknown := sorted({str(each) for row in said for each in row if each not in position}):
            raise ValueError(f"not among the categories: {unknown[0]}")
        codes = np.array([[position[each] for each in row] for row in said], dtype=np.int64).reshape(len(said), width)
        return cls.of_codes(codes, possible, raters=raters, weights=weights)

    @classmethod
    def of_judgements(
        cls,
        judgements: Iterable[tuple[Hashable, Hashable, Any]],
        *,
        categories: Sequence[Hashable] | None = None,
        raters: Sequence[Hashable] | None = None,
    ) -> "Ratings":
        """Ratings from (unit, rater, value) in any order.

        Args:
            categories: as `of_rows`.
            raters: all there are, in order; without it, those who occur, sorted.

        Raises:
            ValueError: when a rater judged a unit twice, and as `of_rows` does.
        """
        units: dict[Hashable, dict[Hashable, Any]] = {}
        met: dict[Hashable, None] = {}
        for unit, rater, value in judgements:
            row = units.setdefault(unit, {})
            met[rater] = None
            if is_blank(value):
                continue
            if rater in row:
                raise ValueError(f"rater {rater} judged unit {unit} twice")
            row[rater] = value
        names = in_order(met) if raters is None else list(raters)
        return cls.of_rows(
            [[row.get(rater) for rater in names] for row in units.values()], categories=categories, raters=names
        )

    @classmethod
    def of_table(cls, table: ArrayLike, categories: Sequence[Hashable] | None = None) -> "Ratings":
        """Ratings of two raters from a square table: the first rater's categories down, the second's across.

        Args:
            table: how often each pair occurred; numbers need not be whole.
        """
        cells = np.asarray(table, dtype=float)
        if cells.ndim != 2 or cells.shape[0] != cells.shape[1]:
            raise ValueError("a table of two raters is square")
        width = len(cells)
        codes = np.indices(cells.shape).reshape(2, -1).T
        keep = cells.ravel() > 0
        names = tuple(categories) if categories is not None else tuple(range(1, width + 1))
        return replace(cls.of_codes(codes[keep], names, weights=cells.ravel()[keep]), is_table=True)

    @classmethod
    def of_counts(
        cls,
        counts: ArrayLike,
        categories: Sequence[Hashable] | None = None,
        *,
        weights: ArrayLike | None = None,
        together: ArrayLike | None = None,
    ) -> "Ratings":
        """Ratings of raters who are not told apart: for each unit how many said each category."""
        table = np.asarray(counts, dtype=np.int64)
        if table.ndim != 2 or (table.size and table.min() < 0):
            raise ValueError("counts are a table of units by categories, none of them negative")
        frequencies = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
        names = tuple(categories) if categories is not None else tuple(range(1, table.shape[1] + 1))
        judged = (table.sum(axis=1) > 0) & (frequencies > 0)
        table, frequencies = table[judged], frequencies[judged]
        groups = None
        if together is not None:
            groups = Groups.of(np.asarray(together)[judged], np.arange(len(table)), frequencies, len(table))
        return cls(names, (), np.empty((len(table), 0), dtype=np.int64), table, frequencies, groups=groups)

    @cached_property
    def judgements(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Whatever was said by raters who are told apart: pattern, rater and category, one of each for every cell."""
        pattern, rater = np.nonzero(self.codes >= 0)
        return pattern, rater, self.codes[pattern, rater]

    def of_pairs(self) -> "Ratings":
        """The same of units that two or more judged; raters who judged none of these are gone."""
        return self._paired

    @cached_property
    def _paired(self) -> "Ratings":
        paired = self.counts.sum(axis=1) >= 2
        codes = self.codes if paired.all() else self.codes[paired]
        present = np.asarray((codes >= 0).any(axis=0))
        if paired.all() and present.all():
            return self
        return replace(
            self,
            raters=tuple(name for name, is_there in zip(self.raters, present, strict=True) if is_there),
            codes=codes[:, present],
            counts=self.counts[paired],
            frequencies=self.frequencies[paired],
            groups=None if self.groups is None else self.groups.of_patterns(paired),
        )

    def of_raters(self, *positions: int) -> "Ratings":
        """The ratings of some raters only, by their positions."""
        chosen = list(positions)
        return Ratings.of_codes(
            self.codes[:, chosen],
            self.categories,
            raters=[self.raters[each] for each in chosen],
            weights=self.frequencies,
        )


def is_blank(value: Any) -> bool:
    """Whether this stands where nobody judged."""
    return (
        value is None
        or (isinstance(value, float) and np.isnan(value))
        or (isinstance(value, str) and value.strip() in BLANKS)
    )


def in_order(said: Iterable[Any]) -> list[Any]:
    """What was said, sorted as numbers where all of it is, otherwise as words."""
    each = list(said)
    try:
        return sorted(each, key=float)
    except (TypeError, ValueError):
        return sorted(each, key=str)


def _patterns(table: NDArray[Any], width: int, weights: ArrayLike | None) -> tuple[NDArray[np.int64], Numbers]:
    """Each row that occurs once, with how often it does.

    Raises:
        ValueError: for a code that is no position.
    """
    units, columns = table.shape
    shares = None if weights is None else np.asarray(weights, dtype=float)
    if columns == 0 or units == 0:
        return np.empty((0, columns), dtype=np.int64), np.empty(0)
    bits = width.bit_length()
    if bits * columns <= FEW_BITS and np.issubdtype(table.dtype, np.signedinteger):
        patterns, frequencies = _counted_patterns(table, bits, shares)
        if patterns.max(initial=-1) >= width:
            raise ValueError("a code is none of the categories")
        return patterns, frequencies
    if table.min() < -1 or table.max() >= width:
        raise ValueError("a code is none of the categories")
    rows, place = _each_once(table, width)
    return rows, np.bincount(place, shares, minlength=len(rows)).astype(float)


def _each_once(table: NDArray[Any], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each row that occurs once, and which of them every row is."""
    units, columns = table.shape
    base = width + 1
    # As many columns as fit into a number are ranked at once, and their ranks with the columns that follow: rows of
    # hundreds of columns, most of them blank, are told apart by numbers and never compared whole.
    ranks, different = np.zeros(units, dtype=np.int64), 1
    column = 0
    while column < columns:
        while column < columns and different * base < _PACKED:
            ranks *= base
            ranks += table[:, column].astype(np.int64, copy=False) + 1
            different *= base
            column += 1
        present, first, place = np.unique(ranks, return_index=True, return_inverse=True)
        ranks, different = place.ravel(), len(present)
    return table[first].astype(np.int64), ranks


def _counted_patterns(table: NDArray[np.int64], bits: int, shares: Numbers | None) -> tuple[NDArray[np.int64], Numbers]:
    """The same where a row fits in few bits: rows are counted, piece by piece so that each stays in the cache."""
    units, columns = table.shape
    size = 1 << bits * columns
    there, often = np.zeros(size), np.zeros(size)
    for start in range(0, units, PIECE):
        given = table[start : start + PIECE].astype(np.int64, copy=False)
        if columns == 2 and shares is None and _count_pairs(given, bits, there):
            continue
        piece = given + 1
        # All at once: a code too large has a bit too high, and a negative one has the highest.
        if np.bitwise_or.reduce(piece, axis=None) >> bits:
            raise ValueError("a code is none of the categories")
        packed = piece[:, 0].copy()
        for column in range(1, columns):
            packed <<= bits
            packed |= piece[:, column]
        there += np.bincount(packed, minlength=size)
        if shares is not None:
            often += np.bincount(packed, shares[start : start + PIECE], minlength=size)
    present = np.flatnonzero(there)
    digits = [present >> bits * (columns - 1 - column) & ((1 << bits) - 1) for column in range(columns)]
    return np.stack(digits, axis=1) - 1, (there if shares is None else often)[present]


def _count_pairs(piece: NDArray[np.int64], bits: int, there: Numbers) -> bool:
    """Add pairs without gaps to a table of patterns, read as numbers of two bytes; False where there are gaps."""
    if np.bitwise_or.reduce(piece.ravel()) >> SMALL_BITS:
        return False
    found = np.bincount(piece.astype(np.uint8).view("<u2").ravel())
    present = np.flatnonzero(found)
    first, second = (present & 255) + 1, (present >> 8) + 1
    if max(first.max(), second.max()) >> bits:
        raise ValueError("a code is none of the categories")
    there[first << bits | second] += found[present]
    return True


def _counted(codes: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    counts = np.zeros((len(codes), width), dtype=np.int64)
    for column in codes.T:
        there = np.flatnonzero(column >= 0)
        counts[there, column[there]] += 1
    return counts

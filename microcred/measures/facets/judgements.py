"""Scores of people by raters and criteria, in long form, and which raters they link."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from microcred.measures.ratings import in_order

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Judgements:
    """Ratings in long form, as positions in lists of names.

    Attributes:
        person, rater, criterion: positions, one for each rating.
        score: 0 for the lowest category.
    """

    person: Whole
    rater: Whole
    criterion: Whole
    score: Whole
    persons: tuple[Hashable, ...]
    raters: tuple[Hashable, ...]
    criteria: tuple[Hashable, ...]
    lowest: int
    highest: int

    @property
    def repeated(self) -> int:
        """How many ratings are of a person whom the same rater has rated by the same criterion before."""
        if not len(self.person):
            return 0
        key = (self.person * len(self.raters) + self.rater) * len(self.criteria) + self.criterion
        return len(key) - len(np.unique(key))

    @classmethod
    def of(
        cls,
        persons: ArrayLike,
        raters: ArrayLike,
        criteria: ArrayLike,
        scores: ArrayLike,
        *,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> "Judgements":
        """Judgements from names and whole-numbered scores, one of each a rating.

        Args:
            lowest, highest: the ends of the scale; without them, the ends of what was given.

        Raises:
            ValueError: for scores that are not whole or outside the scale.
        """
        given = np.asarray(scores, dtype=float)
        whole = given.astype(np.int64)
        if given.size and np.any(given != whole):
            raise ValueError("scores are whole numbers")
        low = int(whole.min()) if lowest is None else lowest
        high = int(whole.max()) if highest is None else highest
        if given.size and (whole.min() < low or whole.max() > high):
            raise ValueError("a score lies outside the scale")
        facets = [_numbered(np.asarray(each)) for each in (persons, raters, criteria)]
        (person, names), (rater, rater_names), (criterion, criterion_names) = facets
        return cls(person, rater, criterion, whole - low, names, rater_names, criterion_names, low, high)


def _numbered(names: NDArray[np.generic]) -> tuple[Whole, tuple[Hashable, ...]]:
    found, positions = np.unique(names, return_inverse=True)
    ordered = in_order(found.tolist())
    place = {name: index for index, name in enumerate(ordered)}
    moved = np.array([place[name] for name in found.tolist()], dtype=np.int64)
    return moved[positions.ravel()], tuple(ordered)


def groups_of(judgements: Judgements, kept: NDArray[np.bool_] | None = None) -> list[tuple[Hashable, ...]]:
    """The raters in groups that are linked by persons they both judged; one group is what is needed.

    Args:
        kept: which ratings count; raters without one are in no group.
    """
    raters, persons = len(judgements.raters), len(judgements.persons)
    rater, person = judgements.rater, judgements.person
    if kept is not None:
        rater, person = rater[kept], person[kept]
    there = np.unique(rater)
    graph = scipy.sparse.coo_matrix((np.ones(len(rater)), (rater, person + raters)), shape=(raters + persons,) * 2)
    _count, labels = scipy.sparse.csgraph.connected_components(graph, directed=False)
    groups: dict[int, list[Hashable]] = {}
    for each in there:
        groups.setdefault(int(labels[each]), []).append(judgements.raters[each])
    return [tuple(group) for group in groups.values()]

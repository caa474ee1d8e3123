"""Whether a criterion is harder for one group of people than for another that is as able by all the other criteria.

`standardized_difference` of `effects` compares two groups as they are. Here only people are compared whose scores on
the other criteria are the same, so that a group which is more able is no sign of anything.

`matched` is N. Mantel's test of ordered categories (Journal of the American Statistical Association 58, 1963, 690-700)
with the difference that it tests, in points: the standardization of N. J. Dorans and E. Kulick (Journal of Educational
Measurement 23, 1986, 355-368), for more than two categories that of R. Zwick, J. R. Donoghue and A. Grima (same, 30,
1993, 233-251). Strata are weighted as Mantel has them, n1·n2 / (n1 + n2), instead of by one of the groups: what one
group has less is what the other has more, and strata with few of one count little.

`differing` takes away what is left in that by mistake. A sum of a few criteria is not ability: of two people with the
same sum, the one from the more able group is the more able in the mean. With four criteria and groups a standard
deviation apart, `matched` found a difference where there was none in eight of ten (1,000 and 300 people). So each
group's sums are drawn to its mean, by how far they can be relied on, and the difference is told for people of equal
ability: the regression correction of R. Shealy and W. Stout (SIBTEST, Psychometrika 58, 1993, 159-194), for more than
two levels H.-H. Chang, J. Mazzeo and L. Roussos (Journal of Educational Measurement 33, 1996, 333-353). How scores grow
with the sum is one slope over the strata that both have, not one for each stratum, which fifty people do not tell; and
the error is that of the jackknife over people (R. G. Miller, Biometrika 61, 1974, 1-15), so that it holds that
reliability and slope are estimated too.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from microcred.measures.estimates import NOTHING, Estimate, NotEstimable, normal_interval
from microcred.measures.ratings import Numbers

ENOUGH = 50
"""people of each group from which on they are compared"""

COMMON = 0.5
"""share of each group that must have a match in the other"""

STRATA, AT_EACH = 2, 2
"""sums of the other criteria that so many of each group must have in common"""

RELIABLE = 0.3
"""Cronbach's alpha of the other criteria below which they match nobody with anybody"""

MODERATE, LARGE = 0.17, 0.25
"""Standard deviations of the criterion from which on a difference is no longer negligible, and is large: R. Zwick, D.
T. Thayer, J. Mazzeo, Applied Measurement in Education 10 (1997), 321-344, as NAEP has them."""


@dataclass(frozen=True)
class Matched:
    """Two groups at equal values of what they are matched by.

    Attributes:
        difference: points; below 0, the first group has less.
        chi_square: with one degree of freedom. `p`: of it.
        compared: people of the first group, and of the others, who have a match.
    """

    difference: float
    chi_square: float
    p: float
    compared: tuple[int, int]


@dataclass(frozen=True)
class Differing:
    """How much more or less a group has on one criterion than others who are as able.

    Attributes:
        difference: points of the scale; below 0, the criterion is harder for the group.
        spread: the standard deviation of the criterion within groups.
        apart: how much more or less it has as the groups are, in points.
        people: of the group, and of the others.
        reliability: Cronbach's alpha of the other criteria within groups.
    """

    difference: Estimate
    spread: float
    apart: float
    people: tuple[int, int]
    reliability: float

    @property
    def deviations(self) -> float:
        """The difference in standard deviations of the criterion."""
        return self.difference.value / self.spread

    @property
    def z(self) -> float:
        """How many standard errors the difference is from none."""
        return self.difference.value / self.difference.standard_error


def matched(scores: ArrayLike, by: ArrayLike, group: ArrayLike) -> Matched | NotEstimable:
    """Mantel's test of whether a group scores otherwise than others at equal values.

    Args:
        by: what people are matched by, one value each.
        group: whether each is of the group.
    """
    own, values, member = np.asarray(scores, dtype=float), np.asarray(by, dtype=float), np.asarray(group, dtype=bool)
    whole = ~(np.isnan(own) | np.isnan(values))
    own, values, member = own[whole], values[whole], member[whole]
    _names, stratum = np.unique(values, return_inverse=True)
    of_group, of_others = (np.bincount(stratum, kind.astype(float)) for kind in (member, ~member))
    both = (of_group > 0) & (of_others > 0)
    if not both.any():
        return NotEstimable("no overlap", len(own))
    first, other = of_group[both], of_others[both]
    all_of_them = first + other
    total = np.bincount(stratum, own)[both]
    squares = np.bincount(stratum, own**2)[both]
    seen, expected = np.bincount(stratum, own * member)[both], first * total / all_of_them
    variance = first * other * (all_of_them * squares - total**2) / (all_of_them**2 * (all_of_them - 1))
    if variance.sum() < NOTHING:
        return NotEstimable("no spread", len(own))
    excess = float((seen - expected).sum())
    chi_square = excess**2 / float(variance.sum())
    return Matched(
        excess / float((first * other / all_of_them).sum()),
        chi_square,
        float(scipy.special.chdtrc(1, chi_square)),
        (int(first.sum()), int(other.sum())),
    )


def differing(
    scores: ArrayLike, others: ArrayLike, group: ArrayLike, *, confidence: float = 0.95
) -> Differing | NotEstimable:
    """Whether a criterion is harder for a group than for people who are as able by the other criteria.

    It tells one criterion from the others. What makes all of them harder for a group cannot be told so.

    Args:
        scores: of each person on the criterion, whole points.
        others: of each on the other criteria, of shape (people, criteria), whole points; people with blanks are left
            out.
        group: whether each is of the group.

    Returns:
        The difference; or why there is none: `few in a group`, of which `cases` has the smaller; `few criteria`: with
        one other nothing tells how far it can be relied on; `no overlap`: most of a group match nobody; `no spread`;
        `few matches`: at fewer than two sums there are two of each group; `unreliable match`: the other criteria have
        too little in common to say who is as able as whom.
    """
    own, rest = np.asarray(scores, dtype=float), np.asarray(others, dtype=float)
    member = np.asarray(group, dtype=bool)
    if rest.ndim != 2 or rest.shape[1] < 2:
        return NotEstimable("few criteria", len(own))
    whole = ~(np.isnan(own) | np.isnan(rest).any(axis=1))
    own, rest, member = own[whole], rest[whole], member[whole]
    people = int(member.sum()), int((~member).sum())
    if min(people) < ENOUGH:
        return NotEstimable("few in a group", min(people))
    table = _Table(own, rest, member)
    why = table.why_not()
    if why is not None:
        return NotEstimable(why, len(own))
    value = float(table.found()[0])
    without = table.found_without_each()
    error = math.sqrt((len(own) - 1) / len(own) * float(((without - without.mean()) ** 2).sum()))
    if not error > NOTHING:
        return NotEstimable("no spread", len(own))
    reach = float(np.ptp(own)) or 1.0
    interval = normal_interval(value, error, confidence, low=min(value, -reach), high=max(value, reach))
    return Differing(
        Estimate(value, error, interval, len(own), "jackknife"),
        table.deviation,
        float(own[member].mean() - own[~member].mean()),
        people,
        float(table.reliability),
    )


class _Table:
    """All that the difference is made of is a sum over people, so that leaving one out is a subtraction."""

    def __init__(self, own: Numbers, rest: Numbers, member: NDArray[np.bool_]) -> None:
        self.own, self.member, self.criteria = own, member, rest.shape[1]
        total = rest.sum(axis=1)
        self.values = np.unique(total)
        at = (total[:, None] == self.values).astype(float)
        each = np.column_stack([np.ones(len(own)), total, total**2, rest, rest**2, at, at * own[:, None]])
        self.rows = np.concatenate([each * ~member[:, None], each * member[:, None]], axis=1)
        self.sums = self.rows.sum(axis=0, keepdims=True)
        within = [own[kind].var() * kind.sum() for kind in (member, ~member)]
        self.deviation = math.sqrt(sum(within) / len(own))

    @property
    def reliability(self) -> float:
        others, group = self._groups(self.sums)
        return float(self._alpha(others, group)[0])

    def why_not(self) -> str | None:
        others, group = self._groups(self.sums)
        both = (others.counts > 0) & (group.counts > 0)
        if min(float((each.counts * both).sum() / each.people[0, 0]) for each in (others, group)) < COMMON:
            return "no overlap"
        if self.deviation < NOTHING or not min(float(each.spread[0]) for each in (others, group)) > NOTHING:
            return "no spread"
        # A slope takes two strata, and the jackknife that both are left without any one person.
        if ((others.counts >= AT_EACH) & (group.counts >= AT_EACH)).sum() < STRATA:
            return "few matches"
        return None if self.reliability >= RELIABLE else "unreliable match"

    def found(self) -> Numbers:
        return self._difference(self.sums)

    def found_without_each(self) -> Numbers:
        return self._difference(self.sums - self.rows)

    def _groups(self, sums: Numbers) -> tuple["_Sums", "_Sums"]:
        half = sums.shape[1] // 2
        return _Sums(sums[:, :half], self.criteria), _Sums(sums[:, half:], self.criteria)

    def _alpha(self, others: "_Sums", group: "_Sums") -> Numbers:
        single, whole = others.single + group.single, others.spread + group.spread
        alpha: Numbers = self.criteria / (self.criteria - 1) * (1 - single / whole)
        return alpha

    def _difference(self, sums: Numbers) -> Numbers:
        others, group = self._groups(sums)
        weights = others.counts * group.counts / np.maximum(others.counts + group.counts, 1)
        weights /= weights.sum(axis=1, keepdims=True)
        one, other = group.means, others.means
        at_equal_sums = (weights * (one - other)).sum(axis=1)
        middle = (weights * self.values).sum(axis=1, keepdims=True)
        away = weights * (self.values - middle)
        slope = (away * (one + other) / 2).sum(axis=1) / (away * (self.values - middle)).sum(axis=1)
        # Drawn to its mean, a sum s stands for mean + alpha * (s - mean), and scores grow by slope / alpha of that.
        alpha = self._alpha(others, group)
        able = (1 - alpha) * (group.mean - others.mean)
        difference: Numbers = at_equal_sums - slope / alpha * able
        return difference


class _Sums:
    """What sums over the people of one group say, for as many samples as there are rows."""

    def __init__(self, sums: Numbers, criteria: int) -> None:
        count, total, squares, singles, single_squares, at = np.split(
            sums, np.cumsum([1, 1, 1, criteria, criteria]), axis=1
        )
        self.people = count
        self.mean = (total / count)[:, 0]
        self.spread = (squares - total**2 / count)[:, 0]
        self.single = (single_squares - singles**2 / count).sum(axis=1)
        self.counts, scores = np.split(at, 2, axis=1)
        self.means = scores / np.maximum(self.counts, 1)

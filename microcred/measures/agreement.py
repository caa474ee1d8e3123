"""Agreement of two judges on the same cases, in categories without an order."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from microcred.measures.intervals import Interval, normal_quantile, wilson


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error and interval, estimated from `cases` cases."""

    value: float
    standard_error: float
    interval: Interval
    cases: int


@dataclass(frozen=True)
class NotEstimable:
    """That a statistic has no value for these judgements, and why, as a short identifier for programs.

    Attributes:
        reason: `no cases`; `one case`: a standard error needs two; `one category`: nothing could have been told apart.
    """

    reason: str
    cases: int


@dataclass(frozen=True)
class Agreement:
    """How two judges agree.

    Attributes:
        cases: how many both judged.
        same: in how many they said the same.
        share: `same` of `cases`, with Wilson's interval; its standard error is that of a sample share.
        ac1: Gwet's AC1, which stays usable when nearly all cases are of one category.
        kappa: Cohen's kappa, which does not; never to be shown without the other two.
    """

    cases: int
    same: int
    share: Estimate | NotEstimable
    ac1: Estimate | NotEstimable
    kappa: Estimate | NotEstimable


FEW = 30
"""Pairs below which no coefficient is shown: with ten, its sampling error is as wide as what it measures."""


class ShownAgreement:
    """What of an agreement may be shown: the share wherever there is one, coefficients only of enough pairs.

    For classes that have an `agreement`.
    """

    agreement: Agreement

    @property
    def is_few(self) -> bool:
        """Whether there are too few pairs for a coefficient."""
        return self.agreement.cases < FEW

    @property
    def share(self) -> Estimate | None:
        """The share of pairs of which both said the same, with its interval."""
        return self.agreement.share if isinstance(self.agreement.share, Estimate) else None

    @property
    def ac1(self) -> Estimate | None:
        """Gwet's AC1 with its interval; None where there are few pairs."""
        return self.agreement.ac1 if isinstance(self.agreement.ac1, Estimate) and not self.is_few else None

    @property
    def kappa(self) -> Estimate | None:
        """Cohen's kappa with its interval; None where there are few pairs, or it has no value."""
        return self.agreement.kappa if isinstance(self.agreement.kappa, Estimate) and not self.is_few else None


def agreement_of_pairs(
    pairs: Sequence[tuple[Hashable, Hashable]],
    *,
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """The agreement of two judges, from what each said of the same cases.

    Sources: J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46 (kappa); K. L. Gwet, British Journal
    of Mathematical and Statistical Psychology 61 (2008), 29-48 (AC1, and standard errors of both for cases sampled
    from an unlimited number, by linearization, with n and not n - 1 as in his formula for tables). Intervals of kappa
    and AC1 are normal, cut off at -1 and 1.

    Args:
        pairs: what the first and the second judge said of each case.
        categories: all that could have been said; without it, those that were. AC1 depends on how many there are.
        confidence: of the intervals, between 0 and 1.

    Raises:
        ValueError: when something was said that is none of the categories.
    """
    n = len(pairs)
    same = sum(1 for first, second in pairs if first == second)
    said = list(dict.fromkeys(each for pair in pairs for each in pair))
    possible = list(categories) if categories is not None else said
    if unknown := [each for each in said if each not in possible]:
        raise ValueError(f"not among the categories: {unknown[0]!r}")
    if n == 0:
        return Agreement(0, 0, *[NotEstimable("no cases", 0)] * 3)
    share = same / n
    error = math.sqrt(share * (1 - share) / n)
    exact = Estimate(share, error, wilson(same, n, confidence=confidence), n)
    if n == 1:
        return Agreement(n, same, exact, *[NotEstimable("one case", n)] * 2)
    return Agreement(n, same, exact, _ac1(pairs, possible, confidence), _kappa(pairs, possible, confidence))


def _margins(
    pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable]
) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    n = len(pairs)
    rows, columns = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    return {each: rows[each] / n for each in categories}, {each: columns[each] / n for each in categories}


def _ac1(
    pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable], confidence: float
) -> Estimate | NotEstimable:
    n, q = len(pairs), len(categories)
    if q < 2:
        return NotEstimable("one category", n)
    rows, columns = _margins(pairs, categories)
    both = {each: (rows[each] + columns[each]) / 2 for each in categories}
    by_chance = sum(share * (1 - share) for share in both.values()) / (q - 1)
    observed = sum(1 for first, second in pairs if first == second) / n
    value = (observed - by_chance) / (1 - by_chance)
    # each case's own contribution, of which the value is the mean
    parts = []
    for first, second in pairs:
        own = ((first == second) - by_chance) / (1 - by_chance)
        chance = ((1 - both[first]) + (1 - both[second])) / 2 / (q - 1)
        parts.append(own - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance))
    return _estimate(value, parts, confidence)


def _kappa(
    pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable], confidence: float
) -> Estimate | NotEstimable:
    n = len(pairs)
    rows, columns = _margins(pairs, categories)
    by_chance = sum(rows[each] * columns[each] for each in categories)
    if by_chance == 1:
        return NotEstimable("one category", n)
    observed = sum(1 for first, second in pairs if first == second) / n
    value = (observed - by_chance) / (1 - by_chance)
    parts = []
    for first, second in pairs:
        own = ((first == second) - by_chance) / (1 - by_chance)
        chance = (columns[first] + rows[second]) / 2
        parts.append(own - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance))
    return _estimate(value, parts, confidence)


def _estimate(value: float, parts: Sequence[float], confidence: float) -> Estimate:
    n = len(parts)
    error = math.sqrt(sum((part - value) ** 2 for part in parts)) / n
    reach = normal_quantile(confidence) * error
    return Estimate(value, error, Interval(max(-1.0, value - reach), min(1.0, value + reach), confidence), n)

"""Agreement of two judges on the same cases, in categories without an order, as pages show it."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from microcred.measures.coefficients import conger, gwet, percent_agreement
from microcred.measures.estimates import Estimate, Measure, NotEstimable
from microcred.measures.intervals import wilson
from microcred.measures.ratings import Ratings


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
    share: Measure
    ac1: Measure
    kappa: Measure


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

    Values, errors and intervals are those of `coefficients`, for a table of two judges.

    Args:
        pairs: what the first and the second judge said of each case.
        categories: all that could have been said; without it, those that were. AC1 depends on how many there are.
        confidence: of the intervals, between 0 and 1.

    Raises:
        ValueError: when something was said that is none of the categories.
    """
    n = len(pairs)
    same = sum(1 for first, second in pairs if first == second)
    possible = (
        list(categories) if categories is not None else list(dict.fromkeys(each for pair in pairs for each in pair))
    )
    place = {each: number for number, each in enumerate(possible)}
    if unknown := [each for pair in pairs for each in pair if each not in place]:
        raise ValueError(f"not among the categories: {unknown[0]!r}")
    if n == 0:
        return Agreement(0, 0, *[NotEstimable("no cases", 0)] * 3)
    if n == 1:
        # One pair has no error, and an interval all the same, from nearly 0 to nearly 1.
        share = Estimate(float(same), 0.0, wilson(same, 1, confidence=confidence), 1, "wilson")
        return Agreement(1, same, share, *[NotEstimable("one case", 1)] * 2)
    table = np.zeros((len(possible), len(possible)))
    for (first, second), often in Counter(pairs).items():
        table[place[first], place[second]] = often
    ratings = Ratings.of_table(table, possible)
    measures = (measure(ratings, confidence=confidence) for measure in (percent_agreement, gwet, conger))
    return Agreement(n, same, *[replace(each, cases=n) for each in measures])

"""Labels for coefficients that a few cases cannot earn: Gwet's probabilistic benchmarking.

Source: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition (2014), chapter 6. The scales: J. R. Landis,
G. G. Koch, Biometrics 33 (1977), 159-174; J. L. Fleiss, Statistical Methods for Rates and Proportions (1981);
D. G. Altman, Practical Statistics for Medical Research (1991).
"""

from dataclasses import dataclass

import scipy

from microcred.measures.estimates import Estimate

Scale = tuple[tuple[float, str], ...]
"""(lower end, label), the best first"""

LANDIS_KOCH: Scale = (
    (0.8, "almost perfect"),
    (0.6, "substantial"),
    (0.4, "moderate"),
    (0.2, "fair"),
    (0.0, "slight"),
    (-1.0, "poor"),
)
FLEISS: Scale = ((0.75, "excellent"), (0.4, "intermediate to good"), (-1.0, "poor"))
ALTMAN: Scale = ((0.8, "very good"), (0.6, "good"), (0.4, "moderate"), (0.2, "fair"), (-1.0, "poor"))

SURE = 0.95


@dataclass(frozen=True)
class Label:
    """The best label of which one can be sure, with how sure: the probability of that label or a better one."""

    words: str
    probability: float


def label_of(estimate: Estimate, scale: Scale = LANDIS_KOCH, *, sure: float = SURE) -> Label:
    """The label whose cumulative probability, from the best down, first is at least `sure`.

    The coefficient is taken as normal, within -1 and 1. Of few units an estimate may lie beyond them: where nothing of
    the normal reaches between, it is taken to stand at the end that is nearer.
    """
    error = max(estimate.standard_error, 1e-12)
    low = float(scipy.special.ndtr((-1 - estimate.value) / error))
    high = float(scipy.special.ndtr((1 - estimate.value) / error))
    reached = 0.0
    for lower, words in scale:
        if high > low:
            reached = float((high - scipy.special.ndtr((lower - estimate.value) / error)) / (high - low))
        else:
            reached = float(lower <= min(1.0, max(-1.0, estimate.value)))
        if reached >= sure:
            return Label(words, reached)
    return Label(scale[-1][1], reached)

"""Qualifying by as many papers as it takes: Wald's sequential probability ratio test.

Source: A. Wald, Annals of Mathematical Statistics 16 (1945), 117-186.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

SURE = 0.95
"""the share of people of whom it is told how many papers they need at most"""

Verdict = Literal["qualified", "not qualified", "go on", "for a panel"]


@dataclass(frozen=True)
class Qualification:
    """What a sequential test asks for.

    Attributes:
        good: share of exact agreement with the agreed levels that qualifies, 0 to 1.
        poor: share that does not, below `good`.
        alpha: chance that somebody as poor as `poor` qualifies.
        beta: chance that somebody as good as `good` does not.
        fewest: papers before which nobody qualifies or fails.
        most: papers after which a panel decides.
        far_off: the largest share of papers two or more levels off with which anybody qualifies.
    """

    good: float = 0.80
    poor: float = 0.60
    alpha: float = 0.05
    beta: float = 0.05
    fewest: int = 10
    most: int = 60
    far_off: float = 0.05

    def __post_init__(self) -> None:
        if not 0 < self.poor < self.good < 1:
            raise ValueError("poor agreement is less than good agreement, both between 0 and 1")
        if not (0 < self.alpha < 0.5 and 0 < self.beta < 0.5):
            raise ValueError("alpha and beta lie between 0 and one half")
        if not 1 <= self.fewest <= self.most:
            raise ValueError("a test has at least one paper, and no fewer at most than at least")


@dataclass(frozen=True)
class Standing:
    """Where a test stands after some papers.

    Attributes:
        exact, far_off: papers, or parts of papers, that agreed, and that were two or more levels off.
        evidence: logarithm of the likelihood of `good` over that of `poor`.
        qualifies_at, fails_at: where the evidence decides.
    """

    papers: int
    exact: Fraction | int
    far_off: Fraction | int
    evidence: float
    qualifies_at: float
    fails_at: float
    verdict: Verdict


def standing(test: Qualification, exact: Fraction | int, papers: int, far_off: Fraction | int = 0) -> Standing:
    """What some papers say, of which some agreed exactly and some were two or more levels off.

    A paper of several criteria may count in part, by the share of its criteria. Both errors stay below what was asked,
    whatever the criteria of one paper have to do with each other: the mean of likelihood ratios' logarithms is at most
    the logarithm of their mean (Jensen), so that the ratio stays a supermartingale (Ville's inequality).

    Raises:
        ValueError: for counts that cannot be.
    """
    if not (0 <= exact <= papers and 0 <= far_off <= papers - exact):
        raise ValueError("no more papers agree or are far off than there are")
    upper, lower = math.log((1 - test.beta) / test.alpha), math.log(test.beta / (1 - test.alpha))
    alike, other = float(exact), float(papers - exact)
    evidence = alike * math.log(test.good / test.poor) + other * math.log((1 - test.good) / (1 - test.poor))
    verdict: Verdict = "go on"
    if papers >= test.fewest and evidence <= lower:
        verdict = "not qualified"
    elif papers >= test.fewest and evidence >= upper and far_off <= test.far_off * papers:
        verdict = "qualified"
    elif papers >= test.most:
        verdict = "for a panel"
    return Standing(papers, exact, far_off, evidence, upper, lower, verdict)


def run(test: Qualification, distances: Iterable[int]) -> Standing:
    """Go through papers in order, by how many levels each was off, until the test is decided."""
    exact = far_off = 0
    reached = standing(test, 0, 0)
    for papers, distance in enumerate(distances, start=1):
        exact += distance == 0
        far_off += abs(distance) >= 2
        reached = standing(test, exact, papers, far_off)
        if reached.verdict != "go on":
            break
    return reached


@dataclass(frozen=True)
class Prospects:
    """What a test comes to for somebody who agrees in a share of papers, none of them far off.

    Attributes:
        qualifies, fails, panel: how likely each end is.
        mean: papers on average.
        most: papers that 95 of 100 need at most.
    """

    share: float
    qualifies: float
    fails: float
    panel: float
    mean: float
    most: int


def prospects(test: Qualification, share: float) -> Prospects:
    """What becomes of somebody who agrees in this share of papers: every way to the end is counted, none drawn.

    Whole papers count. Where criteria of a paper count in part, errors are no larger (`standing`).
    """
    ends = dict.fromkeys(("qualified", "not qualified", "for a panel"), 0.0)
    mean, gone, most = 0.0, 0.0, test.most
    going = {0: 1.0}
    for papers in range(1, test.most + 1):
        then: dict[int, float] = {}
        for exact, chance in going.items():
            then[exact] = then.get(exact, 0.0) + chance * (1 - share)
            then[exact + 1] = then.get(exact + 1, 0.0) + chance * share
        going = {}
        for exact, chance in then.items():
            verdict = standing(test, exact, papers).verdict
            if verdict == "go on":
                going[exact] = chance
                continue
            ends[verdict] += chance
            mean += papers * chance
            gone += chance
        if gone >= SURE and most == test.most:
            most = papers
    return Prospects(share, ends["qualified"], ends["not qualified"], ends["for a panel"], mean, most)

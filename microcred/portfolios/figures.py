"""What may be said of how others fared with a micro-credential, so that nobody can be found out by it. Pure.

Groups smaller than a threshold say nothing. Ten is what most states of the United States choose for reports about
schools (NCES 2011-603, *Statistical Methods for Protecting Personally Identifiable Information*, found ten the most
frequent minimum). Small differences are hidden too, so that nothing can be computed back: how many there are is told
in tens downwards, how many began not at all, a share only in steps of five percent, and one whose smaller side is a
small group only in words.
"""

from dataclasses import dataclass

from microcred.measures.intervals import wilson

DAYS_A_WEEK = 7
STEP = 5
"""percent"""


@dataclass(frozen=True)
class Counted:
    """What was counted: educators who earned it, first attempts that were decided and passed, days until it was earned.

    `middle_half` are the first and the third quartile of those days.
    """

    earned: int = 0
    decided_first: int = 0
    passed_first: int = 0
    median_days: float = 0
    middle_half: tuple[float, float] = (0, 0)


@dataclass(frozen=True)
class Share:
    """A share in percent, in steps of five, with the ends of its 95 % interval (Wilson); or a word for it."""

    percent: int = 0
    low: int = 0
    high: int = 0
    word: str = ""
    """nearly_all, most or few; empty where the number may be told"""


@dataclass(frozen=True)
class Figures:
    """What may be told. None where too few are behind it."""

    at_least: int | None
    """educators who earned it, in tens downwards"""
    weeks: int | None
    """the median, from beginning to earning"""
    between: tuple[int, int] | None
    """weeks between which half of them needed"""
    first_attempt: Share | None
    threshold: int

    @property
    def say_nothing(self) -> bool:
        """Whether too few are behind all of it."""
        return self.at_least is None and self.first_attempt is None


def figures_from(counted: Counted, *, threshold: int) -> Figures:
    """What may be told of what was counted.

    Args:
        threshold: the smallest group that is spoken of.
    """
    enough = counted.earned >= threshold
    return Figures(
        at_least=counted.earned // 10 * 10 or threshold if enough else None,
        weeks=_weeks(counted.median_days) if enough else None,
        between=(_weeks(counted.middle_half[0]), _weeks(counted.middle_half[1]))
        if counted.earned >= 2 * threshold
        else None,
        first_attempt=_share(counted.passed_first, counted.decided_first, threshold),
        threshold=threshold,
    )


def _share(passed: int, decided: int, threshold: int) -> Share | None:
    if decided < threshold:
        return None
    rate = passed / decided
    if min(passed, decided - passed) < threshold:
        return Share(word="nearly_all" if rate >= 0.9 else "most" if rate >= 0.5 else "few")
    interval = wilson(passed, decided)
    return Share(_in_steps(rate), _in_steps(interval.low), _in_steps(interval.high))


def _in_steps(share: float) -> int:
    return round(share * 100 / STEP) * STEP


def _weeks(days: float) -> int:
    return max(round(days / DAYS_A_WEEK), 1)

"""Measuring sides in alternation: A B C, C B A, A B C …, so that a machine whose speed drifts is fair to all."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from benchmarks.frame.comparison import Comparison, Target

ROUNDS = 5
OURS = "ours"

Figures = Mapping[str, float]
"""What one block of work gave, by unit: ``{"ms, p50": 3.1, "ms, p95": 9.0}``."""

Side = Callable[[], Figures]
"""One block of work of one side."""


class Measured:
    """The figures of every side, round by round."""

    def __init__(self, rounds: Mapping[str, Sequence[Figures]]) -> None:
        self._rounds = rounds

    def figures(self, side: str, unit: str) -> list[float]:
        """The figures of one side, in the order of the rounds."""
        return [figures[unit] for figures in self._rounds[side]]

    def against(self, peer: str, unit: str, target: Target, *, name: str, version: str = "") -> Comparison:
        """Ours beside another side of the same rounds."""
        ours, theirs = self.figures(OURS, unit), self.figures(peer, unit)
        ratios = [own / other for own, other in zip(ours, theirs, strict=True)]
        return Comparison(
            name=name,
            unit=unit,
            ours=median(ours),
            peer_name=f"{peer} {version}".strip(),
            peer=median(theirs),
            ratio=median(ratios),
            lowest=min(ratios),
            highest=max(ratios),
            target=target,
        )

    def within(self, limit: float, limit_name: str, unit: str, target: Target, *, name: str) -> Comparison:
        """Ours beside a number that somebody promised."""
        ours = self.figures(OURS, unit)
        return Comparison(
            name=name,
            unit=unit,
            ours=median(ours),
            peer_name=limit_name,
            peer=limit,
            ratio=median(ours) / limit,
            lowest=min(ours) / limit,
            highest=max(ours) / limit,
            target=target,
        )


def alternate(
    sides: Mapping[str, Side], *, rounds: int = ROUNDS, tick: Callable[[str], None] = lambda side: None
) -> Measured:
    """Run every side once to warm up, then `rounds` times, turning the order round each time.

    Args:
        sides: Blocks of half a second or more by name; ours is called `OURS`.
        tick: Told the side before each block, for the progress bar.
    """
    figures: dict[str, list[Figures]] = {side: [] for side in sides}
    for side, block in sides.items():
        tick(side)
        block()
    for number in range(rounds):
        for side in list(sides) if number % 2 == 0 else reversed(list(sides)):
            tick(side)
            figures[side].append(sides[side]())
    return Measured(figures)


def quantile(figures: Sequence[float], share: float) -> float:
    """The smallest figure that at least `share` of all do not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1_000_000) * len(ordered) // 1_000_000) - 1))]


def latencies(seconds: Sequence[float]) -> Figures:
    """The usual figures of a block of requests, in milliseconds."""
    return {
        "ms, p50": quantile(seconds, 0.5) * 1000,
        "ms, p95": quantile(seconds, 0.95) * 1000,
        "ms, p99": quantile(seconds, 0.99) * 1000,
    }

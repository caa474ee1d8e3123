"""One line of the outcome: ours beside a peer or a limit, and whether the target is met."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Target:
    """What the ratio should be: at most or at least a number, and who says so."""

    sign: str
    bound: float
    source: str

    def met(self, ratio: float) -> bool:
        """Whether a ratio reaches the target."""
        return ratio <= self.bound if self.sign == "≤" else ratio >= self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


def at_most(bound: float, source: str) -> Target:
    """The ratio may be no larger: for times."""
    return Target("≤", bound, source)


def at_least(bound: float, source: str) -> Target:
    """The ratio may be no smaller: for rates."""
    return Target("≥", bound, source)


@dataclass(frozen=True)
class Comparison:
    """Ours beside one peer.

    Attributes:
        name: What was measured, with the benchmark's name first.
        unit: Of `ours` and `peer`, such as ``ms, p95`` or ``per second``.
        ours: Median of the rounds.
        peer_name: Who or what the peer is, with its version.
        peer: Median of the rounds, or the limit itself.
        ratio: Median over the rounds of ours ÷ peer, so that a machine that slows down between rounds changes nothing.
        lowest: Of the rounds' ratios.
        highest: Of the rounds' ratios.
        target: What the ratio should be.
    """

    name: str
    unit: str
    ours: float
    peer_name: str
    peer: float
    ratio: float
    lowest: float
    highest: float
    target: Target

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.target.met(self.ratio)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Comparison":
        """Take back what `asdict` made."""
        return cls(**{**plain, "target": Target(**plain["target"])})


def write_results(comparisons: Sequence[Comparison], file: Path) -> None:
    """Write what `results.json` promises: a list of plain lines, four significant digits."""
    lines = [
        {
            "name": one.name,
            "unit": one.unit,
            "ours": _four_digits(one.ours),
            "peer_name": one.peer_name,
            "peer": _four_digits(one.peer),
            "ratio": _four_digits(one.ratio),
            "target": str(one.target),
            "met": one.met,
        }
        for one in comparisons
    ]
    file.write_text(json.dumps(lines, ensure_ascii=False, indent=2) + "\n")


def hand_over(comparisons: Sequence[Comparison], file: Path) -> None:
    """Write all there is to know, for the process that collects the benchmarks."""
    file.write_text(json.dumps([asdict(one) for one in comparisons]))


def take_over(file: Path) -> list[Comparison]:
    """Read what `hand_over` wrote."""
    return [Comparison.read(plain) for plain in json.loads(file.read_text())]


def _four_digits(number: float) -> float:
    return float(f"{number:.4g}")

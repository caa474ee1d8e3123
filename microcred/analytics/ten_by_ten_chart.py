"""How often an assessor gave the same level as others, ten readings by ten, as a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from microcred.scoring.rules import Share

LEFT, RIGHT, TOP, BOTTOM = 44, 472, 12, 166
FEWEST_TENS: Final = 2
"""of one there is nothing to compare"""


@dataclass(frozen=True)
class Ten:
    """Ten readings: where their share and the ends of its interval are drawn."""

    x: float
    point: float
    low: float
    high: float


@dataclass(frozen=True)
class TenByTen:
    """Shares of the same level, the first ten first; `rows` are their numbers, counted from one."""

    tens: tuple[Ten, ...]
    line: str
    marks: tuple[tuple[float, int], ...]
    ticks: tuple[tuple[float, int], ...]
    rows: tuple[tuple[int, Share], ...]


def ten_by_ten_chart(shares: Sequence[Share]) -> TenByTen | None:
    """Draw shares; None for fewer than two."""
    if len(shares) < FEWEST_TENS:
        return None

    def up(share: float) -> float:
        return round(BOTTOM - share * (BOTTOM - TOP), 1)

    step = (RIGHT - LEFT) / len(shares)
    tens = tuple(
        Ten(round(LEFT + (place + 0.5) * step, 1), up(one.value), up(one.interval.low), up(one.interval.high))
        for place, one in enumerate(shares)
    )
    apart = -(-len(shares) // 8)
    return TenByTen(
        tens,
        " ".join(f"{one.x},{one.point}" for one in tens),
        tuple((up(share), round(100 * share)) for share in (0, 0.5, 1)),
        tuple((one.x, 10 * number) for number, one in enumerate(tens, start=1) if (number - 1) % apart == 0),
        tuple(enumerate(shares, start=1)),
    )

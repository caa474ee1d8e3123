"""The severity map: who reads harsher or milder than the middle, by how much, and how sure that is, as a drawing."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from microcred.analytics.rules import NOTABLE, ReaderQuality

MUCH_AWAY: Final = 1.0
"""Logits from the middle at which the outer band of the drawing ends."""


@dataclass(frozen=True)
class Line:
    """One reader on the map. `low`, `point` and `high` are places on it, in hundredths of its width."""

    name: str
    reader: ReaderQuality
    low: float
    point: float
    high: float


@dataclass(frozen=True)
class SeverityMap:
    """Readers whose severity is known, the harshest first, on an axis of logits with the middle in its middle.

    Attributes:
        edge: logits from the middle to either end; a whole number.
        bands: where the outer and the inner band begin and how wide they are, in hundredths of the width.
        without: how many readers have no severity, for they have read too little or it cannot be told.
    """

    lines: tuple[Line, ...]
    edge: int
    bands: tuple[tuple[float, float], ...]
    without: int


def severity_map(readers: Iterable[tuple[str, ReaderQuality]], *, fewest: int = 2) -> SeverityMap | None:
    """Place readers on a map; None where of fewer than two anything is known.

    Args:
        readers: each with their name.
        fewest: of whom it must be known, if not of two.
    """
    everybody = list(readers)
    known = [
        (name, one, one.severity.corrected, one.reach)
        for name, one in everybody
        if one.severity is not None and one.severity.corrected is not None and one.reach is not None
    ]
    if len(known) < fewest:
        return None
    known.sort(key=lambda each: (-each[2], each[0]))
    edge = max(2, math.ceil(max(abs(severity) + reach for _name, _one, severity, reach in known)))

    def place(logits: float) -> float:
        return round(50 + 50 * logits / edge, 2)

    return SeverityMap(
        lines=tuple(
            Line(name, one, place(severity - reach), place(severity), place(severity + reach))
            for name, one, severity, reach in known
        ),
        edge=edge,
        bands=tuple((place(-width), round(100 * width / edge, 2)) for width in (MUCH_AWAY, NOTABLE)),
        without=len(everybody) - len(known),
    )

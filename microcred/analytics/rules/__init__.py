"""Which numbers may be shown, and what readings say of rubrics and readers: sums without a database."""

from microcred.analytics.rules.judging import (
    ENOUGH_READ,
    CriterionQuality,
    Held,
    Quality,
    Quarter,
    ReaderQuality,
    Standing,
    quality_of,
)
from microcred.analytics.rules.people import HELD_BACK, SMALL, Cell, funnel

__all__ = [
    "ENOUGH_READ",
    "HELD_BACK",
    "SMALL",
    "Cell",
    "CriterionQuality",
    "Held",
    "Quality",
    "Quarter",
    "ReaderQuality",
    "Standing",
    "funnel",
    "quality_of",
]

"""Which numbers may be shown, and what readings say of rubrics and readers: sums without a database."""

from microcred.analytics.rules.judging import (
    ENOUGH_READ,
    NOTABLE,
    CriterionQuality,
    Held,
    Quality,
    Quarter,
    ReaderQuality,
    Standing,
    quality_of,
    share,
)
from microcred.analytics.rules.people import HELD_BACK, SMALL, Cell, funnel
from microcred.analytics.rules.reliability import (
    ENOUGH_PAPERS,
    AgainstAgreed,
    Part,
    Reliability,
    SameDecision,
    reliability_of,
)

__all__ = [
    "ENOUGH_PAPERS",
    "ENOUGH_READ",
    "HELD_BACK",
    "NOTABLE",
    "SMALL",
    "AgainstAgreed",
    "Cell",
    "CriterionQuality",
    "Held",
    "Part",
    "Quality",
    "Quarter",
    "ReaderQuality",
    "Reliability",
    "SameDecision",
    "Standing",
    "funnel",
    "quality_of",
    "reliability_of",
    "share",
]

"""Which numbers may be shown, and what readings say of rubrics and readers: sums without a database."""

from microcred.analytics.rules.criteria import CriterionStudy, Dependable, Hardness, RubricStudy, studied
from microcred.analytics.rules.figures import Held, Standing, share
from microcred.analytics.rules.groups import band_on, groups_of
from microcred.analytics.rules.habits import UNUSUAL, Habits, Use
from microcred.analytics.rules.judging import (
    ENOUGH_READ,
    NOTABLE,
    CriterionQuality,
    Quality,
    ReaderQuality,
    quality_of,
)
from microcred.analytics.rules.people import HELD_BACK, SMALL, Cell, funnel
from microcred.analytics.rules.reading import ReaderCriterion, by_criterion
from microcred.analytics.rules.reliability import (
    ENOUGH_PAPERS,
    AgainstAgreed,
    Part,
    Reliability,
    SameDecision,
    reliability_of,
)
from microcred.analytics.rules.trend import CriterionThen, Step, Stretch, Trend, trend_of

__all__ = [
    "ENOUGH_PAPERS",
    "ENOUGH_READ",
    "HELD_BACK",
    "NOTABLE",
    "SMALL",
    "UNUSUAL",
    "AgainstAgreed",
    "Cell",
    "CriterionQuality",
    "CriterionStudy",
    "CriterionThen",
    "Dependable",
    "Habits",
    "Hardness",
    "Held",
    "Part",
    "Quality",
    "ReaderCriterion",
    "ReaderQuality",
    "Reliability",
    "RubricStudy",
    "SameDecision",
    "Standing",
    "Step",
    "Stretch",
    "Trend",
    "Use",
    "band_on",
    "by_criterion",
    "funnel",
    "groups_of",
    "quality_of",
    "reliability_of",
    "share",
    "studied",
    "trend_of",
]

"""Conditions and sums of scoring that need no database."""

from microcred.scoring.rules.promises import business_days_left
from microcred.scoring.rules.resolving import (
    DOUBLE,
    RESOLUTION,
    SINGLE,
    Given,
    Resolved,
    Way,
    comment_is_needed,
    is_split,
    readings_needed,
    resolve,
    word_about_the_whole,
)

__all__ = [
    "DOUBLE",
    "RESOLUTION",
    "SINGLE",
    "Given",
    "Resolved",
    "Way",
    "business_days_left",
    "comment_is_needed",
    "is_split",
    "readings_needed",
    "resolve",
    "word_about_the_whole",
]

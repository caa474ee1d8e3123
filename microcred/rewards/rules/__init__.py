"""What stipends come to, and why: pure functions over offers, awards and what was entered before."""

from microcred.rewards.rules.reasons import explained, in_words
from microcred.rewards.rules.stipends import MILESTONE, drawn, reckon
from microcred.rewards.rules.terms import (
    Basis,
    Benefit,
    Due,
    Earned,
    Entered,
    Offer,
    Passed,
    Post,
    Reckoning,
    Standing,
    Step,
    Terms,
    Towards,
)
from microcred.rewards.rules.years import JULY, first_day, fiscal_year, fiscal_year_of, year_named, years_around

__all__ = [
    "JULY",
    "MILESTONE",
    "Basis",
    "Benefit",
    "Due",
    "Earned",
    "Entered",
    "Offer",
    "Passed",
    "Post",
    "Reckoning",
    "Standing",
    "Step",
    "Terms",
    "Towards",
    "drawn",
    "explained",
    "first_day",
    "fiscal_year",
    "fiscal_year_of",
    "in_words",
    "reckon",
    "year_named",
    "years_around",
]

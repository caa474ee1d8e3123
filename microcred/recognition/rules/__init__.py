"""What an award is worth under a policy: rules as data, and one pure function that applies them, step by step.

A policy states its rules as clauses. Each clause carries the words a person reads, where they stand, and whether they
are published or a district's own statement, so that nobody mistakes one for the other.
"""

from microcred.recognition.rules.amounts import HUNDREDTH, closing_problem, converted, plain, years_before
from microcred.recognition.rules.clauses import (
    AgeRule,
    Clause,
    Closing,
    Conversion,
    CycleRule,
    PolicyRules,
    Positive,
    Standing,
    Stated,
    rules_from,
)
from microcred.recognition.rules.evaluation import AwardFacts, CycleFacts, evaluate
from microcred.recognition.rules.outcomes import DAYS, NONE, Outcome, Result, Step, Worth, explained, in_words

__all__ = [
    "DAYS",
    "HUNDREDTH",
    "NONE",
    "AgeRule",
    "AwardFacts",
    "Clause",
    "Closing",
    "Conversion",
    "CycleFacts",
    "CycleRule",
    "Outcome",
    "PolicyRules",
    "Positive",
    "Result",
    "Standing",
    "Stated",
    "Step",
    "Worth",
    "closing_problem",
    "converted",
    "evaluate",
    "explained",
    "in_words",
    "plain",
    "rules_from",
    "years_before",
]

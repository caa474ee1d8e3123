"""Conditions and sums of the catalogue that need no database."""

from microcred.catalog.rules.circles import way_back
from microcred.catalog.rules.deciding import Demand, Outcome, PartFinding, Reason, Rule, Verdict, decide
from microcred.catalog.rules.grace import ASSESSOR_DAYS, GRACE_DAYS, MOST_GRACE_DAYS, grace_ends
from microcred.catalog.rules.words import Words, finding_in_words, reasons_in_words, rule_in_words, rules_chosen

__all__ = [
    "ASSESSOR_DAYS",
    "GRACE_DAYS",
    "MOST_GRACE_DAYS",
    "Demand",
    "Outcome",
    "PartFinding",
    "Reason",
    "Rule",
    "Verdict",
    "Words",
    "decide",
    "finding_in_words",
    "grace_ends",
    "reasons_in_words",
    "rule_in_words",
    "rules_chosen",
    "way_back",
]

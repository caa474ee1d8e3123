"""Conditions and sums of the catalogue that need no database."""

from microcred.catalog.rules.circles import way_back
from microcred.catalog.rules.deciding import Demand, Outcome, PartFinding, Reason, Rule, Verdict, decide
from microcred.catalog.rules.words import Words, finding_in_words, reasons_in_words, rule_in_words, rules_chosen

__all__ = [
    "Demand",
    "Outcome",
    "PartFinding",
    "Reason",
    "Rule",
    "Verdict",
    "Words",
    "decide",
    "finding_in_words",
    "reasons_in_words",
    "rule_in_words",
    "rules_chosen",
    "way_back",
]

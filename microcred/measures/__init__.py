"""Measures of agreement between those who judge, always with how sure they are.

A library: no Django, no database, none of the other code. What cannot be estimated is told as `NotEstimable` with the
reason, never as a number. Statistics are added as they are needed; each names its source and is held against answers
that other programs gave.
"""

from microcred.measures.agreement import FEW, Agreement, ShownAgreement, agreement_of_pairs
from microcred.measures.estimates import Estimate, NotEstimable
from microcred.measures.intervals import Interval, newcombe, wilson

__all__ = [
    "FEW",
    "Agreement",
    "Estimate",
    "Interval",
    "NotEstimable",
    "ShownAgreement",
    "agreement_of_pairs",
    "newcombe",
    "wilson",
]

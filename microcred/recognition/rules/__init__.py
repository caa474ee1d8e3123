"""What an award is worth under a policy: rules as data, and one pure function that applies them, step by step.

A policy states its rules as clauses. Each clause carries the words a person reads, where they stand, and whether they
are published or a district's own statement, so that nobody mistakes one for the other. The function is
`engine.evaluate`.
"""

from microcred.recognition.rules.amounts import in_signs, plain, years_before
from microcred.recognition.rules.clauses import Clause, Standing, Stated
from microcred.recognition.rules.explanations import as_kept, deciding, explained

__all__ = ["Clause", "Standing", "Stated", "as_kept", "deciding", "explained", "in_signs", "plain", "years_before"]

"""What policies are worth on public work: 372 essays that 21 trained people each read by four criteria.

A pass needs the third of four levels in each criterion; what is true of an essay is the mean of all 21, rounded. The
figures were published with the data of a state's test of writing; a test makes each of them again with `simulate`.
"""

from dataclasses import dataclass

from microcred.scoring.rules.policies import Kind, Policy, Third

ESSAYS, READERS = 372, 21


@dataclass(frozen=True)
class Worth:
    """What a policy was worth there: shares of all decisions, and readings for each submission."""

    policy: Policy
    right: float
    false_pass: float
    false_fail: float
    alike: float
    readings: float


REFERENCE = (
    Worth(Policy(Kind.SINGLE), 0.868, 0.037, 0.095, 0.820, 1.00),
    Worth(Policy(Kind.CONDITIONAL), 0.898, 0.016, 0.086, 0.877, 1.68),
    Worth(Policy(Kind.DOUBLE, third=Third.DECISION), 0.907, 0.020, 0.073, 0.881, 2.18),
    Worth(Policy(Kind.DOUBLE, third=Third.CRITERION), 0.914, 0.026, 0.059, 0.880, 2.42),
)
"""Single readings; a second where the first decides narrowly; two of everything with a third where the decisions, or
where any criterion, differ."""

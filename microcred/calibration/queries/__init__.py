"""Questions about the right to score, by noun."""

from microcred.calibration.queries.rights import (
    ASSESSING,
    asks_requalification,
    assessors_of,
    holding,
    holds_stack_of,
    is_qualified,
    qualifications_listed,
    qualifications_of,
    versions_for,
    versions_listed,
)
from microcred.calibration.queries.rubrics import (
    Bench,
    How,
    Standing,
    bench_of,
    benches_of,
    rubrics_led_by,
    rubrics_to_learn,
)

__all__ = [
    "ASSESSING",
    "Bench",
    "How",
    "Standing",
    "asks_requalification",
    "assessors_of",
    "bench_of",
    "benches_of",
    "holding",
    "holds_stack_of",
    "is_qualified",
    "qualifications_listed",
    "qualifications_of",
    "rubrics_led_by",
    "rubrics_to_learn",
    "versions_for",
    "versions_listed",
]

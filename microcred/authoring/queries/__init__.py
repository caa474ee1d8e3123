"""The questions of authoring, by noun."""

from microcred.authoring.queries.drafts import (
    drafts_of,
    places_to_write,
    report_on,
    revisable_by,
    strictness_in,
)
from microcred.authoring.queries.history import (
    history_of,
    writers_of,
)
from microcred.authoring.queries.reviews import (
    QualityOutcome,
    Remark,
    asked_of_design,
    quality_outcome,
    quality_outcome_of_version,
    remarks_for_authors,
    reviewers_to_invite,
    rounds_judged,
    rounds_kept_by,
    rounds_to_judge,
    writers_behind,
)

__all__ = [
    "QualityOutcome",
    "Remark",
    "asked_of_design",
    "drafts_of",
    "history_of",
    "places_to_write",
    "quality_outcome",
    "quality_outcome_of_version",
    "remarks_for_authors",
    "report_on",
    "reviewers_to_invite",
    "revisable_by",
    "rounds_judged",
    "rounds_kept_by",
    "rounds_to_judge",
    "strictness_in",
    "writers_behind",
    "writers_of",
]

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

__all__ = [
    "drafts_of",
    "history_of",
    "places_to_write",
    "report_on",
    "revisable_by",
    "strictness_in",
    "writers_of",
]

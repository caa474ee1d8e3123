"""The questions of authoring, by noun."""

from microcred.authoring.queries.drafts import (
    drafts_of,
    places_to_write,
    report_on,
    revisable_by,
    strictness_in,
)

__all__ = ["drafts_of", "places_to_write", "report_on", "revisable_by", "strictness_in"]

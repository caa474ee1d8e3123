"""A person's door."""

from microcred.catalog.views.browsing import (
    PER_PAGE,
    catalogue,
    crosswalk,
    micro_credential_print,
    stack,
    stacks,
    suggestions,
    version,
)

__all__ = [
    "PER_PAGE",
    "catalogue",
    "crosswalk",
    "micro_credential_print",
    "stack",
    "stacks",
    "suggestions",
    "version",
]

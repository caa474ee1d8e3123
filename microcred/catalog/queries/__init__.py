"""The questions that the catalogue answers."""

from microcred.catalog.queries.labels import EVIDENCE_KINDS, FACET_TITLES, Labels, labels_for
from microcred.catalog.queries.pages import PartShown, VersionPage, alignments_of, version_page
from microcred.catalog.queries.search import PAGE_SIZE, Found, SearchPage, Suggestion, search, suggestions
from microcred.catalog.queries.shelves import (
    ShownStack,
    crosswalks,
    entries_of,
    path_of,
    shelves,
    stacks_of,
    stacks_on_offer,
)
from microcred.catalog.queries.taking_in import take_in
from microcred.catalog.queries.versions import (
    Rubric,
    RubricCriterion,
    RubricLevel,
    current_version,
    requirements_of,
    rubric_of,
)

__all__ = [
    "EVIDENCE_KINDS",
    "FACET_TITLES",
    "PAGE_SIZE",
    "Found",
    "Labels",
    "PartShown",
    "Rubric",
    "RubricCriterion",
    "RubricLevel",
    "SearchPage",
    "ShownStack",
    "Suggestion",
    "VersionPage",
    "alignments_of",
    "crosswalks",
    "current_version",
    "entries_of",
    "labels_for",
    "path_of",
    "requirements_of",
    "rubric_of",
    "search",
    "shelves",
    "stacks_of",
    "stacks_on_offer",
    "suggestions",
    "take_in",
    "version_page",
]

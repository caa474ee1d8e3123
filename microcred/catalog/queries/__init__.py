"""The questions that the catalogue answers."""

from microcred.catalog.queries.search import Found, SearchPage, Suggestion, search, suggestions
from microcred.catalog.queries.versions import (
    Rubric,
    RubricCriterion,
    RubricLevel,
    current_version,
    requirements_of,
    rubric_of,
)

__all__ = [
    "Found",
    "Rubric",
    "RubricCriterion",
    "RubricLevel",
    "SearchPage",
    "Suggestion",
    "current_version",
    "requirements_of",
    "rubric_of",
    "search",
    "suggestions",
]

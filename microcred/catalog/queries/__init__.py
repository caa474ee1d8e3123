"""The questions that the catalogue answers."""

from microcred.catalog.queries.versions import (
    Rubric,
    RubricCriterion,
    RubricLevel,
    current_version,
    requirements_of,
    rubric_of,
)

__all__ = ["Rubric", "RubricCriterion", "RubricLevel", "current_version", "requirements_of", "rubric_of"]

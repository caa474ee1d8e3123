"""The draft's page in rows: each with the prefix of its fields' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design, Problem, problems


@dataclass(frozen=True)
class FormRow:
    """One row of a list in the form; `at` begins the names of its fields."""

    at: str
    item: Any
    levels: "Sequence[FormRow]" = ()


FIELD_NAMES: dict[str, str | Promise] = {
    "name": _("Name"),
    "stack": _("Stack"),
    "hours": _("Hours"),
    "audience": _("Audience"),
    "language": _("Language"),
    "competency": _("Competency"),
    "key_method": _("Key method"),
    "components": _("Components of the method"),
    "rationale": _("Rationale"),
    "research": _("Research"),
    "research_note": _("Note on research"),
    "resources": _("Resources"),
    "requirements": _("Requirements"),
    "rubric": _("Rubric"),
    "alignments": _("Alignments"),
    "tags": _("Tags"),
    "demonstration": _("Demonstration"),
}

WHOLE_FIELDS = ("audience", "alignments", "tags")
"""Lists that stand in one field, so that a problem of an item points to the whole."""


@dataclass(frozen=True)
class ShownProblem:
    """A problem with the field it is in, and where to find it on the page."""

    title: str | Promise
    target: str
    problem: Problem


def rows_of(items: Sequence[Any], field: str) -> list[FormRow]:
    """The rows of a list."""
    return [FormRow(f"{field}.{place}", item) for place, item in enumerate(items)]


def rubric_rows(design: Design) -> list[FormRow]:
    """The rubric's criteria, each with its levels."""
    return [
        FormRow(f"rubric.{place}", criterion, rows_of(criterion.levels, f"rubric.{place}.levels"))
        for place, criterion in enumerate(design.rubric)
    ]


def shown_problems(design: Design) -> list[ShownProblem]:
    """What keeps the design from being published, each with a link to its field."""
    return [_shown(problem) for problem in problems(design)]


def _shown(problem: Problem) -> ShownProblem:
    first, _dot, rest = problem.field.partition(".")
    place = rest.partition(".")[0]
    title = FIELD_NAMES.get(first, first)
    if place.isdigit() and first not in WHOLE_FIELDS:
        title = f"{title} {int(place) + 1}"
    return ShownProblem(title, first if first in WHOLE_FIELDS else problem.field, problem)

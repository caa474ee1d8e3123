"""The draft's page in rows: each with the prefix of its fields' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.catalog.design import Design, Problem, problems


@dataclass(frozen=True)
class FormRow:
    """One row of a list in the form; `at` begins the names of its fields.

    `unread` is what was typed as its number and is none.
    """

    at: str
    item: Any
    levels: "Sequence[FormRow]" = ()
    unread: str = ""


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


def requirement_rows(design: Design, unread: Mapping[str, str]) -> list[FormRow]:
    """The requirements; `unread` has by its field's name what was typed as a word limit and is none."""
    return [
        FormRow(f"requirements.{place}", item, unread=unread.get(f"requirements.{place}.word_limit", ""))
        for place, item in enumerate(design.requirements)
    ]


def as_far_as_readable(written: dict[str, Any], before: Design) -> tuple[Design, dict[str, str]]:
    """What was sent when it is a design; else what is kept, so that the page can be shown at all.

    Returns:
        The design without the numbers that are none, and what was typed in their place, by the names of their fields.
    """
    unread: dict[str, str] = {}
    if isinstance(written["hours"], str):
        unread["hours"] = written["hours"]
        written = {**written, "hours": 0}
    for place, row in enumerate(written["requirements"]):
        if isinstance(row.get("word_limit"), str):
            unread[f"requirements.{place}.word_limit"] = row["word_limit"]
    rows = [
        {**row, "word_limit": None} if f"requirements.{place}.word_limit" in unread else row
        for place, row in enumerate(written["requirements"])
    ]
    try:
        return Design.model_validate({**written, "requirements": rows}), unread
    except ValidationError:
        return before, {}


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

"""What an author begins with, and what changed between two states of a draft. Pure."""

from typing import Any

from microcred.catalog.design import Component, Criterion, Design, Level, Requirement, as_json


def outline() -> Design:
    """The bare bones of a design: one requirement and one criterion for each part, to be filled in."""
    passing = ("Not yet", "Passing")
    growing = ("Beginning", "Developing", "Proficient", "Exemplary")
    return Design(
        components=(Component(),),
        requirements=(
            Requirement(id="context", part=1, kind="question", word_limit=250, feeds=("overview",)),
            Requirement(id="artifact", part=2, kind="artifact", accepts=("document",), feeds=("practice",)),
            Requirement(id="reflection", part=3, kind="reflection", word_limit=500, feeds=("reflection",)),
        ),
        rubric=(
            _criterion("overview", 1, "Overview questions", "Passing", passing),
            _criterion("practice", 2, "", "Proficient", growing),
            _criterion("reflection", 3, "Reflection", "Passing", passing),
        ),
    )


def changed_fields(mine: Design, theirs: Design) -> list[str]:
    """The fields in which two designs differ, in the order of the form."""
    one, other = as_json(mine), as_json(theirs)
    return [field for field in Design.model_fields if _plain(one.get(field)) != _plain(other.get(field))]


def _criterion(name: str, part: Any, title: str, required: str, levels: tuple[str, ...]) -> Criterion:
    return Criterion(
        id=name, part=part, name=title, required=required, levels=tuple(Level(name=level) for level in levels)
    )


def _plain(value: Any) -> Any:
    return value or None

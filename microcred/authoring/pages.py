"""The draft's page in rows: each with the prefix of its fields' names."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.authoring.guidance import Guide
from microcred.authoring.labels import ROW_NAMES
from microcred.authoring.lint import CHECKS, Finding, Report
from microcred.catalog.design import Design


@dataclass(frozen=True)
class FormRow:
    """One row of a list in the form; `at` begins the names of its fields.

    `unread` is what was typed as its numbers and is none, by the names of their fields.
    """

    at: str
    item: Any
    levels: "Sequence[FormRow]" = ()
    unread: Mapping[str, str] = dataclasses.field(default_factory=dict)


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
    "part_rules": _("Rules of the parts"),
    "prerequisites": _("Prerequisites"),
    "demonstration": _("Demonstration"),
}

WHOLE_FIELDS = ("audience", "alignments", "tags", "part_rules", "prerequisites")
"""Lists that stand in one field, so that a problem of an item points to the whole."""


@dataclass(frozen=True)
class ShownFinding:
    """A finding with the field it is in, and where to find it on the page."""

    title: str | Promise
    target: str
    blocks: bool
    finding: Finding


@dataclass(frozen=True)
class ShownReport:
    """What the checks found: what keeps the design from being published, what they advise, what they did not look at.

    Attributes:
        beside: By the identifier of a place on the page, what stands there. What is merely not written yet stands in
            the summary alone, or an empty draft would be a page of reproaches.
        places: All places of the page where something may stand.
    """

    blocking: Sequence[ShownFinding]
    advice: Sequence[ShownFinding]
    not_checked: Sequence[str | Promise]
    beside: dict[str, list[ShownFinding]]
    places: Sequence[str]


def rows_of(items: Sequence[Any], field: str) -> list[FormRow]:
    """The rows of a list."""
    return [FormRow(f"{field}.{place}", item) for place, item in enumerate(items)]


def requirement_rows(design: Design, unread: Mapping[str, str]) -> list[FormRow]:
    """The requirements; `unread` has by its field's name what was typed as a limit and is none."""
    return [
        FormRow(at := f"requirements.{place}", item, unread=_below(unread, at))
        for place, item in enumerate(design.requirements)
    ]


def _below(unread: Mapping[str, str], at: str) -> dict[str, str]:
    """Of what was typed by the names of fields, that of one row by their last names."""
    return {name.rpartition(".")[2]: typed for name, typed in unread.items() if name.startswith(f"{at}.")}


def as_far_as_readable(written: dict[str, Any], before: Design) -> tuple[Design, dict[str, str]]:
    """What was sent when it is a design; else what is kept, so that the page can be shown at all.

    Returns:
        The design without the numbers that are none, and what was typed in their place, by the names of their fields.
    """
    unread: dict[str, str] = {}
    if isinstance(written["hours"], str):
        unread["hours"] = written["hours"]
        written = {**written, "hours": 0}
    rows = [_readable_row(row, f"requirements.{place}", unread) for place, row in enumerate(written["requirements"])]
    rules = [_readable_row(row, f"part_rules.{row['part']}", unread) for row in written.get("part_rules", ())]
    try:
        return Design.model_validate({**written, "requirements": rows, "part_rules": rules}), unread
    except ValidationError:
        return before, {}


NUMBERS = ("word_limit", "size_limit", "minute_limit", "page_limit", "count")
"""The fields of rows that hold a number."""


def _readable_row(row: dict[str, Any], at: str, unread: dict[str, str]) -> dict[str, Any]:
    """A row without the numbers that are none, which are noted."""
    typed = {name: row[name] for name in NUMBERS if isinstance(row.get(name), str)}
    unread.update({f"{at}.{name}": text for name, text in typed.items()})
    return {**row, **dict.fromkeys(typed)}


def rubric_rows(design: Design) -> list[FormRow]:
    """The rubric's criteria, each with its levels."""
    return [
        FormRow(f"rubric.{place}", criterion, rows_of(criterion.levels, f"rubric.{place}.levels"))
        for place, criterion in enumerate(design.rubric)
    ]


def shown_report(report: Report, design: Design) -> ShownReport:
    """The report for the draft's page."""
    blocking = [_shown(finding, design, blocks=True) for finding in report.blocking]
    advice = [_shown(finding, design, blocks=False) for finding in report.advice]
    places = list(_places(design))
    beside: dict[str, list[ShownFinding]] = {}
    for shown in (*blocking, *advice):
        if shown.finding.check != "complete":
            beside.setdefault(_nearest(shown.finding.field, places), []).append(shown)
    return ShownReport(
        blocking,
        advice,
        [CHECKS[skipped.check].title for skipped in report.not_checked],
        beside,
        places,
    )


def place_id(path: str) -> str:
    """The identifier of the place beside a field."""
    return f"beside-{path.replace('.', '-')}"


SINGLE_FIELDS = ("name", "hours", "audience", "tags", "language", "competency", "key_method", "rationale", "license")
ROW_FIELDS = {
    "components": ("name", "text"),
    "requirements": ("prompt", "guidance", "word_limit", "accepts", "feeds", "one_of", "why_instead", "language"),
    "rubric": ("name", "description", "required"),
}
"""The fields of a row beside which findings stand; those of all other rows stand below the row."""
ARTIFACT_FIELDS = ("size_limit", "minute_limit", "page_limit", "template", "shareable", "shows", "consents")
"""Those of a requirement that only artifacts have."""


def _places(design: Design) -> Iterator[str]:
    yield from SINGLE_FIELDS
    for field in ("components", "research", "resources", "requirements", "rubric", "alignments"):
        yield field
    yield from ("part_rules", "prerequisites")
    for field in ("components", "research", "resources", "requirements", "rubric"):
        for place in range(len(getattr(design, field))):
            yield f"{field}.{place}"
            yield from (f"{field}.{place}.{name}" for name in ROW_FIELDS.get(field, ()))
    yield from (f"images.{place}.alt" for place in range(len(design.images)))
    for place, requirement in enumerate(design.requirements):
        if requirement.kind == "artifact":
            yield from (f"requirements.{place}.{name}" for name in ARTIFACT_FIELDS)
    for place, criterion in enumerate(design.rubric):
        for step in range(len(criterion.levels)):
            yield f"rubric.{place}.levels.{step}"


def _nearest(path: str, places: Sequence[str]) -> str:
    """The place that a field belongs to: its own, or that of the row that it is part of."""
    while path not in places and "." in path:
        path = path.rpartition(".")[0]
    return path


def _shown(finding: Finding, design: Design, *, blocks: bool) -> ShownFinding:
    first, _dot, rest = finding.field.partition(".")
    place = rest.partition(".")[0]
    title = FIELD_NAMES.get(first, first)
    if place.isdigit() and first not in WHOLE_FIELDS:
        title = f"{title} {int(place) + 1}"
    if _in_level(finding.field):
        title = f"{title}, {_level_name(finding.field, design)}"
    return ShownFinding(title, first if first in WHOLE_FIELDS else finding.field, blocks, finding)


def _in_level(path: str) -> bool:
    """Whether a path leads to a level, or to a field of one."""
    return path.startswith("rubric.") and path.split(".")[2:3] == ["levels"] and path.count(".") > 2


def _level_name(path: str, design: Design) -> str:
    """What a level is called; its number where it has no name yet."""
    criterion, step = (int(number) for number in path.split(".")[1:4:2])
    return design.rubric[criterion].levels[step].name or str(ROW_NAMES["levels"]).format(number=step + 1)


def guides_shown(guides: Mapping[str, Guide]) -> dict[str, Guide]:
    """What authors are told of each field, in their language, by names that a template can say: `components__text`."""
    return {name.replace(".", "__"): replace(guide, text=str(guide.text)) for name, guide in guides.items()}


def said(choices: Iterable[tuple[Any, str | Promise]]) -> list[tuple[Any, str]]:
    """Choices that a page offers in many rows, put into the reader's language once."""
    return [(value, str(words)) for value, words in choices]

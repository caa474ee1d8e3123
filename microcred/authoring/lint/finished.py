"""What the catalogue's own rules find, as findings: what is missing, what nothing feeds, the level required. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process

from microcred.authoring.guidance import field_of, texts_of, word_count
from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Design, Problem, problems

_COMPONENTS = {
    "competency": Component.COMPETENCY,
    "key_method": Component.COMPETENCY,
    "components": Component.COMPETENCY,
    "rationale": Component.RESEARCH,
    "research": Component.RESEARCH,
    "resources": Component.SUPPORT,
    "requirements": Component.EVIDENCE,
    "rubric": Component.RUBRIC,
    "alignments": Component.ALIGNMENT,
    "audience": Component.RELEVANCE,
    "hours": Component.RELEVANCE,
}
"""By the first part of a field; everything else describes the record."""

CHECK_OF = {"feeding": "feeds", "required level": "required-level", "levels alike": "levels-distinct"}
"""By what a problem is about; all others are of a design that is not complete."""


def finished(subject: Subject) -> Iterator[Finding]:
    """Each problem of the design as a finding of the check that it belongs to."""
    for problem in problems(subject.design):
        yield _finding(problem, subject.design)
    yield from _over_limits(subject.design, subject.strictness.word_limits)


def _over_limits(design: Design, limits: Mapping[str, int]) -> Iterator[Finding]:
    """The texts with more words than the organization lets their fields have."""
    for path, text in texts_of(design) if limits else ():
        limit, count = limits.get(field_of(path)), word_count(text)
        if limit is not None and count > limit:
            yield Finding(
                "complete",
                path,
                "",
                format_lazy(_("This has {count} words; the limit is {limit}."), count=count, limit=limit),
                format_lazy(_("Take out at least {over}."), over=count - limit),
                _COMPONENTS.get(path.split(".")[0], Component.METADATA),
            )


def _finding(problem: Problem, design: Design) -> Finding:
    """A problem as a finding, with the name that was written and the one that was meant, where names do not match."""
    check = CHECK_OF.get(problem.about, "complete")
    component = _COMPONENTS.get(problem.field.split(".")[0], Component.METADATA)
    found, meant = _mistaken(problem.field, design)
    mend = format_lazy(_("Write “{name}”, if that is meant."), name=meant) if meant else problem.mend
    return Finding(check, problem.field, found, problem.words, mend, component)


def _mistaken(field: str, design: Design) -> tuple[str, str | None]:
    """A name that nothing in the design has, and the one most like it, if any is: `proficient` for `Proficient`."""
    first, place, *rest = [*field.split("."), ""]
    if first == "rubric" and rest[:1] == ["required"]:
        criterion = design.rubric[int(place)]
        written, known = [criterion.required], [level.name for level in criterion.levels]
    elif first == "requirements" and rest[:1] == ["feeds"]:
        written, known = list(design.requirements[int(place)].feeds), [criterion.id for criterion in design.rubric]
    else:
        return _standing(field, design), None
    wrong = next((name for name in written if name and name not in known), None)
    if wrong is None:
        return "", None
    near = process.extractOne(wrong, known, processor=str.casefold, score_cutoff=80)
    return wrong, near[0] if near else None


def _standing(field: str, design: Design) -> str:
    """The words or the number that stand in a field; nothing of a list or a row."""
    value: Any = design
    for step in field.split("."):
        if isinstance(value, tuple):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return quoted(str(value), 60) if isinstance(value, str | int) and not isinstance(value, bool) else ""

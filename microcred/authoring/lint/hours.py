"""Whether the hours fit what is asked. In any language."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Design, Requirement

MOST_WORDS_AN_HOUR, LEAST_WORDS_AN_HOUR = 500, 100
"""How fast and how slowly a text answer may be written, thought included."""

LEAST_FOR_AN_ARTIFACT, MOST_FOR_AN_ARTIFACT = 1.0, 12.0
"""Hours; an artifact is made on the job, tried or taught, chosen from, and made ready to be read by a stranger."""

MOST_FOR_A_PAGE = 4.0
"""Hours for an artifact that is said to be one page or one paragraph."""

MOST_FOR_READING = 8.0
"""Hours for the resources and the method, whatever is handed in."""

_PERIOD = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|un|una|dos|tres|cuatro|seis|ocho|diez|doce|a|full|entire|whole)"
    r"[\s-]+(?:full\s+|school\s+|consecutive\s+)?(week|month|semester|quarter|term|year|unit|semana|mes|semestre|trimestre|año)",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(1, 11), strict=True)
) | {
    "twelve": 12,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "seis": 6,
    "ocho": 8,
    "diez": 10,
    "doce": 12,
}
_HOURS_OF = {
    "week": 4, "semana": 4, "month": 12, "mes": 12, "unit": 20, "quarter": 30, "trimestre": 30, "term": 40,
    "semester": 50, "semestre": 50, "year": 100, "año": 100,
}  # fmt: skip
_ONE_PAGE = re.compile(r"\b(?:one|1|single|half)[\s-]+(?:page|paragraph)\b|\buna (?:página|hoja)\b", re.IGNORECASE)


def hours(subject: Subject) -> Iterator[Finding]:
    """More hours than anybody could need, or fewer than anybody could do it in, by generous measures."""
    design = subject.design
    if design.hours < 1 or not design.requirements:
        return  # `problems` names it
    least, most = least_hours(design), most_hours(design)
    if design.hours > most:
        why = _("What is asked for takes about {other} hours at most; {hours} are promised.")
        yield _finding(design, format_lazy(why, other=round(most), hours=design.hours))
    elif design.hours < least:
        why = _("What is asked for takes {other} hours at the very least; {hours} are promised.")
        yield _finding(design, format_lazy(why, other=round(least), hours=design.hours))


def least_hours(design: Design) -> float:
    """The time in which a quick and practised educator could do all that is asked."""
    return sum(
        LEAST_FOR_AN_ARTIFACT if asked.kind == "artifact" else min(asked.word_limit or 0, 2_000) / MOST_WORDS_AN_HOUR
        for asked in design.requirements
    )


def most_hours(design: Design) -> float:
    """The time that a thorough educator could spend, with what the requirements say of weeks and semesters."""
    return MOST_FOR_READING + sum(_most(asked) for asked in design.requirements)


def _most(asked: Requirement) -> float:
    said = f"{asked.prompt} {asked.guidance}"
    period = max((_hours(number, unit) for number, unit in _PERIOD.findall(said)), default=0.0)
    if asked.kind != "artifact":
        return (asked.word_limit or 500) / LEAST_WORDS_AN_HOUR + period
    return (MOST_FOR_A_PAGE if _ONE_PAGE.search(said) else MOST_FOR_AN_ARTIFACT) + period


def _hours(number: str, unit: str) -> float:
    count = int(number) if number.isdigit() else _NUMBERS.get(number.lower(), 1)
    return float(min(count, 40) * _HOURS_OF[unit.lower()])


def _finding(design: Design, why: Words) -> Finding:
    return Finding(
        "hours",
        "hours",
        str(design.hours),
        why,
        _("Say the hours that a typical educator needs, or ask for as much as the hours suggest."),
        Component.RELEVANCE,
    )

"""Research: in a form that can be looked up, recent enough, and all that the rationale refers to. In any language."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.addresses import (
    broken_doi,
    broken_isbn,
    can_be_looked_up,
    host_of,
    is_a_full_reference,
    is_invented,
)
from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.named_works import unlisted
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Research

_YEAR = re.compile(r"(?<![\d/.-])(1[6-9]\d\d|2[01]\d\d)[a-z]?(?![\d/])")
_UNDATED = re.compile(r"\bn\.\s?d\.|\bs\.\s?f\.|\bin press\b|\bforthcoming\b|\bundated\b|\bno date\b", re.IGNORECASE)
_NOTE = re.compile(r"(?<!\])\[(\d{1,2})((?:\s?[,–-]\s?\d{1,2})*)\](?!\()")


def citations(subject: Subject) -> Iterator[Finding]:
    """Each work by itself, then what the rationale refers to, then how old the newest work is."""
    research = subject.design.research
    for place, work in enumerate(research):
        yield from _one(f"research.{place}", work, subject.today)
    if not research and not subject.design.research_note:
        yield _finding(
            "research",
            "",
            _("No work is cited that the method rests on."),
            _("Cite work whose existence you confirmed, or say in the note that none was found."),
        )
    yield from _references(subject)
    yield from unlisted(subject)
    yield from _bare_claim(subject)
    years = [year for work in research if (year := year_of(work.citation, subject.today))]
    oldest_allowed = subject.today.year - subject.strictness.newest_work_within
    if years and len(years) == len(research) and max(years) < oldest_allowed:
        yield _finding(
            "research",
            str(max(years)),
            format_lazy(
                _("The newest work cited is from {year}, more than {within} years ago."),
                year=max(years),
                within=subject.strictness.newest_work_within,
            ),
            _("Keep the classics, and add a work that shows what has been learned since."),
        )


def year_of(citation: str, today: date) -> int | None:
    """The year in which a work came out: the first in parentheses, else the latest that is not in the future."""
    bare = re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+", "", citation)
    in_parentheses = re.search(r"\((?:[^()]{0,20}\s)?(1[6-9]\d\d|2[01]\d\d)[a-z]?\b[^()]{0,30}\)", bare)
    if in_parentheses:
        return int(in_parentheses[1])
    years = [int(year) for year in _YEAR.findall(bare)]
    past = [year for year in years if year <= today.year + 1]
    return max(past or years, default=None)


def _one(at: str, work: Research, today: date) -> Iterator[Finding]:
    said = f"{work.citation} {work.url or ''}"
    broken = broken_doi(said) or broken_isbn(said)
    if broken:
        yield _finding(
            at,
            broken,
            _("This has not the form of a DOI or ISBN; nobody can look it up."),
            _("Copy it anew from the work."),
        )
    elif work.url and (host_of(work.url) is None or is_invented(host_of(work.url) or "")):
        yield _finding(
            f"{at}.url", work.url, _("This address leads nowhere."), _("Give the address at which you found the work.")
        )
    elif work.citation and not work.url and not work.confirmed and not _leads_somewhere(work.citation):
        yield _finding(
            at,
            quoted(work.citation),
            _("Nothing says where this work can be looked up."),
            _("Add its DOI, web address or ISBN, or volume and pages, or the publisher of the book."),
        )
    if not work.citation:
        return  # `problems` names it
    year = year_of(work.citation, today)
    if year is None and not _UNDATED.search(work.citation):
        yield _finding(
            f"{at}.citation",
            quoted(work.citation),
            _("The citation names no year."),
            _("Cite author, year, title and publisher; “n.d.” stands for a work without a date."),
        )
    elif year is not None and year > today.year + 1:
        yield _finding(
            f"{at}.citation", str(year), _("This year is still to come."), _("Correct the year of the work.")
        )


def _leads_somewhere(citation: str) -> bool:
    return can_be_looked_up(citation) or is_a_full_reference(citation)


def _references(subject: Subject) -> Iterator[Finding]:
    """Numbers such as [4] in the rationale that no work answers to."""
    known = len(subject.design.research)
    text = subject.design.rationale
    for note in _NOTE.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", note[0])]
        if any(number > known or number < 1 for number in numbers):
            yield _finding(
                "rationale",
                note[0],
                format_lazy(
                    _("The rationale refers to {note}, and {count} works are listed."), note=note[0], count=known
                ),
                _("List the work, or correct the number."),
            )
            return


_CLAIM = re.compile(
    r"\b(?:research|studies|evidence|scholars|experts|a study)\s+(?:ha(?:s|ve)\s+)?(?:clearly\s+|consistently\s+)?"
    r"(?:shows?|shown|suggests?|indicates?|finds?|found|proves?|proven|demonstrates?|confirms?|agree)\b",
    re.IGNORECASE,
)


def _bare_claim(subject: Subject) -> Iterator[Finding]:
    """A rationale that calls upon research when none is listed and none is named."""
    text = subject.design.rationale
    claim = _CLAIM.search(text)
    if claim and not subject.design.research and not _YEAR.search(text) and not can_be_looked_up(text):
        yield _finding(
            "rationale",
            claim[0],
            _("The rationale calls upon research, and no work is listed."),
            _("List the works that show it, or say it as your own experience."),
        )


def _finding(field: str, found: str, why: Words, mend: Words) -> Finding:
    return Finding("citations", field, found, why, mend, Component.RESEARCH)

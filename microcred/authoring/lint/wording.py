"""Plain and inclusive language. English only, in the design's own words: quotations and citations are not judged."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import terms
from microcred.authoring.lint.prose import quoted, sentences
from microcred.authoring.lint.subject import Subject, Text


def _compiled(name: str) -> tuple[re.Pattern[str], list[str]]:
    pairs = terms(name)
    whole = "|".join(f"({pattern})" for pattern, _instead in pairs)
    ends = r"(?![\w/-]|[’'](?!s\b)\w)"
    return re.compile(rf"(?<![\w’'/-])(?:{whole}){ends}", re.IGNORECASE), [instead for _pattern, instead in pairs]


_PLAIN, _PLAIN_INSTEAD = _compiled("plain")
_INCLUSIVE, _INCLUSIVE_INSTEAD = _compiled("inclusive")

_WARNED_OF = re.compile(
    r"\b(?:avoid(?:s|ed|ing)?|instead of|rather than|words (?:such as|like)|terms? like|labels?|called|bias(?:ed)?"
    r"|deficit|(?:never|do not|does not) (?:say|use|write)|challenge(?:s|d)?|stereotypes?)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_ROLES = (
    r"(?:educator|teacher|candidate|participant|earner|coach|principal|leader|mentor|counsell?or|librarian|paraprofessional"
    r"|administrator|director|facilitator|instructor|specialist|superintendent|assessor)"
)
_GENERIC = re.compile(
    rf"\b(?:(?:each|every|any|no)\s+(?:{_ROLES}|student|learner|child|parent|person)|(?:the|(?P<one>an?)(?:\s+\w+)?)\s+{_ROLES})\b"
    r"(?P<between>[^.;:]{1,90}?)\b(?P<word>he|she|him|his|hers?|himself|herself)\b",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:was|were|had|did|went|came|saw|felt|\w{3,}ed)\b", re.IGNORECASE)
"""A story of somebody, who may well have been a he or a she."""
_SOMEBODY_ELSE = re.compile(
    r"\b(?:who|whose|named|told|said|asked|wrote|interviewed|mother|father|sister|brother|girl|boy|daughter|son|Ms|Mr|Mrs)\b",
    re.IGNORECASE,
)


def plain_language(subject: Subject) -> Iterator[Finding]:
    """Words of law, office and business."""
    for text in subject.english:
        for found, instead in _hits(text, _PLAIN, _PLAIN_INSTEAD):
            yield Finding(
                "plain",
                text.path,
                found,
                _("This is the language of law, office or business, which makes readers stop and guess."),
                format_lazy(_("Write instead: {instead}."), instead=instead),
                Component.ACCESS,
            )


def inclusive_language(subject: Subject) -> Iterator[Finding]:
    """Words that leave people out or put them down, and he or she for everybody."""
    for text in subject.english:
        hits = list(_hits(text, _INCLUSIVE, _INCLUSIVE_INSTEAD))
        for found, instead in hits or _generic(text):
            yield Finding(
                "inclusive",
                text.path,
                found,
                _("These words leave people out, or put them down."),
                format_lazy(_("Write instead: {instead}."), instead=instead),
                Component.ACCESS,
            )


def _hits(text: Text, pattern: re.Pattern[str], instead: list[str]) -> Iterator[tuple[str, str]]:
    """Each term once in a text, where it is used and not warned of."""
    seen = set()
    for hit in pattern.finditer(text.used):
        number = hit.lastindex or 1
        if number in seen or _WARNED_OF.search(text.used[: hit.start()]):
            continue
        seen.add(number)
        yield hit[0], instead[number - 1]


def _generic(text: Text) -> Iterator[tuple[str, str]]:
    for sentence in sentences(text.used):
        hit = _GENERIC.search(sentence)
        if hit and not _SOMEBODY_ELSE.search(sentence) and not (hit["one"] and _WAS.search(sentence)):
            yield quoted(hit[0], 80), "they, their, them"
            return

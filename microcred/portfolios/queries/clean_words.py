"""Clean words as their educator prepares them, beside what was set aside, and what the helper still sees in them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from microcred.catalog.design import Words, word_diff
from microcred.portfolios.models import Overruling, Quarantine
from microcred.portfolios.privacy import Finding, Kind, key_of, look, next_number
from microcred.portfolios.privacy.cleaning import is_same
from microcred.portfolios.queries.privacy import answer_source, known_of, put_instead
from microcred.portfolios.queries.quarantines import words_set_aside_in


@dataclass(frozen=True)
class Rewriting:
    """What was set aside beside what would take its place."""

    before: str
    after: str
    findings: tuple[Finding, ...]
    """what the helper is sure of in the clean words, and nobody overruled"""

    @cached_property
    def words(self) -> list[Words]:
        """Both as one run of words: shared, taken out, put in."""
        return word_diff(self.before, self.after)

    @property
    def is_changed(self) -> bool:
        """Whether anything but white space is."""
        return not is_same(self.before, self.after)


def clean_words_for(quarantine: Quarantine, after: str | None = None, *, at: datetime) -> Rewriting:
    """What would stand in the place of words that were set aside: by default what the helper makes of them.

    Args:
        after: the clean words as they are typed.
    """
    before = words_set_aside_in(quarantine)
    found = _findings(quarantine, before, at)
    after = _mended(before, found) if after is None else after
    return Rewriting(before, after, _findings(quarantine, after, at))


def _findings(quarantine: Quarantine, text: str, at: datetime) -> tuple[Finding, ...]:
    pursuit = quarantine.submission.pursuit
    found = {
        key_of(answer_source(quarantine.text.requirement_id), one) if quarantine.text else str(place): one
        for place, one in enumerate(look(text, known_of(pursuit.person, at=at)))
        if one.is_certain
    }
    overruled = Overruling.objects.filter(pursuit=pursuit, key__in=list(found)).values_list("key", flat=True)
    return tuple(one for key, one in found.items() if key not in set(overruled))


def _mended(text: str, found: tuple[Finding, ...]) -> str:
    """The text with what the helper would put in the place of each finding, the last first, so that places hold."""
    number = next_number([text])
    instead = {}
    for one in found:
        instead[one] = put_instead(one, number)[0]
        number += one.kind is Kind.STUDENT_NAME
    spans = sorted(((start, end, instead[one]) for one in found for start, end in one.spans), reverse=True)
    for start, end, words in spans:
        text = f"{text[:start]}{words}{text[end:]}"
    return text

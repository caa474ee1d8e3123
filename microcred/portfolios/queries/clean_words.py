"""Clean words as their educator prepares them, beside what was set aside, and what the helper still sees in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from microcred.catalog.design import Words, word_diff
from microcred.portfolios.models import Overruling, Quarantine
from microcred.portfolios.privacy import Finding, Numbers, all_replaced, key_of, look, next_number
from microcred.portfolios.privacy.cleaning import is_same, may_be_new, new_words
from microcred.portfolios.queries.privacy import answer_source, keys_wherever, known_of, put_instead
from microcred.portfolios.queries.quarantines import words_set_aside_in


@dataclass(frozen=True)
class Rewriting:
    """What was set aside beside what would take its place."""

    before: str
    after: str
    findings: tuple[Finding, ...]
    """what the helper is sure of in the clean words, and nobody overruled"""
    may_be_new: int
    """how many words may be new: as many as roles for every name in it take, where that is more than a part of it"""

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
    certain = _certain(quarantine, before, at)
    most = max(may_be_new(before), new_words(before, _mended(before, certain.values())))
    after = _mended(before, _still_open(quarantine, certain)) if after is None else after
    return Rewriting(before, after, _still_open(quarantine, _certain(quarantine, after, at)), most)


def _certain(quarantine: Quarantine, text: str, at: datetime) -> dict[str, Finding]:
    """What the helper is sure of, by the keys of its findings."""
    return {
        key_of(answer_source(quarantine.text.requirement_id), one) if quarantine.text else str(place): one
        for place, one in enumerate(look(text, known_of(quarantine.submission.pursuit.person, at=at)))
        if one.is_certain
    }


def _still_open(quarantine: Quarantine, found: Mapping[str, Finding]) -> tuple[Finding, ...]:
    """Those that nobody overruled."""
    pursuit = quarantine.submission.pursuit
    keys = {key: {key, *keys_wherever(one.kind, one.words)} for key, one in found.items()}
    asked = {one for several in keys.values() for one in several}
    overruled = set(Overruling.objects.filter(pursuit=pursuit, key__in=asked).values_list("key", flat=True))
    return tuple(one for key, one in found.items() if overruled.isdisjoint(keys[key]))


def _mended(text: str, found: Iterable[Finding]) -> str:
    """The text with what the helper would put in the place of each finding."""
    numbers = Numbers(next_number([text]))
    return all_replaced(text, [(one, put_instead(one, numbers)[0]) for one in found])

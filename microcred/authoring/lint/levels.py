"""Levels of a criterion: distinct from each other, about the same thing, the lowest first. In any language."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from microcred.authoring.lint.competency import RANKS
from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import STOP_WORDS, content, quoted, stem, words
from microcred.authoring.lint.scales import folded, number_of, rank_of
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Criterion, Level

_TELLING = listed("telling")
"""Small words that make two descriptors differ: `most criteria` and `all criteria`."""

_HOLLOW = (STOP_WORDS | RANKS) - _TELLING
"""Words that two descriptors may differ in and still say the same."""


def levels_distinct(subject: Subject) -> Iterator[Finding]:
    """Two levels of a criterion that say the same, but for case, marks, small words or words that only rank."""
    for place, criterion in enumerate(subject.design.rubric):
        for upper, other in enumerate(criterion.levels):
            below = enumerate(criterion.levels[:upper])
            lower = next((step for step, one in below if _alike(one.descriptor, other.descriptor)), None)
            if lower is None:
                continue
            yield Finding(
                "levels-distinct",
                f"rubric.{place}.levels.{upper}.descriptor",
                quoted(other.descriptor),
                format_lazy(
                    _("Levels “{lower}” and “{upper}” say the same in nearly the same words."),
                    lower=criterion.levels[lower].name or lower + 1,
                    upper=other.name or upper + 1,
                ),
                _("Say what can be seen at one level and not at the other."),
                Component.RUBRIC,
            )


def _alike(one: str, other: str) -> bool:
    first, second = words(one), words(other)
    if not first or not second or one == other:
        return False  # `problems` names empty and equal ones
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    apart = (Counter(first) - Counter(second)), (Counter(second) - Counter(first))
    mine, theirs = ([word for word in side.elements() if not _is_hollow(word)] for side in apart)
    if len(first) < 3 and (mine or theirs):
        return False
    # What is left may be the same word in another form or with a slip of the pen.
    for word in list(mine):
        twin = next((t for t in theirs if stem(t) == stem(word) or (len(word) > 5 and fuzz.ratio(word, t) >= 90)), None)
        if twin is not None and word not in _TELLING:
            mine.remove(word)
            theirs.remove(twin)
    if mine or theirs:
        return False
    # Without small words left to differ in, what stays is the same statement.
    return bool(set(first) & set(second) - STOP_WORDS)


def _is_hollow(word: str) -> bool:
    return word in _HOLLOW or (word.endswith("ly") and word not in _TELLING and word.removesuffix("ly") in RANKS)


def levels_parallel(subject: Subject) -> Iterator[Finding]:
    """A level that speaks of nothing that its criterion or any of its neighbours speak of."""
    for place, criterion in enumerate(subject.design.rubric):
        named = set(content(criterion.name))
        spoken = [_about(level.descriptor, named) for level in criterion.levels]
        frame = _about(f"{criterion.name} {criterion.description}", named)
        for step, level in enumerate(criterion.levels):
            others = set().union(frame, *(said for other, said in enumerate(spoken) if other != step))
            if min(len(spoken[step]), len(others)) < LEAST_SAID or _refers(level, criterion):
                continue
            if not spoken[step] & others:
                yield Finding(
                    "levels-parallel",
                    f"rubric.{place}.levels.{step}.descriptor",
                    quoted(level.descriptor),
                    format_lazy(
                        _("This level speaks of something that “{criterion}” and its other levels do not speak of."),
                        criterion=criterion.name or criterion.id,
                    ),
                    _("Let every level speak of the same quality, so that a reader sees what changes."),
                    Component.RUBRIC,
                )


LEAST_SAID = 5
"""Words that say something; with fewer, a level or all the rest of its criterion does not tell what it is about."""

_COMMON = frozenset(map(stem, listed("rubric_words")))


def _about(text: str, named: set[str]) -> set[str]:
    """What a text is about: no words of every rubric, unless the criterion is called so."""
    return {word for word in content(text) if word in named or word not in _COMMON}


def _refers(level: Level, criterion: Criterion) -> bool:
    """Whether a descriptor builds upon another level by its name or by a word such as `all of this`."""
    if re.search(
        r"\b(?:all|none|some|most) of (?:this|these|that|the above|it)\b|\b(?:as|in|todo lo) (?:above|anterior)\b",
        level.descriptor,
        re.IGNORECASE,
    ):
        return True
    said = f" {folded(level.descriptor)} "
    return any(
        f" {folded(other.name)} " in said for other in criterion.levels if folded(other.name) and other is not level
    )


def levels_ordered(subject: Subject) -> Iterator[Finding]:
    """Levels that do not stand from the lowest to the highest."""
    for place, criterion in enumerate(subject.design.rubric):
        levels = criterion.levels
        out = _by_name(levels) or _by_reference(levels) or _by_shortfall(criterion)
        if out is None:
            continue
        step, found = out
        yield Finding(
            "levels-ordered",
            f"rubric.{place}.levels.{step}",
            quoted(found),
            format_lazy(
                _("The levels of “{criterion}” do not stand from the lowest to the highest."),
                criterion=criterion.name or criterion.id,
            ),
            _("Put the lowest level first and the highest last; names and descriptors must rise together."),
            Component.RUBRIC,
        )


def _by_name(levels: tuple[Level, ...]) -> tuple[int, str] | None:
    """By scales that are known, else by numbers in all the names."""
    ranked = [(place, rank) for place, level in enumerate(levels) if (rank := rank_of(level.name))]
    for (_place, (lower, _top)), (place, (_bottom, upper)) in pairwise(ranked):
        if upper < lower:
            return place, " → ".join(level.name for level in levels)
    numbers = [number_of(level.name) for level in levels]
    known = [number for number in numbers if number is not None]
    if not ranked and len(known) == len(levels) > 1 and known != sorted(known):
        return 0, " → ".join(level.name for level in levels)
    return None


def _by_reference(levels: tuple[Level, ...]) -> tuple[int, str] | None:
    """A level that begins `As Proficient, and …` builds upon a lower one."""
    for step, level in enumerate(levels):
        said = re.match(
            r"(?:as|same as|meets|all (?:of )?(?:the )?|igual que|como)\s+(?:(?:for|in|the|en)\s+)?[“\"']?(.{2,80})",
            level.descriptor,
            re.IGNORECASE,
        )
        if said is None:
            continue
        begins = folded(said[1])
        for other, named in enumerate(levels):
            name = folded(named.name)
            if (
                name
                and len(name) > 3
                and re.match(rf"{re.escape(name)}(?:\s+(?:and|plus|with|but|y)\b|$)", begins)
                and other >= step
            ):
                return step, level.descriptor
    return None


_FALLS_SHORT = re.compile(
    r"^(?:no|nothing|none|neither|there (?:is|are) no|little|fewer than|only)\b"
    r"|^(?:[\w’'-]+\s){0,6}(?:is|are|was|were)\s+(?:missing|absent|not|unanswered|unclear|incomplete|only|blended)\b"
    r"|^(?:[\w’'-]+\s){0,6}(?:does not|do not|did not|lacks?|fails?|cannot)\b",
    re.IGNORECASE,
)
_SHORT_ANYWHERE = re.compile(
    r"\b(?:no|not|nothing|none|never|missing|without|lacks?|fails?|only|fewer|unanswered|but|nor|neither|cannot|absent|"
    r"unclear|incomplete|vague|some|few|little|one of)\b",
    re.IGNORECASE,
)


def _by_shortfall(criterion: Criterion) -> tuple[int, str] | None:
    """Descriptors that were swapped: what is enough says only what is lacking, and the lowest lacks nothing."""
    needed = criterion.required_position
    if not needed or len(criterion.levels) <= needed:
        return None
    lowest, enough = criterion.levels[0].descriptor, criterion.levels[needed].descriptor
    if not _FALLS_SHORT.match(enough) or _SHORT_ANYWHERE.search(lowest):
        return None
    return (needed, enough) if len(words(lowest)) >= 1.5 * len(words(enough)) else None

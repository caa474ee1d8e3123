"""Levels of a criterion: distinct from each other, and about the same thing. In any language."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.observable import RANKS
from microcred.authoring.lint.prose import STOP_WORDS, content, quoted, stem, words
from microcred.authoring.lint.scales import folded, only_points_to
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Criterion, Level

_TELLING = listed("telling")
"""Small words that make two descriptors differ: `most criteria` and `all criteria`."""

_HOLLOW = (STOP_WORDS | RANKS | listed("how_often")) - _TELLING
"""Words that two descriptors may differ in and still say the same."""


def levels_distinct(subject: Subject) -> Iterator[Finding]:
    """Two levels of a criterion that say the same, but for case, marks, small words or words that only rank."""
    for place, criterion in enumerate(subject.design.rubric):
        for upper, other in enumerate(criterion.levels):
            below = enumerate(criterion.levels[:upper])
            lower = next((step for step, one in below if _alike(one.descriptor, other.descriptor)), None)
            if lower is None:
                lower = only_points_to(other, criterion.levels)
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
    if re.match(r"(?:well|highly?|poorly|fully|very|low)-", word):
        return True  # well-developed, high-quality
    return word in _HOLLOW or (word.endswith("ly") and word not in _TELLING and word.removesuffix("ly") in RANKS)


def levels_parallel(subject: Subject) -> Iterator[Finding]:
    """A level that speaks of nothing that its criterion or any of its neighbours speak of."""
    for place, criterion in enumerate(subject.design.rubric):
        named = set(content(criterion.name))
        spoken = [_about(level.descriptor, named) for level in criterion.levels]
        frame = _about(f"{criterion.name} {criterion.description}", named)
        for step, level in enumerate(criterion.levels):
            others = set().union(frame, *(said for other, said in enumerate(spoken) if other != step))
            if _refers(level, criterion) or not _tells(criterion, spoken[step], step):
                continue
            if _begins(level) and any(
                _begins(level) == _begins(other) for other in criterion.levels if other is not level
            ):
                continue  # "The reflection retells …", "The reflection weighs …": the same thing is looked at
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

LEAST_SAID_ABOVE = 3
"""The same of a level above the lowest, when its neighbours above the lowest or the criterion's own words say enough:
only the lowest has reason to be short, and to speak of what was done instead."""


def _tells(criterion: Criterion, about: set[str], step: int) -> bool:
    """Whether a level and the rest of its criterion say enough to judge that they speak of different things."""
    frame = f"{criterion.name} {criterion.description}"
    rest = [(place, level.descriptor) for place, level in enumerate(criterion.levels) if place != step]
    if len(about) >= LEAST_SAID and len({*content(" ".join([frame, *(said for _place, said in rest)]))}) >= LEAST_SAID:
        return True
    above = {*content(" ".join([frame, *(said for place, said in rest if place > 0)]))}
    return step > 0 and len(about) >= LEAST_SAID_ABOVE and len(above) >= LEAST_SAID


_RANK_STEMS = frozenset(map(stem, RANKS))
_COMMON = frozenset(map(stem, listed("rubric_words")))


def _about(text: str, named: set[str]) -> set[str]:
    """What a text is about: no words of every rubric and none that only rank, unless the criterion is called so."""
    return {word for word in content(text) if word in named or word not in _COMMON | _RANK_STEMS}


def _begins(level: Level) -> str:
    """What a descriptor speaks of first: the stem of its first word that says something."""
    return next(content(level.descriptor), "")


def _refers(level: Level, criterion: Criterion) -> bool:
    """Whether a descriptor builds upon another level by its name or by a word such as `all of this`."""
    if re.search(
        r"\b(?:all|none|some|most) of (?:this|these|that|the above|it)\b|\b(?:as|in|todo lo) (?:above|anterior)\b",
        level.descriptor,
        re.IGNORECASE,
    ):
        return True
    if re.match(
        r"(?:as|same as|all) (?:in|at|of|for|under)?\s*(?:level\s*)?[“\"']?[\dA-F]\b", level.descriptor, re.IGNORECASE
    ):
        return True
    said = f" {folded(level.descriptor)} "
    return any(
        f" {folded(other.name)} " in said for other in criterion.levels if folded(other.name) and other is not level
    )

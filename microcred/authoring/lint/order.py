"""Levels of a criterion, from the lowest to the highest. In any language, but for names and what levels lack."""

import re
from collections.abc import Iterator
from itertools import combinations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import content, quoted, stem, words
from microcred.authoring.lint.scales import folded, number_of, rank_of
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Criterion, Level


def levels_ordered(subject: Subject) -> Iterator[Finding]:
    """Levels that do not stand from the lowest to the highest."""
    for place, criterion in enumerate(subject.design.rubric):
        levels = criterion.levels
        out = (
            _by_name(levels)
            or _by_reference(levels)
            or _by_shortfall(criterion)
            or _by_denial(criterion)
            or _by_amount(levels)
        )
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
    """By scales that are known, and by numbers in all the names."""
    ranked = [(place, rank) for place, level in enumerate(levels) if (rank := rank_of(level.name))]
    told = " → ".join(level.name for level in levels)
    for (_place, below), (place, above) in combinations(ranked, 2):
        if above[1] < below[0] or (above[0] < below[0] and above[1] < below[1]):
            return place, told
    numbers = [number for level in levels if (number := number_of(level.name)) is not None]
    if len(numbers) < len(levels) or len(levels) < 2 or numbers == sorted(numbers):
        return None
    # Some houses number from the top: 1 is the best. Then the names have to say so.
    if numbers == sorted(numbers, reverse=True) and len(ranked) > 1:
        return None
    return next(place for place in range(1, len(numbers)) if (numbers[place] < numbers[place - 1])), told


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


_DENIES = re.compile(
    r"^(?:[\w’'-]+\s){0,6}?(?:(?:does|do|did|is|are|was|were) not|cannot|lacks?|fails? to|omits?|leaves? out)\b"
    r"|^(?:[\w’'-]+\s){0,6}(?:is|are|was|were)\s+(?:missing|absent|left out)\b",
    re.IGNORECASE,
)
_DENIALS = frozenset(map(stem, ["not", "lack", "fail", "omit", "leave", "missing", "absent", "cannot", "does", "did"]))


def _by_denial(criterion: Criterion) -> tuple[int, str] | None:
    """A level above the needed one that says nothing new, only that something of a good level is not there."""
    needed = criterion.required_position
    if needed is None:
        return None
    for step in range(needed + 1, len(criterion.levels)):
        higher = criterion.levels[step].descriptor
        if not _DENIES.search(higher):
            continue
        says = set(content(higher)) - _DENIALS
        for good in criterion.levels[needed:step]:
            if says and says <= set(content(good.descriptor)) and not _DENIES.search(good.descriptor):
                return step, higher
    return None


_AMOUNTS: dict[str, float] = {
    "no": 0, "none": 0, "never": 0, "zero": 0, "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "both": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_IN_WORDS = "|".join(word for word in _AMOUNTS if word not in {"a", "an"})
_AMOUNT = re.compile(rf"\b(?:\d{{1,4}}|{_IN_WORDS})\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\bat least\b|\bor more\b", re.IGNORECASE)
_AROUND_NUMBERS = {"at", "least", "or", "more", "only", "exactly", "up", "to"}


def _by_amount(levels: tuple[Level, ...]) -> tuple[int, str] | None:
    """Levels that say the same but for a number, of which `at least so many` falls, or which rises and falls."""
    counted = [(place, *_amount(level.descriptor)) for place, level in enumerate(levels)]
    falls: list[int] = []
    rises: list[int] = []
    for (_place, frame, before), (place, other, after) in combinations(counted, 2):
        if frame and frame == other:
            (falls if after < before else rises).append(place)
    wanted = [place for place in falls if _AT_LEAST.search(levels[place].descriptor)]
    out = next(iter(wanted or (falls if rises else [])), None)
    return None if out is None else (out, levels[out].descriptor)


def _amount(descriptor: str) -> tuple[tuple[str, ...], float]:
    """What a descriptor says besides its one number, and that number; nothing, when it has none or several."""
    found = _AMOUNT.findall(descriptor)
    if len(found) != 1:
        return (), 0.0
    word = found[0].lower()
    rest = tuple(stem(word) for word in words(_AMOUNT.sub(" ", descriptor)) if word not in _AROUND_NUMBERS)
    return rest, float(word) if word.isdigit() else float(_AMOUNTS[word])

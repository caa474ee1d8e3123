"""The educator's own name, addresses and organizations, in the forms in which people write them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from microcred.portfolios.privacy.found import Kind, Known, fold

Place = tuple[Kind, int, int]

_BETWEEN = r"[\s._,+-]{1,3}(?:[a-z]\.?[\s._-]{1,2})?"
"""Between two parts of a name, also in a file name, with a middle initial or without."""

_TITLES = r"(?:mr|mrs|ms|mx|miss|dr|coach|teacher|maestr[oa]|profesora?|profe|sr|sra|srta|senora?)"

_TAILS = frozenset(
    [
        "school",
        "schools",
        "elementary",
        "middle",
        "high",
        "district",
        "county",
        "public",
        "academy",
        "primary",
        "university",
        "college",
        "of",
        "the",
        "unified",
        "city",
        "independent",
        "education",
        "department",
        "agency",
        "center",
        "centre",
        "escuela",
        "distrito",
        "universidad",
    ]
)
"""Words that say what a place is, and not which."""

_EVERYDAY = frozenset(
    [
        "will",
        "may",
        "mark",
        "grace",
        "hope",
        "faith",
        "joy",
        "rose",
        "june",
        "april",
        "august",
        "summer",
        "autumn",
        "grant",
        "chase",
        "hunter",
        "young",
        "long",
        "white",
        "brown",
        "black",
        "green",
        "gray",
        "king",
        "price",
        "wood",
        "hill",
        "hall",
        "field",
        "park",
        "lake",
        "rivers",
        "stone",
        "banks",
        "day",
        "may",
        "reading",
        "page",
        "story",
        "law",
        "sage",
        "pace",
        "best",
        "art",
        "bill",
        "frank",
        "pat",
        "sue",
        "drew",
        "miles",
        "guy",
        "rich",
        "christian",
    ]
)
"""Names that are words as well: alone they say nothing."""


def own_addresses(text: str, folded: str, known: Known) -> Iterator[Place]:
    """The educator's own e-mail addresses."""
    if "@" not in text:
        return
    for address in known.addresses:
        for match in re.finditer(rf"(?<![\w.+-]){re.escape(fold(address))}(?![\w-])", folded):
            yield Kind.OWN_EMAIL, match.start(), match.end()


def own_names(text: str, folded: str, known: Known) -> Iterator[Place]:
    """The educator's names, now and before: whole or behind a title it is certain, a part of it alone is not."""
    patterns = [_patterns(name) for name in known.names if any(word in folded for word in _parts(name))]
    # A part of one name may stand within another: the whole ones first.
    for whole, _part in patterns:
        for match in whole.finditer(folded) if whole else ():
            yield Kind.OWN_NAME, match.start(), match.end()
    for _whole, part in patterns:
        for match in part.finditer(folded) if part else ():
            if text[match.start()].isupper():
                yield Kind.PART_OF_OWN_NAME, match.start(), match.end()


def organizations(text: str, folded: str, known: Known) -> Iterator[Place]:
    """Schools, districts and employers, also by the part of their name that tells them from others."""
    for name in known.organizations:
        pattern = _organization(name) if _first_word(name) in folded else None
        for match in pattern.finditer(folded) if pattern else ():
            if text[match.start()].isupper():
                yield Kind.ORGANIZATION, match.start(), match.end()


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s.]+", fold(name)) if len(word) > 1]


@lru_cache(maxsize=512)
def _parts(name: str) -> tuple[str, ...]:
    """What a text holds that holds the name in any form: the first letters of its first or last word."""
    words = _words(name)
    return tuple({re.split(r"[-'’]", word)[0] for word in (words[0], words[-1])}) if words else ()


@lru_cache(maxsize=4096)
def _first_word(name: str) -> str:
    return next(iter(re.findall(r"[a-z0-9]+", fold(name))), "")


@lru_cache(maxsize=512)
def _patterns(name: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    words = _words(name)
    if not words:
        return None, None
    first, last = words[0], words[-1]
    forms = [rf"{_TITLES}\.?[\s_]{{1,2}}{_loose(last)}"]
    if len(words) > 1:
        forms += [
            _BETWEEN.join(_loose(word) for word in words),
            _loose(first) + _BETWEEN + _loose(last),
            _loose(last) + r",?[\s_.-]{1,3}" + _loose(first),
        ]
    whole = re.compile(r"(?<![a-z0-9])(?:" + "|".join(forms) + r")(?![a-z0-9])")
    alone = [_loose(word) for word in {first, last} if len(word) >= 3 and word not in _EVERYDAY]
    part = re.compile(r"(?<![a-z0-9])(?:" + "|".join(sorted(alone)) + r")(?![a-z0-9])") if alone else None
    return whole, part


def _loose(word: str) -> str:
    """A word of a name with any hyphen and apostrophe."""
    return re.sub(r"\\-", r"[\\s_-]", re.sub(r"['’]", "['’]?", re.escape(word)))


@lru_cache(maxsize=4096)
def _organization(name: str) -> re.Pattern[str] | None:
    words = re.findall(r"[a-z0-9'’.-]+", fold(name))
    if not words:
        return None
    telling = words[:]
    while len(telling) > 1 and telling[-1] in _TAILS:
        telling.pop()
    least = max(len(telling), min(2, len(words)))
    if least < 2 and telling[0] in _EVERYDAY | _TAILS:
        return None
    needed = r"\W{1,3}".join(re.escape(word) for word in words[:least])
    further = "".join(rf"(?:\W{{1,3}}{re.escape(word)}" for word in words[least:]) + ")?" * len(words[least:])
    return re.compile(rf"(?<![a-z0-9]){needed}{further}(?![a-z0-9])")

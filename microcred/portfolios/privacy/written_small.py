"""Names that are written small: “emma and liam shared a tablet”.

A given name that is no word of English or Spanish is found wherever it stands. One that is a word as well is told where
it begins a clause and does what people alone do, or stands beside another name; never by itself.
"""

import re
from collections.abc import Iterator
from functools import cache

from microcred.portfolios.privacy.found import Kind
from microcred.portfolios.privacy.lexicon import (
    DOES,
    LEARNER,
    ONLY_PEOPLE_DO,
    PARENT,
    PUBLIC,
    PUBLIC_ALONE,
    SMALL_WORDS_TOO,
    STOP,
    WORDS_TOO,
    given_names,
    surnames,
    surnames_alone,
)
from microcred.portfolios.privacy.public import Public, standing_of
from microcred.portfolios.privacy.said import Said

_WORDS = re.compile(r"[a-z]{2,}")
_APART = re.compile(r"(?<![\w@.’'/\\#&=`-])[a-z]+(?![\w@/\\=`]|[-.]\w)")
"""A word that is no part of an address, a path or a piece of code."""
_TITLES = frozenset(["mr", "mrs", "ms", "mx", "dr", "sr", "sra", "srta"])
_TITLED = re.compile(r"(?<![\w@.-])(?:mr|mrs|ms|mx|dr|sr|sra|srta)(\.?) ([a-z]{2,})(?![\w@-])")
_JOINED = re.compile(r"(?<![\w’'])[a-z]{1,3}[’']([a-z]{3,})(?![\w@’'])")
"""“d’andre” """
_SURNAME = re.compile(r"^ ([a-z]{2,}(?:-[a-z]{2,})?)(?![\w@])")
_STUDENT_BEFORE = re.compile(
    rf"(?:\b(?:my|our|mi|a|another|one|the|una?|otr[oa]|el|la) (?:\w+ )?(?:{LEARNER}),? |"
    rf"\b(?:{LEARNER}),? (?:named|called|llamad[oa]|que se llama|se llama|de nombre) |\b(?:{PARENT}) (?:of|de) )$"
)
_NAMED_BEFORE = re.compile(rf"\b(?:{LEARNER}) (?:named|llamad[oa]|que se llama|se llama) $")
_DID_AFTER = re.compile(
    rf"^ (?:also |then |finally |never |always |no |me |se |le |nos |ya )?(?!(?:read|put|"
    rf"counts)\b)(?:{ONLY_PEOPLE_DO})\b"
)
"""What people alone do, but for what follows a verb as well: “and will read”."""
_CLAUSE_BEFORE = re.compile(
    r"(?:^|[.!?;:,\n(“\"] ?|\b(?:and|but|then|when|because|so|while|that|after|before|today|yesterday|later|y|pero|"
    r"luego|cuando|porque|que|mientras|hoy|ayer|despues) )$"
)
_NEIGHBOUR_BEFORE = re.compile(r"\b([a-z]{3,})(?:,|,? (?:and|or|y|e|o))(?: a| con| to| with)? $")
_NEIGHBOUR_AFTER = re.compile(r"^(?:,|,? (?:and|or|y|e|o))(?: a| con| to| with)? ([a-z]{3,})\b")
_ENDS = re.compile(rf"^(?:['’]s\b|[,.;:!?)]|$|\n| (?:{DOES}|and|y|who|was|is|has|had|\w{{2,}}ed)\b)")
"""Behind a surname that may be a word."""
_VERB_AT_THE_END = "áó"
"""How a Spanish verb ends (“será”, “dará”), and no name."""


@cache
def _known_small() -> frozenset[str]:
    """Given names that are no words."""
    return given_names() - WORDS_TOO - SMALL_WORDS_TOO - STOP - PUBLIC_ALONE


@cache
def _words_too() -> frozenset[str]:
    """Given names that are words when they are written small."""
    return (given_names() & (WORDS_TOO | SMALL_WORDS_TOO)) - STOP - {"seven"}


@cache
def _all_small() -> frozenset[str]:
    """Both."""
    return _known_small() | _words_too()


def names(said: Said) -> Iterator[tuple[Kind, int, int]]:
    """What looks like the name of a student or an adult without a large letter."""
    text, folded = said.text, said.folded
    known = _known_small()
    titles, small = _places(folded)
    for place in titles:
        match = _TITLED.match(folded, place)
        if match is None:
            continue
        name = match.group(2)
        is_name = name in surnames_alone() or (match.group(1) and name in surnames())
        if text[match.start(2)].islower() and is_name and name not in STOP:
            yield Kind.ADULT_NAME, *match.span()
    for match in _JOINED.finditer(folded) if "'" in folded or "’" in folded else ():
        if match.group(1) in known and text[match.start()].islower():
            yield Kind.FIRST_NAME, *match.span()
    taken = -1
    for start in small:
        match = _APART.match(folded, start) if text[start].islower() and start >= taken else None
        if match is None or (word := match.group()) not in _all_small():
            continue
        end = match.end()
        if text[end - 1] in _VERB_AT_THE_END or "ñ" in text[start:end]:
            continue
        before, after = said.before(start), said.after(end)
        if word in known:
            kind, taken = _known(said, word, start, end)
            if kind is not None:
                yield kind, start, taken
        elif _NAMED_BEFORE.search(before):
            yield Kind.STUDENT_NAME, start, end
        elif _stands_for_somebody(word, before, after):
            yield Kind.FIRST_NAME, start, end


def _known(said: Said, word: str, start: int, end: int) -> tuple[Kind | None, int]:
    """What a given name that is no word is, and where it ends: with the surname behind it."""
    after = said.after(end)
    surname = _SURNAME.match(after)
    last = surname.group(1) if surname else ""
    is_mine = _STUDENT_BEFORE.search(said.before(start)) is not None
    is_surname = last in surnames_alone() and last not in SMALL_WORDS_TOO
    could_be = last in surnames() and _ENDS.match(after[1 + len(last) :]) is not None
    if f"{word} {last}" in PUBLIC:
        return None, end + 1 + len(last)
    if last in STOP or not (is_surname or could_be):
        return Kind.STUDENT_NAME if is_mine else Kind.FIRST_NAME, end
    end += 1 + len(last)
    if is_mine:
        return Kind.STUDENT_NAME, end
    standing = standing_of(said, start, end)
    if standing is Public.SURELY:
        return None, end
    unsure = standing is Public.PERHAPS or not is_surname or said.before(start).endswith((" by ", " por ", " de "))
    return Kind.MAYBE_NAME if unsure else Kind.PERSON_NAME, end


def _places(folded: str) -> tuple[list[int], list[int]]:
    """Where titles stand, and where given names do: in one pass, however many names a text has."""
    names = _all_small()
    titles, small = [], []
    for match in _WORDS.finditer(folded):
        word = match.group()
        if word in _TITLES:
            titles.append(match.start())
        elif len(word) > 2 and word in names:
            small.append(match.start())
    return titles, small


def _stands_for_somebody(word: str, before: str, after: str) -> bool:
    """Whether a name that is a word as well means somebody."""
    for beside in (_NEIGHBOUR_BEFORE.search(before), _NEIGHBOUR_AFTER.match(after)):
        if beside and beside.group(1) in _known_small():
            return True
    if _CLAUSE_BEFORE.search(before) is not None and _DID_AFTER.match(after):
        return True
    ahead, behind = _NEIGHBOUR_BEFORE.search(before), _NEIGHBOUR_AFTER.match(after)
    if ahead and ahead.group(1) in _words_too() and _CLAUSE_BEFORE.search(before[: ahead.start(1)]):
        return _DID_AFTER.match(after) is not None
    return (
        behind is not None
        and behind.group(1) in _words_too()
        and _CLAUSE_BEFORE.search(before) is not None
        and _DID_AFTER.match(after[behind.end() :]) is not None
    )

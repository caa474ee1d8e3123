"""Clean words beside those that were set aside: names give way to roles, and nothing else changes. Pure.

Words are compared in their order, because a text is turned round as easily by taking words out or by putting them
elsewhere as by writing new ones. Case, punctuation and white space are no difference.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Indel

LEAST_NEW = 12
"""Words that may be new in any clean copy, however short what was set aside is."""

MOST_NEW = 0.2
"""Of the words of what was set aside, how many may be new in the clean copy: names give way to roles."""

GONE_FOR_NEW = 2
"""For each word that may be new, how many may go: first name, last name and number give way to one role."""

LONGEST_STRETCH = 8
"""Words in one place that may give way, and as many that may stand there instead: a name, an address. More may give
way where all of it is written as names and numbers are."""

ROLE_FOR_NAME = 2
"""Words that may stand for each word of a list of names: “Student 1, Student 2”."""

LETTERS_A_WORD = 12
"""Letters of a word, on average, beyond which words are no measure any more: not every script parts its words."""

NEAR = 2
"""Words between what goes and what comes, up to which they are one place."""

SWAPPED_WITHIN = 12
"""Words between what is taken out and put in again, up to which a sentence is turned round by it."""

MOST_WORDS = 40_000
"""Words that are compared; the time grows with their square, to a second or so. No language fills what an answer holds
with more."""

_NEGATIONS = """
    not never no none nobody nothing nowhere neither nor without unless except cannot
    hardly barely scarcely rarely seldom
    dont didnt doesnt isnt arent wasnt werent wont cant couldnt wouldnt shouldnt hasnt havent hadnt aint
    nunca jamás jamas tampoco ni nadie nada ningún ningun ninguno ninguna ningunos ningunas sin apenas salvo excepto
"""

NEGATIONS = frozenset(_NEGATIONS.split())
"""Words by which a sentence says the opposite, in the languages of the pages, beside those with an apostrophe. None is
taken out or put in."""

_PASSING = """
    a an the of his her hers their theirs its my our your and who whom
    un una unos unas el la los las lo de del su sus mi mis nuestro nuestra y e que quien
"""

PASSING = frozenset(_PASSING.split())
"""Small words that a role needs where a name did not, and that may be taken out in one place and put in in another."""


class Amiss(Enum):
    """Why clean words cannot stand in the place of others."""

    TURNED = "turned"
    """a negation was taken out or put in"""
    MOVED = "moved"
    """words stand elsewhere than they did"""
    ADDED = "added"
    """words stand where nothing was taken out"""
    TOO_LONG = "too_long"
    """too much was replaced in one place"""


@dataclass(frozen=True)
class Stretch:
    """What differs in one place: the words that were taken out there, and those that stand there instead."""

    taken: tuple[str, ...]
    put: tuple[str, ...]
    at: int = 0
    """before which word of the earlier text, counted from 0"""

    @property
    def words(self) -> str:
        """What a person is shown of it: what was put in, or else what was taken out."""
        return " ".join(self.put or self.taken)

    @property
    def is_short(self) -> bool:
        """Whether it is as long as a name, an address or a role, or as a list of names with a role for each."""
        if self.taken and all(map(_may_be_a_name, self.taken)):
            return _is_short(self.put, max(LONGEST_STRETCH, ROLE_FOR_NAME * len(self.taken)))
        return _is_short(self.taken) and _is_short(self.put)

    def is_half_of(self, other: "Stretch") -> bool:
        """Whether one of the two only takes words out, and the other only puts words in."""
        return not (self.put or other.taken) or not (self.taken or other.put)

    def with_(self, other: "Stretch") -> "Stretch":
        """Both as one place."""
        return Stretch(self.taken + other.taken, self.put + other.put, self.at)


def new_words(before: str, after: str) -> int:
    """How many words stand in a text where the one before had others, or none."""
    return sum(len(one.put) for one in stretches(before, after))


def words_gone(before: str, after: str) -> int:
    """How many words of a text do not stand any more where they did."""
    return sum(len(one.taken) for one in stretches(before, after))


def may_be_new(before: str) -> int:
    """How many new words a clean copy of a text may have."""
    return max(LEAST_NEW, int(len(_words(before)) * MOST_NEW))


def is_same(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but white space."""
    return before.split() == after.split()


def stretches(before: str, after: str) -> list[Stretch]:
    """The places in which two texts differ, in their order.

    What was put in beside what was taken out, with a word or two between them, is one place.
    """
    old, new = _words(before), _words(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [Stretch(tuple(old), tuple(new))] if old != new else []
    found: list[Stretch] = []
    end = 0
    for step in Indel.opcodes([*map(_alike, old)], [*map(_alike, new)]):
        if step.tag == "equal":
            continue
        taken, put = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        here = Stretch(tuple(taken), tuple(put), step.src_start)
        beside = found and step.src_start - end <= (NEAR if found[-1].is_half_of(here) else 0)
        found.append(found.pop().with_(here) if beside else here)
        end = step.src_end
    return found


def amiss_in(before: str, after: str) -> tuple[Amiss, str] | None:
    """What first keeps clean words from standing in the place of others, and the words that it is about.

    How many are new or gone is asked apart (`new_words`, `words_gone`).
    """
    places = stretches(before, after)
    for one in places:
        if turned := _turned(one):
            return Amiss.TURNED, turned
    for one in places:
        if moved := _moved(one, places):
            return Amiss.MOVED, moved
        if not one.taken:
            return Amiss.ADDED, one.words
        if not one.is_short:
            return Amiss.TOO_LONG, one.words
    return None


def _moved(one: Stretch, places: list[Stretch]) -> str:
    """The first word that was put in here and taken out nearby, as where “Ana helped Bea” is “Bea helped Ana” now; else
    nothing."""
    nearby = {
        _alike(word) for place in places if abs(place.at - one.at) <= SWAPPED_WITHIN for word in place.taken
    } - PASSING
    return next((word for word in one.put if _alike(word) in nearby), "")


def _turned(one: Stretch) -> str:
    """The negation that only one of both sides of a place has; else nothing."""
    taken, put = (Counter(filter(None, map(_negation, side))) for side in (one.taken, one.put))
    return next(iter((taken - put) or (put - taken)), "")


def _negation(word: str) -> str:
    """A word as a negation, or nothing: of “didn’t” the “not”."""
    word = _alike(word)
    if word.endswith("n't") or word in {"cannot", "not"} or (word.endswith("nt") and word in NEGATIONS):
        return "not"
    return word if word in NEGATIONS else ""


def _is_short(words: tuple[str, ...], most: int = LONGEST_STRETCH) -> bool:
    return len(words) <= most and sum(map(len, words)) <= most * LETTERS_A_WORD


def _may_be_a_name(word: str) -> bool:
    """Whether a word is written as names and numbers are, or stands between them."""
    return not word[0].islower() or _alike(word) in PASSING


def _words(text: str) -> list[str]:
    """The words of a text, with the apostrophe that stands in one."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", unicodedata.normalize("NFC", text))


def _alike(word: str) -> str:
    """A word as it is compared."""
    return word.casefold().replace("’", "'")

"""How much two texts have in common. Pure."""

import re
from collections import Counter


def words_of(text: str) -> list[str]:
    """The words of a text, without regard to case, punctuation and white space."""
    return re.findall(r"\w+", text.casefold())


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1 (Dice's coefficient of the multisets)."""
    mine, theirs = Counter(words_of(one)), Counter(words_of(other))
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else float(one == other)


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in case, punctuation and white space at most."""
    return words_of(one) == words_of(other)

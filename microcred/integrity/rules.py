"""What makes two texts or two pictures alike, and what may come of it. Pure.

Texts: winnowing of word shingles (Schleimer, Wilkerson, Aiken: "Winnowing: Local Algorithms for Document
Fingerprinting", SIGMOD 2003). Any run of `SHINGLE + WINDOW - 1` words that two texts share leaves a common mark,
however long the texts around it, and a text is looked up by its marks alone. Pictures: the difference hash, 64 signs
of "is it brighter to the right?" on a picture of 9 by 8; what is scaled or saved anew keeps nearly all of them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

SHINGLE = 5
"""words whose hash is one mark"""
WINDOW = 4
"""shingles of which the smallest is kept. The marks of a wider window are among those of a narrower one, so that prints
made with one of eight, as the first ones were, are compared with new ones as they are (those of more than twelve words:
of shorter texts all marks were kept, which are too few to tell anything)."""
MOST_MARKS = 3_000
"""of one text; of a longer one the smallest are kept, which are the same ones in whoever shares them"""
LEAST_WORDS = 20
"""below which two texts may well be alike by chance"""
LEAST_SHARED = 5
"""marks"""
NEAR_TEXT = 0.35
"""of the marks of the shorter text: from here on two texts are told as alike"""
NEAR_PICTURE = 6
"""signs of 64 in which two pictures told as alike may differ"""
PICTURE_PARTS = 7
"""one more than may differ: of so many parts at least one is the same in pictures that are alike"""

_WORD = re.compile(r"[^\W_]+")


class Likeness(StrEnum):
    """In what two pieces of evidence are alike."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    NEAR_PICTURE = "near_picture"


class Outcome(StrEnum):
    """What a person decides in the end. None of them fails anybody: judging the work stays with its readers."""

    NO_CONCERN = "no_concern"
    SUPPORT = "support"
    FORMAL = "formal"
    FURTHER = "further"


STAGES = (Outcome.SUPPORT, Outcome.FORMAL, Outcome.FURTHER)
"""What is customary the first, second and third time, by the published practice of duplicate evidence."""


def customary(earlier: Iterable[Outcome]) -> Outcome:
    """What is customary after a person's earlier cases, should there be a concern again."""
    counted = sum(outcome is not Outcome.NO_CONCERN for outcome in earlier)
    return STAGES[min(counted, len(STAGES) - 1)]


def words_in(text: str) -> list[str]:
    """The words of a text as they are compared: without case, accents, marks and space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def text_digest(words: Sequence[str]) -> str:
    """The SHA-256 of the words, in hexadecimal; empty for a text too short to say anything."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= LEAST_WORDS else ""


def shingles(words: Sequence[str]) -> list[int]:
    """The hashes of all runs of `SHINGLE` words, as signed numbers of 64 bits."""
    runs = (" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1))
    return [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big", signed=True) for run in runs]


def marks_of(words: Sequence[str], left_out: Collection[int] = frozenset()) -> list[int]:
    """The marks by which a text is found again, ascending; without those of what everybody is given to start from."""
    own = [mark for mark in shingles(words) if mark not in left_out]
    if len(own) <= WINDOW:
        kept = set(own)
    else:
        kept = {min(own[place : place + WINDOW]) for place in range(len(own) - WINDOW + 1)}
    return sorted(kept)[:MOST_MARKS]


def likeness_of_texts(shared: int, here: int, there: int) -> float:
    """How much of the shorter text stands in the other, from 0 to 1, by the numbers of their marks."""
    shorter = min(here, there)
    return shared / shorter if shorter and shared >= LEAST_SHARED else 0.0


def picture_parts(signs: int) -> list[int]:
    """The hash of a picture in parts, each with its number, so that pictures alike share at least one of them."""
    bits = f"{signs & (1 << 64) - 1:064b}"
    edges = [round(part * 64 / PICTURE_PARTS) for part in range(PICTURE_PARTS + 1)]
    return [(part << 12) | int(bits[edges[part] : edges[part + 1]], 2) for part in range(PICTURE_PARTS)]


def says_something(signs: int) -> bool:
    """Whether a picture has enough in it to be told from others: an even surface has no signs at all."""
    return 10 <= (signs & (1 << 64) - 1).bit_count() <= 54


def likeness_of_pictures(here: int, there: int) -> float:
    """The share of signs in which two pictures agree, where they are alike; else 0."""
    differing = ((here ^ there) & (1 << 64) - 1).bit_count()
    return 1 - differing / 64 if differing <= NEAR_PICTURE else 0.0

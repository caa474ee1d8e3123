"""What a finding is, and what is known beforehand of whom it is about."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_PASSAGE = 4_000
"""characters of a paragraph that a finding keeps as they are; of a longer one it keeps a digest, for each of the many
findings in it is told by all of it"""


class Kind(StrEnum):
    """What was found."""

    OWN_NAME = "own_name"
    OWN_EMAIL = "own_email"
    PART_OF_OWN_NAME = "part_of_own_name"
    EMAIL = "email"
    SSN = "ssn"
    STUDENT_ID = "student_id"
    STUDENT_NAME = "student_name"
    PERSON_NAME = "person_name"
    MAYBE_NAME = "maybe_name"
    FIRST_NAME = "first_name"
    ADULT_NAME = "adult_name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"
    ORGANIZATION = "organization"


CERTAIN = frozenset(
    {
        Kind.OWN_NAME,
        Kind.OWN_EMAIL,
        Kind.EMAIL,
        Kind.PHONE,
        Kind.SSN,
        Kind.STUDENT_ID,
        Kind.STUDENT_NAME,
        Kind.PERSON_NAME,
        Kind.ADULT_NAME,
    }
)
"""What has to be mended or overruled before work is submitted; everything else is advice."""

NAMES = (Kind.STUDENT_NAME, Kind.PERSON_NAME, Kind.ADULT_NAME, Kind.MAYBE_NAME, Kind.FIRST_NAME)
"""Kinds of other people's names, the surest first."""


@dataclass(frozen=True)
class Known:
    """What is known of the educator: the name, every e-mail address, and the names of their organizations."""

    name: str = ""
    addresses: frozenset[str] = field(default_factory=frozenset)
    organizations: frozenset[str] = field(default_factory=frozenset)
    former: tuple[str, ...] = ()
    """names that they bore before"""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of theirs, each once."""
        return tuple(dict.fromkeys(name for name in (self.name, *self.former) if name))


@dataclass(frozen=True, slots=True)
class Finding:
    """The same words of one kind, or the same person's name, wherever they stand in one text.

    `spans` are half-open, in characters.
    """

    kind: Kind
    words: str
    spans: tuple[tuple[int, int], ...]
    passages: tuple[str, ...]
    """the paragraphs that they stand in, each once, in the order of the text; of a long one its digest"""
    forms: tuple[str, ...] = ()
    """what stands at each of the spans where it is not the words themselves everywhere: “Maria” of “Maria Gomez”"""

    @property
    def is_certain(self) -> bool:
        """Whether it has to be mended or overruled."""
        return self.kind in CERTAIN

    @property
    def count(self) -> int:
        """How often it stands there."""
        return len(self.spans)


def key_of(source: str, finding: Finding) -> str:
    """By what a finding is known again: where, what, and the paragraphs around it. Changed paragraphs are another one.

    Args:
        source: which text, e.g. `answer:<identifier>`.
    """
    parts = (source, finding.kind.value, finding.words, *finding.passages)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def fold(text: str) -> str:
    """A text of the same length, in small letters and without accents, so that places in it are places in the text."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character becomes, found out when it is met first."""

    def __missing__(self, code: int) -> str:
        bare = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = bare if len(bare) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def key_of_words(kind: Kind, words: str) -> str:
    """By what the words of a name are known wherever they stand, as far as the helper is equally sure of them."""
    parts = ("everywhere", "certain" if kind in CERTAIN else "advice", " ".join(fold(words).split()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def grouped(
    text: str, found: Iterable[tuple[Kind, int, int]], again: Mapping[tuple[int, int], tuple[int, int]] | None = None
) -> tuple[Finding, ...]:
    """Findings of places: one for each kind and words, in the order in which they first stand.

    The same name is one finding, of the surest kind that it has anywhere in the text.

    Args:
        again: places at which a part of a name stands, with the place of the whole name.
    """
    places = sorted(found, key=lambda place: place[1])
    again = again or {}
    kinds: dict[str, Kind] = {}
    for kind, start, end in places:
        words = text[start:end]
        if kind in NAMES and (words not in kinds or NAMES.index(kind) < NAMES.index(kinds[words])):
            kinds[words] = kind
    stand: dict[tuple[Kind, str], list[tuple[int, int, str]]] = {}
    for (kind, start, end), passage in zip(places, _passages(text, places), strict=True):
        a, b = again.get((start, end), (start, end))
        words = text[a:b]
        surest = kinds.get(words, kind) if kind in NAMES else kind
        stand.setdefault((surest, words), []).append((start, end, passage))
    return tuple(_finding(text, kind, words, found_at) for (kind, words), found_at in stand.items())


def _finding(text: str, kind: Kind, words: str, stand: list[tuple[int, int, str]]) -> Finding:
    spans = tuple((start, end) for start, end, _passage in stand)
    forms = tuple(text[start:end] for start, end in spans)
    passages = tuple(dict.fromkeys(passage for _start, _end, passage in stand))
    return Finding(kind, words, spans, passages, () if set(forms) == {words} else forms)


def _passages(text: str, places: Iterable[tuple[Kind, int, int]]) -> Iterator[str]:
    """The paragraph around each place, in the order of the text: looked for once, and kept once, for all in it."""
    begun, stop, passage, reach = 0, -1, "", -1
    for _kind, start, end in places:
        if start > stop:
            begun, stop = text.rfind("\n", 0, start) + 1, _line_end(text, start)
            passage, reach = "", -1
        # A name may go on in the next line.
        last = stop if end <= stop else _line_end(text, end)
        if last != reach:
            passage, reach = _told(text[begun:last].strip()), last
        yield passage


def _line_end(text: str, place: int) -> int:
    stop = text.find("\n", place)
    return len(text) if stop < 0 else stop


def _told(paragraph: str) -> str:
    """By what a paragraph is told from others."""
    if len(paragraph) <= LONGEST_PASSAGE:
        return paragraph
    return f"sha256:{hashlib.sha256(paragraph.encode()).hexdigest()}"

"""What a finding is, and what is known beforehand of whom it is about."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    OWN_NAME = "own_name"
    OWN_EMAIL = "own_email"
    PART_OF_OWN_NAME = "part_of_own_name"
    EMAIL = "email"
    SSN = "ssn"
    STUDENT_ID = "student_id"
    STUDENT_NAME = "student_name"
    MAYBE_NAME = "maybe_name"
    ADULT_NAME = "adult_name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"
    ORGANIZATION = "organization"


CERTAIN = frozenset({Kind.OWN_NAME, Kind.OWN_EMAIL, Kind.EMAIL, Kind.SSN, Kind.STUDENT_ID, Kind.STUDENT_NAME})
"""What has to be mended or overruled before work is submitted; everything else is advice."""


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


@dataclass(frozen=True)
class Finding:
    """The same words of one kind, wherever they stand in one text. `spans` are half-open, in characters."""

    kind: Kind
    words: str
    spans: tuple[tuple[int, int], ...]
    passages: tuple[str, ...]
    """the paragraphs that they stand in, each once, in the order of the text"""

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


def grouped(text: str, found: Iterable[tuple[Kind, int, int]]) -> tuple[Finding, ...]:
    """Findings of places: one for each kind and words, in the order in which they first stand."""
    places: dict[tuple[Kind, str], list[tuple[int, int]]] = {}
    for kind, start, end in sorted(found, key=lambda place: place[1]):
        places.setdefault((kind, text[start:end]), []).append((start, end))
    return tuple(
        Finding(kind, words, tuple(spans), tuple(dict.fromkeys(_paragraph(text, start, end) for start, end in spans)))
        for (kind, words), spans in places.items()
    )


def _paragraph(text: str, start: int, end: int) -> str:
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if stop < 0 else stop].strip()

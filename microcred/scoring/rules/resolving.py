"""How the readings of one submission resolve into one result for each criterion. Pure: no database, no clock.

Readings are made independently. Of one reading, each level stands. Two stand together where they see each criterion on
the same side of the level that it needs, and nowhere two levels apart; otherwise a third person reads, as blind as the
first two, and of each criterion stands what two of three say. Who offers the work may ask for a third elsewhere, by a
policy: see `policies`. What the levels that stand come to is the rule of the version that was judged: see
`catalog.rules`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from microcred.catalog.rules import Outcome

RESOLUTION = 2
"""Grows when the same readings would resolve otherwise than they did before; each decision keeps it."""

SINGLE, DOUBLE, MOST_READINGS = 1, 2, 3

FAR_APART = 2
"""Levels between two readings of one criterion at which a third is asked for, though both may be on one side."""


class Way(StrEnum):
    """How it came that a level stands."""

    SOLE = "sole"
    AGREED = "agreed"
    LOWER = "lower"
    MAJORITY = "majority"
    CARRIED = "carried"


@dataclass(frozen=True)
class Given:
    """What one reading says of one criterion: the position of the level (0 is the lowest), and the comment."""

    position: int
    comment: str = ""


@dataclass(frozen=True)
class Resolved:
    """What all readings together say of one criterion.

    Attributes:
        reading: The place, among the readings given, of the first whose level stands.
        comment: What the educator is told: the comments of all who see the criterion on the side that stands.
    """

    reading: int
    way: Way
    comment: str


def comment_is_needed(*, reached: int, required: int) -> bool:
    """Whether the assessor must say why: below the required level the educator has to know what to do next."""
    return reached < required


def is_split(positions: Sequence[int], required: int) -> bool:
    """Whether readings of one criterion are too different to stand together.

    Args:
        positions: of the levels given; 0 is the lowest.
        required: position of the level that is needed.
    """
    on_both_sides = len({position >= required for position in positions}) > 1
    return on_both_sides or max(positions) - min(positions) >= FAR_APART


def resolve(given: Sequence[Given], required: int) -> Resolved:
    """What stands of one criterion: the highest level that more than half of the readings find reached.

    That is the level of one reading, the lower of two, the middle one of three; it lies on the side of the level
    needed on which most readings lie.

    Args:
        given: by each reading, in the order in which they were made.
        required: position of the level that is needed.

    Raises:
        ValueError: when nothing was given.
    """
    if not given:
        raise ValueError("there is no reading to resolve")
    level = sorted(each.position for each in given)[(len(given) - 1) // 2]
    stands = next(place for place, each in enumerate(given) if each.position == level)
    on_that_side = [each for each in given if (each.position >= required) == (level >= required)]
    of_that_level_first = sorted(on_that_side, key=lambda each: each.position != level)
    comment = _paragraphs(each.comment for each in of_that_level_first)
    if len(given) == 1:
        return Resolved(stands, Way.SOLE, comment)
    if len(on_that_side) == len(given):
        return Resolved(stands, Way.AGREED, comment)
    return Resolved(stands, Way.LOWER if len(given) == DOUBLE else Way.MAJORITY, comment)


def word_about_the_whole(words: Iterable[tuple[Outcome | None, str]], outcome: Outcome) -> str:
    """What the educator is told about the whole: the words of the readings that came to the outcome themselves.

    Nothing when none did: three readings, each short of another criterion, together meet them all.

    Args:
        words: of each reading the outcome that it alone would have had, and its word about the whole.
    """
    return _paragraphs(word for own, word in words if own is outcome)


def _paragraphs(texts: Iterable[str]) -> str:
    """Texts one below the other, each once."""
    once: dict[str, str] = {}
    for text in texts:
        if text.strip():
            once.setdefault(" ".join(text.split()).casefold(), text.strip())
    return "\n\n".join(once.values())

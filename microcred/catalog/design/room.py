"""How much a design may say at all, finished or not: what is longer is no design, but something to hold a server up.

A draft may be longer than what is published (`problems` says how long that may be), so that nobody's words are lost
while they are cut. Beyond this, reading it through with each look at it would take too long, and each of its states is
kept for ever.
"""

from dataclasses import dataclass
from typing import Any

from microcred.catalog.design.digest import as_json
from microcred.catalog.design.shape import Design

MOST_OF_A_TEXT = 40_000
"""Characters of one text: twice of what may be published."""

MOST_IN_ALL = 300_000
"""Characters of all texts together; the longest design of the demonstration has 40,000."""

MOST_PIECES = 3_000
"""Rows, rows of rows, and single words such as tags."""


@dataclass(frozen=True)
class NoRoom:
    """What is too much: the text at a place, or with an empty `field` all of them, or the pieces.

    Attributes:
        count, most: Characters; of pieces, how many.
    """

    field: str
    count: int
    most: int
    of_pieces: bool = False


def no_room(design: Design) -> NoRoom | None:
    """What of a design is more than can be kept; None of what can."""
    characters = pieces = 0
    pending: list[tuple[str, Any]] = [("", as_json(design))]
    while pending:
        at, value = pending.pop()
        if isinstance(value, str):
            characters += len(value)
            if len(value) > MOST_OF_A_TEXT:
                return NoRoom(at, len(value), MOST_OF_A_TEXT)
        elif isinstance(value, dict):
            pending.extend((f"{at}.{name}".lstrip("."), each) for name, each in value.items())
        elif isinstance(value, list):
            pieces += len(value)
            pending.extend((f"{at}.{place}", each) for place, each in enumerate(value))
    if pieces > MOST_PIECES:
        return NoRoom("", pieces, MOST_PIECES, of_pieces=True)
    return NoRoom("", characters, MOST_IN_ALL) if characters > MOST_IN_ALL else None

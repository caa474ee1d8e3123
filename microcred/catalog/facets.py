"""The facets by which the catalogue is narrowed, and how an entry's values are written down in `Entry.keys`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Facet(StrEnum):
    """What people narrow by, in the order in which the catalogue shows it. The value is the name in addresses."""

    STACK = "stack"
    AUDIENCE = "audience"
    HOURS = "hours"
    EVIDENCE = "evidence"
    CROSSWALK = "crosswalk"
    STANDARD = "standard"
    LANGUAGE = "language"


HOURS_BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("1-10", 1, 10),
    ("11-20", 11, 20),
    ("21-40", 21, 40),
    ("41-", 41, None),
)
"""Name, first and last hour; the last band is open."""

Chosen = Mapping[Facet, Sequence[str]]
"""The values chosen of each facet: an entry matches when it has one of them, in every facet that has any."""


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, and how many entries have it among those that match all the other facets."""

    facet: Facet
    value: str
    count: int
    chosen: bool


def key_of(facet: Facet, value: str) -> str:
    """How `Entry.keys` holds a value of a facet."""
    return f"{facet}:{value}"

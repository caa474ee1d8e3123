"""The verbs of the catalogue."""

from microcred.catalog.operations.prerequisites import PrerequisitesCircular, PrerequisiteUnknown
from microcred.catalog.operations.publishing import (
    DesignUnfinished,
    NotItsAuthors,
    SlugTaken,
    StandardUnknown,
    publish,
    retire,
)
from microcred.catalog.operations.shelves import draw_crosswalk, open_stack, place

__all__ = [
    "DesignUnfinished",
    "NotItsAuthors",
    "PrerequisiteUnknown",
    "PrerequisitesCircular",
    "SlugTaken",
    "StandardUnknown",
    "draw_crosswalk",
    "open_stack",
    "place",
    "publish",
    "retire",
]

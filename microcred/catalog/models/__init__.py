"""The tables of the catalogue, by noun."""

from microcred.catalog.models.projection import (
    Edition,
    Entry,
    IndexCard,
    Word,
)
from microcred.catalog.models.shelves import (
    Crosswalk,
    CrosswalkStep,
    Stack,
    StackPlace,
)
from microcred.catalog.models.versions import (
    Alignment,
    Criterion,
    Feed,
    Level,
    MicroCredential,
    Part,
    PartRule,
    Prerequisite,
    Requirement,
    Retirement,
    Version,
)

__all__ = [
    "Alignment",
    "Criterion",
    "Crosswalk",
    "CrosswalkStep",
    "Edition",
    "Entry",
    "Feed",
    "IndexCard",
    "Level",
    "MicroCredential",
    "Part",
    "PartRule",
    "Prerequisite",
    "Requirement",
    "Retirement",
    "Stack",
    "StackPlace",
    "Version",
    "Word",
]

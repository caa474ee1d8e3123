"""CASE 1.1: reading a framework from a file, comparing it with the one that is there, and how its items stand. Pure."""

from microcred.frameworks.case.comparing import ChangeKind, Comparison, FieldChange, ItemChange, compare
from microcred.frameworks.case.reading import LARGEST, DocumentAlone, PackageBroken, Problem, read, read_members
from microcred.frameworks.case.shapes import (
    DEFINITIONS,
    Association,
    Definition,
    Document,
    Item,
    Members,
    Package,
)
from microcred.frameworks.case.tables import read_table, standing_in, write_table
from microcred.frameworks.case.tree import Place, codes, name_and_text, places, shortened

__all__ = [
    "DEFINITIONS",
    "LARGEST",
    "Association",
    "ChangeKind",
    "Comparison",
    "Definition",
    "Document",
    "DocumentAlone",
    "FieldChange",
    "Item",
    "ItemChange",
    "Members",
    "Package",
    "PackageBroken",
    "Place",
    "Problem",
    "codes",
    "compare",
    "name_and_text",
    "nameless",
    "places",
    "read",
    "read_members",
    "read_table",
    "shortened",
    "standing_in",
    "write_table",
]

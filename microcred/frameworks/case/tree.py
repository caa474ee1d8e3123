"""How the items of a framework stand: under what, in which order, by which code and name. Pure.

In CASE only associations say so. `isChildOf` goes from the item to what it stands under, which is another item or the
document; its sequence number orders siblings. An item with several parents is shown under the first that is named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from microcred.frameworks.case.shapes import Item, Package

LONGEST_CODE = 80
LONGEST_NAME = 200


@dataclass(frozen=True)
class Place:
    """Where an item stands when the framework is read from top to bottom; `depth` 0 is at the top."""

    parent: UUID | None
    position: int
    depth: int


def parents(package: Package) -> dict[UUID, UUID]:
    """By item, the item it stands under; those at the top are not there."""
    there = {item.identifier for item in package.items}
    found: dict[UUID, UUID] = {}
    for origin, destination in _child_of(package):
        if origin in there and destination in there:
            found.setdefault(origin, destination)
    return found


def circles(under: Mapping[UUID, UUID]) -> Iterator[list[UUID]]:
    """Every circle of items that stand under themselves, once."""
    done: set[UUID] = set()
    for start in under:
        path: dict[UUID, None] = {}
        here: UUID | None = start
        while here is not None and here not in done and here not in path:
            path[here] = None
            here = under.get(here)
        if here is not None and here in path:
            walked = list(path)
            yield walked[walked.index(here) :]
        done.update(path)


def places(package: Package) -> dict[UUID, Place]:
    """Where each item stands. Siblings by their sequence numbers, then as in the file."""
    under = parents(package)
    sequence: dict[tuple[UUID, UUID], int] = {}
    for association in package.associations:
        if association.association_type == "isChildOf" and association.sequence_number is not None:
            ends = _uuid(association.origin.identifier), _uuid(association.destination.identifier)
            if ends[0] and ends[1]:
                sequence.setdefault((ends[0], ends[1]), association.sequence_number)
    below: dict[UUID | None, list[tuple[float, int, UUID]]] = defaultdict(list)
    for number, item in enumerate(package.items):
        parent = under.get(item.identifier)
        order = sequence.get((item.identifier, parent or package.document.identifier))
        below[parent].append((float("inf") if order is None else order, number, item.identifier))
    found: dict[UUID, Place] = {}
    stack: list[tuple[UUID, UUID | None, int]] = [(one, None, 0) for *_o, one in sorted(below[None], reverse=True)]
    while stack:
        one, parent, depth = stack.pop()
        found[one] = Place(parent, len(found), depth)
        stack.extend((child, one, depth + 1) for *_o, child in sorted(below[one], reverse=True))
    return found


def codes(package: Package) -> dict[UUID, str]:
    """The code by which each item is known here: its publisher's, or its identifier where that one is not its own."""
    counts = Counter(item.human_coding_scheme for item in package.items)
    return {
        item.identifier: item.human_coding_scheme
        if item.human_coding_scheme
        and counts[item.human_coding_scheme] == 1
        and len(item.human_coding_scheme) <= LONGEST_CODE
        else str(item.identifier)
        for item in package.items
    }


def name_and_text(item: Item) -> tuple[str, str]:
    """What an item is called, and its statement where that says more."""
    name = shortened(item.abbreviated_statement or item.full_statement)
    return name, "" if name == item.full_statement else item.full_statement


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """One line of a text, cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0][: most - 1]}…"


def _child_of(package: Package) -> Iterator[tuple[UUID, UUID]]:
    for association in package.associations:
        if association.association_type == "isChildOf":
            origin, destination = _uuid(association.origin.identifier), _uuid(association.destination.identifier)
            if origin and destination:
                yield origin, destination


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

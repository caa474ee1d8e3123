"""Prerequisites that lead back to where they began. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID


def way_back(start: UUID, first: Iterable[UUID], asked: Mapping[UUID, Iterable[UUID]]) -> list[UUID]:
    """The circle that prerequisites would close, or nothing.

    Args:
        start: Of which prerequisites are to be stated.
        first: What they are to be. What `asked` says of `start` is overtaken by them.
        asked: What each other micro-credential wants earned first.

    Returns:
        Micro-credentials in the order in which they would be earned, each to be earned before the next; the last is
        the first again.
    """
    came_from = dict.fromkeys(first, start)
    waiting = list(came_from)
    while waiting:
        here = waiting.pop()
        if here == start:
            circle = [start]
            while (here := came_from[here]) != start:
                circle.append(here)
            return [*circle, start]
        for wanted in asked.get(here, ()):
            if wanted not in came_from:
                came_from[wanted] = here
                waiting.append(wanted)
    return []

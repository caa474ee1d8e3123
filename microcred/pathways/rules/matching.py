"""Which micro-credential fills which requirement, where each may fill only one.

A place is filled in the order in which it is asked, and once filled it stays so: the paths along which others make room
never empty one. So as many places are filled as can be at all (a greatest matching), the earlier asked before the
later, and one more micro-credential never empties a place. Who comes out does not depend on the order of the record.
"""

from collections.abc import Sequence

Fits = Sequence[Sequence[int]]
"""For each place, the units that fit, the first to be tried first."""


def matched(fits: Fits) -> list[int | None]:
    """The unit of each place; None where it stays empty."""
    place_of: dict[int, int] = {}
    filled: list[int | None] = [None] * len(fits)
    for place in range(len(fits)):
        _fill(place, fits, place_of, filled, set())
    return filled


def _fill(place: int, fits: Fits, place_of: dict[int, int], filled: list[int | None], tried: set[int]) -> bool:
    # first what is free, so that nothing moves without need
    for unit in fits[place]:
        if unit not in place_of:
            place_of[unit], filled[place] = place, unit
            return True
    for unit in fits[place]:
        if unit in tried:
            continue
        tried.add(unit)
        if _fill(place_of[unit], fits, place_of, filled, tried):
            place_of[unit], filled[place] = place, unit
            return True
    return False

"""Which numbers of people may be shown exactly: sums without a database."""

from dataclasses import dataclass

SMALL = 10
"""Fewer people than this could be told apart by who knows them."""


@dataclass(frozen=True)
class Cell:
    """A number of people as it may be shown; without it, they are fewer than `SMALL`, or too close to all."""

    number: int | None

    @property
    def is_held_back(self) -> bool:
        """Whether the number is not shown."""
        return self.number is None


HELD_BACK = Cell(None)


def funnel(started: int, submitted: int, earned: int) -> tuple[Cell, Cell, Cell]:
    """Three numbers of people, each a part of the one before, so that no few of them can be worked out.

    A number below `SMALL` is held back, and so is one that differs from the one shown before it by a few: the
    difference would say exactly how many did not come further. Where nobody started there is nobody to protect, and
    three zeros are shown, so that "not yet used" can be told from "used by a few".
    """
    if not started:
        return Cell(0), Cell(0), Cell(0)
    cells: list[Cell] = []
    above: int | None = None
    for number in (started, submitted, earned):
        few = number < SMALL or (above is not None and 0 < above - number < SMALL)
        cells.append(HELD_BACK if few else Cell(number))
        above = above if few else number
    first, second, third = cells
    return first, second, third

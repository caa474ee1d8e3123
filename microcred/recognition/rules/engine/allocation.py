"""How counted amounts are laid into limits and categories: the best way there is, the same whatever the order.

A small linear program, solved exactly. First as much as possible counts; of the ways of doing that, the one that fills
most of the minimums is taken; of equal ones that which an order of days and ids puts first. More to lay in never makes
less come out, which no rule of “first come, first served” could promise once two limits cross.
"""

from collections.abc import Sequence
from fractions import Fraction

Number = int | Fraction


def maximum(rows: list[list[int]], bounds: Sequence[int], aims: Sequence[Sequence[int]]) -> list[Number]:
    """The x ≥ 0 with rows·x ≤ bounds that is best by the first aim, then by the second, and so on.

    Bounds are not negative. Simplex in the condensed form; the variable of the lowest number enters and leaves (Bland),
    so it ends, and ends always in the same corner.
    """
    count = len(aims[0])
    table: list[list[Number]] = [list(row) for row in rows]
    values: list[Number] = list(bounds)
    goals: list[list[Number]] = [list(aim) for aim in aims]
    outside = list(range(count))
    inside = list(range(count, count + len(rows)))
    for stage, goal in enumerate(goals):
        while True:
            entering = min(
                (
                    place
                    for place in range(count)
                    if goal[place] > 0 and all(earlier[place] == 0 for earlier in goals[:stage])
                ),
                key=outside.__getitem__,
                default=None,
            )
            if entering is None:
                break
            best: tuple[Number, int] | None = None
            leaving = -1
            for place, row in enumerate(table):
                if row[entering] > 0:
                    value = values[place]
                    ratio = value if row[entering] == 1 else Fraction(value) / row[entering]
                    if best is None or (ratio, inside[place]) < best:
                        best, leaving = (ratio, inside[place]), place
            if leaving < 0:  # nothing bounds it: the caller has stated a bound for everything
                raise ArithmeticError("unbounded")
            _pivot(table, values, goals, leaving, entering)
            inside[leaving], outside[entering] = outside[entering], inside[leaving]
    found: list[Number] = [0] * count
    for place, variable in enumerate(inside):
        if variable < count:
            found[variable] = values[place]
    return found


def _pivot(
    table: list[list[Number]], values: list[Number], goals: list[list[Number]], leaving: int, entering: int
) -> None:
    row = table[leaving]
    pivot = row[entering]
    row[entering] = 1
    if pivot != 1:
        row = table[leaving] = [Fraction(value) / pivot if value else 0 for value in row]
        values[leaving] = Fraction(values[leaving]) / pivot
    filled = [(place, value) for place, value in enumerate(row) if value]
    for place, other in enumerate(table):
        if place != leaving and other[entering]:
            factor, other[entering] = other[entering], 0
            values[place] -= factor * values[leaving]
            for column, value in filled:
                other[column] -= factor * value
    for goal in goals:
        if goal[entering]:
            factor, goal[entering] = goal[entering], 0
            for column, value in filled:
                goal[column] -= factor * value


class Lot:
    """Several amounts to which the same limits, categories and minimums apply."""

    __slots__ = ("amount", "categories", "limits", "minimums")

    def __init__(
        self, amount: int, limits: frozenset[int], categories: tuple[int, ...], minimums: frozenset[int]
    ) -> None:
        self.amount = amount
        self.limits = limits
        self.categories = categories
        self.minimums = minimums


def lay(
    lots: Sequence[Lot],
    limits: dict[int, int],
    maximums: dict[int, int],
    needed: dict[int, int],
    minimums: dict[int, int],
) -> list[dict[int, int]]:
    """For each lot, how much of it goes where: by category, -1 for no category. In whole numbers, rounded down.

    Args:
        limits: by number, the most that may come from all lots under it.
        maximums, needed: by category, the most that may stand there and what is wanted there.
        minimums: by number, what is wanted of the lots of a kind.
    """
    columns: list[tuple[int, int]] = []
    for place, lot in enumerate(lots):
        columns += [(place, category) for category in (lot.categories or (-1,))]
    wishes = [(True, category) for category in sorted(needed)] + [(False, one) for one in sorted(minimums)]
    width = len(columns) + len(wishes)
    rows: list[list[int]] = []
    bounds: list[int] = []

    def add(row: list[int], bound: int) -> None:
        rows.append(row + [0] * (width - len(row)))
        bounds.append(bound)

    for place, lot in enumerate(lots):
        add([1 if of == place else 0 for of, _ in columns], lot.amount)
    for number, most in sorted(limits.items()):
        add([1 if number in lots[of].limits else 0 for of, _ in columns], most)
    for category, most in sorted(maximums.items()):
        add([1 if to == category else 0 for _, to in columns], most)
    for place, (is_category, number) in enumerate(wishes):
        fed = [-1 if (to == number if is_category else number in lots[of].minimums) else 0 for of, to in columns]
        wish = [0] * len(wishes)
        wish[place] = 1
        add(fed + wish, 0)
        add([0] * len(columns) + wish, needed[number] if is_category else minimums[number])
    aims = [[1] * len(columns) + [0] * len(wishes), [0] * len(columns) + [1] * len(wishes)]
    found = maximum(rows, bounds, aims)
    laid: list[dict[int, int]] = [{} for _ in lots]
    for (place, category), amount in zip(columns, found, strict=False):
        if amount:
            laid[place][category] = int(amount // 1)
    return laid

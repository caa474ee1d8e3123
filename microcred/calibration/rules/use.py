"""How often a paper may try somebody before too many know it."""

from collections.abc import Iterable

USUAL_LIMIT = 50
"""Readings after which a paper by which people are tried is retired, where nobody says otherwise.

No source names a figure. Each reader knows the paper afterwards. If one in a hundred of them passes on what it shows,
it is still unknown to everybody else after 50 readings with 60 in a hundred (0.99 to the 50th), after 100 with 37.
"""

SOON = 0.8
"""Of the limit: from then on the bank says that another paper will be needed."""


def limit_of(of_paper: int | None, of_stacks: Iterable[int | None]) -> int | None:
    """The readings after which a paper is retired; None for no limit.

    Args:
        of_paper: what is said of the paper alone, 0 for no limit; None where nothing is.
        of_stacks: the same of each stack in which its micro-credential stands. The lowest holds.
    """
    if of_paper is not None:
        return of_paper or None
    said = [USUAL_LIMIT if most is None else most for most in of_stacks] or [USUAL_LIMIT]
    return min((most for most in said if most), default=None)

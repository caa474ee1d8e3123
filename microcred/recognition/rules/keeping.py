"""Who keeps somebody's renewal cycle: a district of the state whose license it renews, or the office of that state."""

from collections.abc import Sequence
from typing import TypeVar

K = TypeVar("K")


def keeper(*, now: K | None, state: K | None, working: Sequence[K], left: bool) -> K | None:
    """Who keeps a cycle from now on. A district keeps those of its people until they work for it no more; whom no
    district of the state employs is left to the state.

    Args:
        now: who keeps it; None: nobody yet.
        state: the office of the state; None where the rules are not a state's.
        working: the districts of the state that the person works for, those of which it is confirmed first.
        left: whether the person worked for `now` and does so no more. That nothing is on record says nothing.
    """
    if now is not None and now != state and not left:
        return now
    if working:
        return working[0]
    return state if state is not None else now

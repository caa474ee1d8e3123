"""What was found in texts that are asked for after every save of any answer, of which one alone has changed.

A process keeps it, up to so many bytes: what was asked for longest ago goes first. A long text in which everything is a
name takes as much room as hundreds of others, and may be looked at again each time.
"""

from collections import OrderedDict
from sys import getsizeof
from threading import Lock

from microcred.portfolios.privacy import Finding, Known, look

MOST_BYTES = 8_000_000
"""that a process keeps; an answer of 1,000 words with ten findings takes about 20,000"""

_FINDING_BYTES = 400
"""of a finding in one place, beside its words"""
_PLACE_BYTES = 160
"""of each further place"""

_kept: OrderedDict[tuple[str, Known], tuple[tuple[Finding, ...], int]] = OrderedDict()
_keeping = Lock()


def looked_at(text: str, known: Known) -> tuple[Finding, ...]:
    """What `look` finds in a text."""
    with _keeping:
        there = _kept.pop((text, known), None)
    found = there[0] if there else look(text, known)
    size = there[1] if there else bytes_of(text, found)
    if size > MOST_BYTES:
        return found
    with _keeping:
        _kept[text, known] = found, size
        while bytes_kept() > MOST_BYTES:
            _kept.popitem(last=False)
    return found


def bytes_kept() -> int:
    """How much room it takes."""
    return sum(size for _found, size in _kept.values())


def bytes_of(text: str, found: tuple[Finding, ...]) -> int:
    """About how much room a text takes with what was found in it. Its paragraphs are kept once more by the findings."""
    return 2 * getsizeof(text) + sum(
        _FINDING_BYTES + getsizeof(one.words) + _PLACE_BYTES * (one.count - 1) + sum(map(getsizeof, one.forms))
        for one in found
    )

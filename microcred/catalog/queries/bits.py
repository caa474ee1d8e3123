"""Sets of entries as integers: bit n stands for the entry whose title is the n-th."""

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

Bits = int
"""A set of entries."""

ONE = ord("1")


def bits_at(places: Iterable[int], size: int) -> Bits:
    """The set of these places, of a shelf of so many entries."""
    marks = bytearray(size // 8 + 1)
    for place in places:
        marks[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def bits_at_numbers(numbers: bytes, at: Sequence[int], size: int) -> Bits:
    """The set of the places that numbers stand for, of a shelf of so many entries.

    Written as digits, a byte for each entry, because a digit is put down twice as fast as a bit.

    Args:
        numbers: one after the other, each as PostgreSQL's `int4send` writes it.
        at: the place of each number, -1 for one that has none; nor has any that is beyond.
    """
    cards = array("i", numbers)
    if sys.byteorder == "little":
        cards.byteswap()
    if cards and max(cards) >= len(at):
        cards = array("i", [number for number in cards if number < len(at)])
    digits = bytearray(b"0") * (size + 1)
    for place in map(at.__getitem__, cards):
        digits[place] = ONE
    del digits[-1]  # which is where -1 was put down
    digits.reverse()
    return int(digits or b"0", 2)


def places_in(bits: Bits) -> Iterator[int]:
    """The places that a set holds, in order."""
    digits = bin(bits)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def slice_of(bits: Bits, start: int, count: int) -> list[int]:
    """`count` places of a set after the first `start`."""
    return list(islice(places_in(bits), start, start + count))


def closed(bits: Bits, place: int) -> Bits:
    """The set without the entry at a place; those behind move up."""
    return (bits >> place + 1) << place | bits & (1 << place) - 1


def opened(bits: Bits, place: int) -> Bits:
    """The set with room for an entry at a place, which is not in it; those behind move down."""
    return (bits >> place) << place + 1 | bits & (1 << place) - 1

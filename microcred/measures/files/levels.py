"""What the categories of a file are: numbers in an order, words, or a muddle of both that is most likely a slip."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from microcred.measures.files.cells import LARGEST, FileUnreadable, Whole, as_number, shown
from microcred.measures.weighting import Level

_ENDLESS = re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

HEADING = 1
"""the line of a file on which its columns are named"""


@dataclass(frozen=True)
class Odd:
    """What was said that is no number.

    Attributes:
        cell, line: the first such, before others one that is meant as a number beyond reckoning.
        words, numbers: how many judgements, or columns, are no numbers, and how many are.
        is_column: whether it is the name of a column.
    """

    cell: str
    line: int
    words: int
    numbers: int
    is_column: bool = False


def odd_among(names: Sequence[str], value: Whole, line: Whole) -> Odd | None:
    """What of the judgements is no number; None where all are."""
    said = np.array([bool(each) for each in names], dtype=bool)
    word = np.array([bool(each) and as_number(each) is None for each in names], dtype=bool)
    if not word.any():
        return None
    beyond = np.array([bool(each) and is_beyond(each) for each in names], dtype=bool)
    places = np.flatnonzero(beyond[value]) if beyond.any() else np.flatnonzero(word[value])
    first = places[np.argmin(line[places])]
    words = int(word[value].sum())
    return Odd(names[value[first]], int(line[first]), words, int(said[value].sum()) - words)


def odd_column(names: Sequence[str]) -> Odd | None:
    """What of the columns that are categories is no number; None where all are."""
    words = [each for each in names if as_number(each) is None]
    return Odd(words[0], HEADING, len(words), len(names) - len(words), is_column=True) if words else None


def is_beyond(cell: str) -> bool:
    """Whether this is meant as a number that nothing can be reckoned with."""
    return bool(_ENDLESS.fullmatch(cell) or (_LIKE_A_NUMBER.fullmatch(cell) and as_number(cell) is None))


def level_of(path: Path, asked: Level | None, *, numeric: bool, odd: Odd | None, are_ordered: bool) -> Level:
    """What the categories are taken for.

    Args:
        asked: what they are said to be.
        are_ordered: whether their order was told.

    Raises:
        FileUnreadable: where they cannot be what is asked, or where a few words among numbers are most likely a slip.
    """
    if numeric:
        return asked or "ordinal"
    if asked == "nominal":
        return asked
    where = "" if odd is None else f"{path}, line {odd.line}: "
    cell = "" if odd is None else shown(odd.cell)
    if odd is not None and not odd.is_column and is_beyond(odd.cell):
        endless = _ENDLESS.fullmatch(odd.cell)
        why = (
            "is no number that anything can be reckoned with"
            if endless
            else f"is larger than {LARGEST:.0e}, too large to be squared"
        )
        way = (
            f"Mend it, or, if nobody judged there, say so with --missing {cell}."
            if endless
            else "Divide all values by the same number."
        )
        raise FileUnreadable(f"{where}“{cell}” {why}. {way}")
    if asked in ("interval", "ratio"):
        raise FileUnreadable(
            f"{where}“{cell}” is a word: words have no distances. Take --level nominal, or "
            "--level ordinal with --categories, the lowest first."
        )
    if are_ordered:
        return asked or "ordinal"
    if odd is not None and odd.numbers > odd.words:
        raise FileUnreadable(_muddled(where, cell, odd))
    if asked == "ordinal":
        raise FileUnreadable(
            f"{where}“{cell}” is a word: words have no order of their own. Name them with "
            "--categories, the lowest first, or take --level nominal."
        )
    return "nominal"


def _muddled(where: str, cell: str, odd: Odd) -> str:
    if odd.is_column:
        return (
            f"{where}column “{cell}” is no number, and {odd.numbers} of {odd.numbers + odd.words} categories are. If "
            "it is none, leave it out: with --counts, name those that are with --categories; or take all as words with "
            "--level nominal."
        )
    return (
        f"{where}“{cell}” is no number, and {odd.numbers} of {odd.numbers + odd.words} ratings are. Mend it; or, if "
        f"nobody judged there, say so with --missing {cell}; or take all as words with --level nominal."
    )

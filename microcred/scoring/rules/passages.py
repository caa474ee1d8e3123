"""Where words that somebody copied from an answer stand in it. Pure.

An answer is Markdown and is read as a page: what is copied from it comes without marks, with other spaces and quotes.
Letters and digits alone are compared, in whichever case and form (Unicode NFKD).
"""

import re
import unicodedata

_MARKS = re.compile(r"[*_`#>]+")
LONGEST_PASSAGE = 600
"""characters of an answer that one pin can point to"""


def passages(text: str, quoted: str) -> list[tuple[int, int]]:
    """Return where in a text some words stand: from which character to before which, drawn out to whole words.

    Where nothing but spaces and marks is quoted there is nothing to be found.
    """
    letters, places = _letters(text)
    wanted, _ = _letters(quoted)
    found: dict[tuple[int, int], None] = {}
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        found[_whole_words(text, places[at], places[at + len(wanted) - 1] + 1)] = None
        at = letters.find(wanted, at + 1)
    return list(found)


def passage_said(text: str, starts: int, ends: int) -> str:
    """A passage of a text in one line, without the marks of Markdown."""
    return " ".join(_MARKS.sub("", text[starts:ends]).split())


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and for each the place of the character that it comes from."""
    pairs = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in unicodedata.normalize("NFKD", character).casefold()
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in pairs), [place for _, place in pairs]


def _whole_words(text: str, starts: int, ends: int) -> tuple[int, int]:
    while starts > 0 and _in_word(text[starts - 1]):
        starts -= 1
    while ends < len(text) and _in_word(text[ends]):
        ends += 1
    return starts, ends


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0

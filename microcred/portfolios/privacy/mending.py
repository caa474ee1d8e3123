"""Putting something else where a finding stands, and nothing but that."""

import re
from collections.abc import Iterable

from microcred.portfolios.privacy.found import Finding, fold
from microcred.portfolios.privacy.lexicon import TITLES


class NotThere(ValueError):
    """The text does not hold the words where the finding has them."""


def replaced(text: str, finding: Finding, words: str) -> str:
    """The text with other words wherever the finding stands, and everything else as it was.

    Raises:
        NotThere: the text is another than the one that was looked at.
    """
    return all_replaced(text, [(finding, words)])


def all_replaced(text: str, instead: Iterable[tuple[Finding, str]]) -> str:
    """The same for several findings in one text, each with the words that take its place.

    Raises:
        NotThere: the text is another than the one that was looked at.
    """
    places = []
    for finding, words in instead:
        forms = finding.forms or (finding.words,) * len(finding.spans)
        places += [(*span, form, words) for span, form in zip(finding.spans, forms, strict=True)]
    pieces, done = [], 0
    for start, end, form, words in sorted(places):
        if text[start:end] != form:
            raise NotThere(form)
        pieces += [text[done:start], words]
        done = end
    return "".join([*pieces, text[done:]])


def initials_of(name: str) -> str:
    """The initials of a name, without its title, e.g. `M. G.`"""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", name) if word[0].isupper()]
    return " ".join(f"{word[0]}." for word in words if len(words) == 1 or fold(word) not in TITLES)


def next_number(texts: Iterable[str]) -> int:
    """The first number that no text gives to a student yet, in English or Spanish."""
    given = (int(number) for text in texts for number in re.findall(r"\b(?:Student|Estudiante) (\d{1,4})\b", text))
    return max(given, default=0) + 1


class Numbers:
    """Which number stands for whom: the same name has the same number in every text that is looked at together.

    A first name alone has the number of the one person that bears it as part of a full name.
    """

    def __init__(self, first: int) -> None:
        self._next = first
        self._given: dict[str, int] = {}
        self._by_first: dict[str, set[int]] = {}
        self._full: set[int] = set()

    def of(self, name: str) -> int:
        """The number of a name, a new one where it has none yet."""
        said = " ".join(fold(name).split())
        if said not in self._given:
            first, _space, rest = said.partition(" ")
            alike = {self._given[first]} if rest and first in self._given else self._by_first.get(first, set())
            free = alike - self._full if rest else alike
            number = next(iter(free)) if len(free) == 1 else self._next
            self._given[said] = number
            self._by_first.setdefault(first, set()).add(number)
            if rest:
                self._full.add(number)
            self._next = max(self._next, number + 1)
        return self._given[said]


def without_names(title: str, findings: Iterable[Finding], *, keep_nothing: bool = False) -> str:
    """A title without what was found in it: what is left, with its extension; `evidence` where nothing is left.

    Args:
        keep_nothing: whether nothing of it but the extension is to be left.
    """
    stem, dot, extension = title.rpartition(".")
    spans = sorted((span for finding in findings for span in finding.spans), reverse=True)
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", extension) or (spans and spans[0][1] > len(stem)):
        stem, extension = title, ""
    for start, end in spans:
        stem = f"{stem[:start]} {stem[end:]}"
    stem = re.sub(r"\(\s*\)|\[\s*\]|(?<=\s)['’]?s\b", " ", stem)
    stem = re.sub(r"\s+", " ", re.sub(r"(?:(?<=\s)|^)[-_.,;:&+]+(?=\s|$)", " ", stem)).strip(" -_.,;:&+'’")
    stem = "" if keep_nothing else stem
    return f"{stem or 'evidence'}{'.' + extension if extension else ''}"

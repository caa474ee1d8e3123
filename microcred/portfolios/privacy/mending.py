"""Putting something else where a finding stands, and nothing but that."""

import re
from collections.abc import Iterable

from microcred.portfolios.privacy.found import Finding


class NotThere(ValueError):
    """The text does not hold the words where the finding has them."""


def replaced(text: str, finding: Finding, words: str) -> str:
    """The text with other words wherever the finding stands, and everything else as it was.

    Raises:
        NotThere: the text is another than the one that was looked at.
    """
    pieces, done = [], 0
    for start, end in finding.spans:
        if text[start:end] != finding.words:
            raise NotThere(finding.words)
        pieces += [text[done:start], words]
        done = end
    return "".join([*pieces, text[done:]])


def initials_of(name: str) -> str:
    """The initials of a name, e.g. `M. G.`"""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_][\w'’-]*", name) if word[0].isupper())


def next_number(texts: Iterable[str]) -> int:
    """The first number that no text gives to a student yet, in English or Spanish."""
    given = (int(number) for text in texts for number in re.findall(r"\b(?:Student|Estudiante) (\d{1,4})\b", text))
    return max(given, default=0) + 1


def without_names(title: str, findings: Iterable[Finding]) -> str:
    """A title without what was found in it: what is left, with its extension; `evidence` where nothing is left."""
    stem, dot, extension = title.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", extension):
        stem, extension = title, ""
    for start, end in sorted((span for finding in findings for span in finding.spans), reverse=True):
        if end <= len(stem):
            stem = f"{stem[:start]} {stem[end:]}"
    stem = re.sub(r"\(\s*\)|\[\s*\]|(?<=\s)['’]?s\b", " ", stem)
    stem = re.sub(r"\s+", " ", re.sub(r"(?:(?<=\s)|^)[-_.,;:&+]+(?=\s|$)", " ", stem)).strip(" -_.,;:&+'’")
    return f"{stem or 'evidence'}{'.' + extension if extension else ''}"

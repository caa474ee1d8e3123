"""Plain text, Markdown and CSV: UTF-8, without markup that could run and without formulas that could."""

import csv
import re
from io import StringIO
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.foundation.inspection.refusals import FileDamaged, FileHasActiveContent, FileTooLarge
from microcred.foundation.inspection.signatures import MARKUP

LARGEST = 5 * 1024 * 1024
"""bytes: the length of several novels"""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    f"|[\U000e0000-\U000e007f]|(?<=[{_SELECTORS}])[{_SELECTORS}]+|[\u200b-\u200d\u2060-\u2064\ufeff]{{2,}}"
)
"""Letters that no reader sees and that can spell a name: tags (Unicode, §23.9), variation selectors beyond the one that
a letter may have (§23.4), and rows of characters without width. The first group is a flag, which tags spell rightly."""
_FORMULA = re.compile(rb"""(?:^|,|;|\t)"?[ \t]*[=@]""", re.MULTILINE)
_DELIMITERS = ",;\t"
_PLAIN = re.compile(r"[-+][-+\d\s.,()%/:]*(?:\d[eE][-+]?\d+)?")
"""A number, a telephone number or a dash: signs and digits without letters call nothing."""


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy text that is nothing but text, without letters that nobody sees."""
    content = source.read(LARGEST + 1).removeprefix(b"\xef\xbb\xbf")
    if len(content) > LARGEST:
        raise FileTooLarge(name=name, size=_("more than 5 MB of text"), limit="5 MB")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise FileDamaged(
            name=name, fact=_("it is not text in UTF-8; byte {at} fits no letter").format(at=error.start)
        ) from error
    # Before what follows, which must judge the text that is kept.
    text = _UNSEEN.sub(r"\1", text)
    content = text.encode()
    if _CONTROL.search(text):
        raise FileDamaged(name=name, fact=_("it holds characters that no text has"))
    if MARKUP.search(content):
        raise FileHasActiveContent(name=name, fact=_("markup of web pages"))
    if name.lower().endswith(".csv") and (_FORMULA.search(content) or _works_out(text, name)):
        raise FileHasActiveContent(name=name, fact=_("formulas, which spreadsheet programs run when they open it"))
    target.write(content)


def _works_out(text: str, name: str) -> bool:
    """Whether a cell would be worked out, whichever of the usual signs the program takes for the cell's end."""
    try:
        for delimiter in _DELIMITERS:
            for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
                if any(_is_formula(cell.lstrip()) for cell in row):
                    return True
    except csv.Error as error:
        raise FileDamaged(name=name, fact=_("its inner structure is broken")) from error
    return False


def _is_formula(cell: str) -> bool:
    if cell.startswith(("=", "@")):
        return True
    # Seen with another delimiter, a cell goes on behind the one that matters.
    return cell.startswith(("+", "-")) and not _PLAIN.fullmatch(re.split(f"[{_DELIMITERS}]", cell)[0])

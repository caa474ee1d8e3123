"""Plain text, Markdown and CSV: UTF-8, without markup that could run and without formulas that could."""

import re
from typing import IO

from django.utils.translation import gettext_lazy as _

from microcred.portfolios.inspection.refusals import FileDamaged, FileHasActiveContent, FileTooLarge
from microcred.portfolios.inspection.signatures import MARKUP

LARGEST = 5 * 1024 * 1024
"""bytes: the length of several novels"""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FORMULA = re.compile(rb"""(?:^|,|;|\t)"?[ \t]*[=@]""", re.MULTILINE)


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy text that is nothing but text."""
    content = source.read(LARGEST + 1).removeprefix(b"\xef\xbb\xbf")
    if len(content) > LARGEST:
        raise FileTooLarge(name=name, size=_("more than 5 MB of text"), limit="5 MB")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise FileDamaged(
            name=name, fact=_("it is not text in UTF-8; byte {at} fits no letter").format(at=error.start)
        ) from error
    if _CONTROL.search(text):
        raise FileDamaged(name=name, fact=_("it holds characters that no text has"))
    if MARKUP.search(content):
        raise FileHasActiveContent(name=name, fact=_("markup of web pages"))
    if name.lower().endswith(".csv") and _FORMULA.search(content):
        raise FileHasActiveContent(name=name, fact=_("formulas, which spreadsheet programs run when they open it"))
    target.write(content)

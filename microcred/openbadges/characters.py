"""Characters that must not stand in a signed document.

RDFC-1.0 wants control characters escaped; PyLD does not escape them, the JavaScript canonicalisers do, so a
credential that holds one is accepted by half of the world's verifiers and refused by the other half. The two
noncharacters are treated in three different ways by three implementations, and a lone surrogate has no UTF-8 form
at all. None of them is ever meant: they come from careless copy and paste.
"""

from __future__ import annotations

import re

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def refused_character(text: str) -> str | None:
    """The first character of ``text`` that must not be signed, as ``U+XXXX``, or ``None``.

    Refused are C0 controls other than tab, line feed and carriage return, DEL, lone surrogates, U+FFFE and U+FFFF.
    """
    # what is refused is not printable; asking this first is several times as fast
    if text.isprintable() or text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
        return None
    found = _REFUSED.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def without_refused_characters(text: str) -> str:
    """``text`` with every character of :func:`refused_character` taken out, for cleaning what people paste."""
    return _REFUSED.sub("", text)

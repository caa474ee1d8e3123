"""Whether a file is the template that its educator was given, with nothing of their own in it. Pure.

Words are compared without case, accents, marks and space, and without their order: a template that was saved in another
program, or had its tables moved, has the same ones. A box that was ticked counts as a word.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

LEAST_WORDS = 5
"""below which words say too little of a template: a sheet of empty boxes is known by its bytes alone"""

_WORD = re.compile(r"[^\W_]+|[\u2611\u2612\u2713\u2714\u2717\u2718]")


@dataclass(frozen=True)
class FileRead:
    """A file as far as it is compared.

    Attributes:
        sha256: Of its bytes, hexadecimal.
        text: The words read in it; empty where it has none, or they were not read.
    """

    sha256: str
    text: str = ""


def is_unchanged_template(handed_in: FileRead, template: FileRead) -> bool:
    """Whether a file is the template byte for byte, or has its words, or fewer, and no other.

    A file in which no words were read is only ever the same by its bytes: a photograph of a filled-in sheet is no
    template.
    """
    if handed_in.sha256 == template.sha256:
        return True
    given, here = _words(template.text), _words(handed_in.text)
    return given.total() >= LEAST_WORDS and bool(here) and here <= given


def _words(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return Counter(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))

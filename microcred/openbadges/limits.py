"""What every reading of a document goes by, however it is read: how large it may be, and what a language tag is."""

import re
from typing import Final

MAX_DEPTH: Final = 48
"""Deepest nesting of objects and arrays. A badge with an embedded endorsement reaches about 12."""

MAX_MEMBERS: Final = 6_000
"""Most members and array items in one document."""

LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")

"""What an uploaded file really is, and a copy of it that is safe to show and says nothing of its author.

A file is taken only if its extension, its first bytes and a parse of the whole agree. What is then kept is written
anew: images without EXIF, PDF and Office files without their authors, recordings without places. No Django models here:
bytes in, bytes out, or a refusal that names the fact.
"""

from microcred.foundation.inspection.inspect import (
    ACCEPTED,
    Inspected,
    expected_kind,
    extension_of,
    inspect,
)
from microcred.foundation.inspection.lengths import (
    pages_of,
    seconds_of,
)
from microcred.foundation.inspection.refusals import (
    FileActsMalicious,
    FileCarriesMore,
    FileDamaged,
    FileDisguised,
    FileEmpty,
    FileHasActiveContent,
    FileLocked,
    FileRefused,
    FileTooLarge,
    FileTooMuchWork,
    FileTypeNotTaken,
    FileUnpacksTooLarge,
)
from microcred.foundation.inspection.words import (
    WordsRead,
    words_of,
)

__all__ = [
    "ACCEPTED",
    "FileActsMalicious",
    "FileCarriesMore",
    "FileDamaged",
    "FileDisguised",
    "FileEmpty",
    "FileHasActiveContent",
    "FileLocked",
    "FileRefused",
    "FileTooLarge",
    "FileTooMuchWork",
    "FileTypeNotTaken",
    "FileUnpacksTooLarge",
    "Inspected",
    "WordsRead",
    "expected_kind",
    "extension_of",
    "inspect",
    "pages_of",
    "seconds_of",
    "words_of",
]

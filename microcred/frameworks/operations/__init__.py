"""The verbs of what things align to."""

from microcred.frameworks.operations.adopting import CodeTwice, FrameworkAdopted, adopt
from microcred.frameworks.operations.importing import (
    KeptElsewhere,
    MovedOn,
    NothingToImport,
    SlugKept,
    confirm_import,
    discard_import,
    import_framework,
    try_import,
)
from microcred.frameworks.operations.storing import ItemElsewhere

__all__ = [
    "CodeTwice",
    "FrameworkAdopted",
    "ItemElsewhere",
    "KeptElsewhere",
    "MovedOn",
    "NothingToImport",
    "SlugKept",
    "adopt",
    "confirm_import",
    "discard_import",
    "import_framework",
    "try_import",
]

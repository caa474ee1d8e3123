"""The verbs of the catalogue."""

from microcred.catalog.operations.exchange import Imported, ImportHasTroubles, import_catalogue
from microcred.catalog.operations.licenses import (
    LicenseBackwards,
    LicensedToItself,
    LicenseEndsInThePast,
    LicenseOver,
    NotYoursToLicense,
    end_license,
    grant_license,
)
from microcred.catalog.operations.prerequisites import PrerequisitesCircular, PrerequisiteUnknown
from microcred.catalog.operations.publishing import (
    DesignUnfinished,
    NotItsAuthors,
    SlugTaken,
    StandardUnknown,
    publish,
    retire,
)
from microcred.catalog.operations.shelves import draw_crosswalk, open_stack, place

__all__ = [
    "DesignUnfinished",
    "ImportHasTroubles",
    "Imported",
    "LicenseBackwards",
    "LicenseEndsInThePast",
    "LicenseOver",
    "LicensedToItself",
    "NotItsAuthors",
    "NotYoursToLicense",
    "PrerequisiteUnknown",
    "PrerequisitesCircular",
    "SlugTaken",
    "StandardUnknown",
    "draw_crosswalk",
    "end_license",
    "grant_license",
    "import_catalogue",
    "open_stack",
    "place",
    "publish",
    "retire",
]

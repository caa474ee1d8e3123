"""A person's door."""

from microcred.catalog.views.browsing import (
    PER_PAGE,
    catalogue,
    micro_credential_ctdl,
    micro_credential_print,
    stack,
    stacks,
    suggestions,
    version,
)
from microcred.catalog.views.drawing import crosswalk_drawing, crosswalk_drawings
from microcred.catalog.views.elsewhere import elsewhere, external, external_decision
from microcred.catalog.views.exchange import (
    catalogue_archive,
    catalogue_import,
    catalogue_upload,
    catalogue_uploads,
    license_ending,
    licenses,
    own_catalogue,
)
from microcred.catalog.views.frameworks import (
    framework,
)
from microcred.catalog.views.grace import grace, retirement_grace, version_grace
from microcred.catalog.views.images import (
    image,
    template_file,
)
from microcred.catalog.views.importing import framework_import
from microcred.catalog.views.retiring import (
    retirement,
)
from microcred.catalog.views.translating import translation, version_in
from microcred.catalog.views.versions import (
    changes,
    versions,
)

__all__ = [
    "PER_PAGE",
    "catalogue",
    "catalogue_archive",
    "catalogue_import",
    "catalogue_upload",
    "catalogue_uploads",
    "changes",
    "crosswalk_drawing",
    "crosswalk_drawings",
    "elsewhere",
    "external",
    "external_decision",
    "framework",
    "framework_import",
    "grace",
    "image",
    "license_ending",
    "licenses",
    "micro_credential_ctdl",
    "micro_credential_print",
    "own_catalogue",
    "retirement",
    "retirement_grace",
    "stack",
    "stacks",
    "suggestions",
    "template_file",
    "translation",
    "version",
    "version_grace",
    "version_in",
    "versions",
]

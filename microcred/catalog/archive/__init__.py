"""A catalogue as one file: what it holds, and how it is written and read. Pure."""

from microcred.catalog.archive.files import (
    ArchiveUnreadable,
    contents_digest,
    read_archive,
    write_archive,
)
from microcred.catalog.archive.plan import Action, Holding, Step, Trouble, attached_to, plan
from microcred.catalog.archive.shape import (
    Archive,
    ArchivedAttachment,
    ArchivedCrosswalk,
    ArchivedField,
    ArchivedFramework,
    ArchivedMicroCredential,
    ArchivedRetirement,
    ArchivedStack,
    ArchivedStandard,
    ArchivedStep,
    ArchivedTranslation,
    ArchivedVersion,
)

__all__ = [
    "Action",
    "Archive",
    "ArchiveUnreadable",
    "ArchivedAttachment",
    "ArchivedCrosswalk",
    "ArchivedField",
    "ArchivedFramework",
    "ArchivedMicroCredential",
    "ArchivedRetirement",
    "ArchivedStack",
    "ArchivedStandard",
    "ArchivedStep",
    "ArchivedTranslation",
    "ArchivedVersion",
    "Holding",
    "Step",
    "Trouble",
    "attached_to",
    "contents_digest",
    "plan",
    "read_archive",
    "write_archive",
]

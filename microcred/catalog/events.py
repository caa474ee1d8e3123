"""What the catalogue announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class VersionPublished(Event):
    """A design became a version, or a revision of one."""

    version_id: UUID


@dataclass(frozen=True)
class RetirementDeclared(Event):
    """It was said that a micro-credential takes no new starts, now or from a day to come."""

    micro_credential_id: UUID


@dataclass(frozen=True)
class GraceExtended(Event):
    """Work on what was overtaken may be handed in longer than people were told."""

    extension_id: UUID

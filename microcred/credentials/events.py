"""What credentials announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class AwardIntended(Event):
    """What will be signed has been written down; it waits for its signature."""

    intent_id: UUID


@dataclass(frozen=True)
class AwardGranted(Event):
    """A signed and verified credential is stored and public."""

    award_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class AwardsGranted(Event):
    """Many signed and verified credentials are stored and public at once: a part of an issuance."""

    award_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class DocumentIntended(Event):
    """A stack credential, an endorsement or a learner record has been written down; it waits for its signature."""

    intent_id: UUID


@dataclass(frozen=True)
class KeyCondemned(Event):
    """A key of an issuer may be in other hands; what it signed must be signed again."""

    condemnation_id: UUID


@dataclass(frozen=True)
class AwardSignedAgain(Event):
    """An award's credential was signed by another key than before; its earlier copies verify no more."""

    signed_again_id: UUID
    award_id: UUID


@dataclass(frozen=True)
class AwardRevoked(Event):
    """The issuer has taken an award back; its bit in the status list is set."""

    award_id: UUID


@dataclass(frozen=True)
class AwardSuspended(Event):
    """The issuer has suspended an award for the time being; its bit in the list of suspensions is set."""

    suspension_id: UUID
    award_id: UUID


@dataclass(frozen=True)
class AwardReinstated(Event):
    """A suspended award holds again."""

    suspension_id: UUID
    award_id: UUID

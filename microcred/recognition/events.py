"""What recognition announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class HoursAttested(Event):
    """A district has stated the hours that a micro-credential stands for."""

    attestation_id: UUID


@dataclass(frozen=True)
class CycleOpened(Event):
    """A renewal cycle of a person is on record."""

    cycle_id: UUID


@dataclass(frozen=True)
class CreditEntered(Event):
    """An award counts: its credit stands in the ledger and waits for the coordinator."""

    entry_id: UUID


@dataclass(frozen=True)
class CreditRuled(Event):
    """The coordinator has confirmed or declined an entry."""

    entry_id: UUID


@dataclass(frozen=True)
class RulingTakenBack(Event):
    """The office that ruled on an entry has taken its word back."""

    retraction_id: UUID


@dataclass(frozen=True)
class CreditReversed(Event):
    """An entry no longer counts."""

    entry_id: UUID


@dataclass(frozen=True)
class CreditAdjusted(Event):
    """An entry is worth more or less than it was."""

    adjustment_id: UUID


@dataclass(frozen=True)
class StatementMade(Event):
    """Somebody has stated a licence, work, a completion or a fact of theirs, or what has changed of it; `about` says
    which."""

    statement_id: UUID
    about: str


@dataclass(frozen=True)
class StatementRuled(Event):
    """An office has confirmed or declined a statement."""

    statement_id: UUID
    about: str


@dataclass(frozen=True)
class CompletionTakenBack(Event):
    """An office has taken back that something is completed."""

    retraction_id: UUID


@dataclass(frozen=True)
class CycleChanged(Event):
    """A cycle has other days, or another district keeps it, since what it follows has changed."""

    change_id: UUID


@dataclass(frozen=True)
class ApprovalAsked(Event):
    """An educator has asked for approval before beginning."""

    request_id: UUID


@dataclass(frozen=True)
class ApprovalTalked(Event):
    """One side of a request for approval has asked or answered something."""

    word_id: UUID


@dataclass(frozen=True)
class ApprovalDecided(Event):
    """A request for approval was approved or denied."""

    request_id: UUID


@dataclass(frozen=True)
class CreditAllowed(Event):
    """A coordinator has allowed an award less than the rules give, or made an exception for it."""

    allowance_id: UUID


@dataclass(frozen=True)
class LessAllowed(Event):
    """A coordinator has allowed an activity less than the rules give."""

    allowance_id: UUID


@dataclass(frozen=True)
class Delegated(Event):
    """Somebody rules in a coordinator's place."""

    delegation_id: UUID


@dataclass(frozen=True)
class LookedUp(Event):
    """An officer has looked for a licence by its number."""

    look_up_id: UUID


@dataclass(frozen=True)
class CreditSetDecided(Event):
    """An officer has approved or returned the confirmed credit of a cycle."""

    set_id: UUID


@dataclass(frozen=True)
class ActivityStated(Event):
    """Something that somebody did beside awards is on record, or was corrected."""

    statement_id: UUID


@dataclass(frozen=True)
class ActivityRuled(Event):
    """A coordinator has confirmed or declined what was stated of an activity."""

    ruling_id: UUID


@dataclass(frozen=True)
class ActivityEnded(Event):
    """An activity no longer stands."""

    ending_id: UUID

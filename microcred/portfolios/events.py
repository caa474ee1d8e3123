"""The facts that this app announces."""

from dataclasses import dataclass
from uuid import UUID

from microcred.foundation.outbox import Event


@dataclass(frozen=True)
class SubmissionReceived(Event):
    """A submission was frozen and hashed; it waits to be judged."""

    submission_id: UUID


@dataclass(frozen=True)
class PromiseMoved(Event):
    """The clock of a promise stopped or went on; `promised_by` asks until when it is now."""

    submission_id: UUID


@dataclass(frozen=True)
class QuarantineEnded(Event):
    """What was set aside for somebody's privacy can be read again: a clean copy is there, or it was a false alarm."""

    quarantine_id: UUID


@dataclass(frozen=True)
class SubmissionIncomplete(Event):
    """A submission went back to its educator before it was judged: something was missing or could not be read."""

    submission_id: UUID


@dataclass(frozen=True)
class SubmissionWithdrawn(Event):
    """Its educator took a submission back before anybody opened it."""

    submission_id: UUID


@dataclass(frozen=True)
class PreCheckPassed(Event):
    """A submission was found complete and legible: it waits to be judged now."""

    submission_id: UUID

"""Setting a piece of evidence aside: the reading pauses with everything that was noted."""

from datetime import datetime

from microcred.foundation.operation import operation
from microcred.organizations.models import Person
from microcred.portfolios.models import FrozenWords, Quarantine, SubmittedItem
from microcred.portfolios.operations import quarantine_piece
from microcred.scoring.models import QueueItem
from microcred.scoring.operations.claims import held_by, put_back


@operation
def set_aside(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    piece: SubmittedItem | FrozenWords,
    reason: Quarantine.Reason,
    at: datetime,
    words: str = "",
) -> Quarantine:
    """Set a file, link or something written of the submission in hand aside for somebody's privacy; the reading pauses.

    The submission keeps its place in the queue, and can be claimed again once a clean copy is there or the alarm was
    found to be false; what was noted stays with whoever noted it.

    Raises:
        AlreadyDecided, AlreadyRead, ClaimedByAnother, LeaseExpired: the actor does not hold it.
    """
    held = held_by(actor, item, claim_number, at)
    quarantine: Quarantine = quarantine_piece(actor=actor, piece=piece, reason=reason, words=words, at=at)
    put_back(held)
    return quarantine

"""Setting a piece of evidence aside: the reading pauses with everything that was noted."""

from datetime import datetime

from microcred.foundation.operation import operation
from microcred.organizations.models import Person
from microcred.portfolios.models import FrozenWords, Quarantine, SubmittedItem
from microcred.portfolios.operations import quarantine_piece
from microcred.scoring.models import Concern, QueueItem
from microcred.scoring.operations.claims import held_by, put_back
from microcred.scoring.operations.validity import set_validity_paper_aside


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
) -> Quarantine | Concern:
    """Set a file, link or something written of the submission in hand aside for somebody's privacy; the reading pauses.

    The submission keeps its place in the queue, and can be claimed again once a clean copy is there or the alarm was
    found to be false; what was noted stays with whoever noted it.
    A validity paper is retired instead: its educator handed it in long ago and is asked nothing.

    Raises:
        AlreadyDecided, AlreadyRead, ClaimedByAnother, LeaseExpired: the actor does not hold it.
    """
    held = held_by(actor, item, claim_number, at)
    if held.paper_id is not None:
        concern: Concern = set_validity_paper_aside(actor=None, item=held, piece=piece.pk, reason=reason, at=at)
        put_back(held)
        return concern
    quarantine: Quarantine = quarantine_piece(actor=actor, piece=piece, reason=reason, words=words, at=at)
    put_back(held)
    return quarantine

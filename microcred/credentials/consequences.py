"""What follows when an award is revoked, told before it is done to who may do it.

This app knows stacks alone. Whoever keeps books that rest on awards says here how to ask what would follow
(`foresees`), and the page on which an award is revoked asks everyone who did. Nothing is told but what the revocation
itself changes: no totals, and nothing else of its holder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from microcred.credentials.models import Award


@dataclass(frozen=True)
class Consequence:
    """One thing that follows.

    Attributes:
        kind: what happens, as programs and tests call it.
        subject: what it happens to: the identifier of an entry, a document, an award or an enrolment.
        words: a sentence, in the language of who reads.
        amount: how much, where it is one; below zero is less.
    """

    kind: str
    subject: UUID
    words: str
    amount: Decimal | None = None


Foresight = Callable[[Award, datetime], Sequence[Consequence]]

_foresights: list[Foresight] = []


def foresees(ask: Foresight) -> Foresight:
    """Say how to ask what would follow."""
    if ask not in _foresights:
        _foresights.append(ask)
    return ask


def following(award: Award, *, at: datetime) -> list[Consequence]:
    """What would follow if an award that holds were revoked at a moment."""
    return [each for ask in _foresights for each in ask(award, at)]

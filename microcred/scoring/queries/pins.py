"""The educator's pins as an assessor meets them: beside the criterion that they speak of, with the way to the place."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from microcred.portfolios.models import SubmittedPin
from microcred.portfolios.queries import SubmittedEvidence
from microcred.scoring.queries.readings import Handed


@dataclass(frozen=True)
class PinAtHand:
    """One pin with the piece of evidence that it points into, and the number of its requirement."""

    number: int
    piece: SubmittedEvidence
    pin: SubmittedPin

    @property
    def kind(self) -> str:
        """The kind of evidence, by which an icon is chosen."""
        return self.piece.kind


def pins_by_criterion(handed: Iterable[Handed]) -> dict[UUID, list[PinAtHand]]:
    """The pins of a submission by criterion, in the order of what was asked."""
    found: dict[UUID, list[PinAtHand]] = {}
    for one in handed:
        for piece in one.contents.items:
            for pin in piece.pins:
                for criterion in pin.criteria:
                    found.setdefault(criterion, []).append(PinAtHand(one.number, piece, pin))
    return found

"""What an assessor can pin in: the pieces of the evidence in hand, and the criteria that are open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from microcred.catalog.queries import VersionSaid
from microcred.organizations.models import Person
from microcred.portfolios.models import SubmittedItem, SubmittedText
from microcred.portfolios.queries import PagesShown, SeenWords, SubmittedEvidence, pages_shown, wall_for_judges
from microcred.scoring.models import QueueItem
from microcred.scoring.queries.pins import PinSeen
from microcred.scoring.queries.readings import Handed, Reading, evidence_of, reading_of
from microcred.scoring.queries.validity import shown_as


@dataclass(frozen=True)
class PinnableAtHand:
    """One piece of the evidence, the number of its requirement, and the criteria to which a place in it can be pinned.

    Attributes:
        id: of what was frozen.
        key: by which the reader knows it.
        criteria: those that are open, as a form offers them; first those that look at this evidence.
        pages: what there is to turn, where it has pages that can be drawn.
    """

    id: UUID
    key: UUID
    number: int
    kind: str
    criteria: list[tuple[str, str]]
    piece: SubmittedEvidence | None = None
    answer: SeenWords | None = None
    pages: PagesShown | None = None


def pinnable_in(item: QueueItem, handed: Iterable[Handed], reading: Reading) -> dict[UUID, PinnableAtHand]:
    """All pieces of the evidence in which something can be pinned, by what was frozen."""
    found = {}
    for one in handed:
        criteria = _criteria(one, reading)
        if not criteria:
            continue
        answer = one.contents.answer
        if answer is not None and answer.text and not answer.is_set_aside:
            key = shown_as(item, answer.id)
            found[answer.id] = PinnableAtHand(answer.id, key, one.number, "text", criteria, answer=answer)
        for piece in one.contents.items:
            if not piece.is_set_aside:
                key = shown_as(item, piece.id)
                found[piece.id] = PinnableAtHand(piece.id, key, one.number, piece.kind, criteria, piece=piece)
    return found


def pinnable(
    item: QueueItem, person: Person, piece: SubmittedItem | SubmittedText, said: VersionSaid
) -> PinnableAtHand | None:
    """One of them, with its pages; None where it is set aside."""
    at_hand = pinnable_in(item, evidence_of(item.submission, said), reading_of(item, person, said)).get(piece.pk)
    if at_hand is None or at_hand.piece is None or not isinstance(piece, SubmittedItem):
        return at_hand
    seen = wall_for_judges(piece.submission).opens(piece.item)
    pages = pages_shown(seen) if seen is not None else None
    return PinnableAtHand(
        at_hand.id, at_hand.key, at_hand.number, at_hand.kind, at_hand.criteria, at_hand.piece, pages=pages
    )


def pinned_to(pins: Collection[PinSeen], at_hand: PinnableAtHand) -> list[PinSeen]:
    """Those pins that point into one piece."""
    return [one for one in pins if at_hand.id in (one.pin.piece_id, one.pin.text_id)]


def _criteria(one: Handed, reading: Reading) -> list[tuple[str, str]]:
    feeds = {criterion.pk for criterion in one.criteria}
    in_order = sorted(reading.open, key=lambda each: each.id not in feeds)
    return [(str(each.id), f"{each.number} {each.name}") for each in in_order]

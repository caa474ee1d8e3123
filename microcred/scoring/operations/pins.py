"""Pins of an assessor: noted while reading, saved with the reading, told with the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import SubmittedItem, SubmittedText
from microcred.portfolios.operations import place_is_there
from microcred.portfolios.places import Place
from microcred.portfolios.queries import wall_for_judges
from microcred.portfolios.rules import digest_of
from microcred.scoring.models import AppealResult, NotedPin, QueueItem, Result, ScoredPin, ToldPin
from microcred.scoring.models.pins import POINTING
from microcred.scoring.operations.claims import extended_if_half_gone, held_by
from microcred.scoring.queries import SavedReading, carried_into
from microcred.scoring.queries.pins import around_pins, in_order
from microcred.scoring.rules import LONGEST_PASSAGE, passages

MOST_PINS = 20
"""to one criterion: more than an educator can be asked to follow"""
LONGEST_NOTE = 600
"""characters of one pin"""


class NotOfThisReading(Refusal):
    """The criterion or the evidence belongs to another submission, or the criterion is not open."""

    message = _("This criterion is not open in this reading. Choose one of those that are, and pin it there.")
    field = "criterion"
    status = 422


class PinNoteTooLong(Refusal):
    """Longer than a note beside a page can be."""

    message = _("This note has {count} characters; a pin holds {limit}. Put the longer thought into your comment.")
    field = "words"
    status = 422


class TooManyPinsHere(Refusal):
    """As many as an educator can follow."""

    message = _("{count} places are pinned to “{criterion}” already, as many as it takes. Take one off first.")
    field = "criterion"
    status = 422


class PieceSetAside(Refusal):
    """Nobody opens it."""

    message = _("This was set aside for privacy, and nobody opens it now. Pin another piece.")


class PassageNotThere(Refusal):
    """The words do not stand in the answer."""

    message = _("These words do not stand in this answer. Copy them from it as you read them, a sentence at most.")
    field = "quote"
    status = 422


class PassageNotClear(Refusal):
    """The words stand there more than once."""

    message = _("These words stand in this answer more than once. Copy a few more, so that it is clear which you mean.")
    field = "quote"
    status = 422


class PassageTooLong(Refusal):
    """More than a passage."""

    message = _(
        "A pin points to {limit} characters at most. Copy the sentence that matters, or leave it empty: all of it."
    )
    field = "quote"
    status = 422


class PinOvertaken(Refusal):
    """The words of a pin were changed in another tab since this one read them. `theirs` is what stands now."""

    message = _("This note was changed in another tab. Compare the two and keep what you mean.")

    def __init__(self, theirs: NotedPin) -> None:
        super().__init__()
        self.theirs = theirs


@operation
def pin_evidence(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion,
    piece: SubmittedItem | SubmittedText,
    place: Place = Place(),  # noqa: B008 - frozen
    quote: str = "",
    words: str = "",
    at: datetime,
) -> NotedPin:
    """Point to a place in the evidence in hand, for one criterion; it is saved for good with the reading (`score`).

    Args:
        place: in a file; with nothing said all of it.
        quote: in an answer: the words that are meant, as they are read there; empty is all of it.
        words: what is to be seen there; they need not be.

    Raises:
        PinNoteTooLong, NotOfThisReading, PieceSetAside, PlaceNotThere, PassageNotThere, PassageNotClear,
        PassageTooLong, TooManyPinsHere.
        AlreadyDecided, AlreadyRead, ClaimedByAnother, OnHold, LeaseExpired: the actor does not hold it.
    """
    words = _short_enough(words)
    if piece.submission_id != item.submission_id:
        raise NotAllowed
    where = _in_text(piece, quote) if isinstance(piece, SubmittedText) else _in_file(piece, place)
    held = held_by(actor, item, claim_number, at)
    if criterion.version_id != held.version_id or criterion.pk in carried_into(held.submission):
        raise NotOfThisReading
    extended_if_half_gone(held, at)
    mine = NotedPin.objects.filter(item=held, assessor=actor, criterion=criterion)
    # A form sent twice is one pin.
    there = mine.filter(words=words, **where).first()
    if there is not None:
        return there
    count = mine.count()
    if count >= MOST_PINS:
        raise TooManyPinsHere(count=count, criterion=criterion.name)
    return NotedPin.objects.create(item=held, assessor=actor, criterion=criterion, words=words, saved_at=at, **where)


@operation
def note_on_pin(
    *, actor: Person, pin: NotedPin, claim_number: int, words: str, revision: int | None = None, at: datetime
) -> NotedPin:
    """Say something else with a pin, or nothing.

    Args:
        revision: of the words that the new ones are based on; None to write over whatever stands.

    Raises:
        PinNoteTooLong: nothing is changed.
        PinOvertaken: another tab changed the words, nothing is changed.
        NotAllowed: it was taken off.
        AlreadyDecided, AlreadyRead, ClaimedByAnother, OnHold, LeaseExpired: the actor does not hold it.
    """
    words = _short_enough(words)
    mine = _still_noted(actor, pin, claim_number, at)
    if mine is None:
        raise NotAllowed
    if words != mine.words:
        if revision is not None and revision != mine.revision:
            raise PinOvertaken(mine)
        mine.words, mine.revision = words, mine.revision + 1
    mine.saved_at = at
    mine.save(update_fields=["words", "revision", "saved_at"])
    return mine


@operation
def take_pin_off(*, actor: Person, pin: NotedPin, claim_number: int, at: datetime) -> None:
    """Take a pin off that is not saved for good. Taken off twice is taken off.

    Raises:
        AlreadyDecided, AlreadyRead, ClaimedByAnother, OnHold, LeaseExpired: the actor does not hold it.
    """
    mine = _still_noted(actor, pin, claim_number, at)
    if mine is not None:
        mine.delete()


def _still_noted(actor: Person, pin: NotedPin, claim_number: int, at: datetime) -> NotedPin | None:
    held = held_by(actor, pin.item, claim_number, at)
    extended_if_half_gone(held, at)
    return NotedPin.objects.filter(pk=pin.pk, item=held, assessor=actor).first()


def _short_enough(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST_NOTE:
        raise PinNoteTooLong(count=len(words), limit=LONGEST_NOTE)
    return words


def _in_file(piece: SubmittedItem, place: Place) -> dict[str, Any]:
    """Where in a file or link: in what whoever judges is given for it."""
    seen = wall_for_judges(piece.submission).opens(piece.item)
    if seen is None:
        raise PieceSetAside
    place_is_there(seen, place)
    return {"piece_id": piece.pk, "seen_id": seen.pk, **asdict(place)}


def _in_text(answer: SubmittedText, quote: str) -> dict[str, Any]:
    """Where in an answer as whoever judges reads it."""
    read = wall_for_judges(answer.submission).seen_answer(answer, answer.submission)
    if read.is_set_aside or not read.text:
        raise PieceSetAside
    found = passages(read.text, quote) if quote.strip() else [(0, len(read.text))]
    if not found:
        raise PassageNotThere
    if len(found) > 1:
        raise PassageNotClear
    starts, ends = found[0]
    if quote.strip() and ends - starts > LONGEST_PASSAGE:
        raise PassageTooLong(limit=LONGEST_PASSAGE)
    return {"text_id": answer.pk, "starts": starts, "ends": ends, "seen_sha256": digest_of(read.text)}


def freeze_noted_pins(reading: SavedReading, item_id: UUID) -> None:
    """Save for good what a reader pinned, with the reading and in its transaction."""
    noted = around_pins(NotedPin.objects.filter(item=item_id, assessor=reading.scoring.assessor_id))
    by_score: dict[UUID, list[NotedPin]] = {}
    for pin in in_order(noted):
        score = reading.scores[pin.criterion_id]
        if score.carried_from_id is None:
            by_score.setdefault(score.pk, []).append(pin)
    ScoredPin.objects.bulk_create(
        ScoredPin(score_id=score, position=position, words=pin.words, **_where(pin))
        for score, pins in by_score.items()
        for position, pin in enumerate(pins, start=1)
    )


def tell_pins(
    results: Sequence[Result] | Sequence[AppealResult], readings: Sequence[SavedReading], submission_id: UUID
) -> None:
    """Let the educator see, with what is told of each criterion, what was pinned by those who say it: all whose level
    lies on the side that stands. What an earlier attempt has settled keeps its pins there.

    Args:
        readings: on which the decision rests.
    """
    beside: dict[UUID, Result | AppealResult] = {}
    for result in results:
        needed = result.criterion.required_position
        is_met = result.score.level.position >= needed
        for reading in readings:
            score = reading.scores[result.criterion_id]
            if score.carried_from_id is None and (score.level.position >= needed) == is_met:
                beside[score.pk] = result
    told: dict[UUID, dict[tuple[Any, ...], ScoredPin]] = {}
    for pin in in_order(around_pins(ScoredPin.objects.filter(score__in=beside))):
        # The same of several readers is told once, or it would tell that there were several.
        told.setdefault(beside[pin.score_id].pk, {}).setdefault((pin.words, *_where(pin).values()), pin)
    ToldPin.objects.bulk_create(
        ToldPin(
            submission_id=submission_id,
            scored=pin,
            position=position,
            words=pin.words,
            **_where(pin),
            **_with(beside[pin.score_id]),
        )
        for pins in told.values()
        for position, pin in enumerate(pins.values(), start=1)
    )


def _with(result: Result | AppealResult) -> Mapping[str, Any]:
    return {"result": result} if isinstance(result, Result) else {"appeal_result": result}


def _where(pin: NotedPin | ScoredPin) -> dict[str, Any]:
    return {name: getattr(pin, name) for name in POINTING}

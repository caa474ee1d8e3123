"""Pins: pointing to a place in a file and saying for which criteria, until it is submitted; and freezing them."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pin, Submission, SubmittedItem, SubmittedPin
from microcred.portfolios.operations.extents import extent_of
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.places import Fault, Place, faults
from microcred.portfolios.queries.pins import PinsByItem, pin_digest
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import plain_text

MOST_PINS = 40
"""on one file: more than an assessor can be asked to follow"""
LONGEST_WORDS = 2_000
"""characters of one pin"""


class PinSaysNothing(Refusal):
    """A pin without words leaves the assessor guessing."""

    message = _("Say in a few words what is to be seen there.")
    field = "words"
    status = 422


class PinTooLong(Refusal):
    """Longer than a note beside a page can be."""

    message = _("This note has {count} characters; a pin holds {limit}. Put the longer thought into your answer.")
    field = "words"
    status = 422


class NoCriterionTagged(Refusal):
    """A pin speaks of at least one criterion."""

    message = _("Choose at least one criterion that this place speaks of.")
    field = "criteria"
    status = 422


class CriterionNotFed(Refusal):
    """What is put in here is not judged by that criterion."""

    message = _("What you put in here is not judged by that criterion. Choose among those that stand beside it.")
    field = "criteria"
    status = 422


class TooManyPins(Refusal):
    """As many as an assessor can follow."""

    message = _("There are {count} pins on this already, as many as one file takes. Take one off first.")


class PlaceNotThere(Refusal):
    """The page, region or time does not exist in this file."""

    message = _("{fact}")
    status = 422


_FACTS = {
    Fault.HALF_A_REGION: (
        "left",
        _("A region needs all four numbers, and in a document the page too. Fill them in, or leave them all empty."),
    ),
    Fault.OUTSIDE: (
        "left",
        _("The region reaches beyond the edge. Left and width together are at most 100, top and height too."),
    ),
    Fault.BACKWARDS: (
        "from",
        _("The stretch has to begin before it ends. Give the beginning, and a later end or none."),
    ),
    Fault.NO_SUCH_PAGE: ("page", _("This document has no such page. Give a page that it has.")),
    Fault.NO_SUCH_MOMENT: ("from", _("The recording does not last that long. Give a moment that lies in it.")),
    Fault.NOT_OF_THIS_KIND: (
        None,
        _("Pages belong to documents, times to recordings, regions to pictures and pages. Leave the others empty."),
    ),
}


@operation
def pin(*, actor: Person, item: Item, words: str, criteria: Collection[Criterion], place: Place, at: datetime) -> Pin:
    """Point to a place in a file or link, and say for which criteria. It goes along with every submission of the item.

    Raises:
        PinSaysNothing, PinTooLong, NoCriterionTagged, CriterionNotFed, PlaceNotThere, TooManyPins, BeingJudged,
        AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    words = _sayable(item, words, criteria, place)
    hold(item.pursuit_id)
    _still_in(actor, item)
    count = Pin.objects.filter(item=item).count()
    if count >= MOST_PINS:
        raise TooManyPins(count=count)
    said = {"words": words, "criteria": sorted(one.pk for one in criteria), **asdict(place)}
    # A form sent twice is one pin.
    there = Pin.objects.filter(item=item, **said).first()
    return there or Pin.objects.create(item=item, pinned_at=at, changed_at=at, **said)


@operation
def repin(*, actor: Person, pin: Pin, words: str, criteria: Collection[Criterion], place: Place, at: datetime) -> Pin:
    """Say something else with a pin, or point elsewhere in the same file. What was submitted keeps what it said then.

    Raises:
        PinSaysNothing, PinTooLong, NoCriterionTagged, CriterionNotFed, PlaceNotThere, BeingJudged, AlreadyEarned,
        CriterionNotReopened, NotAllowed.
    """
    words = _sayable(pin.item, words, criteria, place)
    hold(pin.item.pursuit_id)
    _still_in(actor, pin.item)
    pin.words, pin.criteria, pin.changed_at = words, sorted(one.pk for one in criteria), at
    for name, value in asdict(place).items():
        setattr(pin, name, value)
    pin.save()
    return pin


@operation
def unpin(*, actor: Person, pin: Pin, at: datetime) -> None:
    """Take a pin off. Submissions that froze it keep it.

    Raises:
        BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    hold(pin.item.pursuit_id)
    _still_in(actor, pin.item)
    Pin.objects.filter(pk=pin.pk).delete()


def freeze_pins(submission: Submission, workspace: Workspace) -> None:
    """Freeze the pins on what a submission froze, in its own transaction."""
    submitted = {row.item_id: row for row in SubmittedItem.objects.filter(submission=submission)}
    standing = [
        (submitted[item_id], one) for item_id, mine in workspace.pins.items() if item_id in submitted for one in mine
    ]
    standing.sort(key=lambda pair: pair[0].position)
    SubmittedPin.objects.bulk_create(
        SubmittedPin(
            submission=submission,
            submitted_item=row,
            pin_id=one.pk,
            position=position,
            digest=pin_digest(one),
            **one.said(),
        )
        for position, (row, one) in enumerate(standing, start=1)
    )


def copy_pins(items: Mapping[UUID, Item], pins: PinsByItem, criteria: Mapping[UUID, UUID], at: datetime) -> None:
    """Copy pins to the copies of their items in another version, where that has a criterion that they speak of.

    Args:
        items: the copies, by the identifiers of what they are copies of.
        criteria: what each criterion is there, by what it is here.
    """
    copies = []
    for item_id, copy in items.items():
        for one in pins.get(item_id, ()):
            kept = [criteria[criterion] for criterion in one.criteria if criterion in criteria]
            if kept:
                copies.append(Pin(item=copy, pinned_at=one.pinned_at, changed_at=at, **one.said() | {"criteria": kept}))
    Pin.objects.bulk_create(copies)


def _still_in(actor: Person, item: Item) -> None:
    """Refuse a pin on what is not the actor's, not open, or was taken out."""
    open_requirement(actor, item.pursuit, item.requirement)
    if hasattr(item, "removal"):
        raise NotAllowed


def _sayable(item: Item, words: str, criteria: Collection[Criterion], place: Place) -> str:
    """The words as they are kept; refuse what cannot be pinned to this item."""
    words = plain_text(words).strip()
    if not words:
        raise PinSaysNothing
    if len(words) > LONGEST_WORDS:
        raise PinTooLong(count=len(words), limit=LONGEST_WORDS)
    if not criteria:
        raise NoCriterionTagged
    fed = set(item.requirement.criteria.values_list("pk", flat=True))
    if not {one.pk for one in criteria} <= fed:
        raise CriterionNotFed
    place_is_there(item, place)
    return words


def place_is_there(item: Item, place: Place) -> None:
    """Refuse a place that a file or link does not have. A file is opened for it: not while anybody waits for a lock.

    Raises:
        PlaceNotThere.
    """
    pages, seconds = extent_of(item.file, item.kind) if item.file and place != Place() else (None, None)
    for fault in faults(place, item.kind, pages=pages, seconds=seconds):
        field, fact = _FACTS[fault]
        raise PlaceNotThere(field=field, fact=fact)

"""Redactions as their educator sees them, and where a file that was redacted came from."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Examined, Item, Pursuit, Redaction, RedactionUndoing, RedactionUse

MOST_STEPS = 100
"""redactions and undoings that are followed back to the file as it was uploaded"""


class RedactionStage(StrEnum):
    """Where a redaction stands."""

    BEING_MADE = "being made"
    TO_LOOK_AT = "to look at"
    NOT_MADE = "not made"
    USED = "used"
    DELETED = "deleted"


@dataclass(frozen=True)
class Redacting:
    """A redaction, where it stands, and how far its copy is, in whole per cent."""

    redaction: Redaction
    stage: RedactionStage
    percent: int

    @property
    def is_being_made(self) -> bool:
        """Whether its copy is being made."""
        return self.stage is RedactionStage.BEING_MADE

    @property
    def is_to_look_at(self) -> bool:
        """Whether its copy waits to be looked at and used."""
        return self.stage is RedactionStage.TO_LOOK_AT

    @property
    def is_not_made(self) -> bool:
        """Whether no copy could be made."""
        return self.stage is RedactionStage.NOT_MADE

    @property
    def is_used(self) -> bool:
        """Whether the copy has the place of its file."""
        return self.stage is RedactionStage.USED


def progress_key(redaction_id: UUID) -> str:
    """By which the share that is done is remembered."""
    return f"redaction:{redaction_id}"


def redacting(redaction: Redaction) -> Redacting:
    """Where a redaction stands."""
    stage = stage_of(redaction)
    share = cache.get(progress_key(redaction.pk)) if stage is RedactionStage.BEING_MADE else None
    return Redacting(redaction, stage, round(100 * (share or 0)))


def stage_of(redaction: Redaction) -> RedactionStage:
    """The stage of a redaction that was asked for with its outcome, use and undoing."""
    if hasattr(redaction, "undoing"):
        return RedactionStage.DELETED
    if hasattr(redaction, "use"):
        return RedactionStage.USED
    if not hasattr(redaction, "outcome"):
        return RedactionStage.BEING_MADE
    return RedactionStage.TO_LOOK_AT if redaction.outcome.file_id else RedactionStage.NOT_MADE


def redactions_in(pursuit: Pursuit) -> dict[UUID, Redacting]:
    """The redaction of each item that is under way or waits to be looked at, and of each copy that is used: in one
    query, by the item that stands in the work."""
    found = {}
    for redaction in _of_pursuit(pursuit_id=pursuit.pk):
        stage = stage_of(redaction)
        item_id = redaction.use.item_id if stage is RedactionStage.USED else redaction.item_id
        if stage is not RedactionStage.USED or item_id not in found:
            found[item_id] = Redacting(redaction, stage, 0)
    return found


def covered_since(pursuit_id: UUID) -> dict[UUID, Item]:
    """What stands in the work now for each item that was redacted, or came back when that was undone; in one query."""
    onward: dict[UUID, Item] = {}
    for redaction in _used(pursuit_id=pursuit_id):
        undoing, copy = getattr(redaction, "undoing", None), redaction.use.item
        back = undoing.item if undoing else None
        onward[redaction.item_id] = back or copy
        if back is not None:
            onward[copy.pk] = back
    return {item_id: _last_of(item, onward) for item_id, item in onward.items()}


def _last_of(item: Item, onward: dict[UUID, Item]) -> Item:
    # Each leads to one that was made after it, so this ends.
    while item.pk in onward:
        item = onward[item.pk]
    return item


def uploaded_as(item_id: UUID) -> UUID:
    """The item as which a file was put in that was redacted since, is back, or went along to other work.

    Itself for all others."""
    for _step in range(MOST_STEPS):
        if Examined.objects.filter(item=item_id).exists():
            return item_id
        before = (
            RedactionUse.objects.filter(item=item_id).values_list("redaction__item", flat=True).first()
            or RedactionUndoing.objects.filter(item=item_id).values_list("redaction__item", flat=True).first()
            or _went_along_from(item_id)
        )
        if before is None:
            return item_id
        item_id = before
    return item_id


def _went_along_from(item_id: UUID) -> UUID | None:
    """The person's item whose file this one has, because the work went over to another version."""
    copy = Item.objects.filter(pk=item_id, file__isnull=False).select_related("pursuit").first()
    if copy is None:
        return None
    same = Item.objects.filter(file=copy.file_id, pursuit__person=copy.pursuit.person_id).exclude(pk=item_id)
    return (
        same.filter(Q(examined__isnull=False) | Q(pk__in=RedactionUse.objects.values("item")))
        .values_list("pk", flat=True)
        .first()
    )


@asked_often
def _used(*, pursuit_id: UUID) -> QuerySet[Redaction]:
    used = Redaction.objects.filter(item__pursuit=pursuit_id, use__isnull=False)
    return used.select_related("use__item__file", "undoing__item__file").order_by("use__used_at", "pk")


@asked_often
def _of_pursuit(*, pursuit_id: UUID) -> QuerySet[Redaction]:
    mine = Redaction.objects.filter(item__pursuit=pursuit_id, undoing__isnull=True)
    return mine.select_related("outcome", "use", "undoing").order_by("asked_at", "pk")

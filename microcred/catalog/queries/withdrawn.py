"""What on offer aligns to items that their framework does not have any more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from microcred.catalog.models import Alignment, Entry
from microcred.frameworks.models import Standard


@dataclass(frozen=True)
class LostItem:
    """That the newest version of a micro-credential on offer aligns to an item that was withdrawn."""

    alignment: Alignment
    withdrawn_at: datetime


def lost_last(framework_id: UUID) -> list[LostItem]:
    """What lost an item to align to when items of a framework were last withdrawn; by title, then by code."""
    gone = Standard.objects.filter(framework=framework_id, withdrawn_at__isnull=False)
    last = gone.aggregate(at=Max("withdrawn_at"))["at"]
    if last is None:
        return []
    aligned = Alignment.objects.filter(
        standard__framework=framework_id, standard__withdrawn_at=last, version__in=Entry.objects.values("version")
    )
    rows = aligned.select_related("standard__framework", "version__micro_credential__owner")
    return [LostItem(row, last) for row in rows.order_by("version__title", "standard__code", "pk")]

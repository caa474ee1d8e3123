"""Files on their way in: where they stand, and what is known of their parts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from microcred.foundation import storage
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Pursuit, Upload, UploadEnd


@dataclass(frozen=True)
class Unfinished:
    """An upload that can go on.

    Attributes:
        percent: of its bytes that are there for certain, from 0 to 99.
    """

    id: UUID
    name: str
    size: int
    percent: int
    expires_at: datetime


def open_uploads(*, at: datetime) -> QuerySet[Upload]:
    """The uploads that have not ended, nor run out at a moment."""
    return Upload.objects.filter(end__isnull=True, expires_at__gt=at)


def unfinished_of(pursuit: Pursuit, *, at: datetime) -> dict[UUID, list[Unfinished]]:
    """The uploads of a pursuit that can go on, by requirement, the oldest first."""
    found: dict[UUID, list[Unfinished]] = defaultdict(list)
    for upload in _unfinished(pursuit_id=pursuit.pk, at=at):
        percent = min(99, 100 * _arrived(upload) // upload.size)
        found[upload.requirement_id].append(Unfinished(upload.pk, upload.name, upload.size, percent, upload.expires_at))
    return found


def digests_of(upload: Upload) -> dict[int, str]:
    """The SHA-256 of each part as its sender computed it, by number."""
    return dict(upload.parts.order_by("number").values_list("number", "sha256"))


@asked_often
def _unfinished(*, pursuit_id: UUID, at: datetime) -> QuerySet[Upload]:
    still = Upload.objects.filter(pursuit=pursuit_id, end__isnull=True, expires_at__gt=at)
    arrived = Count("parts", filter=Q(parts__arrived_at__isnull=False))
    return still.annotate(arrived=arrived).order_by("begun_at")


def parts_there(upload: Upload) -> dict[int, str]:
    """The parts that lie in the place, by number, with the SHA-256 that their sender announced: to tell the file by.

    What is not there any more, because it is over, has none.
    """
    try:
        there = storage.place().parts(upload.pk, upload.place_name)
    except storage.NotThere:
        return {}
    return {number: sha256 for number, sha256 in digests_of(upload).items() if number in there}


def is_completed(upload: Upload) -> bool:
    """Whether the file was taken in."""
    return UploadEnd.objects.filter(upload=upload, outcome=UploadEnd.Outcome.COMPLETED).exists()


def _arrived(upload: Upload) -> int:
    """Bytes that are there for certain. A bucket is not asked: no page waits for it, nor fails with it."""
    place = storage.place()
    if isinstance(place, storage.Disk):
        try:
            return sum(size for _tag, size in place.parts(upload.pk, upload.place_name).values())
        except storage.NotThere:
            return 0
    return min(upload.arrived * upload.part_size, upload.size)  # type: ignore[attr-defined,no-any-return]

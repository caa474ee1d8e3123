"""Sending a large file part by part: begun, gone on with however often the line drops, completed or let go.

The calls are those of an S3 multipart upload. `begin_upload` creates one in the place where bytes lie; the browser
sends parts and asks which are there; `complete_upload` puts them together. Until then nothing is evidence.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation import storage
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, Upload, UploadEnd, UploadPart
from microcred.portfolios.operations.evidence import SEALED, could_take, receive
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.quotas import room_for
from microcred.portfolios.queries.uploads import digests_of, open_uploads
from microcred.portfolios.rules import file_name, part_size_for

UPLOAD_LASTS = timedelta(days=7)
"""For so long what was begun can be gone on with."""

LINK_SECONDS = 15 * 60
"""For so long the address of one part can be used."""

MOST_UPLOADS = 10
"""that one pursuit may have under way"""

Outcome = UploadEnd.Outcome


class TooManyUploads(Refusal):
    """Others wait to be gone on with."""

    message = _("{count} uploads of this work are not finished. Go on with one of them, or discard it, first.")
    field = "file"


class UploadOver(Refusal):
    """It ended, or was left too long."""

    message = _("This upload is over: it was finished, stopped, or left alone for too long. Choose the file again.")
    field = "file"


class AnotherFile(Refusal):
    """The bytes are not those of the file that was begun with."""

    message = _(
        "This is not the file that the upload of “{name}” was begun with: its content differs. Choose that file, or "
        "discard the unfinished upload and send this one from the start."
    )
    field = "file"


class PartsMissing(Refusal):
    """Not all bytes have arrived."""

    message = _("{count} parts of “{name}” have not arrived yet. Go on with the upload.")
    field = "file"


class ArrivedDamaged(Refusal):
    """The bytes that arrived are not those that were sent."""

    message = _(
        "“{name}” did not arrive as it left your device, so nothing of it was kept. Your own file is unharmed: send it "
        "once more."
    )
    field = "file"
    status = 422


class NotTakenIn(Refusal):
    """All bytes arrived, and the file was refused for the reason given."""

    message = _("{reason}")
    field = "file"
    status = 422
    keeps = True


@operation
def begin_upload(
    *,
    actor: Person,
    pursuit: Pursuit,
    requirement: Requirement,
    name: str,
    size: int,
    media_type: str,
    fingerprint: str,
    at: datetime,
) -> Upload:
    """Begin to send a file, or go on with the same one where it was begun before.

    Args:
        name: as the sender calls it; its extension says what it should be.
        size: bytes.
        media_type: as the browser says. Nothing relies on it.
        fingerprint: by which the browser tells the file from others of that name and size.

    Raises:
        FileRefused: for what its name and size alone decide.
        NoRoomLeft, TooManyUploads, KindNotTaken, TooManyItems, BeingJudged, AlreadyEarned, CriterionNotReopened,
            NotAllowed.
    """
    name = file_name(name)
    could_take(actor, pursuit, requirement, name=name, size=size)
    hold(pursuit.pk)
    mine = open_uploads(at=at).filter(pursuit=pursuit)
    same = mine.filter(requirement=requirement, name=name, size=size, fingerprint=fingerprint[:64]).first()
    if same is not None:
        return same
    count = mine.count()
    if count >= MOST_UPLOADS:
        raise TooManyUploads(count=count)
    room_for(pursuit, name=name, size=size, at=at)
    key = uuid7()
    return Upload.objects.create(
        id=key,
        pursuit=pursuit,
        requirement=requirement,
        name=name,
        size=size,
        media_type=media_type[:120],
        fingerprint=fingerprint[:64],
        part_size=part_size_for(size),
        place_name=storage.place().create(key, media_type=SEALED),
        begun_at=at,
        expires_at=at + UPLOAD_LASTS,
    )


@operation
def list_parts(*, actor: Person, upload: Upload, at: datetime) -> storage.Address | None:
    """Let it be asked which parts are there.

    Returns:
        Where the browser asks by itself; None where this server answers.

    Raises:
        UploadOver, NotAllowed.
    """
    still_open(actor, upload, at=at)
    return storage.place().list_address(upload.pk, upload.place_name, seconds=LINK_SECONDS)


@operation
def sign_part(
    *, actor: Person, upload: Upload, number: int, sha256: str, arrived: int, at: datetime
) -> storage.Address | None:
    """Let one part be sent, of exactly the bytes that are announced.

    Args:
        number: of the part, from 1.
        sha256: of its bytes, as the browser computed it, hexadecimal.
        arrived: how many parts, from the first on, the browser was told are there.

    Returns:
        Where the browser sends the part by itself; None where this server takes it (`take_part`).

    Raises:
        UploadOver, AnotherFile, NotAllowed.
    """
    still_open(actor, upload, at=at)
    if not 1 <= number <= upload.part_count:
        raise NotAllowed
    part, is_new = UploadPart.objects.get_or_create(upload=upload, number=number, defaults={"sha256": sha256})
    if not is_new and part.sha256 != sha256:
        if number in _there(upload):
            raise AnotherFile(name=upload.name)
        part.sha256 = sha256
        part.save(update_fields=["sha256"])
    upload.parts.filter(number__lte=arrived, arrived_at__isnull=True).update(arrived_at=at)
    return storage.place().part_address(
        upload.pk,
        upload.place_name,
        number=number,
        size=upload.bytes_of(number),
        sha256=sha256,
        seconds=LINK_SECONDS,
    )


def assemble(upload: Upload) -> storage.Arrived:
    """Put the parts together, with the SHA-256 of the whole. Done twice is done.

    It needs no transaction, and takes a while where the whole was not hashed as its parts came.

    Raises:
        PartsMissing, UploadOver.
        ArrivedDamaged: what lies there is not what was announced.
    """
    announced, place, whole = digests_of(upload), storage.place(), None
    if not place.exists(upload.pk):
        missing = upload.part_count - len(_whole_parts(upload, _there(upload), announced))
        if missing:
            raise PartsMissing(name=upload.name, count=missing)
        whole = place.digest(upload.pk, upload.place_name, parts=upload.part_count)
        try:
            place.complete(upload.pk, upload.place_name)
        except storage.NotThere:
            raise UploadOver from None
    if whole is not None:
        return storage.Arrived(upload.pk, upload.size, whole)
    with place.open(upload.pk) as source:
        whole, parts = hashed(source, upload.part_size, each=not isinstance(place, storage.Disk))
    if parts and parts != list(announced.values()):
        raise ArrivedDamaged(name=upload.name)
    return storage.Arrived(upload.pk, upload.size, whole)


@operation
def complete_upload(*, actor: Person, upload: Upload, arrived: storage.Arrived, at: datetime) -> UploadEnd:
    """Take in a file of which all bytes have arrived, and let it be examined. Completed twice is completed.

    Raises:
        UploadOver, NotAllowed.
        NotTakenIn: it was refused, for the reason that its words give; the upload has ended.
    """
    own(actor, upload.pursuit)
    hold(upload.pk)
    end = UploadEnd.objects.filter(upload=upload).first()
    if end is not None and end.outcome == Outcome.COMPLETED:
        return end
    still_open(actor, upload, at=at)
    try:
        room_for(upload.pursuit, name=upload.name, size=0, at=at)
        refusal = _received(actor, upload, arrived, at=at)
    except Refusal as refused:
        transaction.on_commit(partial(storage.let_go, arrived))
        refusal = refused
    if refusal is not None:
        _end(upload, Outcome.REFUSED, at=at)
        raise NotTakenIn(reason=str(refusal)) from refusal
    return _end(upload, Outcome.COMPLETED, at=at, sha256=arrived.sha256)


@operation
def abort_upload(*, actor: Person, upload: Upload, at: datetime) -> UploadEnd:
    """Let go of an upload and of all that has arrived of it. One that ended stays as it ended.

    Raises:
        NotAllowed.
    """
    own(actor, upload.pursuit)
    return _let_go(upload, Outcome.ABORTED, at=at)


@operation
def note_damage(*, actor: Person, upload: Upload, at: datetime) -> UploadEnd:
    """Let go of an upload whose bytes are not those that were announced.

    Raises:
        NotAllowed.
    """
    own(actor, upload.pursuit)
    return _let_go(upload, Outcome.DAMAGED, at=at)


@operation
def expire_upload(*, actor: None, upload: Upload, at: datetime) -> UploadEnd:
    """Let go of an upload that nobody went on with for too long."""
    return _let_go(upload, Outcome.EXPIRED, at=at)


def still_open(actor: Person, upload: Upload, *, at: datetime) -> None:
    """Refuse an upload that is not the actor's, has ended or ran out."""
    own(actor, upload.pursuit)
    if upload.expires_at <= at or UploadEnd.objects.filter(upload=upload).exists():
        raise UploadOver


def _received(actor: Person, upload: Upload, arrived: storage.Arrived, *, at: datetime) -> Refusal | None:
    """Hand the file over. Return the refusal that keeps what it refuses; any other leaves no row, and is raised."""
    with transaction.atomic():
        try:
            receive(
                actor=actor,
                pursuit=upload.pursuit,
                requirement=upload.requirement,
                name=upload.name,
                original=storage.keep(arrived, name=upload.name, media_type=SEALED),
                at=at,
            )
        except Refusal as refusal:
            if not refusal.keeps:
                raise
            return refusal
    return None


def _let_go(upload: Upload, outcome: Outcome, *, at: datetime) -> UploadEnd:
    hold(upload.pk)
    end = UploadEnd.objects.filter(upload=upload).first()
    if end is None:
        end = _end(upload, outcome, at=at)
        transaction.on_commit(partial(_remove_bytes, upload))
    return end


def _end(upload: Upload, outcome: Outcome, *, at: datetime, sha256: str = "") -> UploadEnd:
    return UploadEnd.objects.create(upload=upload, outcome=outcome, sha256=sha256, ended_at=at)


def _remove_bytes(upload: Upload) -> None:
    place = storage.place()
    place.abort(upload.pk, upload.place_name)
    place.remove(upload.pk)


def _there(upload: Upload) -> dict[int, tuple[str, int]]:
    try:
        return storage.place().parts(upload.pk, upload.place_name)
    except storage.NotThere:
        raise UploadOver from None


def _whole_parts(upload: Upload, there: dict[int, tuple[str, int]], announced: dict[int, str]) -> set[int]:
    return {number for number, (_tag, size) in there.items() if number in announced and size == upload.bytes_of(number)}


def hashed(source: BinaryIO, part_size: int, *, each: bool) -> tuple[str, list[str]]:
    """The SHA-256 of the whole and, if asked, of each part, hexadecimal, in one reading and next to no memory."""
    whole, part, left, parts = hashlib.sha256(), hashlib.sha256(), part_size, []
    for chunk in _chunks(source):
        whole.update(chunk)
        while each and chunk:
            part.update(chunk[:left])
            taken = min(left, len(chunk))
            chunk, left = chunk[taken:], left - taken  # noqa: PLW2901
            if not left:
                parts.append(part.hexdigest())
                part, left = hashlib.sha256(), part_size
    if each and left < part_size:
        parts.append(part.hexdigest())
    return whole.hexdigest(), parts


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(storage.CHUNK):
        yield chunk

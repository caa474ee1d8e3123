"""A file is sent in parts: begun, gone on with, completed, let go; on the disk and in a bucket alike."""

import hashlib
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest

from microcred.foundation import storage
from microcred.foundation.clock import standing_at
from microcred.foundation.inspection import FileEmpty, FileTooLarge, FileTypeNotTaken
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios import operations, queries, rules
from microcred.portfolios.covering import Region
from microcred.portfolios.models import Arrival, Item, UploadEnd, UploadPart
from microcred.portfolios.operations import (
    AnotherFile,
    ArrivedDamaged,
    BeingJudged,
    KindNotTaken,
    NoRoomLeft,
    NotTakenIn,
    PartsMissing,
    TooManyUploads,
    UploadOver,
    abort_upload,
    assemble,
    begin_upload,
    complete_upload,
    expire_upload,
    list_parts,
    redact,
    set_quota,
    sign_part,
    uploading,
)
from microcred.portfolios.reactions import expire_uploads
from microcred.portfolios.tests.make import asked, handed_in, pdf, put, started

PART = 5 << 20
MIB = 1 << 20


@pytest.fixture
def parts_of_5_mib(monkeypatch):
    """The least that S3 takes, so that a test sends little."""
    monkeypatch.setattr(uploading, "part_size_for", lambda size: PART)


def text(size: int) -> bytes:
    """Words of a file that is worth sending in parts."""
    return (b"We met on Tuesdays and wrote down who decides what.\n" * (size // 52 + 1))[:size]


def begun(cast, content: bytes, *, name: str = "notes.txt", pursuit=None, **more):
    pursuit = pursuit or started(cast)
    facts = {"media_type": "text/plain", "fingerprint": "1", "at": cast.at} | more
    return begin_upload(
        actor=pursuit.person,
        pursuit=pursuit,
        requirement=more.pop("requirement", None) or asked(pursuit, "artifact"),
        name=name,
        size=len(content),
        **facts,
    )


def send(upload, content: bytes, number: int, *, at, arrived: int = 0, wrong: bytes | None = None) -> None:
    """The browser announces a part and sends it."""
    part = content[(number - 1) * PART : number * PART]
    sha256 = hashlib.sha256(part).hexdigest()
    address = sign_part(
        actor=upload.pursuit.person, upload=upload, number=number, sha256=sha256, arrived=arrived, at=at
    )
    if address is None:
        place, offset = storage.place(), (number - 1) * upload.part_size
        place.write_part(upload.pk, number=number, offset=offset, size=len(part), sha256=sha256, chunks=[part])
        return
    headers = {"Content-Type": "application/octet-stream", **address.headers}
    with urlopen(Request(address.url, data=wrong or part, method="PUT", headers=headers)) as answer:
        assert answer.status == 200


def completed(upload, *, at) -> UploadEnd:
    return complete_upload(actor=upload.pursuit.person, upload=upload, arrived=assemble(upload), at=at)


def test_what_is_sent_in_parts_in_any_order_is_put_in(cast, files, parts_of_5_mib):
    content = text(11 * MIB)
    upload = begun(cast, content)
    for number in (2, 1, 3):
        send(upload, content, number, at=cast.at)
    end = completed(upload, at=cast.at)

    assert (end.outcome, end.sha256) == ("completed", hashlib.sha256(content).hexdigest())
    arrival = Arrival.objects.get()
    assert (arrival.title, arrival.original.sha256) == ("notes.txt", end.sha256)
    with storage.open_file(arrival.original) as kept:
        assert kept.read() == content
    assert not queries.unfinished_of(upload.pursuit, at=cast.at)


def test_it_goes_on_where_it_was_for_the_same_file_only(cast, files, parts_of_5_mib):
    content = text(11 * MIB)
    upload = begun(cast, content)
    send(upload, content, 1, at=cast.at)
    send(upload, content, 2, at=cast.at, arrived=1)

    assert begun(cast, content, pursuit=upload.pursuit, at=cast.at + timedelta(days=1)) == upload
    assert begun(cast, content, pursuit=upload.pursuit, fingerprint="2") != upload
    one = queries.unfinished_of(upload.pursuit, at=cast.at)[upload.requirement_id][0]
    assert (one.name, one.percent) == ("notes.txt", 90 if files == "disk" else 45)
    there = {number: hashlib.sha256(content[(number - 1) * PART : number * PART]).hexdigest() for number in (1, 2)}
    assert queries.parts_there(upload) == there
    other = {"upload": upload, "number": 1, "sha256": "0" * 64, "arrived": 0, "at": cast.at}
    with pytest.raises(AnotherFile):
        sign_part(actor=cast.ada, **other)
    sign_part(actor=cast.ada, **(other | {"number": 3}))
    sign_part(actor=cast.ada, **(other | {"number": 3, "sha256": "1" * 64}))
    with pytest.raises(NotAllowed):
        sign_part(actor=cast.ada, **(other | {"number": 4}))
    assert UploadPart.objects.get(upload=upload, number=1).arrived_at == cast.at


def test_what_lacks_a_part_is_not_completed(cast, files, parts_of_5_mib):
    content = text(11 * MIB)
    upload = begun(cast, content)
    send(upload, content, 1, at=cast.at)
    send(upload, content, 3, at=cast.at)
    with pytest.raises(PartsMissing, match="1 parts"):
        assemble(upload)
    send(upload, content, 2, at=cast.at)
    assert completed(upload, at=cast.at) == completed(upload, at=cast.at)


def test_bytes_that_a_store_took_though_they_were_others_are_found_at_the_end(cast, s3, parts_of_5_mib):
    content = text(6 * MIB)
    upload = begun(cast, content)
    send(upload, content, 1, at=cast.at, wrong=content[:PART].replace(b"Tuesdays", b"Thursday"))
    send(upload, content, 2, at=cast.at)
    with pytest.raises(ArrivedDamaged):
        assemble(upload)
    operations.note_damage(actor=cast.ada, upload=upload, at=cast.at)
    assert UploadEnd.objects.get().outcome == "damaged"


def test_what_the_inspection_refuses_ends_the_upload_and_leaves_nothing(cast, files, parts_of_5_mib):
    upload = begun(cast, b"MZ\x90\x00" + bytes(100), name="plan.pdf")
    send(upload, b"MZ\x90\x00" + bytes(100), 1, at=cast.at)
    with pytest.raises(NotTakenIn, match="plan"):
        completed(upload, at=cast.at)
    assert UploadEnd.objects.get().outcome == "refused"
    assert not Item.objects.exists()
    with pytest.raises(UploadOver):
        sign_part(actor=cast.ada, upload=upload, number=1, sha256="0" * 64, arrived=0, at=cast.at)


@pytest.mark.django_db(transaction=True)
def test_what_was_aborted_or_expired_leaves_no_bytes(cast, files, parts_of_5_mib):
    content = text(6 * MIB)
    stopped, left = begun(cast, content), None
    send(stopped, content, 1, at=cast.at)
    abort_upload(actor=cast.ada, upload=stopped, at=cast.at)
    left = begun(cast, content, pursuit=stopped.pursuit)
    send(left, content, 1, at=cast.at)
    assert left != stopped
    expire_upload(actor=None, upload=left, at=cast.at)

    assert sorted(UploadEnd.objects.values_list("outcome", flat=True)) == ["aborted", "expired"]
    assert queries.parts_there(stopped) == queries.parts_there(left) == {}
    with pytest.raises(UploadOver):
        assemble(left)


def test_the_clock_lets_go_of_what_was_left_alone(cast, files):
    upload = begun(cast, text(MIB))
    with standing_at(cast.at + uploading.UPLOAD_LASTS - timedelta(seconds=1)):
        assert expire_uploads() == 0
    with standing_at(cast.at + uploading.UPLOAD_LASTS):
        assert expire_uploads() == 1
        assert expire_uploads() == 0
    assert UploadEnd.objects.get(upload=upload).outcome == "expired"


def test_what_is_refused_is_refused_before_a_byte_is_sent(cast, files, settings):
    settings.MAX_UPLOAD_BYTES = 2 * MIB
    pursuit = started(cast)
    with pytest.raises(FileTooLarge):
        begun(cast, text(3 * MIB), pursuit=pursuit)
    with pytest.raises(FileEmpty):
        begun(cast, b"", pursuit=pursuit)
    with pytest.raises(FileTypeNotTaken):
        begun(cast, b"MZ", name="run.exe", pursuit=pursuit)
    without_video = next(
        one for one in pursuit.version.requirements.all() if "document" in one.accepts and "video" not in one.accepts
    )
    with pytest.raises(KindNotTaken):
        begin_upload(
            actor=cast.ada,
            pursuit=pursuit,
            requirement=without_video,
            name="film.mp4",
            size=9,
            media_type="",
            fingerprint="",
            at=cast.at,
        )
    with pytest.raises(NotAllowed):
        begin_upload(
            actor=cast.ben,
            pursuit=pursuit,
            requirement=without_video,
            name="notes.txt",
            size=9,
            media_type="",
            fingerprint="",
            at=cast.at,
        )


def test_a_work_that_was_handed_in_takes_no_upload_and_completes_none(cast, files):
    pursuit = started(cast)
    upload = begun(cast, text(100), pursuit=pursuit)
    send(upload, text(100), 1, at=cast.at)
    handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        begun(cast, text(200), pursuit=pursuit)
    with pytest.raises(NotTakenIn):
        completed(upload, at=cast.at)


def test_as_many_as_a_work_may_have_under_way(cast, files, monkeypatch):
    monkeypatch.setattr(uploading, "MOST_UPLOADS", 1)
    upload = begun(cast, text(100))
    with pytest.raises(TooManyUploads):
        begun(cast, text(200), pursuit=upload.pursuit)


def test_an_upload_is_its_sender_s_alone(cast, files):
    upload = begun(cast, text(100))
    for verb in (
        lambda: sign_part(actor=cast.ben, upload=upload, number=1, sha256="0" * 64, arrived=0, at=cast.at),
        lambda: list_parts(actor=cast.ben, upload=upload, at=cast.at),
        lambda: abort_upload(actor=cast.ben, upload=upload, at=cast.at),
        lambda: complete_upload(
            actor=cast.ben, upload=upload, arrived=storage.Arrived(upload.pk, 1, "0" * 64), at=cast.at
        ),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_a_full_room_is_refused_with_its_figures_and_whom_to_ask(cast, files):
    pursuit = started(cast)
    keeper = queries.keeper_of(pursuit)
    set_quota(actor=None, organization=keeper, size=3 * MIB, at=cast.at)
    upload = begun(cast, text(2 * MIB), pursuit=pursuit)
    upload.parts.create(number=1, sha256="0" * 64, arrived_at=cast.at)
    with pytest.raises(NoRoomLeft) as refused:
        begun(cast, text(2 * MIB), pursuit=pursuit, fingerprint="2")
    words = str(refused.value).replace("\xa0", " ")
    assert "3.0 MB" in words
    assert "2.0 MB" in words
    assert keeper.name in words

    abort_upload(actor=cast.ada, upload=upload, at=cast.at)
    begun(cast, text(2 * MIB), pursuit=pursuit, fingerprint="2")


def test_what_is_announced_takes_nobody_s_room(cast, files, parts_of_5_mib):
    pursuit = started(cast)
    keeper = queries.keeper_of(pursuit)
    set_quota(actor=None, organization=keeper, size=12 * MIB, at=cast.at)
    content = text(11 * MIB)
    upload = begun(cast, content, pursuit=pursuit)
    assert queries.room_of(keeper, at=cast.at).used == 0

    begun(cast, content, pursuit=started(cast, person=cast.mateo))
    send(upload, content, 1, at=cast.at)
    send(upload, content, 2, at=cast.at, arrived=1)
    assert queries.room_of(keeper, at=cast.at).used == PART


def test_what_arrived_is_counted_once(cast, files, parts_of_5_mib):
    pursuit = started(cast)
    set_quota(actor=None, organization=queries.keeper_of(pursuit), size=16 * MIB, at=cast.at)
    content = text(11 * MIB)
    upload = begun(cast, content, pursuit=pursuit)
    for number in (1, 2, 3):
        send(upload, content, number, at=cast.at, arrived=number - 1)

    assert completed(upload, at=cast.at).outcome == "completed"


def test_a_full_room_is_full_for_plain_forms_and_redactions_too(cast, files):
    pursuit = started(cast)
    keeper = queries.keeper_of(pursuit)
    item = put(pursuit, "plan.pdf", pdf(2), at=cast.at)
    whole = [Region(0, 0, 100, 100, page=1)]
    before = queries.room_of(keeper, at=cast.at).used
    redact(actor=cast.ada, item=item, marks=whole, at=cast.at)
    assert queries.room_of(keeper, at=cast.at).used > before, "its copy takes room before it is used, and after"
    set_quota(actor=None, organization=keeper, size=before, at=cast.at)

    with pytest.raises(NoRoomLeft):
        put(pursuit, "plan.pdf", pdf(3), at=cast.at)
    with pytest.raises(NoRoomLeft):
        redact(actor=cast.ada, item=item, marks=whole, at=cast.at)


def test_the_narrowest_quota_above_holds_and_none_lifts_it(cast, files):
    pursuit = started(cast)
    keeper = queries.keeper_of(pursuit)
    set_quota(actor=None, organization=keeper, size=MIB, at=cast.at)
    assert queries.room_of(keeper, at=cast.at).narrowest == MIB
    with pytest.raises(NoRoomLeft):
        begun(cast, text(2 * MIB), pursuit=pursuit)
    set_quota(actor=None, organization=keeper, size=None, at=cast.at + timedelta(minutes=1))
    assert queries.room_of(keeper, at=cast.at).narrowest is None
    begun(cast, text(2 * MIB), pursuit=pursuit)


def test_nobody_sets_their_own_quota(cast):
    keeper = queries.keeper_of(started(cast))
    for person in (cast.ada, cast.ben, cast.omar):
        with pytest.raises(NotAllowed):
            set_quota(actor=person, organization=keeper, size=None, at=cast.at)


def test_the_parts_of_a_large_file_are_larger(cast):
    assert rules.part_size_for(1) == rules.SMALL_PART
    assert rules.part_size_for(2 << 30) == rules.LARGE_PART
    upload = begun(cast, text(100))
    upload.size, upload.part_size = 20, 8
    assert [upload.bytes_of(number) for number in range(1, upload.part_count + 1)] == [8, 8, 4]

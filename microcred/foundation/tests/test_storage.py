"""Files lie where only the server's own user can look: the same stories on the disk and in a bucket."""

import hashlib
from datetime import timedelta
from itertools import repeat
from urllib.request import Request, urlopen

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from microcred.foundation import storage
from microcred.foundation.ids import uuid7
from microcred.foundation.mail import MailToFiles
from microcred.foundation.storage import NotThere, PartBusy, PartDamaged, disk, private_folder

MIB = 1 << 20
PART = 5 * MIB
LATER = timedelta(days=3)


def bytes_of(seed: int, size: int) -> bytes:
    return hashlib.sha256(str(seed).encode()).digest() * (size // 32)


def send(key, upload, number: int, content: bytes, *, sha256: str | None = None) -> None:
    """One part goes to the place as a browser would send it."""
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    address = storage.place().part_address(key, upload, number=number, size=len(content), sha256=sha256, seconds=60)
    if address is None:
        storage.place().write_part(
            key, number=number, offset=(number - 1) * PART, size=len(content), sha256=sha256, chunks=[content]
        )
        return
    with urlopen(
        Request(
            address.url,
            data=content,
            method="PUT",
            headers={"Content-Type": "application/octet-stream", **address.headers},
        )
    ) as answer:
        assert answer.headers["ETag"]


@pytest.mark.django_db
def test_what_is_stored_can_be_read_whole_and_in_ranges(files):
    content = bytes_of(1, 64 * 1024)
    file = storage.store([content[:1000], content[1000:]], name="plan.txt", media_type="text/plain")

    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert storage.open_file(file).read() == content
    assert b"".join(storage.read_range(file, 10, 2000)) == content[10:2000]
    assert b"".join(storage.read_range(file, 5, 5)) == b""
    with storage.open_file(file) as source:
        source.seek(-7, 2)
        assert source.read() == content[-7:]
        source.seek(3)
        assert (source.read(4), source.tell()) == (content[3:7], 7)


@pytest.mark.django_db
def test_what_is_larger_than_a_part_of_the_store_is_stored_too(files):
    content = bytes_of(2, 20 * MIB)
    file = storage.store(
        [content[at : at + 700_000] for at in range(0, len(content), 700_000)], name="a", media_type="b"
    )
    assert hashlib.sha256(storage.open_file(file).read()).hexdigest() == file.sha256
    assert b"".join(storage.read_range(file, 8 * MIB - 3, 8 * MIB + 3)) == content[8 * MIB - 3 : 8 * MIB + 3]


@pytest.mark.django_db
def test_what_breaks_off_is_not_there(files):
    def broken():
        yield bytes_of(3, 9 * MIB)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.store(broken(), name="plan.txt", media_type="text/plain")
    assert list(storage.place().objects()) == []


@pytest.mark.django_db
def test_nothing_can_be_opened_that_is_not_there(files):
    with pytest.raises(FileNotFoundError):
        storage.place().open(uuid7())
    with pytest.raises(FileNotFoundError):
        b"".join(storage.place().read_range(uuid7(), 0, 1))


@pytest.mark.django_db
def test_what_arrived_is_kept_under_its_own_name_without_a_copy(files):
    arrived = storage.arrive([b"words"])
    file = storage.keep(arrived, name="plan.txt", media_type="text/plain")
    assert (file.pk, file.sha256) == (arrived.key, arrived.sha256)
    assert storage.open_file(file).read() == b"words"


@pytest.mark.django_db
def test_an_object_without_a_row_is_swept_once_it_is_old(files):
    kept = storage.store([b"kept"], name="a.txt", media_type="text/plain")
    storage.arrive([b"nobody's"])
    storage.let_go(storage.arrive([b"let go at once"]))

    assert storage.remove_unreferenced(timezone.now() - LATER) == 0
    assert storage.remove_unreferenced(timezone.now() + LATER) == 1
    assert [name for name, _written in storage.place().objects()] == [kept.pk.hex]


@pytest.mark.django_db
def test_a_row_without_its_object_is_found(files):
    kept, lost = (storage.store([name], name="a", media_type="b") for name in (b"kept", b"lost"))
    storage.place().remove(lost.pk)
    storage.place().remove(lost.pk)
    assert storage.missing_objects() == [lost.pk]
    assert storage.place().exists(kept.pk)


def test_parts_that_come_in_any_order_become_one_object(files):
    key, contents = uuid7(), [bytes_of(1, PART), bytes_of(2, PART), bytes_of(3, 64)]
    upload = storage.place().create(key, media_type="video/mp4")
    assert storage.place().parts(key, upload) == {}
    for number in (2, 3, 1, 2):
        send(key, upload, number, contents[number - 1])

    there = storage.place().parts(key, upload)
    assert {number: size for number, (_tag, size) in there.items()} == {1: PART, 2: PART, 3: 64}
    storage.place().complete(key, upload)
    storage.place().complete(key, upload)
    with storage.place().open(key) as source:
        assert source.read() == b"".join(contents)
    with pytest.raises(NotThere):
        storage.place().parts(key, upload)


def test_an_upload_that_lacks_a_part_makes_no_object(files):
    key = uuid7()
    upload = storage.place().create(key, media_type="video/mp4")
    with pytest.raises(NotThere):
        storage.place().complete(key, upload)
    send(key, upload, 2, b"the end")
    with pytest.raises(NotThere):
        storage.place().complete(key, upload)
    assert not storage.place().exists(key)


def test_an_upload_that_was_aborted_leaves_nothing(files):
    key = uuid7()
    upload = storage.place().create(key, media_type="video/mp4")
    send(key, upload, 1, b"a part")
    storage.place().abort(key, upload)
    storage.place().abort(key, upload)
    with pytest.raises(NotThere):
        storage.place().parts(key, upload)
    with pytest.raises(NotThere):
        storage.place().complete(key, upload)
    assert list(storage.place().objects()) == []


def test_uploads_that_nobody_ended_are_let_go(files):
    key = uuid7()
    upload = storage.place().create(key, media_type="video/mp4")
    assert storage.place().abort_begun_before(timezone.now() - LATER) == 0
    assert storage.place().abort_begun_before(timezone.now() + LATER) == 1
    with pytest.raises(NotThere):
        storage.place().parts(key, upload)


@pytest.mark.django_db
def test_a_link_leads_to_the_object_under_another_name(s3):
    file = storage.store([b"a film"], name="ada.mp4", media_type="video/mp4")
    link = storage.place().link(
        file.pk, media_type="video/mp4", disposition='inline; filename="evidence-1.mp4"', seconds=60
    )
    with urlopen(link) as answer:
        assert answer.read() == b"a film"
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Content-Disposition"] == 'inline; filename="evidence-1.mp4"'
    assert "X-Amz-Expires=60" in link
    assert "X-Amz-Signature=" in link


@pytest.mark.django_db
def test_every_key_in_the_bucket_is_private_and_begins_as_was_said(s3):
    file = storage.store([b"a film"], name="ada.mp4", media_type="video/mp4")
    (found,) = s3.client.list_objects_v2(Bucket=s3.bucket)["Contents"]
    assert found["Key"] == f"evidence/{file.pk.hex[-2:]}/{file.pk.hex}"
    grants = s3.client.get_object_acl(Bucket=s3.bucket, Key=found["Key"])["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_a_part_of_other_bytes_is_not_taken_by_the_disk(tmp_path):
    place, key = disk.Disk(tmp_path), uuid7()
    upload = place.create(key, media_type="video/mp4")
    right = {"number": 1, "offset": 0, "size": 5, "sha256": hashlib.sha256(b"words").hexdigest()}
    for wrong in ([b"sword"], [b"word"], [b"words", b"s"]):
        with pytest.raises(PartDamaged):
            place.write_part(key, **right, chunks=wrong)
        assert place.parts(key, upload) == {}
    place.write_part(key, **right, chunks=[b"wo", b"rds"])
    with pytest.raises(PartDamaged):
        place.write_part(key, **right, chunks=[b"sword"])
    place.complete(key, upload)
    assert place.open(key).read() == b"words"


def test_two_do_not_write_one_part_at_the_same_time(tmp_path):
    place, key = disk.Disk(tmp_path), uuid7()
    place.create(key, media_type="video/mp4")
    part = {"number": 1, "offset": 0, "size": 5, "sha256": hashlib.sha256(b"words").hexdigest()}

    def meanwhile():
        with pytest.raises(PartBusy):
            place.write_part(key, **part, chunks=[b"words"])
        yield b"words"

    place.write_part(key, **part, chunks=meanwhile())
    with pytest.raises(NotThere):
        place.write_part(uuid7(), **part, chunks=repeat(b"words", 1))


def test_a_folder_that_others_could_look_into_is_closed(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir(mode=0o755)
    assert private_folder(folder).stat().st_mode & 0o077 == 0


def test_mail_lies_in_a_folder_of_its_own(tmp_path, settings):
    settings.MAIL_ROOT = tmp_path / "mail"
    MailToFiles().send_messages(
        [EmailMessage("A link", "https://example.org/secret", "a@example.org", ["b@example.org"])]
    )
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
    assert list((tmp_path / "mail").glob("*.eml"))

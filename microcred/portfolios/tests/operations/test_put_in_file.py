from io import BytesIO

import pytest
from PIL import Image

from microcred.foundation import storage
from microcred.foundation.inspection import FileDisguised, FileEmpty, FileTooLarge
from microcred.foundation.models import StoredFile
from microcred.portfolios.models import Item
from microcred.portfolios.operations import (
    BeingJudged,
    CriterionNotReopened,
    KindNotTaken,
    TooManyItems,
    evidence,
    put_in_file,
    return_for_revision,
)
from microcred.portfolios.rules import file_name
from microcred.portfolios.tests.make import asked, handed_in, pdf, picture, put, short, started


def test_a_document_is_kept_with_its_size_and_hash(cast):
    item = put(started(cast), "Team plan.pdf", pdf(2, Author="Ada Whitfield"), at=cast.at)

    content = storage.open_file(item.file).read()
    assert (item.kind, item.title, item.file.media_type) == ("document", "Team plan.pdf", "application/pdf")
    assert item.file.size == len(content)
    assert b"Ada Whitfield" not in content


def test_a_photo_is_kept_without_where_it_was_taken(cast):
    pursuit = started(cast)
    requirement = next(one for one in pursuit.version.requirements.all() if "image" in one.accepts)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (34.0, 55.0, 29.0)
    item = put(pursuit, "photo.jpg", picture("JPEG", exif=exif.tobytes()), at=cast.at, requirement=requirement)

    with Image.open(BytesIO(storage.open_file(item.file).read())) as image:
        assert not image.getexif().get_ifd(0x8825)


def test_what_is_refused_leaves_nothing(cast):
    pursuit = started(cast)
    with pytest.raises(FileDisguised):
        put(pursuit, "plan.pdf", b"MZ\x90\x00" + bytes(100), at=cast.at)
    with pytest.raises(FileEmpty):
        put(pursuit, "plan.pdf", b"", at=cast.at)

    assert not Item.objects.exists()
    assert not StoredFile.objects.exists()


def test_too_large_is_said_with_both_sizes(cast, settings):
    settings.MAX_UPLOAD_BYTES = 300
    with pytest.raises(FileTooLarge) as refused:
        put(started(cast), "plan.pdf", pdf(), at=cast.at)
    assert "at most 300" in str(refused.value).replace("\xa0", " ")


def test_more_bytes_than_were_announced_are_counted(cast, settings):
    settings.MAX_UPLOAD_BYTES = 300
    pursuit, taken = started(cast), []

    def chunks():
        for number in range(100):
            taken.append(number)
            yield b"%PDF-1.7" + bytes(92)

    with pytest.raises(FileTooLarge):
        put_in_file(
            actor=cast.ada,
            pursuit=pursuit,
            requirement=asked(pursuit, "artifact"),
            name="plan.pdf",
            chunks=chunks(),
            size=100,
            at=cast.at,
        )
    assert len(taken) == 4


def test_a_kind_that_is_not_asked_for_is_refused_with_what_is(cast):
    pursuit = started(cast)
    requirement = next(one for one in pursuit.version.requirements.all() if one.accepts and "image" not in one.accepts)
    with pytest.raises(KindNotTaken, match=r"takes a document or a link\. What you put in is a picture\."):
        put(pursuit, "photo.png", picture(), at=cast.at, requirement=requirement)
    with pytest.raises(KindNotTaken, match="a written answer"):
        put(pursuit, "plan.pdf", pdf(), at=cast.at, requirement=asked(pursuit))


def test_there_is_an_end_to_how_much(cast, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_ITEMS", 1)
    pursuit = started(cast)
    put(pursuit, "plan.pdf", pdf(), at=cast.at)
    with pytest.raises(TooManyItems):
        put(pursuit, "plan.pdf", pdf(), at=cast.at)


def test_while_it_is_judged_nothing_is_put_in(cast):
    pursuit = started(cast)
    first = handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        put(pursuit, "plan.pdf", pdf(), at=cast.at)
    reopened = asked(pursuit, "reflection").criteria.all()
    return_for_revision(actor=None, submission=first, short=short(reopened), at=cast.at)
    with pytest.raises(CriterionNotReopened):
        put(pursuit, "plan.pdf", pdf(), at=cast.at)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ada\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("pl\u202ean\x00.pdf", "plan.pdf"),
        (" . ", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("u\u0308bung.pdf", "übung.pdf"),
    ],
)
def test_names_are_the_last_part_of_the_path_and_printable(given, kept):
    assert file_name(given) == kept

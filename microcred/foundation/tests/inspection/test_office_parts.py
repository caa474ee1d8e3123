"""Office and OpenDocument files part by part: nobody is named in the copy, and nothing in it loads or runs."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from microcred.foundation.inspection import FileHasActiveContent, inspect
from microcred.foundation.inspection.words import words_of
from microcred.foundation.tests.inspection.files import office, open_document, packed
from microcred.foundation.tests.inspection.test_blindness import CANARY, recording, silent
from microcred.portfolios.tests.make import picture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def photo(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x013B] = CANARY
    exif.get_ifd(0x8825)[2] = (34.0, 55.0, 29.0)
    return picture(kind, (40, 30), exif=exif.tobytes())


def everything(content: bytes) -> dict[str, bytes]:
    """All parts, those of archives within too."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, part in list(found.items()):
        if part[:4] == b"PK\x03\x04":
            found |= {f"{name}/{inner}": within for inner, within in everything(part).items()}
    return found


def parts_of(name: str, content: bytes) -> dict[str, bytes]:
    return everything(inspect(BytesIO(content), name).source.read())


def test_what_fields_say_and_places_are_called_is_looked_at():
    document = (
        f'<w:document {W}><w:body><w:p><w:bookmarkStart w:name="_Ada_Whitfield"/><w:bookmarkStart w:name="_Toc1"/>'
        '<w:sdt><w:sdtPr><w:alias w:val="Plan of Gus"/></w:sdtPr></w:sdt><w:docPr name="Picture 1" descr="Wen and I"/>'
        '<w:fldSimple w:instr=" QUOTE Bea "/><w:instrText> QUO</w:instrText><w:instrText>TE "Mateo said" </w:instrText>'
        '<w:fldChar w:fldCharType="end"/><w:instrText> PAGE </w:instrText><w:t>Our plan</w:t></w:p></w:body>'
        "</w:document>"
    )
    read = words_of(BytesIO(packed({"word/document.xml": document.encode()})), "plan.docx")
    assert " ".join(read.text.split()) == "Ada Whitfield Plan of Gus Wen and I Bea Mateo said Our plan"


def ooxml(kind: str) -> bytes:
    told = CANARY
    core = f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>{told}</dc:title></cp:coreProperties>'
    field = (
        f'<w:document {W}><w:ins w:author="{told}" w:initials="{told}"/><w:fldSimple w:instr=" AUTHOR "><w:t>{told}'
        '</w:t></w:fldSimple><w:fldChar w:fldCharType="begin"/><w:instrText> LASTSAVED</w:instrText><w:instrText>BY '
        f'</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>{told}</w:t><w:fldChar w:fldCharType="end"/>'
        "<w:t>Our plan</w:t></w:document>"
    )
    book = (
        f'<workbook xmlns="m"><fileSharing userName="{told}"/><x15ac:absPath xmlns:x15ac="y" '
        f'url="C:\\Users\\{told}\\"/></workbook>'
    )
    comments = f'<comments xmlns="m"><authors><author>{told}</author></authors></comments>'
    people = f'<w15:people xmlns:w15="p"><w15:person w15:author="{told}"/></w15:people>'
    persons = f'<personList xmlns="t"><person displayName="{told}" userId="{told}"/></personList>'
    custom = f'<Properties xmlns="c"><property name="{told}">{told}</property></Properties>'
    share = f'<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><n>{told}</n></p:properties>'
    link = f'<R><r Type="x/hyperlink" TargetMode="External" Target="file:///C:/Users/{told}/plan.docx"/></R>'
    media = {
        f"{folder}/media/image1.{ending}": photo(made)
        for folder in ("word", "ppt", "xl")
        for ending, made in (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("tiff", "TIFF"))
    }
    return office(
        kind,
        **{
            **media,
            "ppt/media/film.mp4": recording()[0],
            "docProps/core.xml": core.encode("utf-16"),
            "docProps/app.xml": custom.encode(),
            "docProps/custom.xml": custom.encode("utf-16"),
            "docProps/thumbnail.jpeg": photo(),
            "package/metadata/x.psmdcp": core.encode(),
            "word/document.xml": field.encode("utf-16"),
            "word/people.xml": people.encode(),
            "word/_rels/document.xml.rels": link.encode(),
            "xl/workbook.xml": book.encode("utf-16"),
            "xl/comments1.xml": comments.encode("utf-16"),
            "xl/persons/person.xml": persons.encode(),
            "xl/printerSettings/printerSettings1.bin": told.encode("utf-16-le"),
            "_xmlsignatures/sig1.xml": custom.encode(),
            "customXml/item1.xml": share.encode(),
            "word/embeddings/sheet.xlsx": packed({"xl/media/a.jpg": photo(), "docProps/core.xml": core.encode()}),
        },
    )


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_an_office_file_names_nobody(kind):
    assert not all(map(silent, everything(ooxml(kind)).values()))
    parts = parts_of(f"plan.{kind}", ooxml(kind))
    assert [name for name, part in parts.items() if not silent(part) or b"Exif" in part] == []
    assert b"Our plan" in parts["word/document.xml"]
    assert "word/media/image1.jpg" in parts
    assert not {"docProps/thumbnail.jpeg", "_xmlsignatures/sig1.xml"} & set(parts)


@pytest.mark.parametrize("kind", ["odt", "ods", "odp"])
def test_an_open_document_names_nobody(kind):
    told = CANARY
    kinds = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}
    content = (
        f'<o xmlns:dc="d" xmlns:text="t"><dc:creator>{told}</dc:creator><text:author-name>{told}</text:author-name>'
        f"<text:sender-email>{told}</text:sender-email><text:p>Our plan</text:p></o>"
    )
    meta = f'<m xmlns:meta="m"><meta:user-defined meta:name="Teacher">{told}</meta:user-defined></m>'
    whole = open_document(
        kinds[kind],
        **{
            "styles.xml": content.encode("utf-16"),
            "Pictures/a.jpg": photo(),
            "Thumbnails/thumbnail.png": photo("PNG"),
            "Object 1/meta.xml": meta.encode("utf-16"),
            "META-INF/documentsignatures.xml": meta.encode(),
        },
    )
    parts = parts_of(f"plan.{kind}", whole)
    assert [name for name, part in parts.items() if not silent(part) or b"Exif" in part] == []
    assert b"Our plan" in parts["styles.xml"]
    assert b"Ada" not in parts["meta.xml"]
    assert next(iter(parts)) == "mimetype"


def test_a_drawing_loses_its_description():
    told = CANARY.encode("utf-16-le")
    header = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(16) + len(CANARY).to_bytes(4, "little")
    emf = header + (100).to_bytes(4, "little") + bytes(32) + told + bytes(20)
    assert not silent(emf)
    copy = parts_of("plan.docx", office(word__media__image1_dot_emf=emf))["word/media/image1.emf"]
    assert silent(copy)
    assert len(copy) == len(emf)


def text(body: str) -> dict[str, bytes]:
    return {"word/document.xml": f'<w:document {W} xmlns:a="a">{body}</w:document>'.encode("utf-16")}


def relations(attributes: str) -> dict[str, bytes]:
    return {"word/_rels/document.xml.RELS": f"<R><r {attributes}/></R>".encode("utf-16")}


@pytest.mark.parametrize(
    ("parts", "fact"),
    [
        (relations('Type="x/attachedTemplate" TargetMode="External" Target="https://a.example/"'), "loaded from"),
        (relations('Type="x/image" TargetMode=" external" Target="https://a.example/"'), "loaded from"),
        (relations('Type="x/image" Target="https://a.example/p.png"'), "loaded from"),
        (relations('Type="x/aFChunk" Target="chunk.dat"'), "loaded from"),
        (text("<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"), "fields"),
        (text('<w:fldSimple w:instr=" includePicture &quot;https://a.example/&quot;"/>'), "fields"),
        (
            text(
                '<w:fldChar w:fldCharType="begin"/><w:instrText>D</w:instrText><w:instrText>DE x</w:instrText>'
                '<w:fldChar w:fldCharType="end"/>'
            ),
            "fields",
        ),
        (
            text(
                '<w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 68 68 69'
                '</w:instrText><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/>'
            ),
            "fields",
        ),
        (text('<a:hlinkClick action="ppaction://program"/>'), "macros"),
        ({"xl/externalLinks/externalLink1.xml": b'<x xmlns="m"><ddeLink/></x>'}, "loaded from"),
        ({"xl/worksheets/sheet1.xml": b'<x xmlns="m"><f>_xlfn.WEBSERVICE("https://a.example")</f></x>'}, "loaded from"),
        ({"WORD/VBAPROJECT.BIN": b"x"}, "macros"),
        ({"word/x.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}, "definitions"),
        ({"word/media/a.webm": b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + bytes(60)}, "cannot be cleaned"),
    ],
)
def test_what_loads_or_runs_in_an_office_file_is_refused(parts, fact):
    with pytest.raises(FileHasActiveContent, match=fact):
        parts_of("plan.docx", office(**parts))


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (f'<draw:image xmlns:draw="d" {X} xlink:href="https://a.example/p.png"/>', "loaded from"),
        (f'<draw:image xmlns:draw="d" {X} xlink:href="../p.png"/>', "loaded from"),
        (f'<draw:image xmlns:draw="d" {X} xlink:href="//a.example/p.png"/>', "loaded from"),
        ('<text:dde-connection-decl xmlns:text="t"/>', "loaded from"),
        ('<t:cell xmlns:t="t" t:formula="of:=DDE(&quot;soffice&quot;;1)"/>', "loaded from"),
        (
            '<script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"/>',
            "macros",
        ),
    ],
)
def test_what_loads_or_runs_in_an_open_document_is_refused(content, fact):
    with pytest.raises(FileHasActiveContent, match=fact):
        parts_of("plan.odt", open_document(**{"styles.xml": content.encode("utf-16")}))


def test_basic_in_any_case_is_a_macro():
    with pytest.raises(FileHasActiveContent, match="macros"):
        parts_of("plan.odt", open_document(**{"BASIC/script.xlb": b"x"}))


def test_links_that_readers_follow_themselves_stay():
    link, image = '<text:a xlink:href="https://example.org/">a</text:a>', '<i xlink:href="Pictures/b.png"/>'
    links = f'<o xmlns:text="t" {X}>{link}{image}</o>'
    parts = parts_of("plan.odt", open_document(**{"styles.xml": links.encode(), "Configurations2/current.xml": b""}))
    assert b"https://example.org/" in parts["styles.xml"]

"""Office and OpenDocument files as programs write them after years of work, with a name in every place."""

import zipfile
from io import BytesIO

from microcred.foundation.tests.inspection.files import OOXML_MAIN, open_document


def workbook(canary: str, photo: bytes) -> bytes:
    """Who last saved and shares it, who commented and changed what, a path, a printer, a photo with EXIF."""
    m = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _office(
        "xlsx",
        canary,
        {
            "xl/workbook.xml": f'<workbook {m}><fileSharing userName="{canary}"/><x15ac:absPath xmlns:x15ac="y" '
            f'url="C:\\Users\\{canary}\\"/><sheets><sheet name="Plan" sheetId="1"/></sheets></workbook>',
            "xl/comments1.xml": f"<comments {m}><authors><author>{canary}</author></authors><commentList>"
            '<comment ref="A1" authorId="0"><text><t>Good.</t></text></comment></commentList></comments>',
            "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
            f'threadedcomments"><person displayName="{canary}" id="1" userId="{canary}" providerId="AD"/></personList>',
            "xl/revisions/revisionHeaders.xml": f'<headers {m} guid="x"><header guid="x" maxSheetId="2" '
            f'dateTime="2026-01-01T00:00:00Z" userName="{canary}"/></headers>',
            "xl/revisions/userNames.xml": f'<users {m} count="1"><userInfo guid="x" name="{canary}" id="-1" '
            'dateTime="2026-01-01T00:00:00Z"/></users>',
            "xl/printerSettings/printerSettings1.bin": canary.encode("utf-16-le"),
            "xl/media/image1.jpeg": photo,
        },
    )


def slides(canary: str, photo: bytes) -> bytes:
    """Who commented in the old way and the new, who changed what while writing together, a photo with EXIF."""
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    together = 'xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command"'
    return _office(
        "pptx",
        canary,
        {
            "ppt/presentation.xml": f"<p:presentation {p}/>",
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst {p}><p:cmAuthor id="0" name="{canary}" initials="{canary}" '
            'lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
            "ppt/authors.xml": '<p188:authorLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main">'
            f'<p188:author id="x" name="{canary}" initials="{canary}" userId="{canary}" providerId="AD"/>'
            "</p188:authorLst>",
            "ppt/changesInfos/changesInfo1.xml": f'<pc:chgInfo {together}><pc:docChgLst><pc:chgData name="{canary}" '
            f'userId="{canary}" providerId="AD" clId="x"/><pc:docChg chg="modSld"/></pc:docChgLst></pc:chgInfo>',
            "ppt/media/image1.jpeg": photo,
        },
    )


def open_file(kind: bytes, canary: str, photo: bytes) -> bytes:
    """Properties, tracked changes, annotations, fields of the sender, the printer, a photo with EXIF."""
    spaces = " ".join(
        f'xmlns:{short}="{space}"'
        for short, space in {
            "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
            "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
            "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
            "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
            "dc": "http://purl.org/dc/elements/1.1/",
        }.items()
    )
    content = (
        f'<office:document-content {spaces}><office:body><text:tracked-changes><text:changed-region text:id="c1">'
        f"<text:deletion><office:change-info><dc:creator>{canary}</dc:creator></office:change-info>"
        f"<text:p>{canary}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:p>Our plan<office:annotation><dc:creator>{canary}</dc:creator><meta:creator-initials>{canary}"
        f"</meta:creator-initials><text:p>Good.</text:p></office:annotation><text:author-name>{canary}"
        f"</text:author-name><text:sender-email>{canary}</text:sender-email></text:p></office:body>"
        "</office:document-content>"
    )
    meta = (
        f"<office:document-meta {spaces}><office:meta><meta:initial-creator>{canary}</meta:initial-creator>"
        f"<dc:creator>{canary}</dc:creator><dc:title>{canary}</dc:title><meta:printed-by>{canary}</meta:printed-by>"
        f'<meta:user-defined meta:name="School">{canary}</meta:user-defined></office:meta></office:document-meta>'
    )
    told = ("PrinterName", "PrinterSetup", "CurrentDatabaseDataSource")
    items = "".join(
        f'<config:config-item config:name="{one}" config:type="string">{canary}</config:config-item>' for one in told
    )
    settings = (
        f'<office:document-settings {spaces}><office:settings><config:config-item-set config:name="ooo:configuration-'
        f'settings">{items}</config:config-item-set></office:settings></office:document-settings>'
    )
    parts = {"content.xml": content, "meta.xml": meta, "settings.xml": settings}
    base = open_document(kind)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(base)) as plain, zipfile.ZipFile(target, "w") as whole:
        whole.writestr(zipfile.ZipInfo("mimetype"), plain.read("mimetype"))
        for name, part in parts.items():
            whole.writestr(name, part)
        whole.writestr("Pictures/a.jpg", photo)
        whole.writestr("Thumbnails/thumbnail.png", photo)
        whole.writestr("META-INF/documentsignatures.xml", f"<a>{canary}</a>")
    return target.getvalue()


def _office(kind: str, canary: str, parts: dict[str, str | bytes]) -> bytes:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{canary}</dc:creator><cp:lastModifiedBy>{canary}</cp:lastModifiedBy></cp:coreProperties>"
    )
    types = f'<Types><Override PartName="/main.xml" ContentType="{OOXML_MAIN[kind]}"/></Types>'
    told = {
        "[Content_Types].xml": types,
        "docProps/core.xml": core,
        "docProps/app.xml": f"<Properties><Company>{canary}</Company><Manager>{canary}</Manager></Properties>",
        "docProps/custom.xml": f"<Properties><property name='x'><v>{canary}</v></property></Properties>",
        "docProps/thumbnail.jpeg": canary.encode(),
        "customXml/item1.xml": f"<a>{canary}</a>",
        **parts,
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in told.items():
            entry = zipfile.ZipInfo(name)
            # What a packer says of an entry: a comment, and a field of its own
            entry.comment = canary.encode()
            entry.extra = b"\x99\x99" + len(canary).to_bytes(2, "little") + canary.encode()
            archive.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()

"""A file of each type that is taken, with a name in every place where one can hide."""

import struct
import zlib
from fractions import Fraction
from io import BytesIO
from tempfile import NamedTemporaryFile

import av
import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from microcred.foundation.tests.inspection.files import OOXML_MAIN, box, chunk, packed
from microcred.foundation.tests.inspection.office_canaries import open_file, slides, workbook

CANARY = "Zwitscherling"
"""A word that stands nowhere else."""
_SAID = CANARY.encode()


def exif() -> bytes:
    """Author, maker's note, position and words of a camera, and a thumbnail's place."""
    facts = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        facts[tag] = CANARY
    facts[0x9C9D] = CANARY.encode("utf-16-le")
    inner = facts.get_ifd(0x8769)
    inner[0x927C] = _SAID + b" makes notes"
    inner[0x9286] = b"ASCII\0\0\0" + _SAID
    inner[0xA430] = CANARY
    inner[0xA431] = CANARY
    position = facts.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (34.0, 55.0, 29.64), "W", (81.0, 1.0, 30.36)
    position[0x1B] = b"ASCII\0\0\0" + _SAID
    return facts.tobytes()


def xmp() -> bytes:
    """A packet as Adobe's programs write it."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>'
        f"<rdf:li>{CANARY}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def jpeg() -> bytes:
    """EXIF, XMP, IPTC, a comment, a colour profile's words, a picture of the picture, and something behind the end."""
    thumbnail = BytesIO()
    Image.new("RGB", (16, 12), "red").save(thumbnail, "JPEG", comment=_SAID)
    target = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, "JPEG", exif=exif(), comment=_SAID, xmp=xmp())
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(_SAID)) + _SAID
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) % 2)
    mpf = b"MPF\0" + _SAID + thumbnail.getvalue()
    segments = b"".join(
        b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body
        for kind, body in ((0xED, resource), (0xE2, mpf), (0xE5, _SAID), (0xFE, _SAID))
    )
    content = target.getvalue()
    return content[:2] + segments + content[2:] + _SAID


def png() -> bytes:
    """Texts, compressed and international, EXIF, a time, an unknown chunk, and something behind the end."""
    facts = PngInfo()
    facts.add_text("Author", CANARY)
    facts.add_text("Comment", CANARY * 20, zip=True)
    facts.add_itxt("Title", CANARY, lang="de", tkey=CANARY)
    facts.add_itxt("XML:com.adobe.xmp", xmp().decode())
    facts.add(b"caNy", _SAID, after_idat=True)
    target = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, "PNG", pnginfo=facts, exif=exif())
    return target.getvalue() + _SAID


def gif() -> bytes:
    """A comment, an application's block, and something behind the end."""
    target = BytesIO()
    Image.new("P", (20, 10)).save(target, "GIF", comment=_SAID)
    content = target.getvalue()
    block = b"\x21\xff\x0bXMP DataXMP" + bytes([len(_SAID)]) + _SAID + b"\0"
    return content[:-1] + block + content[-1:] + _SAID


def webp() -> bytes:
    """EXIF and XMP."""
    target = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, "WEBP", exif=exif(), xmp=xmp())
    return target.getvalue()


def pdf() -> bytes:
    """The information dictionary, XMP for the document and for a page, an attachment's name, a photo with EXIF."""
    document = pikepdf.new()
    document.add_blank_page()
    for key in ("/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company"):
        document.docinfo[key] = CANARY
    stream = document.make_stream(xmp())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.Root.Metadata = stream
    page = document.pages[0]
    page.Metadata = document.make_stream(xmp())
    page.PieceInfo = pikepdf.Dictionary(Maker=pikepdf.Dictionary(Private=pikepdf.String(CANARY)))
    photo = document.make_stream(jpeg())
    photo.Type, photo.Subtype, photo.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    photo.Width, photo.Height, photo.BitsPerComponent, photo.ColorSpace = 60, 40, 8, pikepdf.Name.DeviceRGB
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = document.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    target = BytesIO()
    document.save(target)
    return target.getvalue().replace(b"%%EOF", b"%" + _SAID + b"\n%%EOF")


def docx() -> bytes:
    """Properties, changes, comments, people, identifiers of sessions, a thumbnail, custom XML, a photo with EXIF."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f'<w:document {w}><w:body><w:p><w:ins w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z">'
        f'<w:r><w:t>Our plan</w:t></w:r></w:ins><w:del w:id="2" w:author="{CANARY}"><w:r><w:delText>{CANARY}'
        "</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d">'
        f"<dc:creator>{CANARY}</dc:creator><cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy><dc:title>{CANARY}</dc:title>"
        f"<dc:subject>{CANARY}</dc:subject><dc:description>{CANARY}</dc:description><cp:keywords>{CANARY}</cp:keywords>"
        "</cp:coreProperties>"
    )
    types = f'<Types><Override PartName="/main.xml" ContentType="{OOXML_MAIN["docx"]}"/></Types>'
    return packed(
        {
            "[Content_Types].xml": types.encode(),
            "word/document.xml": body.encode(),
            "word/comments.xml": f'<w:comments {w}><w:comment w:id="0" w:author="{CANARY}" w:initials="{CANARY}">'
            f"<w:p><w:r><w:t>Good.</w:t></w:r></w:p></w:comment></w:comments>".encode(),
            "word/people.xml": f'<w15:people xmlns:w15="x"><w15:person w15:author="{CANARY}"/></w15:people>'.encode(),
            "docProps/core.xml": core.encode(),
            "docProps/app.xml": f"<Properties><Company>{CANARY}</Company></Properties>".encode(),
            "docProps/custom.xml": f"<Properties><property name='x'><v>{CANARY}</v></property></Properties>".encode(),
            "docProps/thumbnail.jpeg": jpeg(),
            "customXml/item1.xml": f"<a>{CANARY}</a>".encode(),
            "word/media/image1.jpeg": jpeg(),
        }
    )


def mp3() -> bytes:
    """ID3 in front, with a cover, and in the old form behind."""
    frame = b"TPE1" + struct.pack(">I", len(_SAID) + 1) + b"\0\0\0" + _SAID
    cover = b"APIC" + struct.pack(">I", len(_SAID) + 14) + b"\0\0\0image/jpeg\0\3\0" + _SAID
    tag = frame + cover
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    sound = (b"\xff\xfb\x90\x64" + bytes(413)) * 4
    return b"ID3\x03\0\0" + size + tag + sound + b"TAG" + _SAID.ljust(125, b"\0")


def wav() -> bytes:
    """RIFF INFO, broadcast extension, and XMP."""
    info = b"INFO" + chunk(b"IART", _SAID) + chunk(b"ICMT", _SAID)
    body = b"WAVE" + chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)) + chunk(b"LIST", info)
    body += chunk(b"bext", _SAID.ljust(602, b"\0")) + chunk(b"_PMX", xmp()) + chunk(b"data", b"\x80" * 800)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def film(codec: str = "libx264", seconds: int = 1, *, moved_behind: bool = True) -> bytes:
    """A real MP4 with sound, as a phone writes it: its index behind, position and names in boxes of three kinds."""
    with NamedTemporaryFile(suffix=".mp4") as file:
        with av.open(file.name, "w", options={"movflags": "use_metadata_tags"}) as target:
            for key in ("title", "artist", "comment", "location", "com.apple.quicktime.author", "encoder"):
                target.metadata[key] = CANARY
            picture = target.add_stream(codec, rate=10)
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
            picture.metadata["handler_name"] = CANARY
            sound = target.add_stream("aac", rate=8000)
            sound.metadata["handler_name"] = CANARY
            for number in range(10 * seconds):
                image = Image.new("RGB", (64, 48), (25 * (number % 10), 80, 120))
                target.mux(picture.encode(av.VideoFrame.from_image(image)))
            silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            silence.sample_rate, silence.time_base = 8000, Fraction(1, 8000)
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            for number in range(8 * seconds):
                silence.pts = number * 1024
                target.mux(sound.encode(silence))
            for stream in (picture, sound):
                target.mux(stream.encode(None))
        file.seek(0)
        content = file.read()
    place = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", 18, 0) + b"+34.9249-081.0251/") + box(b"loci", _SAID))
    return content + place + box(b"uuid", zlib.crc32(_SAID).to_bytes(4, "big") * 4 + xmp()) + box(b"free", _SAID)


def as_tagged(container: str, suffix: str) -> bytes:
    """A real recording of sound (and a still, unless it is sound alone) with the tags of this container's own."""
    with NamedTemporaryFile(suffix=suffix) as file:
        with av.open(file.name, "w", format=container) as target:
            for key in ("title", "artist", "album", "comment", "copyright", "description", "author", "location"):
                target.metadata[key] = CANARY
            sound = target.add_stream("aac", rate=8000)
            sound.metadata["handler_name"], sound.metadata["title"] = CANARY, CANARY
            if container != "ipod":
                picture = target.add_stream("libx264", rate=10)
                picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
                picture.metadata["handler_name"], picture.metadata["encoder"] = CANARY, CANARY
                for _number in range(5):
                    image = Image.new("RGB", (64, 48), "teal")
                    target.mux(picture.encode(av.VideoFrame.from_image(image)))
                target.mux(picture.encode(None))
            silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            silence.sample_rate, silence.time_base = 8000, Fraction(1, 8000)
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            for number in range(8):
                silence.pts = number * 1024
                target.mux(sound.encode(silence))
            target.mux(sound.encode(None))
        file.seek(0)
        return file.read()


CAPTIONS = f"""WEBVTT - {CANARY}
Kind: captions; Author: {CANARY}

NOTE
Written by {CANARY}

STYLE
::cue(v[voice="{CANARY}"]) {{ color: lime }}

REGION
id:{CANARY}

{CANARY}-1
00:00:00.000 --> 00:00:00.900 region:{CANARY}
<v {CANARY}>What do you notice?</v> <c.{CANARY}>Look again.</c>
"""
"""Captions name people in comments, styles, regions, cues' names and voices; what is said stays."""


ALL = {
    "photo.jpg": jpeg,
    "drawing.png": png,
    "loop.gif": gif,
    "modern.webp": webp,
    "plan.pdf": pdf,
    "notes.docx": docx,
    "budget.xlsx": lambda: workbook(CANARY, jpeg()),
    "slides.pptx": lambda: slides(CANARY, jpeg()),
    "notes.odt": lambda: open_file(b"text", CANARY, jpeg()),
    "budget.ods": lambda: open_file(b"spreadsheet", CANARY, jpeg()),
    "slides.odp": lambda: open_file(b"presentation", CANARY, jpeg()),
    "talk.mp3": mp3,
    "talk.m4a": lambda: as_tagged("ipod", ".m4a"),
    "sound.wav": wav,
    "lesson.mp4": film,
    "lesson.m4v": lambda: as_tagged("mp4", ".m4v"),
    "lesson.mov": lambda: as_tagged("mov", ".mov"),
}
PLAIN = frozenset({"txt", "md", "csv"})
"""Types that hold nothing but what is read in them."""


def sings(content: bytes) -> bool:
    """Whether the canary is heard in it, in whichever letters, packed or not."""
    told = (CANARY.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    return any(word in content for word in told)

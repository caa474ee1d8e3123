"""Pictures within PDF files: their segments and boxes that show something, and no others."""

import struct
import zlib

import pikepdf

_SHOWN_APPS = (0xE0, 0xEE)
"""JFIF and Adobe's note on colours (ISO/IEC 10918-6 §6.5.3); other applications' segments hold EXIF, XMP and IPTC"""
_COMMENT = 0xFE
_UNTOLD_BOXES = (b"xml ", b"uuid", b"uinf", b"jp2i")


class Uncleanable(Exception):
    """A picture is packed in a way in which nobody can tell what it says."""


def clean(stream: pikepdf.Stream) -> None:
    """Rewrite a stream that is a JPEG or JPEG 2000 picture.

    Raises:
        Uncleanable: if it cannot be read.
    """
    said = stream.get("/Filter")
    filters = [str(one) for one in said] if isinstance(said, pikepdf.Array) else [str(said)]
    if not {"/DCTDecode", "/DCT", "/JPXDecode"} & set(filters):
        return
    if set(filters[:-1]) - {"/FlateDecode", "/Fl"}:
        raise Uncleanable
    content = stream.read_raw_bytes()
    try:
        for _packed in filters[:-1]:
            content = zlib.decompress(content)
        if filters[-1] == "/JPXDecode":
            stream.write(_jpeg2000(content), filter=pikepdf.Name.JPXDecode)
        else:
            parameters = stream.get("/DecodeParms")
            if isinstance(parameters, pikepdf.Array):
                parameters = parameters[-1]
            kept = parameters if isinstance(parameters, pikepdf.Dictionary) else None
            stream.write(_jpeg(content), filter=pikepdf.Name.DCTDecode, decode_parms=kept)
    except (zlib.error, struct.error, IndexError) as error:
        raise Uncleanable from error


def _jpeg(content: bytes) -> bytes:
    """The picture up to its first end (ISO/IEC 10918-1 §B.1.1)."""
    if content[:2] != b"\xff\xd8":
        raise Uncleanable
    kept, at = [content[:2]], 2
    while content[at : at + 2] != b"\xff\xd9":
        if at + 4 > len(content) or content[at] != 0xFF:
            raise Uncleanable
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            end = _behind_scan(content, end)
        told = marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker not in _SHOWN_APPS)
        if not told:
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _behind_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: within a scan 0xFF is followed by zero or a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise Uncleanable


def _jpeg2000(content: bytes) -> bytes:
    """The boxes of a JP2 file that hold no texts (ISO/IEC 15444-1 §I.7); a bare codestream as it is."""
    if content[:4] == b"\xff\x4f\xff\x51":
        return content
    kept, at = [], 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if length == 1:
            length = struct.unpack_from(">Q", content, at + 8)[0]
        end = at + length if length else len(content)
        if end < at + 8 or end > len(content):
            raise Uncleanable
        if kind not in _UNTOLD_BOXES:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)

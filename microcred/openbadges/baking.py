"""Credentials inside images (Open Badges 3.0, "Baking"): PNG by an ``iTXt`` chunk, SVG by an element.

Baked is the document's text as it stands, so what is extracted is byte for byte what was signed and stored.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from microcred.openbadges.errors import OpenBadgesError

MAX_IMAGE: Final = 10 * 1024 * 1024
"""Largest image read, in bytes."""

PNG_KEYWORD: Final = "openbadgecredential"
SVG_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_SVG_ROOT: Final = "http://www.w3.org/2000/svg"
_CLR_NAMESPACE: Final = "https://purl.imsglobal.org/clr/v2p0"
_KEYWORDS: Final = frozenset({PNG_KEYWORD, "openbadges"})
"""What names a credential in a PNG: of Open Badges 3, and of Open Badges 2, whose images are read and never made."""
_ELEMENTS: Final = {SVG_NAMESPACE: "credential", _CLR_NAMESPACE: "credential", "http://openbadges.org": "assertion"}
"""What holds it in an SVG: the element, by namespace."""
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MAX_TEXT: Final = 2 * 1024 * 1024


class ImageRefused(OpenBadgesError):
    """The image is not a PNG or SVG that can safely carry or yield a credential."""


def bake_png(image: bytes, credential: bytes) -> bytes:
    """``image`` carrying ``credential``; whatever Open Badges credential it carried before is taken out.

    Args:
        image: a PNG.
        credential: the UTF-8 text of the credential, as :func:`.documents.to_bytes` gives it.

    Raises:
        ImageRefused: when ``image`` is not a whole, undamaged PNG or too large.
    """
    text = PNG_KEYWORD.encode() + b"\0" + b"\0\0" + b"\0" + b"\0" + credential
    parts = [_PNG_SIGNATURE]
    for chunk in _chunks(image):
        if not chunk.carries_badge:
            parts.append(chunk.raw)
        if chunk.kind == b"IHDR":
            parts.append(_chunk(b"iTXt", text))
    return b"".join(parts)


def extract_png(image: bytes) -> bytes | None:
    """The credential or assertion a PNG carries, of Open Badges 3.0 or 2.0; ``None`` when it carries none.

    Raises:
        ImageRefused: when the image is damaged, or carries two credentials, so that two readers could see two.
    """
    found = [text for chunk in _chunks(image) if (text := _credential_text(chunk)) is not None]
    if len(found) > 1:
        raise ImageRefused("the image carries more than one credential")
    return found[0] if found else None


@dataclass(frozen=True)
class _Chunk:
    kind: bytes
    data: bytes
    raw: bytes

    @property
    def carries_badge(self) -> bool:
        return self.kind in (b"tEXt", b"zTXt", b"iTXt") and self.data.startswith(b"openbadge")


def _chunks(image: bytes) -> Iterator[_Chunk]:
    if len(image) > MAX_IMAGE:
        raise ImageRefused(f"the image is larger than {MAX_IMAGE // 1024 // 1024} MiB")
    if not image.startswith(_PNG_SIGNATURE):
        raise ImageRefused("the image is not a PNG")
    offset = len(_PNG_SIGNATURE)
    first = True
    while offset + 12 <= len(image):
        (length,) = struct.unpack_from(">I", image, offset)
        end = offset + 12 + length
        if end > len(image):
            break
        kind, data = image[offset + 4 : offset + 8], image[offset + 8 : end - 4]
        (checksum,) = struct.unpack_from(">I", image, end - 4)
        if checksum != zlib.crc32(kind + data):
            raise ImageRefused("the PNG is damaged")
        if first and kind != b"IHDR":
            raise ImageRefused("the PNG does not begin with its header")
        first = False
        yield _Chunk(kind, data, image[offset:end])
        if kind == b"IEND":
            return
        offset = end
    raise ImageRefused("the PNG is cut off")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _credential_text(chunk: _Chunk) -> bytes | None:
    keyword, _, rest = chunk.data.partition(b"\0")
    if chunk.kind not in (b"tEXt", b"iTXt") or keyword.decode("latin-1") not in _KEYWORDS:
        return None
    if chunk.kind == b"tEXt":
        # the first bakers wrote the address of the assertion so
        return rest if keyword == b"openbadges" else None
    if len(rest) < 2:
        return None
    compressed, method, rest = rest[0], rest[1], rest[2:]
    try:
        _language, _translated, text = rest.split(b"\0", 2)
    except ValueError as error:
        raise ImageRefused("the text chunk of the PNG is malformed") from error
    if not compressed:
        return text
    # the standard asks for plain text; some bakers compress all the same
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(text, _MAX_TEXT)
    except zlib.error as error:
        raise ImageRefused("the text chunk of the PNG does not unpack") from error
    if method != 0 or not unpacker.eof:
        raise ImageRefused("the text chunk of the PNG does not unpack")
    return text


def bake_svg(image: bytes, credential: bytes) -> bytes:
    """``image`` with ``credential`` as the first child of its root, in CDATA; an earlier credential is taken out.

    The rest of the file stays as it is, to the byte.

    Raises:
        ImageRefused: when ``image`` is not an SVG, declares entities, is not UTF-8, or is too large.
    """
    outline = _outline(image)
    text = credential.replace(b"]]>", b"]]]]><![CDATA[>")
    element = b"<openbadges:credential><![CDATA[" + text + b"]]></openbadges:credential>"
    root = _without_binding(image[outline.root_start : outline.root_end])
    declaration = b' xmlns:openbadges="' + SVG_NAMESPACE.encode() + b'"'
    close = b"/>" if root.endswith(b"/>") else b">"
    opened = root.removesuffix(close).rstrip() + declaration + b">"
    body = image[outline.root_end :]
    for start, end in reversed(outline.badges):
        body = body[: start - outline.root_end] + body[end - outline.root_end :]
    name_match = re.match(rb"<([^\s/>]+)", root)
    tail = b"</" + name_match.group(1) + b">" if close == b"/>" and name_match else b""
    return image[: outline.root_start] + opened + element + tail + body


def extract_svg(image: bytes) -> bytes | None:
    """The credential or assertion an SVG carries, of Open Badges 3.0 or 2.0; ``None`` when it carries none.

    Raises:
        ImageRefused: when the image is not a safe SVG, or carries two credentials.
    """
    found = _outline(image).credentials
    if len(found) > 1:
        raise ImageRefused("the image carries more than one credential")
    return found[0].strip().encode() if found else None


def extract(data: bytes) -> bytes | None:
    """The credential in a PNG or SVG, told apart by content; ``None`` when the image carries none.

    Raises:
        ImageRefused: when ``data`` is neither.
    """
    return extract_png(data) if data.startswith(_PNG_SIGNATURE) else extract_svg(data)


@dataclass(frozen=True)
class _Outline:
    """Byte offsets of what matters in an SVG, and the credentials it carries."""

    root_start: int
    root_end: int
    badges: list[tuple[int, int]]
    credentials: list[str]


def _outline(image: bytes) -> _Outline:
    if len(image) > MAX_IMAGE:
        raise ImageRefused(f"the image is larger than {MAX_IMAGE // 1024 // 1024} MiB")
    return _SvgReader(image).read()


class _SvgReader:
    """A pass with expat, which expands nothing: declarations of entities are refused, and what stands elsewhere, as the
    document type that drawing programs name, is not fetched."""

    def __init__(self, image: bytes) -> None:
        self.image = image
        self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._check_doctype
        self.parser.SkippedEntityHandler = self._refuse_entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.depth = 0
        self.root_start = -1
        self.badge_start = -1
        self.badge_depth = 0
        self.in_credential = False
        self.is_older = False
        self.token = ""
        self.texts: list[str] = []
        self.badges: list[tuple[int, int]] = []
        self.credentials: list[str] = []

    def read(self) -> _Outline:
        try:
            self.image.decode()
            self.parser.Parse(self.image, True)
        except UnicodeDecodeError as error:
            raise ImageRefused("the SVG is not UTF-8") from error
        except expat.ExpatError as error:
            raise ImageRefused(f"the image is not well-formed SVG: {error}") from error
        return _Outline(self.root_start, _tag_end(self.image, self.root_start), self.badges, self.credentials)

    def _check_doctype(self, _name: str, _system: str | None, _public: str | None, declares: bool) -> None:
        if declares:
            raise ImageRefused("the SVG declares things within its document type, which can hide entities")

    def _refuse_entity(self, name: str, _is_parameter: bool) -> None:
        raise ImageRefused(f"the SVG refers to the entity {name!r}, which is not in it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        namespace, _, local = name.rpartition(" ")
        if self.depth == 1:
            if (namespace, local) != (_SVG_ROOT, "svg"):
                raise ImageRefused("the image is not an SVG")
            self.root_start = self.parser.CurrentByteIndex
        if self.depth > 500:
            raise ImageRefused("the SVG nests too deeply")
        if self.badge_start < 0 and namespace in _ELEMENTS:
            self.badge_start, self.badge_depth = self.parser.CurrentByteIndex, self.depth
            self.in_credential = local == _ELEMENTS[namespace]
            self.texts = []
            self.token = attributes.get("verify", "") if self.in_credential else ""
            self.is_older = namespace not in (SVG_NAMESPACE, _CLR_NAMESPACE)

    def _end(self, name: str) -> None:
        if self.badge_start >= 0 and self.depth == self.badge_depth:
            end = _tag_end(self.image, self.badge_start)
            if not self.image.endswith(b"/>", 0, end):
                end = _tag_end(self.image, self.parser.CurrentByteIndex)
            self.badges.append((self.badge_start, end))
            if self.in_credential:
                self.credentials.append(self._chosen())
            self.badge_start, self.in_credential = -1, False
        self.depth -= 1

    def _chosen(self) -> str:
        """A token stands in an attribute, a document in the element. Open Badges 2 may write an address beside it."""
        text = "".join(self.texts)
        if self.token and text.strip() and not self.is_older:
            raise ImageRefused("the image carries more than one credential")
        return text if text.strip() else self.token

    def _text(self, text: str) -> None:
        if self.in_credential:
            self.texts.append(text)


def _tag_end(image: bytes, start: int) -> int:
    """The offset after the tag that begins at ``start``; a ``>`` inside quotes does not end it."""
    match = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""").match(image, start)
    if match is None:  # expat has accepted the file, so this is another reading of it than ours
        raise ImageRefused("the SVG cannot be read")
    return match.end()


def _without_binding(tag: bytes) -> bytes:
    """The root's tag without an earlier binding of the prefix, which may name the Open Badges 2 namespace."""
    return re.sub(rb"""\s+xmlns:openbadges\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag)

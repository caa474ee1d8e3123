"""PDF: a page of which a part is covered becomes a picture of itself, and nothing of the old page stays in the file.

Text, drawings and pictures beneath a box that is laid on top can be taken out from under it. So the page is drawn by
pdfium, filled in the pixels, and written back as one picture; the page's own content, fonts, comments, fields and
whatever repeats its words elsewhere (outline, structure, named places) are gone. Other pages look as they did, and keep
nothing but what they are drawn with (`leavings`); where that cannot be told, they become pictures too.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from typing import IO, Any, BinaryIO, cast

import pikepdf
import pypdfium2
from PIL import Image

from microcred.foundation.inspection.redaction import NothingLeftOut, leavings
from microcred.foundation.inspection.redaction.pictures import box_of, filled

DOTS = 170
"""dots an inch at which a page is drawn: small print stays readable"""
LONGEST_SIDE = 4000
"""pixels of a drawn page"""

_KEPT = ("/Type", "/Parent")
"""What stays of a page's own dictionary."""


def redact(
    source: IO[bytes],
    target: IO[bytes],
    media_type: str,
    marks: list[dict[str, Any]],
    tell: Callable[[float], None],
) -> None:
    """Cover regions of pages.

    Raises:
        NothingLeftOut: the document has no such page.
    """
    by_page: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for mark in marks:
        by_page[mark["page"]].append(mark)
    with pikepdf.open(cast("BinaryIO", source)) as document:
        if max(by_page) > len(document.pages):
            raise NothingLeftOut
        pages = [page.obj for page in document.pages]
        for done, (number, on_page) in enumerate(sorted(by_page.items())):
            picture, size = _drawn(source, number - 1)
            _become(
                document, pages[number - 1], filled(picture, [box_of(mark, picture.size) for mark in on_page]), size
            )
            tell((done + 1) / (len(by_page) + 1))
        _own_resources_alone(pages)
        leavings.keep_the_document(document.Root)
        for index, page in enumerate(pages):
            if index + 1 not in by_page:
                _keep_alone(document, source, page, index)
        document.save(
            cast("BinaryIO", target), object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )


def _keep_alone(document: pikepdf.Pdf, source: IO[bytes], page: pikepdf.Object, index: int) -> None:
    try:
        leavings.keep_the_page(page)
    except leavings.NotTold:
        _become(document, page, *_drawn(source, index))


def _drawn(source: IO[bytes], index: int) -> tuple[Image.Image, tuple[float, float]]:
    """A page as it is seen, comments and fields included, and its size in points."""
    source.seek(0)
    with closing(pypdfium2.PdfDocument(source.read())) as document:
        document.init_forms()
        with closing(document[index]) as page:
            size = page.get_size()
            scale = min(DOTS / 72, LONGEST_SIDE / max(size))
            return page.render(scale=scale).to_pil().convert("RGB"), size


def _become(document: pikepdf.Pdf, page: pikepdf.Object, picture: Image.Image, size: tuple[float, float]) -> None:
    """Make a page the picture, in its place: what leads to the page still does."""
    encoded = BytesIO()
    picture.save(encoded, "JPEG", quality=88, optimize=True)
    image = document.make_stream(
        encoded.getvalue(),
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        ),
    )
    _drop(page, tuple(key for key in page.keys() if key not in _KEPT))  # noqa: SIM118 (no mapping)
    width, height = (math.ceil(side * 1000) / 1000 for side in size)
    page.MediaBox = pikepdf.Array([0, 0, width, height])
    page.CropBox = pikepdf.Array([0, 0, width, height])
    page.Rotate = 0
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
    page.Contents = document.make_stream(f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode())


def _own_resources_alone(pages: Sequence[pikepdf.Object]) -> None:
    """Give each page what it takes from the nodes above it, and take it from them: they would keep all of it."""
    above = []
    for page in pages:
        node = page
        while "/Parent" in node:
            node = node["/Parent"]
            above.append(node)
            for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
                if key in node and key not in page:
                    page[key] = node[key]
    for node in above:
        _drop(node, ("/Resources", "/MediaBox", "/CropBox", "/Rotate"))


def _drop(thing: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in thing:
            del thing[key]

"""A page of a clean PDF as a picture, for who points to a place on it."""

from contextlib import closing
from typing import IO, Any, BinaryIO, cast

import pypdfium2
from PIL import Image

WIDTH = 1100
"""pixels: sharp in a column of 550, and on a phone"""
LONGEST = 3300
"""pixels of a page that is far higher than wide, which is drawn narrower"""
COLOURS = 96
"""enough to know a page by; a page of print has a tenth of the bytes that it has in full colour"""


def picture(source: IO[bytes], target: IO[bytes], number: int) -> dict[str, Any]:
    """Write a page as it is seen, comments and fields included, as PNG without anything but its pixels.

    Args:
        number: of the page, from 1.

    Returns:
        How many `pages` the document has, and whether this one was `pictured`: it has no other.
    """
    source.seek(0)
    with closing(pypdfium2.PdfDocument(cast("BinaryIO", source))) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            return {"pages": pages, "pictured": False}
        document.init_forms()
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
            drawn = page.render(scale=min(WIDTH / max(width, 1), LONGEST / max(height, 1))).to_pil().convert("RGB")
    drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(target, "PNG")
    target.flush()
    return {"pages": pages, "pictured": True}

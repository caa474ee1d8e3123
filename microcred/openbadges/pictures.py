"""QR codes in pictures: a photograph of a certificate, a screenshot, a badge that shows one."""

from __future__ import annotations

import io
import warnings
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from microcred.openbadges.baking import MAX_IMAGE, ImageRefused

FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
"""Kinds of pictures that are looked at, told apart by content."""

MAX_PIXELS: Final = 40_000_000
"""Largest picture looked at. A telephone's camera makes 12 to 50 million; a small file can unpack to far more."""

_LOOKED_AT: Final = 2400
"""Pixels of the longer side that a picture is reduced to, in which a QR code that people can scan is still legible."""


def qr_texts(picture: bytes) -> list[str]:
    """What the QR codes in a picture say, each once, in no order that means anything.

    Raises:
        ImageRefused: when it is no picture of :data:`FORMATS`, damaged, or too large.
    """
    if len(picture) > MAX_IMAGE:
        raise ImageRefused(f"the image is larger than {MAX_IMAGE // 1024 // 1024} MiB")
    image = _grey(picture)
    found = _read(image)
    if not found and max(image.size) > _LOOKED_AT:
        image.thumbnail((_LOOKED_AT, _LOOKED_AT))
        found = _read(image)
    return list(dict.fromkeys(found))


def _read(image: Image.Image) -> list[str]:
    codes = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]), text_mode=zxingcpp.TextMode.Plain
    )
    return [code.text for code in codes if code.valid and code.text]


def _grey(picture: bytes) -> Image.Image:
    """The picture without colour, on white where it is transparent."""
    try:
        with warnings.catch_warnings():
            # the size is looked at here, before anything is unpacked
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(picture), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise ImageRefused(f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels")
            coloured = image.convert("RGBA")
    except ImageRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImageRefused("the file is not a picture that can be read") from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, MemoryError) as error:
        # Pillow's readers raise what they stumble over in damaged files
        raise ImageRefused("the picture is damaged") from error
    flat = Image.new("RGBA", coloured.size, "white")
    flat.alpha_composite(coloured)
    return flat.convert("L")

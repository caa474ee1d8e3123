"""Pictures: the region is filled in the pixels of every frame, and the picture is written anew from them."""

import math
from collections.abc import Callable
from typing import IO, Any

from PIL import Image, ImageSequence

from microcred.foundation.inspection.images import JPEG_QUALITY

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}

BLOCK = 16
"""pixels: JPEG and WebP describe squares of at most this side together, so that one beside the region may hold an echo
of what was in it (ITU-T T.81 §A.2 with 4:2:0; RFC 6386 §2). Regions grow to their borders."""
SPILL = 4
"""pixels by which decoders smooth across those borders (RFC 6386 §15.2)"""


def redact(
    source: IO[bytes],
    target: IO[bytes],
    media_type: str,
    marks: list[dict[str, Any]],
    tell: Callable[[float], None],
) -> None:
    """Fill regions with opaque black and write nothing but the pixels."""
    kind = FORMATS[media_type]
    with Image.open(source, formats=[kind]) as picture:
        boxes = [box_of(mark, picture.size) for mark in marks]
        if getattr(picture, "n_frames", 1) > 1 and kind in ("GIF", "WEBP"):
            timing = {key: picture.info[key] for key in ("duration", "loop") if key in picture.info}
            first, *others = (filled(frame.convert("RGBA"), boxes) for frame in ImageSequence.Iterator(picture))
            first.save(target, kind, save_all=True, append_images=others, **timing)
            return
        still = filled(_plain(picture), boxes)
    tell(0.5)
    if kind == "JPEG":
        still = still if still.mode in ("L", "RGB") else still.convert("RGB")
        still.save(target, kind, quality=JPEG_QUALITY, optimize=True, progressive=True)
    else:
        still.save(target, kind, **({"lossless": True} if kind == "WEBP" else {}))


def box_of(mark: dict[str, Any], size: tuple[int, int], block: int = BLOCK) -> tuple[int, int, int, int]:
    """Left, upper, right and lower edge in pixels of a region that is given in per cent, grown to whole blocks."""
    width, height = size

    def before(share: float, side: int) -> int:
        return max(0, math.floor((share / 100 * side - SPILL) / block) * block)

    def behind(share: float, side: int) -> int:
        return min(side, math.ceil((share / 100 * side + SPILL) / block) * block)

    return (
        before(mark["left"], width),
        before(mark["top"], height),
        behind(mark["left"] + mark["width"], width),
        behind(mark["top"] + mark["height"], height),
    )


def filled(picture: Image.Image, boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    """The picture with opaque black boxes, in which every channel says nothing else."""
    black: Any = (0,) * (len(picture.getbands()) - 1) + (255,) if picture.mode in ("RGBA", "LA") else 0
    for box in boxes:
        picture.paste(black, box)
    picture.info = {}
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """A copy without a palette, whose black is black."""
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB") if picture.mode in ("CMYK", "YCbCr", "HSV", "LAB") else picture.copy()

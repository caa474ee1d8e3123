"""Pictures: read to the last pixel, then written anew, so that nothing but pixels remains."""

import warnings
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from microcred.foundation.inspection.refusals import FileDamaged, FileRefused, FileUnpacksTooLarge

MOST_PIXELS = 60_000_000
"""pixels of a picture, over all its frames; the largest phones take 50 million"""

MOST_FRAMES = 300

JPEG_QUALITY = 90

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
_KEPT = ("transparency", "duration", "loop", "background")
"""What a picture needs to look the same; all other facts about it stay behind."""


def clean(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Write the picture anew: upright, in sRGB, without EXIF, comments, profiles, thumbnails or trailing bytes."""
    clean_as(_FORMATS[name.rpartition(".")[2].lower()], source, target, name)


def clean_as(kind: str, source: IO[bytes], target: IO[bytes], name: str) -> None:
    """The same for a picture of this format (Pillow's word for it) within the file of this name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=[kind]) as picture:
                _within_limits(picture, name)
                picture.verify()
            source.seek(0)
            with Image.open(source, formats=[kind]) as picture:
                _write(picture, target, kind)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except UnidentifiedImageError as error:
        raise FileDamaged(name=name, fact=_("no picture could be read from it")) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError) as error:
        # Pillow's decoders say "broken" in all of these ways.
        raise FileDamaged(name=name, fact=_("the picture breaks off or is malformed")) from error


def _within_limits(picture: Image.Image, name: str) -> None:
    frames = getattr(picture, "n_frames", 1)
    if frames > MOST_FRAMES or picture.width * picture.height * frames > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> FileUnpacksTooLarge:
    return FileUnpacksTooLarge(
        name=name,
        grows=_("more pixels than we open"),
        limit=_("{count} million pixels").format(count=MOST_PIXELS // 10**6),
    )


def _write(picture: Image.Image, target: IO[bytes], kind: str) -> None:
    if getattr(picture, "n_frames", 1) > 1 and kind in ("GIF", "WEBP"):
        first, *others = (_bare(frame.copy()) for frame in ImageSequence.Iterator(picture))
        first.save(target, kind, save_all=True, append_images=others, **_timing(picture))
        return
    still = _bare(_in_srgb(ImageOps.exif_transpose(picture)))
    if kind == "JPEG":
        still = still if still.mode in ("L", "RGB") else still.convert("RGB")
        still.save(target, kind, quality=JPEG_QUALITY, optimize=True, progressive=True)
    else:
        still.save(target, kind, **({"lossless": True} if kind == "WEBP" else {}))


def _bare(picture: Image.Image) -> Image.Image:
    picture.load()
    picture.info = {key: value for key, value in picture.info.items() if key in _KEPT}
    return picture


def _timing(picture: Image.Image) -> dict[str, Any]:
    return {key: picture.info[key] for key in ("duration", "loop") if key in picture.info}


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The same colours without the camera's profile."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        converted = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except ImageCms.PyCMSError:
        return picture
    return converted or picture

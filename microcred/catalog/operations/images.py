"""The pictures of a design, written with its version."""

from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design
from microcred.catalog.models import Version, VersionImage
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import Refusal
from microcred.foundation.storage import files_named


class ImageUnknown(Refusal):
    """The design names a picture whose file is not here, or is another than the one it names."""

    message = _(
        "The file of picture {number} is not here, or is another than the design says. Upload the picture again."
    )
    field = "images"


def images_named(design: Design) -> list[StoredFile]:
    """The files of a design's pictures, in their order. Whoever names one must know its digest, too.

    Raises:
        ImageUnknown
    """
    files = files_named((image.file, image.sha256) for image in design.images)
    found = []
    for number, image in enumerate(design.images, start=1):
        file = files.get(image.file) if image.file else None
        if file is None or file.sha256 != image.sha256 or not file.media_type.startswith("image/"):
            raise ImageUnknown(number=number)
        found.append(file)
    return found


def write_images(version: Version, files: list[StoredFile]) -> None:
    """Show these files with a version from now on."""
    VersionImage.objects.bulk_create(
        VersionImage(version=version, file=file, position=position) for position, file in enumerate(files)
    )

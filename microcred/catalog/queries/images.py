"""Questions about the pictures of published designs."""

from uuid import UUID

from microcred.catalog.models import VersionImage
from microcred.foundation.models import StoredFile


def public_image(file_id: UUID) -> StoredFile | None:
    """A file that some published version shows; None of every other file."""
    shown = VersionImage.objects.filter(file=file_id).select_related("file").first()
    return shown.file if shown is not None else None

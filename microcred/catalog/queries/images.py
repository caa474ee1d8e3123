"""Questions about the files of published designs: pictures, and templates to start from."""

from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Requirement, VersionImage
from microcred.foundation.models import StoredFile


def public_image(file_id: UUID) -> StoredFile | None:
    """A file that some published version shows; None of every other file."""
    shown = VersionImage.objects.filter(file=file_id).select_related("file").first()
    return shown.file if shown is not None else None


def files_published(files: QuerySet[StoredFile]) -> set[UUID]:
    """Those of some files that published versions show, or give to start from."""
    shown = VersionImage.objects.filter(file__in=files).values_list("file", flat=True)
    given = Requirement.objects.filter(template_file__in=files).values_list("template_file", flat=True)
    return {*shown, *given}


def public_template(file_id: UUID) -> StoredFile | None:
    """A file that some published requirement gives to start from; None of every other file."""
    asking = Requirement.objects.filter(template_file=file_id).select_related("template_file").first()
    return asking.template_file if asking is not None else None

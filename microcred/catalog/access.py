"""The catalogue is for everyone: a row is there, or it is not. What an organization does with its own is its own."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.catalog.models import CatalogueUpload, Crosswalk, License, Stack
from microcred.catalog.queries import VersionPage, version_page
from microcred.organizations.models import Organization


def public_version(slug: str, label: str | None = None) -> VersionPage:
    """The page of a version, by default the newest."""
    page = version_page(slug, label)
    if page is None:
        raise Http404
    return page


def public_stack(slug: str) -> Stack:
    """A stack."""
    return get_object_or_404(Stack, slug=slug)


def public_crosswalk(slug: str) -> Crosswalk:
    """A crosswalk."""
    return get_object_or_404(Crosswalk.objects.select_related("owner"), slug=slug)


def upload_of(owner: Organization, upload_id: UUID) -> CatalogueUpload:
    """An archive that was handed in for this organization. Whether the reader may look at it is asked before."""
    return get_object_or_404(
        CatalogueUpload.objects.select_related("file", "owner", "uploaded_by"), pk=upload_id, owner=owner
    )


def license_of(side: Organization, license_id: UUID) -> License:
    """A license that this organization granted or holds."""
    return get_object_or_404(
        License.objects.select_related("owner", "licensee"), Q(owner=side) | Q(licensee=side), pk=license_id
    )

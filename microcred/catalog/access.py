"""The catalogue is for everyone: a row is there, or it is not."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.catalog.models import Crosswalk, Stack
from microcred.catalog.queries import VersionPage, version_page


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

"""What the builders of a design offer from the catalogue."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design
from microcred.catalog.models import Entry, MicroCredential
from microcred.foundation.asked_often import asked_often

MOST_OFFERED = 300
"""Micro-credentials that a field suggests; any other may be typed."""


@dataclass(frozen=True)
class Wanted:
    """A micro-credential that a design wants earned first, with its title where it is on offer, and what is wrong."""

    slug: str
    title: str
    trouble: str | Promise = ""


def wanted_first(design: Design, micro_credential: MicroCredential | None) -> list[Wanted]:
    """What a design wants earned first, in its order. Publishing refuses what has a trouble here.

    Args:
        micro_credential: Whose next version the design is to be.
    """
    if not design.prerequisites:
        return []
    titles = dict(Entry.objects.filter(slug__in=design.prerequisites).values_list("slug", "title"))
    there = set(MicroCredential.objects.filter(slug__in=design.prerequisites).values_list("slug", flat=True))
    own = micro_credential.slug if micro_credential else None
    return [
        Wanted(
            slug,
            titles.get(slug, slug),
            _("This is the micro-credential itself: nobody could ever start it. Take it out.")
            if slug == own
            else ""
            if slug in there
            else _("There is no micro-credential at this address. Take it out, or add the one you mean."),
        )
        for slug in design.prerequisites
    ]


def offered() -> list[tuple[str, str]]:
    """Addresses and titles of what the catalogue offers, as many as a field suggests."""
    return _offered()


@asked_often
def _offered() -> QuerySet[Entry, tuple[str, str]]:
    return Entry.objects.order_by("title", "slug").values_list("slug", "title")[:MOST_OFFERED]

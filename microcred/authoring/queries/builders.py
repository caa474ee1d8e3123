"""What the builders of a design offer from the catalogue."""

from collections.abc import Sequence

from django.db.models import QuerySet

from microcred.catalog.models import Entry
from microcred.foundation.asked_often import asked_often

MOST_OFFERED = 300
"""Micro-credentials that a field suggests; any other may be typed."""


def titles_of(slugs: Sequence[str]) -> list[tuple[str, str]]:
    """Micro-credentials by their addresses, in the order given, with their titles where the catalogue offers them."""
    if not slugs:
        return []
    titles = dict(Entry.objects.filter(slug__in=slugs).values_list("slug", "title"))
    return [(slug, titles.get(slug, slug)) for slug in slugs]


def offered() -> list[tuple[str, str]]:
    """Addresses and titles of what the catalogue offers, as many as a field suggests."""
    return _offered()


@asked_often
def _offered() -> QuerySet[Entry, tuple[str, str]]:
    return Entry.objects.order_by("title", "slug").values_list("slug", "title")[:MOST_OFFERED]

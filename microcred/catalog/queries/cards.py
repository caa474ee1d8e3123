"""What a card of the catalogue shows of an entry."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from microcred.catalog.models import Entry, Requirement, Translation
from microcred.foundation.asked_often import asked_often


def on_cards(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries without what only the search reads, each with the `language` of its words, the `languages` that its
    version was translated into, and with `asked`, kinds of requirements and how many of each.

    Read with the entries themselves, so that a page of cards costs no further query.
    """
    asked = (
        Requirement.objects.filter(version=OuterRef("version"))
        .order_by()
        .values("kind")
        .annotate(count=Count("pk"), first=Min("position"))
        .order_by("first")
        .values(asked=JSONObject(kind="kind", count="count"))
    )
    into = Translation.objects.filter(version=OuterRef("version")).order_by("language").values("language").distinct()
    entries = entries.defer("keys", "folded_title", "headline")
    return entries.annotate(asked=ArraySubquery(asked), language=F("version__language"), languages=ArraySubquery(into))


@asked_often
def cards(*, ids: list[UUID]) -> QuerySet[Entry]:
    """Some entries as cards show them, in no order."""
    return on_cards(Entry.objects.filter(pk__in=ids))

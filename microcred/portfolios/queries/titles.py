"""What an item is called now: as its educator renamed it last, or as it was put in."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from microcred.portfolios.models import Item, Renaming


def with_renamed(items: QuerySet[Item]) -> QuerySet[Any]:
    """The same items with the last title that each was given, if any, for `named`."""
    last = Renaming.objects.filter(item=OuterRef("pk")).order_by("-created_at", "-pk").values("title")[:1]
    return items.annotate(renamed=Subquery(last))


def named(item: Any) -> Item:
    """An item of `with_renamed` under the title that counts. The row itself stays as it was put in."""
    item.title = item.renamed or item.title
    found: Item = item
    return found


def title_now(item: Item) -> str:
    """The title that counts, of one item."""
    return named(with_renamed(Item.objects.filter(pk=item.pk)).get()).title

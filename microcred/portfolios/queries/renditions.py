"""The other forms of items: pages, a still picture, captions and transcripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from microcred.foundation.models import StoredFile
from microcred.portfolios.models import CleanCopy, Gauge, Item, PagePicture, Rendition, Transcript


@dataclass
class Forms:
    """What there is of an item beside its file."""

    pages: bool = False
    poster: bool = False
    captions: str = ""
    """WebVTT"""
    transcript: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether neither captions nor a transcript say what is said in it."""
        return not self.captions and not self.transcript

    @property
    def text(self) -> str:
        """What is said in it, in whichever form."""
        return self.captions or self.transcript


def forms_of(items: Iterable[UUID], *, until: datetime | None = None) -> dict[UUID, Forms]:
    """The forms of items, in two queries however many they are.

    Args:
        until: as what is said stood at that moment, e.g. when it was submitted.
    """
    forms = {item: Forms() for item in items}
    for item, role in Rendition.objects.filter(item__in=forms).values_list("item", "role"):
        setattr(forms[item], role, True)
    said = Transcript.objects.filter(item__in=forms)
    if until is not None:
        # What stands in the place of something that was set aside says what it said when it was put there.
        in_place = CleanCopy.objects.filter(item=OuterRef("item"), put_in_at__gte=OuterRef("written_at"))
        said = said.filter(Q(written_at__lte=until) | Exists(in_place))
    for row in said.order_by("written_at", "pk"):
        form = forms[row.item_id]
        form.captions, form.transcript = (row.text, "") if row.is_captions else ("", row.text)
    return forms


def with_forms(items: QuerySet[Item]) -> QuerySet[Item]:
    """The same items, each with its forms along (`forms_along`), in the same query."""
    roles = Rendition.objects.filter(item=OuterRef("pk")).values("role")
    said = Transcript.objects.filter(item=OuterRef("pk")).order_by("-written_at", "-pk")
    latest = said.values(said=JSONObject(is_captions="is_captions", text="text"))[:1]
    return items.annotate(roles=ArraySubquery(roles), said=Subquery(latest))


def forms_along(item: Any) -> Forms:
    """The forms that came along with an item."""
    said = item.said or {"is_captions": False, "text": ""}
    captions, transcript = (said["text"], "") if said["is_captions"] else ("", said["text"])
    return Forms("pages" in item.roles, "poster" in item.roles, captions, transcript)


MOST_PICTURED = 400
"""pages of one document that are drawn as pictures; beyond, a region is given by its numbers"""


def pages_file(item: Item) -> StoredFile | None:
    """The PDF in which an item has pages: itself, or as it was laid out. None where it has none."""
    if item.file is not None and item.file.media_type == "application/pdf":
        return item.file
    return rendition(item, Rendition.Role.PAGES) if item.kind == Item.Kind.DOCUMENT else None


@dataclass(frozen=True)
class PagesShown:
    """The pages of an item that can be pointed at on pictures: how many, where that is known, and which is first."""

    count: int | None
    first: int


def pages_shown(item: Item, *, first: int = 1) -> PagesShown | None:
    """What there is to turn of an item; None where it has no pages."""
    return PagesShown(pages_known(item), first) if pages_file(item) is not None else None


def pages_known(item: Item) -> int | None:
    """How many pages an item is known to have, without opening it."""
    drawn = PagePicture.objects.filter(item=item).values_list("pages", flat=True).first()
    if drawn is not None or item.file is None:
        return drawn
    gauged = Gauge.objects.filter(file=item.file).values_list("facts__pages", flat=True).first()
    return gauged if isinstance(gauged, int) and gauged > 0 else None


def page_picture(item: Item, number: int) -> PagePicture | None:
    """The picture of a page, if it was drawn before."""
    return PagePicture.objects.filter(item=item, number=number).select_related("file").first()


def rendition(item: Item, role: str) -> StoredFile | None:
    """The file of one form of an item, if there is one."""
    found = Rendition.objects.filter(item=item, role=role).select_related("file").first()
    return found.file if found else None

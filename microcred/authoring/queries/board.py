"""What of an organization stands where: proposals, drafts and what has been published, counted and listed.

Each stage is counted and listed by the database, whatever their number; a page is one slice of one list.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Stage
from microcred.authoring.models import Draft, ProposalWording
from microcred.authoring.queries.independence import FOLLOWERS
from microcred.catalog.queries.pilots import Offering, offerings_of
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import organizations_where

PROPOSED = "proposed"
PER_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One stage of the board with how many stand there."""

    name: str
    words: str | Promise
    count: int


@dataclass(frozen=True)
class BoardRow:
    """One thing on the board: what it is, whose, since when it stands there, and what it waits for by when."""

    title: str
    href: str
    owner: str
    since: datetime | None
    who: str = ""
    by: date | None = None
    is_overdue: bool = False
    """whether `by` has passed"""


@dataclass(frozen=True)
class Board:
    """The stages with their counts, and one page of one stage."""

    columns: list[Column]
    chosen: Column
    page: "Page[Any]"
    rows: list[BoardRow]


def places_followed(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations whose work on designs a person follows, by name."""
    return organizations_where(person, *FOLLOWERS, at=at).order_by("name")


def board_of(
    places: QuerySet[Organization], *, stage: str = "", words: str = "", number: str | None = None, at: datetime
) -> Board:
    """What stands where in some organizations.

    Args:
        stage: The name of the column to list; by default the first that holds anything.
        words: Only what has these in its title.
        number: The page, as it was asked for.
    """
    sources = _sources(places, words.strip(), at=at)
    columns = _columns(sources)
    named = {column.name: column for column in columns}
    chosen = named.get(stage) or next((column for column in columns if column.count), columns[0])
    listed = _listed(sources, chosen.name)
    pages = Paginator(listed, PER_PAGE)
    pages.count = chosen.count  # counted above already, by a statement that looks at everything
    page = pages.get_page(number)
    return Board(columns, chosen, page, [_row(chosen.name, item, today=at.date()) for item in page])


@dataclass(frozen=True)
class _Sources:
    """Where the rows of a board come from."""

    proposals: QuerySet[ProposalWording]
    drafts: QuerySet[Draft]
    offered: QuerySet[Any]


def _sources(places: QuerySet[Organization], words: str, *, at: datetime) -> _Sources:
    last = ProposalWording.objects.filter(proposal=OuterRef("proposal")).order_by("-number").values("pk")[:1]
    proposals = ProposalWording.objects.filter(
        Q(decision__isnull=True) | Q(decision__outcome="more_asked"), proposal__owner__in=places, pk=Subquery(last)
    )
    drafts = Draft.objects.filter(owner__in=places, publication__isnull=True).annotate(
        title=KeyTextTransform("name", "design")
    )
    offered: QuerySet[Any] = offerings_of(places, today=at.date(), at=at)
    if words:
        proposals, drafts = proposals.filter(name__icontains=words), drafts.filter(title__icontains=words)
        offered = offered.filter(title__icontains=words)
    return _Sources(proposals, drafts, offered)


def _columns(sources: _Sources) -> list[Column]:
    drafts = dict(sources.drafts.order_by().values_list("stage").annotate(count=Count("pk")))
    offered = Counter(sources.offered.order_by().values_list("standing", flat=True))
    return [
        Column(PROPOSED, _("Proposed"), sources.proposals.count()),
        *(Column(one.value, one.words, drafts.get(one.value, 0)) for one in Stage if one is not Stage.PUBLISHED),
        *(Column(f"offered-{one.value}", one.words, offered[one.value]) for one in Offering),
    ]


def _listed(sources: _Sources, name: str) -> QuerySet[Any]:
    if name == PROPOSED:
        return sources.proposals.select_related("proposal__owner", "written_by").order_by("written_at", "pk")
    if name.startswith("offered-"):
        found = sources.offered.filter(standing=name.removeprefix("offered-"))
        return found.order_by(F("review_on").asc(nulls_last=True), "title", "pk")
    drafts = sources.drafts.filter(stage=name).select_related("owner", "changed_by").defer("design")
    return drafts.order_by(F("stage_since").asc(nulls_first=True), "changed_at", "pk")


def _row(name: str, item: Any, *, today: date) -> BoardRow:
    if name == PROPOSED:
        href = reverse("proposal", args=[item.proposal_id])
        return BoardRow(item.name, href, item.proposal.owner.name, item.written_at, item.written_by.name)
    if name.startswith("offered-"):
        href = reverse("micro_credential", args=[item.slug])
        overdue = item.review_on is not None and item.review_on <= today
        return BoardRow(item.title, href, item.owner.name, item.since, by=item.review_on, is_overdue=overdue)
    href = reverse("draft_way", args=[item.pk])
    since = item.stage_since or item.changed_at
    return BoardRow(item.title or "", href, item.owner.name, since, item.changed_by.name)

"""Who is in a team, what it shares, and what of a submission is shared by design."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Item, Pursuit, Renaming, Share, SubmittedItem, TakenUp, Teammate


@dataclass(frozen=True)
class TeamShown:
    """A team as one of its people sees it: their own place, the others, and what is shared.

    Who was named and has not confirmed is seen by nobody, and sees nobody but who named them: an address that somebody
    typed tells neither whose it is nor what they work on.
    """

    mine: Teammate
    others: tuple[Teammate, ...]
    shares: tuple[Share, ...]
    taken: frozenset[UUID]
    """the shares that stand in the person's own work now"""

    @property
    def has_joined(self) -> bool:
        """Whether the person confirmed."""
        return hasattr(self.mine, "joining")

    @property
    def own_shares(self) -> list[Share]:
        """What the person shares."""
        return [share for share in self.shares if share.item.pursuit_id == self.mine.pursuit_id]

    @property
    def to_take_up(self) -> list[Share]:
        """What others share and the person may put into their own work."""
        others = [share for share in self.shares if share.item.pursuit_id != self.mine.pursuit_id]
        return [share for share in others if share.pk not in self.taken] if self.has_joined else []


def team_of(pursuit: Pursuit) -> TeamShown | None:
    """The team that a piece of work belongs to, or into which its educator was named; None when there is none."""
    mine = place_in_team(pursuit)
    if mine is None:
        return None
    if not hasattr(mine, "joining"):
        return TeamShown(mine, (), (), frozenset())
    standing = Teammate.objects.filter(team=mine.team_id, departure__isnull=True, joining__isnull=False)
    others = standing.exclude(pk=mine.pk).select_related("pursuit__person", "joining")
    taken = TakenUp.objects.filter(item__pursuit=pursuit, item__removal__isnull=True)
    return TeamShown(
        mine,
        tuple(others.order_by("pursuit__person__name")),
        tuple(_shares_in(mine.team_id)),
        frozenset(taken.values_list("share", flat=True)),
    )


def _shares_in(team_id: UUID) -> Iterator[Share]:
    """What a team shares, under the titles that their owners gave last: these may be without a name that was there."""
    shares: QuerySet[Any] = Share.objects.filter(team=team_id, end__isnull=True, item__removal__isnull=True)
    last = Renaming.objects.filter(item=OuterRef("item")).order_by("-created_at", "-pk").values("title")[:1]
    around = ("item__requirement", "item__file", "item__pursuit__person")
    for share in shares.select_related(*around).annotate(renamed=Subquery(last)).order_by("shared_at"):
        share.item.title = share.renamed or share.item.title
        yield share


def place_in_team(pursuit: Pursuit) -> Teammate | None:
    """The place that a piece of work has in a team now: confirmed, or named and not yet answered."""
    return _place.first(pursuit_id=pursuit.pk)


def teammates_ever(pursuit: Pursuit) -> set[UUID]:
    """The people who confirmed being in a team with this work at some time."""
    teams = Teammate.objects.filter(pursuit=pursuit, joining__isnull=False).values("team")
    together = Teammate.objects.filter(team__in=teams, joining__isnull=False)
    return set(together.values_list("pursuit__person", flat=True))


def shared_by_design(submitted: Iterable[SubmittedItem]) -> set[UUID]:
    """The submitted items that a team handed in alike, as the requirement lets them."""
    ids = [row.item_id for row in submitted]
    if not ids:
        return set()
    items = Item.objects.filter(pk__in=ids).filter(
        Exists(Share.objects.filter(Q(taken_up__isnull=False), item=OuterRef("pk")))
        | Exists(TakenUp.objects.filter(item=OuterRef("pk")))
    )
    found = set(items.values_list("pk", flat=True))
    return {row.pk for row in submitted if row.item_id in found}


def alike_elsewhere(items: Collection[Item]) -> QuerySet[Item]:
    """What the others of a team have by the same shares as some items of one piece of work; taken out or not.

    Whoever takes up what is shared has the same bytes, and no item ever changes its file.
    """
    ids = [one.pk for one in items]
    shares = Share.objects.filter(Q(item__in=ids) | Q(taken_up__item__in=ids)).values("pk")
    alike = Item.objects.filter(Q(share__in=shares) | Q(taken_up__share__in=shares))
    return alike.exclude(pursuit__in={one.pursuit_id for one in items})


def shares_standing(items: Collection[Item]) -> QuerySet[Share]:
    """The shares by which some items of one piece of work are shared now: those that did not end, in a team that its
    educator did not leave."""
    ids = [one.pk for one in items]
    shares = Share.objects.filter(Q(item__in=ids) | Q(taken_up__item__in=ids), end__isnull=True)
    here = _standing().filter(pursuit__in={one.pursuit_id for one in items}, team=OuterRef("team"))
    return shares.filter(Exists(here)).distinct()


def alike_by_now(items: Collection[Item]) -> set[UUID]:
    """The work of the others of a team with whom some items of one piece of work are shared to this day.

    What one of them does to the artifact holds for all. Whoever left, or whose share ended, has their own: nothing that
    they put in stands in the work of the others, nor the other way round.
    """
    shares = shares_standing(items).values("pk")
    there = _standing().filter(pursuit=OuterRef("pursuit"), team__shares__in=shares)
    return set(
        alike_elsewhere(items)
        .filter(Q(share__in=shares) | Q(taken_up__share__in=shares), Exists(there))
        .values_list("pursuit", flat=True)
    )


def frozen_alike(items: Collection[Item]) -> list[SubmittedItem]:
    """The same artifacts as the others handed them in last: of each whose work waits, or came back and is open."""
    rows = SubmittedItem.objects.filter(
        item__in=alike_elsewhere(items),
        submission__withdrawal__isnull=True,
        submission__pursuit__completion__isnull=True,
    ).select_related("item", "submission__pursuit__person", "submission__pursuit__version")
    last: dict[UUID, SubmittedItem] = {}
    for row in rows.order_by("submission__pursuit", "-submission__number", "pk"):
        last.setdefault(row.submission.pursuit_id, row)
    return list(last.values())


def _standing() -> QuerySet[Teammate]:
    return Teammate.objects.filter(departure__isnull=True)


@asked_often
def _place(*, pursuit_id: UUID) -> QuerySet[Teammate]:
    return _standing().filter(pursuit=pursuit_id).select_related("team", "joining", "named_by").order_by("named_at")[:1]

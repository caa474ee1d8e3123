"""What happens to the copies of an artifact when a team shares it no more."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.notices.operations import tell
from microcred.portfolios.models import Item, Removal, Share, ShareEnd, TakenUp
from microcred.portfolios.queries.workspace import workspace_of


def hold_teams_of(item_id: UUID) -> None:
    """Hold the team in which an item is shared. Before the lock of a pursuit, as whoever takes it up does."""
    for team_id in Share.objects.filter(item=item_id, end__isnull=True).values_list("team", flat=True):
        hold(team_id)


def unshare(item: Item, at: datetime) -> None:
    """Share an item no more that leaves its work: it may have been taken out for what can be seen in it."""
    for given in Share.objects.filter(item=item, end__isnull=True):
        end_of(given, at)


def end_of(share: Share, at: datetime) -> ShareEnd:
    """End a share; once."""
    end, is_new = ShareEnd.objects.get_or_create(share=share, defaults={"ended_at": at})
    if is_new:
        take_copies_out(TakenUp.objects.filter(share=share), at)
    return end


def take_copies_out(taken: QuerySet[TakenUp], at: datetime) -> None:
    """Take copies out of work that is open for them; where it is submitted, or was met, they stay."""
    for one in taken.filter(item__removal__isnull=True).select_related("item__pursuit__person", "item__requirement"):
        hold(one.item.pursuit_id)
        workspace = workspace_of(one.item.pursuit)
        editable = [work for work in workspace.work if work.editable and one.item in work.items]
        if workspace.is_open and editable:
            Removal.objects.get_or_create(item=one.item, defaults={"removed_at": at})
            _tell_of_end(one.item, at)


def _tell_of_end(item: Item, at: datetime) -> None:
    tell(
        actor=None,
        person=item.pursuit.person,
        kind="team",
        subject=_("A shared artifact was taken out: {title}"),
        body=_(
            "What your team shared on “{title}” is shared no more, so it was taken out of your work, which is not "
            "submitted yet. Put in something of your own, or agree with your team anew."
        ),
        facts={"title": title_for_readers(item.pursuit.version)},
        path=reverse("pursuit", args=[item.pursuit_id]),
        key=f"share_end:{item.pk}",
        at=at,
    )

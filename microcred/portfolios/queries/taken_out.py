"""What an educator took out of their work, and can put back."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Item, Quarantine, TakenUp
from microcred.portfolios.queries.titles import named, with_renamed


def can_be_put_back(pursuit_id: UUID) -> QuerySet[Item]:
    """What they took out themselves, unless nobody may have it there: it was set aside, or is shared no more."""
    set_aside = Quarantine.objects.filter(piece__item=OuterRef("pk"))
    unshared = TakenUp.objects.filter(item=OuterRef("pk"), share__end__isnull=False)
    theirs = Item.objects.filter(pursuit=pursuit_id, removal__by_hand=True)
    return theirs.exclude(Exists(set_aside)).exclude(Exists(unshared))


@asked_often
def _taken_out(*, pursuit_id: UUID) -> QuerySet[Item]:
    return with_renamed(can_be_put_back(pursuit_id)).order_by("-removal__removed_at", "-pk")


def taken_out_of(pursuit_id: UUID) -> dict[UUID, list[Item]]:
    """What can be put back, by requirement, what was taken out last at the beginning."""
    found: dict[UUID, list[Item]] = {}
    for item in _taken_out(pursuit_id=pursuit_id):
        found.setdefault(item.requirement_id, []).append(named(item))
    return found

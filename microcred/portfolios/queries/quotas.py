"""How much room an organization gives the evidence of its educators, and how much of it is taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum

from microcred.foundation.models import Emptied
from microcred.organizations.models import Organization
from microcred.organizations.queries import lineage_of, tree_below
from microcred.portfolios.models import Arrival, Item, PagePicture, Pursuit, Quota, RedactionOutcome, UploadPart
from microcred.portfolios.queries.uploads import open_uploads


@dataclass(frozen=True)
class Room:
    """The room of one organization and all below it.

    Attributes:
        quota: bytes that may be kept; None where the organization has no limit of its own.
        used: bytes that are kept, or that have come of what is on its way.
        narrowest: what holds for it, be it its own or that of one above; None where nothing limits it.
    """

    organization: Organization
    quota: int | None
    used: int
    narrowest: int | None

    @property
    def left(self) -> int | None:
        """Bytes that still fit by its own quota."""
        return None if self.quota is None else max(0, self.quota - self.used)


def keeper_of(pursuit: Pursuit) -> Organization:
    """Whose room the evidence of a pursuit takes: of who runs the program, else of who offers the micro-credential."""
    return pursuit.program.owner if pursuit.program is not None else pursuit.version.micro_credential.owner


def quotas_in(organizations: Collection[UUID]) -> dict[UUID, int | None]:
    """The quotas that hold in some organizations, of those that ever had one."""
    newest = Quota.objects.filter(organization__in=organizations).order_by("organization", "-set_at", "-pk")
    return {quota.organization_id: quota.size for quota in newest.distinct("organization")}


def used_below(organization_id: UUID, *, at: datetime) -> int:
    """Bytes that an organization and those below it keep: evidence, taken out or not, sealed, redacted, drawn, and what
    is on its way."""
    here = _below(organization_id)
    # What a redaction made is an item's file once it is used, and takes room before.
    made = RedactionOutcome.objects.filter(_below(organization_id, "redaction__item__"), redaction__use__isnull=True)
    sums = (
        Item.objects.filter(here).aggregate(bytes=Sum("file__size")),
        Arrival.objects.filter(here)
        .exclude(original__in=Emptied.objects.values("pk"))
        .aggregate(bytes=Sum("original__size")),
        made.aggregate(bytes=Sum("file__size")),
        PagePicture.objects.filter(_below(organization_id, "item__")).aggregate(bytes=Sum("file__size")),
        # Announced is not sent: of what is on its way, what has come, until it is an arrival itself.
        UploadPart.objects.filter(_below(organization_id, "upload__"), upload__in=open_uploads(at=at))
        .filter(arrived_at__isnull=False)
        .exclude(upload__in=Arrival.objects.values("original"))
        .aggregate(bytes=Sum("upload__part_size")),
    )
    return sum(int(one["bytes"] or 0) for one in sums)


def room_of(organization: Organization, *, at: datetime) -> Room:
    """The room of one organization."""
    (room,) = _rooms([organization], at=at)
    return room


def rooms_below(organization: Organization, *, at: datetime) -> list[Room]:
    """The rooms of the organizations below one, in the order of the tree."""
    return _rooms(list(tree_below(organization, at=at)), at=at)


def limited_above(pursuit: Pursuit) -> list[UUID]:
    """The organizations whose quotas bind the evidence of a pursuit, in the order of their identifiers."""
    return sorted(pk for pk, quota in quotas_in(keeper_of(pursuit).lineage).items() if quota is not None)


def short_of_room(pursuit: Pursuit, size: int, *, at: datetime) -> Room | None:
    """The first organization, from the root down, in whose room so many bytes more do not fit; None where they do."""
    keeper = keeper_of(pursuit)
    limits = {pk: quota for pk, quota in quotas_in(keeper.lineage).items() if quota is not None}
    if not limits:
        return None
    for node in lineage_of(keeper):
        if node.pk in limits and (used := used_below(node.pk, at=at)) + size > limits[node.pk]:
            return Room(node, limits[node.pk], used, min(limits.values()))
    return None


def _below(organization_id: UUID, way: str = "") -> Q:
    """That it is kept in the room of an organization.

    Args:
        way: from a row to what has a pursuit.
    """
    pursuit = f"{way}pursuit__"
    in_program = Q(**{f"{pursuit}program__owner__lineage__contains": [organization_id]})
    offers = Q(**{f"{pursuit}version__micro_credential__owner__lineage__contains": [organization_id]})
    return in_program | (offers & Q(**{f"{pursuit}program__isnull": True}))


def _rooms(organizations: list[Organization], *, at: datetime) -> list[Room]:
    around = {node for organization in organizations for node in organization.lineage}
    quotas = quotas_in(around)
    rooms = []
    for organization in organizations:
        limits = [quotas[node] for node in organization.lineage if quotas.get(node) is not None]
        narrowest = min((limit for limit in limits if limit is not None), default=None)
        used = used_below(organization.pk, at=at)
        rooms.append(Room(organization, quotas.get(organization.pk), used, narrowest))
    return rooms

"""How long work on what was overtaken may be handed in: as a rule, and as it was said last of one version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from microcred.catalog.models import GraceExtension, GracePeriod, MicroCredential, Retirement, Succession
from microcred.catalog.rules import ASSESSOR_DAYS, GRACE_DAYS
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, nearest_said
from microcred.quality.queries import keeps_quality

End = Succession | Retirement
"""What puts an end to work on a version: one that came after it, or its retirement."""


@dataclass(frozen=True)
class Grace:
    """How long people in progress and assessors have, in days, and who said so; nobody: it is what holds everywhere."""

    days: int = GRACE_DAYS
    assessor_days: int = ASSESSOR_DAYS
    said: GracePeriod | None = None


def grace_in(organization: Organization) -> Grace:
    """How long grace lasts in an organization: what it said last itself, else the nearest above it."""
    said = GracePeriod.objects.filter(organization__in=organization.lineage).select_related("organization", "set_by")
    nearest = nearest_said(organization, said.order_by("set_at", "pk"))
    return Grace(nearest.days, nearest.assessor_days, nearest) if nearest else Grace()


def ends_of(ends: Iterable[End | None]) -> dict[UUID, datetime]:
    """Until when the work that each of these puts an end to may be handed in, by its identifier.

    What sets no end is left out. One query, however many they are.
    """
    known = [end for end in ends if end is not None and end.grace_ends_at is not None]
    found = {end.pk: end.grace_ends_at for end in known if end.grace_ends_at is not None}
    if known:
        keys = list(found)
        longer = GraceExtension.objects.filter(Q(succession__in=keys) | Q(retirement__in=keys))
        for pk, ends_at in longer.values_list(Coalesce("succession", "retirement"), "ends_at"):
            found[pk] = max(found[pk], ends_at)
    return found


def may_extend_grace(person: Person, micro_credential: MicroCredential, *, at: datetime) -> bool:
    """Whether a person is an author of what a micro-credential's owner offers, or looks after its designs."""
    owner = micro_credential.owner
    return acts_as(person, Role.AUTHOR, for_organization=owner, at=at) or keeps_quality(person, owner, at=at)


def extensions_of(end: End) -> QuerySet[GraceExtension]:
    """By whom, when and why the work that it ends was given more time, the newest first."""
    return end.extensions.select_related("given_by").order_by("-given_at", "-pk")


def ending_between(after: datetime, until: datetime) -> tuple[QuerySet[Succession], QuerySet[Retirement]]:
    """What puts an end to work after one moment and until another, by what was said first or since."""
    soon = Q(grace_ends_at__gt=after, grace_ends_at__lte=until) | Q(
        extensions__ends_at__gt=after, extensions__ends_at__lte=until
    )
    return Succession.objects.filter(soon).distinct(), Retirement.objects.filter(soon).distinct()

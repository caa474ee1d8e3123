"""Questions about the right to score."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calibration.models import Qualification
from microcred.catalog.models import StackPlace, Version
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import holders

ASSESSING = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})
"""The roles that may score, once qualified."""


def qualifications_of(person: Person, *, at: datetime) -> QuerySet[Qualification]:
    """The qualifications that a person holds at a moment, with their stacks. Without an assessor's role: none."""
    assessing = Exists(holders(*sorted(ASSESSING), person=person, at=at))
    held = Qualification.objects.filter(_holding(at), assessing, assessor=person)
    return held.select_related("stack").order_by("stack__name")


def versions_for(person: Person, *, at: datetime) -> QuerySet[Version, UUID]:
    """The identifiers of the versions that a person may score at a moment: all versions in the stacks they hold."""
    stacks = qualifications_of(person, at=at).order_by().values("stack")
    placed = StackPlace.objects.filter(stack__in=stacks, micro_credential=OuterRef("micro_credential"))
    return Version.objects.filter(Exists(placed)).order_by("pk").values_list("pk", flat=True)


def is_qualified(person: Person, version: Version, *, at: datetime) -> bool:
    """Whether a person may score a version at a moment."""
    return versions_for(person, at=at).filter(pk=version.pk).exists()


def _holding(at: datetime) -> Q:
    return Q(starts_at__lte=at, expires_at__gt=at)

"""Questions about the right to score."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.calibration.models import Qualification
from microcred.catalog.models import StackPlace, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import holders

ASSESSING = frozenset({Role.ASSESSOR, Role.LEAD_ASSESSOR})
"""The roles that may score, once qualified."""


def qualifications_of(person: Person, *, at: datetime) -> QuerySet[Qualification]:
    """The qualifications that a person holds at a moment, with their stacks. Without an assessor's role: none."""
    return _qualifications(person_id=person.pk, at=at)


def qualifications_listed(person: Person, *, at: datetime) -> list[Qualification]:
    """The same, asked at once."""
    return _qualifications_listed(person_id=person.pk, at=at)


def versions_for(person: Person, *, at: datetime) -> QuerySet[Version, UUID]:
    """The identifiers of the versions that a person may score at a moment: all versions in the stacks they hold."""
    return _versions(person_id=person.pk, at=at)


def versions_listed(person: Person, *, at: datetime) -> list[UUID]:
    """The same, asked at once."""
    return _versions_listed(person_id=person.pk, at=at)


def is_qualified(person: Person, version: Version, *, at: datetime) -> bool:
    """Whether a person may score a version at a moment."""
    return versions_for(person, at=at).filter(pk=version.pk).exists()


def _qualifications(*, person_id: UUID, at: datetime) -> QuerySet[Qualification]:
    assessing = Exists(holders(*sorted(ASSESSING), person=person_id, at=at))
    held = Qualification.objects.filter(_holding(at), assessing, assessor=person_id)
    return held.select_related("stack").order_by("stack__name")


def _versions(*, person_id: UUID, at: datetime) -> QuerySet[Version, UUID]:
    stacks = _qualifications(person_id=person_id, at=at).order_by().values("stack")
    placed = StackPlace.objects.filter(stack__in=stacks, micro_credential=OuterRef("micro_credential"))
    return Version.objects.filter(Exists(placed)).order_by("pk").values_list("pk", flat=True)


_qualifications_listed = asked_often(_qualifications)
_versions_listed = asked_often(_versions)


def _holding(at: datetime) -> Q:
    return Q(starts_at__lte=at, expires_at__gt=at)

"""Questions about who rules for a district or state: its coordinators or officers, and those to whom a coordinator
delegated it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.models import Delegation
from microcred.recognition.queries.keeping import kept_places


def delegations_to(person: Person, *, at: datetime) -> list[Delegation]:
    """The delegations by which a person rules at a moment: begun, not over, not ended, of somebody who still could."""
    return [
        one
        for one in _held(delegate=person.pk, at=at)
        if acts_as(one.delegator, Role.RECOGNIZER, for_organization=one.district, at=at)
    ]


@asked_often
def _held(*, delegate: UUID, at: datetime) -> QuerySet[Delegation]:
    found = Delegation.objects.filter(delegate=delegate, starts_at__lte=at, ends_at__gt=at, ending__isnull=True)
    return found.select_related("district", "delegator").order_by("starts_at", "pk")


def ruled_by(person: Person, *, at: datetime) -> list[UUID]:
    """The offices for which a person rules: districts as their coordinator or in the place of one, states as their
    officer."""
    delegated = [one.district_id for one in delegations_to(person, at=at)]
    return list(dict.fromkeys([*kept_places(person, at=at), *delegated]))


def cannot_rule_on(person: Person, *, at: datetime) -> dict[UUID, set[UUID]]:
    """Whose credit a person may not rule on, by office: their own, and that of whoever delegated it to them where
    they rule for nobody else."""
    found: dict[UUID, set[UUID]] = {}
    coordinates = set(kept_places(person, at=at))
    by_district: dict[UUID, set[UUID]] = {}
    for one in delegations_to(person, at=at):
        by_district.setdefault(one.district_id, set()).add(one.delegator_id)
    for district in coordinates | set(by_district):
        only = by_district.get(district, set())
        found[district] = {person.pk} | (only if district not in coordinates and len(only) == 1 else set())
    return found


def delegations_in(districts: QuerySet[Organization], *, at: datetime) -> QuerySet[Delegation]:
    """The delegations of some districts that hold or will, the first to end at the top."""
    found = Delegation.objects.filter(district__in=districts, ends_at__gt=at, ending__isnull=True)
    return found.select_related("district", "delegator", "delegate").order_by("ends_at", "pk")


def overlapping(delegation: Delegation) -> bool:
    """Whether another one of the same two people for the same district holds at some of its time."""
    there = Delegation.objects.filter(
        district=delegation.district,
        delegator=delegation.delegator,
        delegate=delegation.delegate,
        starts_at__lt=delegation.ends_at,
        ends_at__gt=delegation.starts_at,
    )
    return there.filter(Q(ending__isnull=True) | Q(ending__ended_at__gt=delegation.starts_at)).exists()

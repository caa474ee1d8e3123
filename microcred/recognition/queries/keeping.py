"""Questions about who keeps cycles: districts those of their people; a state's office those of whom none of its
districts employs."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.foundation.days import day_in
from microcred.organizations.models import Membership, Organization, Person, Role
from microcred.organizations.queries import (
    acts_as,
    belonging_to,
    districts_of,
    organizations_where,
    people_with,
    states_of,
)
from microcred.recognition.models import Cycle, EmploymentRuling, EmploymentStatement, LicenceRuling, LicenceStatement
from microcred.recognition.queries.standing import as_changed, standing_of

KEEPERS: Final[Mapping[str, Role]] = {
    Organization.Kind.DISTRICT: Role.RECOGNIZER,
    Organization.Kind.STATE: Role.LICENSURE_OFFICER,
}
"""Who rules on the cycles that an office keeps, by the kind of the office."""


def keeps_for(person: Person, office: Organization, *, at: datetime) -> bool:
    """Whether a person rules on the cycles that a district or state keeps. A state's officer does not for a district:
    what the rules leave to a district's coordinator is theirs."""
    role = KEEPERS.get(office.kind)
    return role is not None and acts_as(person, role, for_organization=office, at=at)


def kept_places(person: Person, *, at: datetime) -> list[UUID]:
    """The districts and states for which a person rules on cycles."""
    return list(offices_kept(person, at=at).order_by("pk").values_list("pk", flat=True))


def offices_kept(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The same as organizations."""
    found = Q(pk__in=())
    for kind, role in KEEPERS.items():
        found |= Q(kind=kind, pk__in=organizations_where(person, role, at=at).values("pk"))
    return Organization.objects.filter(found)


def keepers_at(office: Organization, *, at: datetime) -> QuerySet[Person]:
    """The people who rule on the cycles that an office keeps."""
    return people_with(KEEPERS[office.kind], organization=office, at=at)


def offices_of(person: Person, *, at: datetime) -> list[Organization]:
    """The offices that look at what a person claims: those that keep their cycles by now, the districts to which they
    belong or that employ them, and the states that are left with them."""
    cycles = as_changed(Cycle.objects.filter(person=person).select_related("keeper").order_by("-ends_on"))
    standing = standing_of(person)
    districts = [
        *districts_of(person, at=at),
        *(
            one.employment.district
            for one in standing.work
            if _holds(one, day_in(at, one.employment.district.time_zone))
        ),
    ]
    states = [*(one.jurisdiction for one in standing.licences), *states_of(person, at=at)]
    left_to = [one for one in states if not any(one.pk in district.lineage for district in districts)]
    return list(dict.fromkeys([*(cycle.keeper for cycle in cycles), *districts, *left_to]))


def _holds(one: EmploymentStatement, day: date) -> bool:
    return one.first_day <= day and (one.last_day is None or day <= one.last_day)


def educators_kept(offices: Collection[UUID], *, at: datetime) -> QuerySet[Person]:
    """The educators whom some districts and states look after: of a district those of it and of what is below, of a
    state those left to it; by name.

    Args:
        offices: identifiers.
    """
    states = Organization.objects.filter(pk__in=offices, kind=Organization.Kind.STATE)
    alone = list(states.values_list("pk", flat=True))
    others = [pk for pk in offices if pk not in alone]
    found = Q(Exists(belonging_to(others, person=OuterRef("pk"), at=at).filter(role=Role.EDUCATOR)))
    for state in alone:
        found |= left_to(state, at=at)
    return Person.objects.filter(found).order_by("name", "pk")


def left_to(state: UUID, *, at: datetime) -> Q:
    """Of people, those whom a state alone looks after: educators who belong to it or hold a license that it confirmed,
    and whom no district of it has or employs."""
    districts = list(
        Organization.objects.filter(kind=Organization.Kind.DISTRICT, lineage__contains=[state]).values_list(
            "pk", flat=True
        )
    )
    newer = LicenceStatement.objects.filter(
        licence=OuterRef("licence"), number__gt=OuterRef("number"), ruling__outcome=LicenceRuling.Outcome.CONFIRMED
    )
    licensed = LicenceStatement.objects.filter(
        ~Exists(newer),
        licence__person=OuterRef("pk"),
        jurisdiction=state,
        ruling__outcome=LicenceRuling.Outcome.CONFIRMED,
    )
    # A day ends in the east first: whoever begins today is not the state's any more anywhere.
    today = at.date()
    corrected = EmploymentStatement.objects.filter(
        employment=OuterRef("employment"),
        number__gt=OuterRef("number"),
        ruling__outcome=EmploymentRuling.Outcome.CONFIRMED,
    )
    employed = EmploymentStatement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today),
        ~Exists(corrected),
        employment__person=OuterRef("pk"),
        employment__district__in=districts,
        first_day__lte=today,
        ruling__outcome=EmploymentRuling.Outcome.CONFIRMED,
    )
    person = OuterRef("pk")
    belongs = belonging_to([state], person=person, at=at).filter(role=Role.EDUCATOR)
    return (
        (Q(Exists(licensed)) | Q(Exists(belongs)))
        & ~Q(Exists(belonging_to(districts, person=person, at=at)))
        & ~Q(Exists(employed))
    )


def came_or_went(*, since: datetime, at: datetime) -> QuerySet[Person]:
    """Whose work or place in an organization began or ended since a moment, and who has a cycle."""
    first, last = since.date(), at.date()
    moved = Membership.objects.filter(
        Q(starts_at__gt=since, starts_at__lte=at) | Q(ends_at__gt=since, ends_at__lte=at), person=OuterRef("pk")
    )
    worked = EmploymentStatement.objects.filter(
        Q(first_day__gte=first, first_day__lte=last) | Q(last_day__gte=first, last_day__lte=last),
        employment__person=OuterRef("pk"),
        ruling__outcome=EmploymentRuling.Outcome.CONFIRMED,
    )
    cycles = Cycle.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(Q(Exists(moved)) | Q(Exists(worked)), Exists(cycles)).order_by("pk")

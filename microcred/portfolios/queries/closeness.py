"""Who is too close to a submission to look at it: its educator, who works where they do, and who helped them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.organizations.models import Person
from microcred.organizations.queries import belonging_to, workplaces, workplaces_of
from microcred.portfolios.models import DeclaredConflict, Pursuit
from microcred.portfolios.queries.acquaintance import knowers_of, known_to


def close_to(pursuit: Pursuit, *, at: datetime) -> list[UUID]:
    """Whom and what a piece of work is close to: its educator, who knows their work, and their workplaces."""
    person = pursuit.person
    return [
        pursuit.person_id,
        *knowers_of(person),
        *sorted(workplaces_of(person, at=at)),
    ]


def identity_of(person: Person, *, at: datetime) -> list[UUID]:
    """What a submission must not share with its reader: the person, the districts and schools they belong to, and those
    that they declared a conflict with."""
    return identity_from(person, [workplaces_of(person, at=at), _places_declared(person_id=person.pk)])


def identity_from(person: Person, places: Iterable[Iterable[UUID]]) -> list[UUID]:
    """The same, of what was asked within another question: the places of `places_too_close_to`."""
    return [person.pk, *sorted({*chain.from_iterable(places)})]


def places_too_close_to(person: Person, *, at: datetime) -> tuple[QuerySet[Any, UUID], ...]:
    """The questions whose answers make up an identity: where the person belongs, and what they declared."""
    return workplaces(person, at=at), _places_declared.question(person_id=person.pk)


def places_declared_by(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The districts and schools that several people declared a conflict with, by person; one query."""
    declared = DeclaredConflict.objects.filter(person__in=people, place__isnull=False)
    found: dict[UUID, set[UUID]] = {person: set() for person in people}
    for person, place in declared.values_list("person_id", "place_id"):
        found[person].add(place)
    return found


def far_from(identity: Sequence[UUID], *, at: datetime) -> Q:
    """What shares nothing with a reader, by their identity: neither when it was submitted nor now.

    Of rows that have a `submission` and know what it is `close_to`. An identity names districts and schools only, so
    whoever is in or below one of those shares it. Nor does it share anything with who ever knew work of its educator
    to be theirs (`acquaintance`), before it was handed in or after.
    """
    person = OuterRef("submission__pursuit__person")
    belongs = Exists(belonging_to(identity, person=person, at=at))
    return ~Q(close_to__overlap=list(identity)) & ~Q(belongs) & ~known_to(identity, educator=person)


def conflicts_of(person: Person) -> QuerySet[DeclaredConflict]:
    """With what and whom a person declared that they are too close, in the order in which they said so."""
    return DeclaredConflict.objects.filter(person=person).select_related("place").order_by("declared_at", "pk")


@plan_kept
@asked_often
def _places_declared(*, person_id: UUID) -> QuerySet[DeclaredConflict, UUID]:
    declared = DeclaredConflict.objects.filter(person=person_id, place__isnull=False)
    return declared.values_list("place_id", flat=True)

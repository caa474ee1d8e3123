"""May this person? Returns the row, or 404."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import reach_of
from microcred.programs.models import Arrival, Program
from microcred.programs.queries import program_page, programs_on_offer


def public_program(slug: str) -> Program:
    """A program's page is for everyone."""
    program = program_page(slug)
    if program is None:
        raise Http404
    return program


def managed_program(person: Person, slug: str, *, at: datetime) -> Program:
    """A program that the person manages."""
    program = _managed.first(slug=slug, places=reach_of(person, Role.PROGRAM_MANAGER, at=at))
    if program is None:
        raise Http404
    return program


def own_arrival(person: Person, slug: str) -> Arrival:
    """The person's own place in a program."""
    arrival = (
        Arrival.objects.filter(program__slug=slug, person=person, departure__isnull=True)
        .select_related("program")
        .first()
    )
    if arrival is None:
        raise Http404
    return arrival


def arrival_to_nudge(person: Person, slug: str, number: int, *, at: datetime) -> Arrival:
    """Someone's place in a program that the person manages, by the number of arrival."""
    program = managed_program(person, slug, at=at)
    arrival = (
        Arrival.objects.filter(program=program, number=number, departure__isnull=True)
        .select_related("program__owner", "person")
        .first()
    )
    if arrival is None:
        raise Http404
    return arrival


@asked_often
def _managed(*, slug: str, places: list[UUID]) -> QuerySet[Program]:
    owners = Organization.objects.filter(lineage__overlap=places)
    return programs_on_offer().filter(slug=slug, owner__in=owners)

"""May this person? Returns the row, or 404."""

from datetime import datetime

from django.http import Http404

from microcred.organizations.models import Person
from microcred.programs.models import Arrival, Program
from microcred.programs.queries import program_page, programs_managed_by


def public_program(slug: str) -> Program:
    """A program's page is for everyone."""
    program = program_page(slug).first()
    if program is None:
        raise Http404
    return program


def managed_program(person: Person, slug: str, *, at: datetime) -> Program:
    """A program that the person manages."""
    program = programs_managed_by(person, at=at).filter(slug=slug).first()
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

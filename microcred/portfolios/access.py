"""May this person? Returns the row, or 404. A pursuit is its educator's alone: nobody else gets through."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from microcred.catalog.models import Requirement, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pursuit, Submission
from microcred.programs.models import Program


def own_pursuit(person: Person, pursuit_id: UUID) -> Pursuit:
    """The person's own pursuit."""
    pursuit = _pursuit.first(pursuit_id=pursuit_id, person_id=person.pk)
    if pursuit is None:
        raise Http404
    return pursuit


def requirement_of(pursuit: Pursuit, requirement_id: UUID) -> Requirement:
    """A requirement of the version that is pursued."""
    requirement = Requirement.objects.filter(version=pursuit.version_id, pk=requirement_id).first()
    if requirement is None:
        raise Http404
    return requirement


def own_item(person: Person, item_id: UUID) -> Item:
    """A file or link that the person put in, taken out or not."""
    item = (
        Item.objects.filter(pk=item_id, pursuit__person=person)
        .select_related("file", "requirement", "pursuit__version", "pursuit__person")
        .first()
    )
    if item is None:
        raise Http404
    return item


def own_submission(person: Person, submission_id: UUID) -> Submission:
    """The person's own submission."""
    submission = _submission.first(submission_id=submission_id, person_id=person.pk)
    if submission is None:
        raise Http404
    return submission


def published_version(version_id: UUID) -> Version:
    """A version that can be looked at: all of them can."""
    version = Version.objects.filter(pk=version_id).select_related("micro_credential").first()
    if version is None:
        raise Http404
    return version


def any_program(program_id: UUID) -> Program:
    """A program: all of them are public."""
    program = Program.objects.filter(pk=program_id).first()
    if program is None:
        raise Http404
    return program


@asked_often
def _pursuit(*, pursuit_id: UUID, person_id: UUID) -> QuerySet[Pursuit]:
    own = Pursuit.objects.filter(pk=pursuit_id, person=person_id)
    return own.select_related("person", "version__micro_credential__owner", "program__owner")


@asked_often
def _submission(*, submission_id: UUID, person_id: UUID) -> QuerySet[Submission]:
    own = Submission.objects.filter(pk=submission_id, pursuit__person=person_id)
    return own.select_related("pursuit__version__micro_credential__owner", "pursuit__program", "pursuit__person")

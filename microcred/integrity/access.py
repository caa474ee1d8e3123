"""May this person? Cases are for those who look into them where it was handed in, and for the educator once asked."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.integrity.models import Case
from microcred.integrity.queries import Standing, cases_of, has_cases, standing_of
from microcred.organizations.models import Person


def who_looks(person: Person, *, at: datetime) -> Person:
    """The person, when they look into cases somewhere."""
    if not has_cases(person, at=at):
        raise Http404
    return person


def case_to_look_into(person: Person, case_id: UUID, *, at: datetime) -> Case:
    """A case where the person looks into them; never one about work of theirs, or that they have held to judge it."""
    case = cases_of(person, at=at).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def own_case(person: Person, case_id: UUID) -> Standing:
    """A case about the person's own work, once they are told of it."""
    case = (
        Case.objects.filter(pk=case_id, submission__pursuit__person=person)
        .select_related("submission__pursuit__version", "submission__pursuit__person", "organization")
        .first()
    )
    standing = standing_of(case) if case else None
    if standing is None or not standing.concerns_educator:
        raise Http404
    return standing

"""May this person? What others are paid is for who administers the organization that pays; one's own is one's own."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.billing.models import Line, Period
from microcred.billing.queries import Entry, entries_of, has_worked
from microcred.calibration.queries import ASSESSING
from microcred.organizations.access import organization_as
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import reach_of, roles_of


def at_work(person: Person, *, at: datetime) -> Person:
    """The person, when they assess somewhere or ever did."""
    if not ASSESSING & roles_of(person, at=at) and not has_worked(person):
        raise Http404
    return person


def paying_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization that the person administers."""
    return organization_as(person, Role.ORG_ADMIN, slug, at=at)


def administered_period(person: Person, period_id: UUID, *, at: datetime) -> Period:
    """A pay period of an organization that the person administers."""
    places = reach_of(person, Role.ORG_ADMIN, at=at)
    found = Period.objects.filter(pk=period_id, organization__lineage__overlap=places)
    period = found.select_related("organization", "lock__locked_by").first()
    if period is None:
        raise Http404
    return period


def locked_period(person: Person, period_id: UUID, *, at: datetime) -> Period:
    """The same, when it is locked: payroll gets nothing that may still change."""
    period = administered_period(person, period_id, at=at)
    if not period.is_locked:
        raise Http404
    return period


def pay_of(period: Period, person_id: UUID) -> list[Entry]:
    """What a period pays somebody and takes back from them: somebody of whom there is anything in it."""
    entries = [each for each in entries_of(period) if each.unit.assessor_id == person_id]
    if not entries:
        raise Http404
    return entries


def administered_line(person: Person, line_id: UUID, *, at: datetime) -> Line:
    """A line of a locked period of an organization that the person administers."""
    places = reach_of(person, Role.ORG_ADMIN, at=at)
    found = Line.objects.filter(pk=line_id, period__organization__lineage__overlap=places, period__lock__isnull=False)
    line = found.select_related(
        "period__organization", "period__lock", "unit__assessor", "unit__version", "unit__training__edition"
    ).first()
    if line is None:
        raise Http404
    return line

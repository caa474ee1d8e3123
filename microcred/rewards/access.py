"""May this person? What a district pays is for its administrators and renewal coordinators; one's own is one's own."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.credentials.models import Award
from microcred.organizations.access import organization_as
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import reach_of
from microcred.rewards.models import LaneExport, StipendEntry, StipendOffer, StipendPeriod

APPROVING = (Role.ORG_ADMIN, Role.RECOGNIZER)
"""Who sees what a district pays, and approves it. Offers, budgets and periods are its administrators' alone."""


def own_award(person: Person, award_id: UUID) -> Award:
    """An award of the person's own."""
    award = Award.objects.select_related("person", "version").filter(pk=award_id, person=person).first()
    if award is None:
        raise Http404
    return award


def approving_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose stipends the person may approve."""
    places = reach_of(person, *APPROVING, at=at)
    found = Organization.objects.filter(slug=slug, lineage__overlap=places).first()
    if found is None:
        raise Http404
    return found


def paying_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization that the person administers."""
    return organization_as(person, Role.ORG_ADMIN, slug, at=at)


def seen_offer(person: Person, offer_id: UUID, *, at: datetime) -> StipendOffer:
    """An offer of an organization whose stipends the person may approve."""
    return _offer(offer_id, reach_of(person, *APPROVING, at=at))


def administered_offer(person: Person, offer_id: UUID, *, at: datetime) -> StipendOffer:
    """An offer of an organization that the person administers."""
    return _offer(offer_id, reach_of(person, Role.ORG_ADMIN, at=at))


def _offer(offer_id: UUID, places: list[UUID]) -> StipendOffer:
    found = StipendOffer.objects.filter(pk=offer_id, organization__lineage__overlap=places)
    offer = found.select_related("organization").first()
    if offer is None:
        raise Http404
    return offer


def administered_entry(person: Person, entry_id: UUID, *, at: datetime) -> StipendEntry:
    """An entry of an organization that the person administers."""
    places = reach_of(person, Role.ORG_ADMIN, at=at)
    found = StipendEntry.objects.filter(pk=entry_id, offer__organization__lineage__overlap=places)
    entry = found.select_related("offer__organization", "edition", "person", "approved_by").first()
    if entry is None:
        raise Http404
    return entry


def seen_export(person: Person, export_id: UUID, *, at: datetime) -> LaneExport:
    """An export of lanes of an organization whose stipends the person may approve."""
    places = reach_of(person, *APPROVING, at=at)
    found = LaneExport.objects.filter(pk=export_id, schedule__organization__lineage__overlap=places)
    export = found.select_related("schedule__organization").first()
    if export is None:
        raise Http404
    return export


def seen_period(person: Person, period_id: UUID, *, at: datetime) -> StipendPeriod:
    """A locked period of an organization whose stipends the person may approve."""
    places = reach_of(person, *APPROVING, at=at)
    found = StipendPeriod.objects.filter(pk=period_id, organization__lineage__overlap=places, lock__isnull=False)
    period = found.select_related("organization", "lock__locked_by").first()
    if period is None:
        raise Http404
    return period

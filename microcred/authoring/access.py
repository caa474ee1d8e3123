"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from microcred.authoring.models import Draft
from microcred.authoring.queries import drafts_of, places_to_write
from microcred.catalog.models import MicroCredential
from microcred.organizations.models import Organization, Person


def draft_to_write(person: Person, draft_id: UUID, *, at: datetime) -> Draft:
    """A draft of an organization that the person writes for."""
    draft = drafts_of(person, at=at).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def own_places(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that the person writes for; who writes for none is told nothing."""
    places = places_to_write(person, at=at)
    if not places:
        raise Http404
    return places


def own_place(person: Person, slug: str, *, at: datetime) -> Organization:
    """One of the organizations that the person writes for."""
    found = places_to_write(person, at=at).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def micro_credential_to_revise(person: Person, slug: str, *, at: datetime) -> MicroCredential:
    """A micro-credential whose next version the person may write."""
    found = (
        MicroCredential.objects.select_related("owner")
        .filter(slug=slug, owner__in=places_to_write(person, at=at))
        .first()
    )
    if found is None:
        raise Http404
    return found

"""May this person? What a framework says is for everyone; what an organization goes by, its administrators say."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition
from microcred.quality.queries import edition_at, places_to_keep


def public_edition(slug: str, number: int | None = None) -> Edition:
    """An edition of a framework, by default the newest."""
    found = edition_at(slug, number)
    if found is None:
        raise Http404
    return found


def own_places(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that a person decides for; who decides for none is told nothing."""
    places = places_to_keep(person, at=at)
    if not places:
        raise Http404
    return places


def own_place(person: Person, slug: str, *, at: datetime) -> Organization:
    """One of the organizations that a person decides for."""
    found = places_to_keep(person, at=at).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found

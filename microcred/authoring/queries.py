"""Questions about drafts."""

from datetime import datetime

from django.db.models import QuerySet

from microcred.authoring.models import Draft
from microcred.catalog.models import Entry
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where


def drafts_of(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """The drafts of the organizations that a person writes for, last changed first, with what became of them."""
    return (
        Draft.objects.filter(owner__in=places_to_write(person, at=at))
        .select_related("owner", "changed_by", "micro_credential", "publication__version__micro_credential")
        .order_by("-changed_at", "-pk")
    )


def places_to_write(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that a person is an author of."""
    return organizations_where(person, Role.AUTHOR, at=at).order_by("name")


def revisable_by(person: Person, *, at: datetime) -> QuerySet[Entry]:
    """What the organizations that a person writes for offer, by title: as much as fits in a selection."""
    return (
        Entry.objects.filter(micro_credential__owner__in=places_to_write(person, at=at))
        .only("title", "slug")
        .order_by("title", "slug")[:500]
    )

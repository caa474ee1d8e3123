"""Questions about drafts."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.authoring.lint import Severity, Strictness
from microcred.authoring.models import CheckSeverity, Draft, Publication
from microcred.authoring.queries.co_authors import readable_by
from microcred.authoring.queries.guidance import word_limits_in
from microcred.catalog.models import Entry
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where


def drafts_of(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """The drafts that a person writes: of their organizations and as a co-author; last changed first, with what became
    of them."""
    return (
        Draft.objects.filter(readable_by(person, at=at))
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


def said_of_checks(organization: Organization) -> dict[str, CheckSeverity]:
    """What holds for each check that anyone said something of: the last word of the nearest organization, by check."""
    lineage = organization.lineage
    said = CheckSeverity.objects.filter(organization__in=lineage).select_related("organization", "set_by")
    nearest = sorted(said.order_by("set_at", "pk"), key=lambda row: lineage.index(row.organization_id))
    return {row.check_name: row for row in nearest}


def strictness_in(organization: Organization) -> Strictness:
    """How strictly an organization takes each check: what it says itself, else the nearest above it."""
    lineage = organization.lineage  # from the root down, so that the nearest comes last
    nearest = sorted(_severities_said(lineage=lineage), key=lambda row: lineage.index(row.organization_id))
    return Strictness(
        severities={row.check_name: Severity(row.severity) for row in nearest},
        word_limits=word_limits_in(organization),
    )


@asked_often
def _severities_said(*, lineage: list[UUID]) -> QuerySet[CheckSeverity]:
    return CheckSeverity.objects.filter(organization__in=lineage).order_by("set_at", "pk")


def is_published(draft: Draft) -> bool:
    """Whether a draft has become a version, and changes no more."""
    return Publication.objects.filter(draft=draft).exists()

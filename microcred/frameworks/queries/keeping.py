"""Who keeps frameworks: whose authors and administrators import their editions."""

from datetime import datetime

from django.db.models import QuerySet

from microcred.frameworks.models import DryRun, Framework
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where

KEEPERS = (Role.AUTHOR, Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN)


def may_keep(person: Person, organization: Organization, *, at: datetime) -> bool:
    """Whether a person imports frameworks for an organization."""
    return any(acts_as(person, role, for_organization=organization, at=at) for role in KEEPERS)


def places_to_keep(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations for which a person imports frameworks."""
    return organizations_where(person, *KEEPERS, at=at).order_by("name")


def frameworks_kept_by(person: Person, *, at: datetime) -> QuerySet[Framework]:
    """The frameworks whose next editions a person imports."""
    return Framework.objects.filter(keeper__in=places_to_keep(person, at=at)).order_by("name")


def dry_runs_of(person: Person) -> QuerySet[DryRun]:
    """What a person has tried and not confirmed, the newest first."""
    return DryRun.objects.filter(tried_by=person).select_related("framework", "keeper").order_by("-tried_at")

"""Frameworks are for everyone: one is there, or it is not. Imports are for who keeps frameworks."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from microcred.frameworks.models import DryRun, Framework
from microcred.frameworks.queries.keeping import dry_runs_of, frameworks_kept_by, places_to_keep
from microcred.organizations.models import Organization, Person


def public_framework(slug: str) -> Framework:
    """A framework."""
    return get_object_or_404(Framework, slug=slug)


def own_places(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations for which the person imports frameworks; who imports for none is told nothing."""
    places = places_to_keep(person, at=at)
    if not places:
        raise Http404
    return places


def own_dry_run(person: Person, dry_run_id: UUID, *, at: datetime) -> DryRun:
    """What the person has tried and not confirmed yet, for an organization that they still act for."""
    return get_object_or_404(dry_runs_of(person).filter(keeper__in=places_to_keep(person, at=at)), pk=dry_run_id)


def kept_framework(person: Person, slug: str, *, at: datetime) -> Framework:
    """A framework whose next edition the person may import."""
    return get_object_or_404(frameworks_kept_by(person, at=at), slug=slug)

"""May this person? Awards are public by their address; only the issuer's people revoke."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import Http404

from microcred.catalog.models import Version
from microcred.credentials.models import Award, Issuer, StatusList
from microcred.credentials.queries import awards_with_all, may_look_after, may_revoke
from microcred.organizations.models import Person

Found = TypeVar("Found")


def public_award(award_id: UUID) -> Award:
    """An award, for anyone who has its address."""
    return _or_404(awards_with_all().filter(pk=award_id).first())


def award_to_revoke(person: Person, award_id: UUID, *, at: datetime) -> Award:
    """An award of an issuer that the person acts for."""
    award = public_award(award_id)
    if not may_revoke(person, award, at=at):
        raise Http404
    return award


def public_issuer(slug: str) -> Issuer:
    """An issuer, for anyone."""
    return _or_404(Issuer.objects.select_related("organization").filter(slug=slug).first())


def issuer_to_look_after(person: Person, slug: str, *, at: datetime) -> Issuer:
    """An issuer whose organization the person administers."""
    issuer = public_issuer(slug)
    if not may_look_after(person, issuer, at=at):
        raise Http404
    return issuer


def revocation_list_of(slug: str) -> Issuer:
    """An issuer that lists what it revoked, for anyone."""
    return _or_404(Issuer.objects.filter(slug=slug, lists_revoked=True).first())


def public_status_list(list_id: UUID) -> StatusList:
    """A status list, for anyone."""
    return _or_404(StatusList.objects.filter(pk=list_id).first())


def public_version(version_id: UUID) -> Version:
    """A published version, for anyone."""
    return _or_404(Version.objects.select_related("micro_credential__owner").filter(pk=version_id).first())


def _or_404(row: Found | None) -> Found:
    if row is None:
        raise Http404
    return row

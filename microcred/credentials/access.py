"""May this person? Awards are public by their address; only the issuer's people revoke."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.http import Http404

from microcred.catalog.models import Version
from microcred.credentials.models import Award, DocumentIntent, Issuer, KeyCondemnation, SignedToken, StatusList
from microcred.credentials.queries import (
    award_at_address,
    award_with_all,
    issuer_at_address,
    may_look_after,
    may_revoke,
    trusted_token,
    version_at_address,
)
from microcred.organizations.models import Person

Found = TypeVar("Found")


def public_award(award_id: UUID) -> Award:
    """An award, for anyone who has its address."""
    return _or_404(award_with_all(award_id))


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


def condemnation_to_look_after(person: Person, slug: str, condemnation_id: UUID, *, at: datetime) -> KeyCondemnation:
    """The condemnation of a key of an issuer whose organization the person administers."""
    issuer = issuer_to_look_after(person, slug, at=at)
    found = KeyCondemnation.objects.select_related("key__issuer__organization")
    return _or_404(found.filter(pk=condemnation_id, key__issuer=issuer).first())


def revocation_list_of(slug: str) -> Issuer:
    """An issuer that lists what it revoked, for anyone."""
    return _or_404(Issuer.objects.filter(slug=slug, lists_revoked=True).first())


def public_document(document_id: UUID) -> DocumentIntent:
    """A signed stack credential, endorsement or learner record, for anyone who has its address."""
    found = DocumentIntent.objects.select_related("issuer__organization", "signed", "withdrawal", "person")
    return _or_404(found.filter(pk=document_id, signed__isnull=False).first())


def public_token(award_id: UUID, algorithm: str) -> SignedToken:
    """An award's credential as a token that can be trusted, for anyone who has its address."""
    return _or_404(trusted_token(award_id, algorithm.upper()))


def endorsable(address: str) -> Version | Award | Issuer | None:
    """What of this server an address names that can be endorsed: an award's page, a version's, or an issuer's."""
    path = address.removeprefix(settings.PUBLIC_URL)
    return award_at_address(path) or version_at_address(path) or issuer_at_address(path)


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

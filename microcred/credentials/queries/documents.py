"""Stack credentials, learner records and endorsements."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import Version
from microcred.credentials.models import (
    Award,
    DocumentIntent,
    Issuer,
    SignedAgain,
)
from microcred.foundation.asked_often import asked_often
from microcred.openbadges.documents import parse
from microcred.organizations.models import Person

MOST_CARRIED = 5
"""Endorsements in one award. Each is a credential of two or three kilobytes, and a check of its own for verifiers."""


def documents_of(person: Person) -> QuerySet[DocumentIntent]:
    """A person's stack credentials and learner records, the newest first."""
    own = DocumentIntent.objects.filter(person=person).select_related("issuer", "signed", "withdrawal")
    return own.order_by("-intended_at", "-pk")


def documents_resting_on(award: Award) -> QuerySet[DocumentIntent]:
    """The stack credentials in force that rest on an award."""
    resting = award.documents.filter(kind=DocumentIntent.Kind.STACK, withdrawal__isnull=True)
    return resting.select_related("stack__owner", "status_list").order_by("pk")


def endorsements_of(award: Award) -> list[DocumentIntent]:
    """The endorsements in force of an award, of its version and of its issuer."""
    return _endorsements(award_id=award.pk, version_id=award.version_id, issuer_id=award.issuer_id)


@asked_often
def _endorsements(*, award_id: UUID, version_id: UUID, issuer_id: UUID) -> QuerySet[DocumentIntent]:
    about = Q(award=award_id) | Q(version=version_id) | Q(endorsed_issuer=issuer_id)
    return _endorsements_in_force().filter(about)


def endorsements_of_issuer(issuer: Issuer) -> QuerySet[DocumentIntent]:
    """The endorsements in force of an issuer."""
    return _endorsements_in_force().filter(endorsed_issuer=issuer)


def endorsements_to_carry(version: Version, issuer: Issuer) -> Sequence[DocumentIntent]:
    """The endorsements in force of a version and of its issuer that an award carries, the newest of many. None with the
    signature of a condemned key, and none of a stranger's: only of issuers to which this one answers, above it in the
    tree of organizations. Whatever others say stands on the public pages, and in nothing that this issuer signs."""
    about = Q(version=version) | Q(endorsed_issuer=issuer)
    again = SignedAgain.objects.filter(document=OuterRef("pk"), key__condemnation__isnull=True)
    above = _endorsements_in_force().filter(issuer__organization__in=issuer.organization.lineage)
    trusted = above.filter(Q(key__condemnation__isnull=True) | Exists(again))
    newest = trusted.filter(about).select_related("signed").order_by("-intended_at", "-pk")
    return list(newest[:MOST_CARRIED])[::-1]


def _endorsements_in_force() -> QuerySet[DocumentIntent]:
    found = DocumentIntent.objects.filter(kind=DocumentIntent.Kind.ENDORSEMENT, signed__isnull=False)
    return found.filter(withdrawal__isnull=True).select_related("issuer").order_by("intended_at", "pk")


def endorsements_by(issuer: Issuer) -> QuerySet[DocumentIntent]:
    """What an issuer has endorsed, the newest first."""
    found = DocumentIntent.objects.filter(issuer=issuer, kind=DocumentIntent.Kind.ENDORSEMENT)
    return found.select_related("signed", "withdrawal").order_by("-intended_at")


def comment_of(document: DocumentIntent) -> str:
    """What an endorsement says; empty for other documents."""
    if document.kind != DocumentIntent.Kind.ENDORSEMENT:
        return ""
    return str(parse(document.unsigned)["credentialSubject"]["endorsementComment"])

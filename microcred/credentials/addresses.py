"""The addresses that stand in signed credentials.

They are written out here and not derived from the routes: a signed address is a promise for decades, and moving a
page must not silently change what the next credential says. A test holds both side by side.
"""

from uuid import UUID

from django.conf import settings

from microcred.catalog.models import Stack, Version
from microcred.frameworks.models import Standard
from microcred.frameworks.queries import standard_address
from microcred.quality.models import Edition


def public(path: str) -> str:
    """The public address of a path of this server."""
    return f"{settings.PUBLIC_URL}{path}"


def version_page(version: Version) -> str:
    """Where a version of a micro-credential is described: the identifier of its achievement."""
    return public(f"/catalogue/{version.micro_credential.slug}/versions/{version.label}/")


def standard(standard: Standard) -> str:
    """Where a standard is published: the address that its publisher gave it (`uri` of the CFItem), or else ours."""
    return standard_address(standard)


def quality_edition(edition: Edition) -> str:
    """Where the edition of a quality framework stands that a version was judged by."""
    return public(f"/quality/frameworks/{edition.framework.slug}/{edition.number}/")


def badge_image(version: Version) -> str:
    """Where the picture of a version's badge is."""
    return public(f"/badges/{version.pk}.png")


def status_list(list_id: UUID) -> str:
    """Where a status list is published."""
    return public(f"/status/{list_id}/")


def credential_page(award_id: UUID) -> str:
    """Where anyone can see and check an award."""
    return public(credential_path(award_id))


def current_credential(award_id: UUID) -> str:
    """Where anyone gets the signed credential of an award as it stands now: its refresh service."""
    return public(f"/credentials/{award_id}/credential.json")


def credential_path(award_id: UUID) -> str:
    """The path of an award's page on this server."""
    return f"/credentials/{award_id}/"


def issuer_page(slug: str) -> str:
    """Where an issuer says who it is."""
    return public(f"/issuers/{slug}/")


def stack_page(stack: Stack) -> str:
    """Where a stack is described: the identifier of the achievement of earning all of it."""
    return public(f"/stacks/{stack.slug}/")


def document_path(document_id: UUID) -> str:
    """The path of the page of a stack credential, an endorsement or a learner record on this server."""
    return f"/documents/{document_id}/"


def current_document(document_id: UUID) -> str:
    """Where anyone gets such a document as it stands now."""
    return public(f"{document_path(document_id)}document.json")


def did_document(slug: str) -> str:
    """Where an issuer's DID document is."""
    return public(f"/issuers/{slug}/did.json")


def revocation_list(slug: str) -> str:
    """Where an issuer lists the identifiers of revoked credentials, if it does."""
    return public(f"/issuers/{slug}/revocations.json")


def jwk_set(slug: str) -> str:
    """Where an issuer's keys are as a JWK set."""
    return public(f"/issuers/{slug}/jwks.json")


def hosted_issuer(slug: str) -> str:
    """Where an issuer is as Open Badges 2.0."""
    return public(f"/open-badges-2/issuers/{slug}.json")


def hosted_badge(version: Version) -> str:
    """Where a version is as a badge class of Open Badges 2.0."""
    return public(f"/open-badges-2/badges/{version.pk}.json")


def hosted_assertion(award_id: UUID) -> str:
    """Where an award is as an assertion of Open Badges 2.0."""
    return public(f"/open-badges-2/assertions/{award_id}.json")

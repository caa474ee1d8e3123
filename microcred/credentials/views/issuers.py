"""What an issuer publishes: its page, its keys, what it has revoked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.credentials import access, queries, serving
from microcred.credentials.document import revocation_list
from microcred.credentials.keys import did_document, jwk_set
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.openbadges.documents import to_bytes
from microcred.organizations.models import Person


@require_safe
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A status list as it was signed. Five minutes old at most, so a revocation is seen within five minutes."""
    found = access.public_status_list(list_id)
    if found.signed_token and serving.prefers_a_token(request):
        return serving.token(request, found.signed_token, fresh_for=serving.LIST_FRESH_FOR)
    return serving.document(request, found.signed, fresh_for=serving.LIST_FRESH_FOR)


@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an issuer is, and the keys it signs with."""
    found = access.public_issuer(slug)
    reader = request.user if isinstance(request.user, Person) else None
    context = {
        "issuer": found,
        "keys": queries.keys_of(found),
        "awards": queries.current_awards_of(found),
        "endorsements": queries.endorsements_of_issuer(found),
        "at_work": found.organization,
        "may_look_after": reader is not None and queries.may_look_after(reader, found, at=now()),
    }
    return render(request, "credentials/issuer.html", context)


@require_safe
def issuer_did(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's DID document, for every verifier of the world."""
    text = to_bytes(did_document(access.public_issuer(slug))).decode()
    return serving.document(request, text, content_type="application/did+ld+json")


@require_safe
def issuer_jwks(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's public keys as a JWK set."""
    text = to_bytes(jwk_set(access.public_issuer(slug))).decode()
    return serving.document(request, text, content_type="application/jwk-set+json")


@require_safe
def issuer_revocations(request: HttpRequest, slug: str) -> HttpResponse:
    """The identifiers of an issuer's revoked credentials, as a 1EdTech revocation list, if it publishes one."""
    found = access.revocation_list_of(slug)
    text = to_bytes(revocation_list(found)).decode()
    return serving.document(request, text, content_type="application/json")

"""Awards, versions and issuers as Open Badges 2.0 names them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from microcred.credentials import access, hosted, serving
from microcred.foundation.methods import require_safe
from microcred.openbadges.documents import to_bytes


@require_safe
def hosted_assertion(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The award as Open Badges 2.0; 410 Gone when it does not hold, 404 when it names a holder by no address."""
    assertion = hosted.assertion(access.public_award(award_id))
    if assertion is None:
        raise Http404
    found, holds = assertion
    response = serving.document(request, to_bytes(found).decode())
    if not holds:
        response.status_code = 410
    return response


@require_safe
def hosted_badge(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A version as a badge class of Open Badges 2.0."""
    found = hosted.badge_class(access.public_version(version_id))
    if found is None:
        raise Http404
    return serving.document(request, to_bytes(found).decode())


@require_safe
def hosted_issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """An issuer as Open Badges 2.0 names it."""
    return serving.document(request, to_bytes(hosted.issuer_document(access.public_issuer(slug))).decode())

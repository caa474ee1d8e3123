"""How signed documents and files leave: as the stored bytes, to anyone on the web, with an ETag."""

import hashlib
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

FRESH_FOR = 300
"""seconds that a copy may be shown without asking again"""

LIST_FRESH_FOR = 60
"""seconds that caches on the way may show a status list. With the time that a verifier keeps its copy (the list's own
`ttl`) it stays below five minutes, within which a revocation is seen."""

LINKED_DATA = "application/ld+json"
CREDENTIAL = "application/vc"
CREDENTIAL_AS_JWT = "application/vc+jwt"
_FORMS_OF_CREDENTIALS = frozenset(
    {LINKED_DATA, CREDENTIAL, CREDENTIAL_AS_JWT, "application/vc+ld+json", "application/json"}
)


def document(
    request: HttpRequest,
    text: str,
    *,
    content_type: str = LINKED_DATA,
    name: str | None = None,
    fresh_for: int = FRESH_FOR,
) -> HttpResponse:
    """A signed document. `application/vc` is its registered type, but verifiers in use parse a body only when its
    type says json; so it is served as such to whoever names it, and as JSON-LD to everyone else."""
    accepted = request.headers.get("Accept", "")
    named = content_type
    if content_type == LINKED_DATA and CREDENTIAL in _types(accepted):
        named = CREDENTIAL
    response = _answer(request, text.encode(), named, fresh_for)
    patch_vary_headers(response, ["Accept"])
    if name:
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def token(request: HttpRequest, text: str, *, fresh_for: int = FRESH_FOR) -> HttpResponse:
    """A signed document as a JSON Web Token, where the same address has it with a proof inside too."""
    response = _answer(request, text.encode(), CREDENTIAL_AS_JWT, fresh_for)
    patch_vary_headers(response, ["Accept"])
    return response


def prefers_a_token(request: HttpRequest) -> bool:
    """Whether a program would rather have a JSON Web Token than the document with a proof inside."""
    return (
        request.get_preferred_type([LINKED_DATA, CREDENTIAL, "application/json", CREDENTIAL_AS_JWT])
        == CREDENTIAL_AS_JWT
    )


def file(request: HttpRequest, content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to keep: a baked badge, a certificate."""
    response = _answer(request, content, content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def picture(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """A picture to show in a page."""
    return _answer(request, content, content_type)


def wants_the_document(request: HttpRequest) -> bool:
    """Whether a program asks a page's address for the credential itself, in whatever form credentials have."""
    types = _types(request.headers.get("Accept", ""))
    return "text/html" not in types and bool(_FORMS_OF_CREDENTIALS & types)


def _types(accepted: str) -> set[str]:
    return {part.partition(";")[0].strip().lower() for part in accepted.split(",")}


def _answer(request: HttpRequest, content: bytes, content_type: str, fresh_for: int = FRESH_FOR) -> HttpResponse:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={fresh_for}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    answer = get_conditional_response(request, etag=etag, response=response) or response
    for header in ("Access-Control-Allow-Origin", "Cache-Control", "Cross-Origin-Resource-Policy"):
        answer[header] = response[header]
    return answer

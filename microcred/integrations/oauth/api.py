"""The door of services: their registration, their tokens, what this server says of itself."""

from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from oauthlib.common import urlencode

from microcred.credentials.addresses import public
from microcred.foundation.clock import now
from microcred.integrations.doors import PUBLISHED, for_programs
from microcred.integrations.oauth import operations, protocol
from microcred.integrations.oauth.rules import ISSUING_SCOPES, SCOPES, RegistrationUnfit, registration_of
from microcred.openbadges.documents import parse
from microcred.openbadges.errors import OpenBadgesError


@for_programs("GET", "HEAD", cache=PUBLISHED)
def oauth_metadata(request: HttpRequest) -> HttpResponse:
    """What this server says of itself as an OAuth server (RFC 8414)."""
    return JsonResponse(
        {
            "issuer": settings.PUBLIC_URL,
            "authorization_endpoint": public(reverse("oauth_authorize")),
            "token_endpoint": public(reverse("oauth_token")),
            "registration_endpoint": public(reverse("oauth_clients")),
            "revocation_endpoint": public(reverse("oauth_revoke")),
            "scopes_supported": [*SCOPES, *ISSUING_SCOPES],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": [protocol.CHALLENGE_METHOD],
            "authorization_response_iss_parameter_supported": True,
        }
    )


@for_programs("POST", often="registrations")
def oauth_clients(request: HttpRequest) -> HttpResponse:
    """Register a service (RFC 7591). Anyone may; it can do nothing until somebody consents."""
    try:
        registration = registration_of(parse(request.body))
    except OpenBadgesError as error:
        return _refused("invalid_client_metadata", str(error))
    except RegistrationUnfit as error:
        return _refused(error.code, error.words)
    registered = operations.register(actor=None, registration=registration)
    client = registered.client
    body = {
        **registration.model_dump(exclude_defaults=False),
        "scope": " ".join(client.scopes),
        "client_id": str(client.pk),
        "client_secret": registered.secret,
        "client_id_issued_at": int(client.created_at.timestamp()),
        "client_secret_expires_at": 0,
    }
    return JsonResponse(body, status=HTTPStatus.CREATED)


@for_programs("POST", often="tokens")
def oauth_token(request: HttpRequest) -> HttpResponse:
    """A code, a refresh token, or the credentials of a program that issues, for tokens (RFC 6749 section 3.2)."""
    # one transaction, so that a code is not spent by an answer that was never written
    with transaction.atomic():
        return _answered(*protocol.server(now()).create_token_response(*_request(request)))


@for_programs("POST", often="tokens")
def oauth_revoke(request: HttpRequest) -> HttpResponse:
    """Take a token back (RFC 7009)."""
    return _answered(*protocol.server(now()).create_revocation_response(*_request(request)))


def _request(request: HttpRequest) -> tuple[str, str, str, dict[str, str]]:
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    headers = {"Authorization": request.headers.get("Authorization", ""), "Content-Type": request.content_type or ""}
    query = request.META.get("QUERY_STRING", "")
    return public(request.path) + (f"?{query}" if query else ""), "POST", urlencode(fields), headers


def _answered(headers: dict[str, str], body: str | None, status: int) -> HttpResponse:
    response = HttpResponse(body or "", status=status, content_type="application/json")
    for name, value in headers.items():
        response[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        # the way in which clients say who they are here (RFC 6749 section 5.2); oauthlib names that of tokens
        response["WWW-Authenticate"] = 'Basic realm="Microcred"'
    return response


def _refused(code: str, words: str) -> HttpResponse:
    return JsonResponse({"error": code, "error_description": words}, status=HTTPStatus.BAD_REQUEST)

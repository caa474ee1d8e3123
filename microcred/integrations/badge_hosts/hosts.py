"""Speaking to another host by the Open Badges 3.0 API, as a client. All requests take the one door to the network."""

import base64
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from microcred.credentials.addresses import public
from microcred.foundation.refusals import Refusal
from microcred.integrations.badge_hosts.discovery import BASE
from microcred.integrations.oauth.rules import WRITE_CREDENTIALS
from microcred.openbadges.documents import MAX_BYTES, JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import Answer, request

SECONDS: Final = 8
"""For one request: a host that stores a credential verifies it first."""
SOFTWARE: Final = "0f0c3a52-9d0e-4b7c-9a35-6f1f4f6a7c11"
"""Names this software to every host, whoever runs it (RFC 7591, `software_id`)."""


class HostNotUnderstood(Refusal):
    """The host could not be reached, is none, or answered something else than the Open Badges API says."""

    message = _("This host could not be used: {problem}. Check the address, or ask the people who run it.")
    field = "host"


@dataclass(frozen=True)
class Described:
    """What a host says of itself."""

    name: str
    authorization_url: str
    token_url: str
    registration_url: str


@dataclass(frozen=True)
class Registered:
    """Who this server is at a host."""

    client_id: str
    client_secret: str


def describe(base: str) -> Described:
    """What the host at an address offers, out of its service description."""
    document = _json(_ask(f"{base}{BASE}/discovery"), {200}, _("it does not describe itself"))
    try:
        scheme = document["components"]["securitySchemes"]["OAuth2ACG"]
        flow = scheme["flows"]["authorizationCode"]
        addresses = (flow["authorizationUrl"], flow["tokenUrl"], scheme["x-imssf-registrationUrl"])
        name = str(document["info"]["title"]).strip() or str(urlsplit(base).hostname)
    except (KeyError, TypeError) as error:
        raise HostNotUnderstood(problem=_("its description is not one of Open Badges 3.0")) from error
    if not all(isinstance(each, str) and each.startswith("https://") for each in addresses):
        raise HostNotUnderstood(problem=_("its addresses are not secure ones"))
    return Described(name, *addresses)


def register(described: Described, *, redirect_uri: str) -> Registered:
    """Make this server known to a host (RFC 7591)."""
    said = {
        "client_name": settings.TENANT_NAME or "Microcred",
        "client_uri": settings.PUBLIC_URL,
        "logo_uri": public(static("favicon.svg")),
        "tos_uri": _here(settings.TERMS_URL),
        "policy_uri": _here(settings.PRIVACY_URL),
        "software_id": SOFTWARE,
        "software_version": "1",
        "redirect_uris": [redirect_uri],
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "scope": WRITE_CREDENTIALS,
    }
    answer = _ask(described.registration_url, body=json.dumps(said).encode(), kind="application/json")
    told = _json(answer, {200, 201}, _("it did not let this server register"))
    client_id, secret = told.get("client_id"), told.get("client_secret")
    if not isinstance(client_id, str) or not isinstance(secret, str):
        raise HostNotUnderstood(problem=_("it did not let this server register"))
    return Registered(client_id, secret)


def token_for(token_url: str, known: Registered, *, code: str, verifier: str, redirect_uri: str) -> str:
    """An access token for a code (RFC 6749 section 4.1.3)."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "scope": WRITE_CREDENTIALS,
    }
    pair = f"{quote_plus(known.client_id)}:{quote_plus(known.client_secret)}"
    authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    kind = "application/x-www-form-urlencoded"
    answer = _ask(token_url, body=urlencode(form).encode(), kind=kind, authorization=authorization)
    token = _json(answer, {200}, _("it gave no token")).get("access_token")
    if not isinstance(token, str):
        raise HostNotUnderstood(problem=_("it gave no token"))
    return token


def upsert(base: str, token: str, text: str) -> bool:
    """Put a credential into the person's backpack there. Whether it was new."""
    answer = _ask(
        f"{base}{BASE}/credentials",
        body=text.encode(),
        kind="application/vc+ld+json",
        authorization=f"Bearer {token}",
    )
    if answer.status not in (200, 201):
        raise HostNotUnderstood(problem=_("it did not take the credential in (%(status)d)") % {"status": answer.status})
    return answer.status == 201


def _ask(
    address: str, *, body: bytes | None = None, kind: str | None = None, authorization: str | None = None
) -> Answer:
    headers = {"Accept": "application/json"}
    if kind:
        headers["Content-Type"] = kind
    if authorization:
        headers["Authorization"] = authorization
    try:
        method = "GET" if body is None else "POST"
        return request(address, method=method, headers=headers, content=body, max_bytes=MAX_BYTES, timeout=SECONDS)
    except OpenBadgesError as error:
        raise HostNotUnderstood(problem=str(error)) from error


def _json(answer: Answer, good: set[int], otherwise: Any) -> JsonObject:
    if answer.status not in good:
        raise HostNotUnderstood(problem=otherwise)
    try:
        return parse(answer.body)
    except OpenBadgesError as error:
        raise HostNotUnderstood(problem=otherwise) from error


def _here(address: str) -> str:
    """An address as it stands if it is on our own host, for registration wants one host; else our front page."""
    here = urlsplit(settings.PUBLIC_URL).hostname
    return address if urlsplit(address).hostname == here else public("/")

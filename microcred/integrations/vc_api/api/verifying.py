"""The door of programs that verify (VC-API, VCALM 1.0): open to all, by the verifier of our pages. Nothing is kept."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.integrations.doors import for_programs
from microcred.integrations.presentations import holder_of
from microcred.integrations.vc_api.answers import answer_of, merged, refused
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.vc_api.options import CHECKS, all_among, options_of, text
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, Problem
from microcred.openbadges.vc_api.rules import check_presentation
from microcred.openbadges.verify import CHECKS as NAMED

MOST = 10
"""Credentials in one presentation: each may open addresses elsewhere."""

_OPTIONS = {"challenge": text, "domain": text, "checks": all_among(*CHECKS, *NAMED)}
"""Every check is made of every credential, so that to ask for some of them is to be told more."""


@for_programs("POST", often="verifications")
def vc_api_verify_credential(request: HttpRequest) -> HttpResponse:
    """What may be said of one credential: `verified`, with `errors` and `warnings` (section 3.3.1)."""
    try:
        credential, _options = _asked(request, "verifiableCredential")
        body = answer_of(check(_as_sent(credential), at=now()))
    except OpenBadgesError as error:
        body = refused(error)
    return _told(body)


@for_programs("POST", often="verifications")
def vc_api_verify_presentation(request: HttpRequest) -> HttpResponse:
    """What may be said of a presentation: whose it is, and of each credential in it (section 3.3.2)."""
    at = now()
    try:
        presentation, options = _asked(request, "verifiablePresentation")
        if not isinstance(presentation, dict):
            raise Problem(PARSING, "a presentation is a JSON object here; one in a token is not read")
        credentials = _inside(check_presentation(presentation))
        holder = holder_of(presentation, challenge=options.get("challenge"), domain=options.get("domain"), at=at)
        body = merged(holder, [answer_of(check(_as_sent(credential), at=at)) for credential in credentials])
    except OpenBadgesError as error:
        body = refused(error)
    return _told(body)


def _asked(request: HttpRequest, name: str) -> tuple[Any, JsonObject]:
    """The document of a request, and its options. Options that are not known are refused: they could mean to matter."""
    asked = parse(request.body)
    options = options_of(asked, name, _OPTIONS)
    if name not in asked:
        raise Problem(PARSING, f"the request has no {name}")
    return asked[name], options


def _inside(presentation: JsonObject) -> list[Any]:
    """The credentials of a presentation, no more than are looked at in one request."""
    held = presentation.get("verifiableCredential") or []
    credentials = held if isinstance(held, list) else [held]
    if len(credentials) > MOST:
        raise Problem(MALFORMED, f"there are more than {MOST} credentials in it; send them one by one")
    return credentials


def _as_sent(credential: Any) -> bytes:
    """A credential as the verifier takes it: a document, or the token that is one."""
    if isinstance(credential, dict):
        return to_bytes(credential)
    if isinstance(credential, str):
        return credential.encode()
    raise Problem(PARSING, "a credential is a JSON object or a compact JWT")


def _told(body: JsonObject) -> HttpResponse:
    return JsonResponse(body, status=HTTPStatus.OK if body["verified"] else HTTPStatus.BAD_REQUEST)

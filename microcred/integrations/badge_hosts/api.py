"""The door of other hosts: the Open Badges 3.0 API (section 6), over OAuth with the person's consent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import uuid5

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse

from microcred.credentials.addresses import public
from microcred.foundation.clock import now
from microcred.foundation.fields import PersonName
from microcred.foundation.refusals import Refusal
from microcred.integrations.badge_hosts import operations, queries
from microcred.integrations.badge_hosts.discovery import MOST, USUAL, description
from microcred.integrations.badge_hosts.status import ApiRefused, bad_data, bad_query, forbidden, say, unauthorized
from microcred.integrations.doors import PUBLISHED, bearer_token, for_programs
from microcred.integrations.oauth import access
from microcred.integrations.oauth.rules import CHANGE_PROFILE, READ_CREDENTIALS, READ_PROFILE, WRITE_CREDENTIALS
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES
from microcred.openbadges.documents import MAX_BYTES, JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.times import read

_LONGEST_NAME = 150
_DOCUMENTS = ("application/json", "application/vc+ld+json", "application/ld+json", "application/vc")


@for_programs("GET", "HEAD", cache=PUBLISHED, says=say)
def ob_discovery(request: HttpRequest) -> HttpResponse:
    """What this service is and where its endpoints are."""
    return JsonResponse(description())


def _refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say refusals in the way of 1EdTech."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except ApiRefused as refused:
            return refused.answer()
        except Refusal as refusal:
            return bad_data(str(refusal)).answer()

    return answered


@for_programs("GET", "HEAD", "POST", often="badge_hosts", says=say)
@_refusing
def ob_credentials(request: HttpRequest) -> HttpResponse:
    """Read a person's credentials, or put one in."""
    if request.method == "POST":
        return _upsert(request, _speaks_for(request, WRITE_CREDENTIALS))
    return _read(request, _speaks_for(request, READ_CREDENTIALS))


@for_programs("GET", "HEAD", "PUT", often="badge_hosts", says=say)
@_refusing
def ob_profile(request: HttpRequest) -> HttpResponse:
    """Who the person is, as far as they let the service know; and what the service calls them from now on."""
    if request.method == "PUT":
        return _put_profile(request, _speaks_for(request, CHANGE_PROFILE))
    return JsonResponse(_profile_of(_speaks_for(request, READ_PROFILE)))


@for_programs("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", often="badge_hosts", says=say)
def ob_nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """What the API does not have."""
    return say(HTTPStatus.NOT_FOUND, "The Open Badges API has no such address; see its discovery document.")


def _profile_of(speaker: access.Bearer) -> JsonObject:
    """The profile, without the address for a service that may only change the name: it neither reads nor guesses it."""
    told: JsonObject = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        # another identifier for each service, so that two of them cannot put together what they know
        "id": f"urn:uuid:{uuid5(speaker.person.pk, str(speaker.client.pk))}",
        "type": ["Profile"],
        "name": speaker.person.name,
    }
    if READ_PROFILE in speaker.scopes:
        told["email"] = speaker.person.email
    return told


def _put_profile(request: HttpRequest, speaker: access.Bearer) -> HttpResponse:
    """Change the name, the one member that is a service's to change. What else is said must be as it stands here.

    An address is verified by whoever reads its mail, an identifier is given here, and nothing else is kept: to take
    such members and forget them would be to say that they were changed.
    """
    try:
        said = parse(request.body)
    except OpenBadgesError as error:
        raise bad_data(str(error)) from error
    stands = _profile_of(speaker)
    for member, value in said.items():
        if member not in stands:
            raise bad_data(f"{member} is not for this service to send; it may send {', '.join(stands)}.")
        if member != "name" and not _is_as_it_stands(member, value, stands[member]):
            raise bad_data(f"{member} is not changed this way; leave it out, or send it as getProfile has it.")
    try:
        name = PersonName(max_length=_LONGEST_NAME).clean(_text(said, "name"))
    except ValidationError as error:
        raise bad_data(" ".join(error.messages)) from error
    person = speaker.person
    person = operations.rename(actor=person, client=speaker.client, name=name)
    return JsonResponse(_profile_of(replace(speaker, person=person)))


def _is_as_it_stands(member: str, value: Any, stands: Any) -> bool:
    if member == "@context":
        # later contexts of Open Badges 3.0 say the same of these members
        return isinstance(value, list) and value[:1] == stands[:1]
    return bool(value == stands or (member == "type" and value == stands[0]))


def _text(said: JsonObject, member: str) -> str:
    if not isinstance(said.get(member), str):
        raise bad_data(f"{member} is missing or not text.")
    return str(said[member])


def _speaks_for(request: HttpRequest, scope: str) -> access.Bearer:
    token = bearer_token(request)
    if not token:
        raise unauthorized("Send a token: Authorization: Bearer …")
    speaker = access.bearer(token, at=now())
    if speaker is None:
        raise unauthorized("There is no such token, or it is over.", bearer_error="invalid_token")
    if scope not in speaker.scopes:
        raise forbidden(f"The token is not for {scope}")
    return speaker


def _read(request: HttpRequest, speaker: access.Bearer) -> HttpResponse:
    limit = _number(request, "limit", USUAL, least=1)
    offset = _number(request, "offset", 0, least=0)
    since = _moment(request)
    limit = min(limit, MOST)
    page = queries.credentials_of(speaker.person, since=since, limit=limit, offset=offset)
    body = {
        "credential": [orjson.Fragment(text) for text in page.documents],
        "compactJwsString": list(page.tokens),
    }
    response = HttpResponse(orjson.dumps(body), content_type="application/json")
    response["X-Total-Count"] = str(page.total)
    links = _links(request, limit=limit, offset=offset, total=page.total)
    if links:
        response["Link"] = links
    return response


def _upsert(request: HttpRequest, speaker: access.Bearer) -> HttpResponse:
    kind = request.content_type or ""
    if kind not in (*_DOCUMENTS, "text/plain"):
        raise bad_data(f"Send JSON as {_DOCUMENTS[0]} or {_DOCUMENTS[1]}, or a compact JWS as text/plain.")
    if len(request.body) > MAX_BYTES:
        raise bad_data("The credential is too large.")
    try:
        text = request.body.decode()
    except UnicodeDecodeError as error:
        raise bad_data("The credential is not UTF-8 text.") from error
    is_token = kind == "text/plain"
    put = operations.put_in(
        actor=speaker.person,
        text=text.strip() if is_token else text,
        is_token=is_token,
        received_from=speaker.client.host,
        at=now(),
    )
    return HttpResponse(request.body, status=HTTPStatus.CREATED if put.created else HTTPStatus.OK, content_type=kind)


def _number(request: HttpRequest, name: str, usual: int, *, least: int) -> int:
    said = request.GET.get(name)
    if said is None:
        return usual
    if not (said.isascii() and said.isdecimal() and len(said) <= 9 and int(said) >= least):
        raise bad_query(f"{name} must be a whole number from {least} on.")
    return int(said)


def _moment(request: HttpRequest) -> datetime | None:
    said = request.GET.get("since")
    if said is None:
        return None
    try:
        # a plus sign that was not encoded arrives as a space
        return read(said.replace(" ", "+"))
    except OpenBadgesError as error:
        raise bad_query("since must be a date and time with a zone, like 2026-09-01T00:00:00Z.") from error


def _links(request: HttpRequest, *, limit: int, offset: int, total: int) -> str:
    """Where the other pages are (RFC 8288), when there are others."""
    if offset == 0 and total <= limit:
        return ""
    last = max((total - 1) // limit * limit, 0)
    places = {"first": 0, "last": last}
    if offset + limit < total:
        places["next"] = offset + limit
    if offset > 0:
        places["prev"] = max(offset - limit, 0)
    kept = {name: request.GET[name] for name in ("since",) if name in request.GET}
    return ", ".join(
        f'<{public(request.path)}?{urlencode({"limit": limit, "offset": place, **kept})}>; rel="{relation}"'
        for relation, place in places.items()
    )

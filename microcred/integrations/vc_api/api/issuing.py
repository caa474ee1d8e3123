"""The door of programs that issue in an organization's name (VC-API; VCALM 1.0, sections 3.2.1 and 3.2.4).

An issuer's administrator let them in; they show a token of OAuth client credentials. What they ask for is awarded as
everything is: written down, linted, signed, verified, stored, and only then answered.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import orjson
from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from microcred.credentials import operations as credentials
from microcred.credentials.keys import OrderUnproven
from microcred.credentials.models import Award, StatusList
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.integrations.doors import bearer_token, for_programs, too_often
from microcred.integrations.oauth.access import IssuingBearer, issuing_bearer
from microcred.integrations.oauth.rules import CHANGE_STATUS, ISSUE
from microcred.integrations.vc_api import access, operations, queries
from microcred.integrations.vc_api.rules import LONGEST_KEY, MOST_A_DAY, asked_of
from microcred.openbadges.characters import refused_character
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, Problem, problem_of

_UNKNOWN_OPTION = "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"
_ENTRY = "BitstringStatusListEntry"
_ENTRY_MEMBERS = {"id", "type", "statusPurpose", "statusListIndex", "statusListCredential", "status"}
_LONGEST_REASON = 2000

Answered = Callable[[HttpRequest, IssuingBearer, datetime], HttpResponse]


def _for_clients(scope: str, often: str) -> Callable[[Answered], Callable[[HttpRequest], HttpResponse]]:
    """Let in whoever shows a token for this scope, not too often, and say refusals as problem details (RFC 9457).

    Args:
        often: the name of the limit of each program, in `ACCOUNT_RATE_LIMITS`.
    """

    def make(view: Answered) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            at = now()
            bearer = issuing_bearer(bearer_token(request), at=at)
            if bearer is None:
                return _unauthorized()
            if scope not in bearer.scopes:
                return _problem(HTTPStatus.FORBIDDEN, f"The token is not for {scope}.", title="insufficient_scope")
            if not ratelimit.consume(request, action=often, key=str(bearer.client.pk)):
                return too_often()
            try:
                return view(request, bearer, at)
            except OpenBadgesError as error:
                problem = problem_of(error)
                body = {**problem.as_json(), "status": problem.code}
                return JsonResponse(body, status=problem.code, content_type=_PROBLEM)
            except Refusal as refusal:
                return JsonResponse(refusal.as_problem(), status=refusal.status, content_type=_PROBLEM)
            except Http404:
                return _problem(HTTPStatus.NOT_FOUND, "This program had no credential issued that has this id.")
            except credentials.IssuingStopped:
                return _waits("IssuingStopped", "The issuer signs nothing at present.")
            except OrderUnproven:
                return _waits(
                    "OrderUnproven",
                    "A key was stolen about the time of this order, which waits until somebody upholds it.",
                )

        return answered

    return make


_PROBLEM = "application/problem+json"


@for_programs("POST", often="issuing")
@_for_clients(ISSUE, "issuing_clients")
def vc_api_issue(request: HttpRequest, bearer: IssuingBearer, at: datetime) -> HttpResponse:
    """Award a micro-credential on the program's word, and answer with the signed credential (`201`)."""
    body = parse(request.body)
    _only(body, {"credential", "options"})
    if body.get("options"):
        return _problem(HTTPStatus.BAD_REQUEST, "This service knows no options.", kind=_UNKNOWN_OPTION)
    asked = asked_of(body.get("credential"))
    by_hash = asked.identity is not None and not asked.email
    if by_hash and not ratelimit.consume(request, action="issuing_by_hash", key=str(bearer.client.pk)):
        return too_often()
    if queries.asked_within_a_day(bearer.client, at=at) >= MOST_A_DAY:
        return too_often()
    # two transactions, as with every award: what will be signed stands before it is signed
    intent = operations.commission(
        actor=None, client=bearer.client, asked=asked, key=_key(request, asked.award_id), at=at
    )
    award = credentials.sign(actor=None, intent=intent, at=at)
    answer = orjson.dumps({"verifiableCredential": orjson.Fragment(award.text)})
    return HttpResponse(answer, status=HTTPStatus.CREATED, content_type="application/json")


@for_programs("POST", often="issuing")
@_for_clients(CHANGE_STATUS, "issuing_status")
def vc_api_status(request: HttpRequest, bearer: IssuingBearer, at: datetime) -> HttpResponse:
    """Revoke, suspend or reinstate what the program had issued. The list is signed anew before the answer."""
    body = parse(request.body)
    _only(body, {"credentialId", "credentialStatus", "status", "reason"})
    award = access.own_award(bearer.client, _award_id(body.get("credentialId")))
    purpose, value = _change(body, award)
    reason = body.get("reason", "")
    if not isinstance(reason, str) or len(reason) > _LONGEST_REASON:
        raise Problem(MALFORMED, f"reason is not text of up to {_LONGEST_REASON} characters")
    refused = refused_character(reason)
    if refused is not None:
        raise Problem(MALFORMED, f"reason holds the character {refused}, which is not kept")
    operations.change_status(
        actor=None, client=bearer.client, award=award, purpose=purpose, value=value, reason=reason, at=at
    )
    return JsonResponse({})


def _change(body: JsonObject, award: Award) -> tuple[StatusList.Purpose, bool]:
    """What a request wants of which list. `status` stands beside the entry or in it; without one the bit is set."""
    wanted = body.get("credentialStatus") or {}
    if isinstance(wanted, list) and len(wanted) == 1:
        wanted = wanted[0]
    if not isinstance(wanted, dict):
        raise Problem(MALFORMED, "credentialStatus is not one entry of a status list")
    _only(wanted, _ENTRY_MEMBERS)
    if wanted.get("type", _ENTRY) != _ENTRY:
        raise Problem(MALFORMED, f"credentialStatus is not a {_ENTRY}")
    try:
        purpose = StatusList.Purpose(wanted.get("statusPurpose", "revocation"))
    except ValueError as error:
        raise Problem(MALFORMED, "statusPurpose is neither revocation nor suspension") from error
    _must_be_its_own(wanted, purpose, award)
    status = body.get("status", wanted.get("status", True))
    if status in ("0", "1"):
        status = status == "1"
    if not isinstance(status, bool):
        raise Problem(MALFORMED, "status is neither true nor false")
    return purpose, status


def _must_be_its_own(wanted: JsonObject, purpose: StatusList.Purpose, award: Award) -> None:
    """Refuse an entry that names another place than the award's: whoever sends it means another credential."""
    stands: Any = parse(award.text).get("credentialStatus") or []
    entries = stands if isinstance(stands, list) else [stands]
    own: JsonObject = next((each for each in entries if each["statusPurpose"] == purpose), {})
    for name in ("id", "statusListIndex", "statusListCredential"):
        if name in wanted and str(wanted[name]) != str(own.get(name)):
            raise Problem(MALFORMED, f"credentialStatus.{name} is not that of this credential")


def _award_id(said: Any) -> UUID:
    try:
        return UUID(str(said).removeprefix("urn:uuid:"))
    except ValueError as error:
        raise Http404 from error


def _key(request: HttpRequest, award_id: UUID | None) -> str:
    """The name of a request: its `Idempotency-Key`, the identifier of its credential, or none that could come again."""
    said = request.headers.get("Idempotency-Key", "")
    if len(said) > LONGEST_KEY or not said.isprintable():
        raise Problem(MALFORMED, f"Idempotency-Key is not text of up to {LONGEST_KEY} printable characters")
    return said or str(award_id or uuid4())


def _only(body: JsonObject, known: set[str]) -> None:
    unknown = set(body) - known
    if unknown:
        raise Problem(PARSING, f"members not known here: {', '.join(sorted(unknown))}")


def _unauthorized() -> HttpResponse:
    response = _problem(HTTPStatus.UNAUTHORIZED, "There is no such token, or it is over.", title="invalid_token")
    response["WWW-Authenticate"] = 'Bearer realm="VC-API", error="invalid_token"'
    return response


def _waits(title: str, why: str) -> HttpResponse:
    """What cannot be signed now: the award stands as it was written down, and asking again brings it."""
    words = f"{why} The award is written down; ask again later with the same key."
    response = _problem(HTTPStatus.SERVICE_UNAVAILABLE, words, title=title)
    response["Retry-After"] = "300"
    return response


def _problem(status: HTTPStatus, detail: str, *, title: str = "", kind: str = "about:blank") -> HttpResponse:
    body = {"type": kind, "title": title or status.phrase, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=_PROBLEM)

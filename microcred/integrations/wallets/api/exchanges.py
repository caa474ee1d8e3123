"""The door of wallets that speak VC-API (VCALM 1.0, section 3.6): an exchange of two turns for one award.

The wallet posts nothing and is asked who it is; it posts a presentation signed with its key and is given the award.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.integrations.doors import for_programs
from microcred.integrations.presentations import CRYPTOSUITES, METHODS, holder_of
from microcred.integrations.wallets import access, addresses, nonces, operations
from microcred.integrations.wallets.models import Offer
from microcred.openbadges.contexts import CREDENTIALS_V2
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.proofs import ChallengeWrong, DomainWrong, ProofRefused, SignatureWrong

_DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"
_DATA_INTEGRITY = "https://www.w3.org/TR/vc-data-integrity#"


@for_programs("POST", often="wallets")
def exchange(request: HttpRequest, secret: str) -> HttpResponse:
    """One turn of an exchange. An offer that asks for a transaction code has none: the protocol knows no codes."""
    at = now()
    offer = access.open_offer_without_code(secret, at=at)
    try:
        message = parse(request.body or b"{}")
        answer = message.get("verifiablePresentation")
        if answer is None:
            return JsonResponse(_request_for(offer, secret))
        challenge = _challenge_in(answer, offer)
        holder = holder_of(answer, challenge=challenge, domain=_domain(), at=at)
    except OpenBadgesError as error:
        return _problem(error)
    try:
        operations.hand_over(actor=None, offer=offer, secret=secret, holder=holder, challenge=challenge, at=at)
    except operations.NonceSpent as refusal:
        return _told(f"{_DATA_INTEGRITY}INVALID_CHALLENGE_ERROR", "INVALID_CHALLENGE_ERROR", str(refusal))
    except Refusal as refusal:
        return JsonResponse(refusal.as_problem(), status=refusal.status, content_type="application/problem+json")
    presentation = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [orjson.Fragment(offer.award.text)],
    }
    return HttpResponse(orjson.dumps({"verifiablePresentation": presentation}), content_type="application/json")


def _request_for(offer: Offer, secret: str) -> JsonObject:
    """The question to the wallet, with a challenge for this exchange alone."""
    query: dict[str, Any] = {
        "type": "DIDAuthentication",
        "acceptedMethods": [{"method": method} for method in METHODS],
        "acceptedCryptosuites": [{"cryptosuite": suite} for suite in CRYPTOSUITES],
    }
    service = {
        "type": "UnmediatedHttpPresentationService2021",
        "serviceEndpoint": addresses.at("exchange", secret=secret),
    }
    return {
        "verifiablePresentationRequest": {
            "query": [query],
            "challenge": nonces.fresh(_purpose(offer)),
            "domain": _domain(),
            "interact": {"service": [service]},
        }
    }


def _challenge_in(presentation: Any, offer: Offer) -> str:
    """The challenge that a presentation answers, when it is one of this exchange's."""
    proofs = presentation.get("proof") if isinstance(presentation, dict) else None
    first = proofs[0] if isinstance(proofs, list) and proofs else proofs
    challenge = first.get("challenge") if isinstance(first, dict) else None
    if not isinstance(presentation, dict) or not isinstance(first, dict):
        raise ProofRefused("it must carry a proof")
    if not isinstance(challenge, str) or not nonces.is_ours(challenge, _purpose(offer)):
        raise ChallengeWrong("its proof does not answer a challenge of this exchange, or answers it too late")
    return challenge


def _purpose(offer: Offer) -> str:
    return f"exchange.{offer.pk}"


def _domain() -> str:
    return urlsplit(settings.PUBLIC_URL).netloc


def _problem(error: OpenBadgesError) -> HttpResponse:
    """What is wrong with a message, by the names that VCALM borrows from the specifications (section 3.8)."""
    match error:
        case ChallengeWrong():
            kind = f"{_DATA_INTEGRITY}INVALID_CHALLENGE_ERROR"
        case DomainWrong():
            kind = f"{_DATA_INTEGRITY}INVALID_DOMAIN_ERROR"
        case ProofRefused() | SignatureWrong():
            kind = f"{_DATA_INTEGRITY}PROOF_VERIFICATION_ERROR"
        case _:
            kind = f"{_DATA_MODEL}PARSING_ERROR"
    return _told(kind, kind.partition("#")[2], str(error))


def _told(kind: str, title: str, detail: str) -> HttpResponse:
    body = {"type": kind, "title": title, "status": HTTPStatus.BAD_REQUEST, "detail": detail}
    return JsonResponse(body, status=HTTPStatus.BAD_REQUEST, content_type="application/problem+json")

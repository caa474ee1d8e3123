"""The door of wallets: OpenID for Verifiable Credential Issuance 1.0, pre-authorized code flow."""

from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse

from microcred.credentials.access import public_issuer
from microcred.credentials.models import Issuer
from microcred.credentials.queries import token_of
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.integrations.doors import PUBLISHED, bearer_token, for_programs
from microcred.integrations.wallets import access, addresses, key_proofs, metadata, nonces, operations
from microcred.integrations.wallets.models import Pickup
from microcred.integrations.wallets.rules import NONCE_LASTS, PICKUP_LASTS
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.errors import OpenBadgesError


class WalletError(Exception):
    """What a wallet is told: an error code of the specification, words for whoever debugs the wallet, a status."""

    def __init__(self, code: str, words: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        self.code, self.words, self.status = code, words, status
        super().__init__(code)

    def answer(self) -> HttpResponse:
        """The error as a response (section 8.3.1; RFC 6749 section 5.2; RFC 6750 section 3)."""
        body = {"error": self.code, "error_description": self.words}
        response = JsonResponse(body, status=self.status)
        if self.status == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = f'Bearer error="{self.code}"'
        return response


@for_programs("GET", "HEAD", cache=PUBLISHED)
def credential_issuer_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """What an issuer offers to wallets, and where (section 12.2)."""
    return JsonResponse(metadata.credential_issuer(public_issuer(slug)))


@for_programs("GET", "HEAD", cache=PUBLISHED)
def wallet_server_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a wallet gets its token (RFC 8414)."""
    return JsonResponse(metadata.authorization_server(public_issuer(slug)))


@for_programs("GET", "HEAD")
def credential_offer(request: HttpRequest, secret: str) -> HttpResponse:
    """The offer behind a QR code (section 4.1), while it can be taken up."""
    return JsonResponse(metadata.credential_offer(access.open_offer(secret, at=now()), secret))


@for_programs("POST", often="wallets")
def wallet_token(request: HttpRequest, slug: str) -> HttpResponse:
    """A pre-authorized code for a token (section 6). The code works once."""
    issuer = public_issuer(slug)
    try:
        picked = _picked_up(request, issuer)
    except WalletError as error:
        return error.answer()
    return JsonResponse(
        {
            "access_token": picked.token,
            "token_type": "Bearer",
            "expires_in": int(PICKUP_LASTS.total_seconds()),
            # wallets of the drafts before 1.0 look for their nonce here
            "c_nonce": nonces.fresh(issuer.slug),
            "c_nonce_expires_in": int(NONCE_LASTS.total_seconds()),
        }
    )


@for_programs("POST", often="wallets")
def wallet_nonce(request: HttpRequest, slug: str) -> HttpResponse:
    """A nonce for a proof (section 7)."""
    return JsonResponse({"c_nonce": nonces.fresh(public_issuer(slug).slug)})


@for_programs("POST", often="wallets")
def wallet_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """The award (section 8): the stored document or the stored token, byte for byte."""
    issuer, at = public_issuer(slug), now()
    try:
        pickup = access.pickup_of(bearer_token(request), issuer)
        if pickup is None or at >= pickup.expires_at:
            raise WalletError("invalid_token", "There is no such token, or its time is over.", HTTPStatus.UNAUTHORIZED)
        asked = _asked_for(request)
        given = _form_of(pickup, _configuration_in(asked))
        proof = _proof_in(asked, issuer)
        key, nonce = (proof.thumbprint, proof.nonce) if proof else ("", "")
        operations.deliver(actor=None, pickup=pickup, wallet_key=key, nonce=nonce, at=at)
    except WalletError as error:
        return error.answer()
    except operations.NonceSpent as refusal:
        return WalletError("invalid_nonce", str(refusal)).answer()
    except Refusal as refusal:
        return WalletError("credential_request_denied", str(refusal)).answer()
    return _with_the_award(given, as_draft="proof" in asked)


def _picked_up(request: HttpRequest, issuer: Issuer) -> operations.PickedUp:
    said = request.POST
    if said.get("grant_type") != metadata.PRE_AUTHORIZED:
        raise WalletError("unsupported_grant_type", f"This server knows one grant: {metadata.PRE_AUTHORIZED}")
    secret = said.get("pre-authorized_code", "")
    offer = access.offer_of(secret)
    if offer is None or offer.award.issuer_id != issuer.pk:
        raise WalletError("invalid_grant", "There is no such code.")
    try:
        return operations.pick_up(
            actor=None,
            offer=offer,
            protocol=Pickup.Protocol.OID4VCI,
            secret=secret,
            # the drafts before 1.0 call it user_pin
            code=said.get("tx_code") or said.get("user_pin") or "",
            at=now(),
        )
    except (operations.CodeMissing, operations.CodeNotAsked) as refusal:
        raise WalletError("invalid_request", str(refusal)) from refusal
    except Refusal as refusal:
        raise WalletError("invalid_grant", str(refusal)) from refusal


def _asked_for(request: HttpRequest) -> JsonObject:
    """The body of a credential request."""
    try:
        asked = parse(request.body)
    except OpenBadgesError as error:
        raise WalletError("invalid_credential_request", str(error)) from error
    if "credential_identifier" in asked:
        raise WalletError("unknown_credential_identifier", "No credential identifiers are given out here.")
    if "credential_response_encryption" in asked:
        raise WalletError("invalid_encryption_parameters", "Responses are not encrypted beyond TLS.")
    return asked


def _configuration_in(asked: JsonObject) -> str:
    """Which of the two forms is asked for."""
    configuration = asked.get("credential_configuration_id")
    if configuration is None:
        # wallets of the drafts before 1.0 name the format instead
        configuration = next((name for name, form in metadata.FORMATS.items() if form == asked.get("format")), None)
    if not isinstance(configuration, str):
        raise WalletError("invalid_credential_request", "Say which credential: credential_configuration_id.")
    if configuration not in metadata.FORMATS:
        raise WalletError("unknown_credential_configuration", f"There are {' and '.join(metadata.FORMATS)}.")
    return configuration


def _form_of(pickup: Pickup, configuration: str) -> Any:
    """The award in the form asked for, as it is stored: a document, or a token as text."""
    award = pickup.offer.award
    if configuration == metadata.CONFIGURATION:
        return orjson.Fragment(award.text)
    token = token_of(award, metadata.JWT_ALGORITHM)
    if token is None:
        raise WalletError("unknown_credential_configuration", "This award was not signed as a token.")
    return token.text


def _proof_in(asked: JsonObject, issuer: Issuer) -> key_proofs.KeyProof | None:
    """The one proof of a request, if it has any. A proof that is given must be good."""
    token = _proof_jwt(asked)
    if token is None:
        return None
    try:
        proof = key_proofs.read(token, audience=addresses.credential_issuer(issuer), at=now())
    except key_proofs.ProofUnfit as error:
        raise WalletError("invalid_proof", str(error)) from error
    if not nonces.is_ours(proof.nonce, issuer.slug):
        raise WalletError("invalid_nonce", "The nonce is not one of this server, or too old. Ask for a new one.")
    return proof


def _proof_jwt(asked: JsonObject) -> str | None:
    if "proof" in asked and "proofs" in asked:
        raise WalletError("invalid_credential_request", "Give proofs, or the proof of a draft, not both.")
    if "proof" in asked:
        single = asked["proof"]
        kind = single.get("proof_type") if isinstance(single, dict) else None
        given: Any = [single.get("jwt")] if kind == "jwt" else None
    elif "proofs" in asked:
        many = asked["proofs"]
        given = many.get("jwt") if isinstance(many, dict) and list(many) == ["jwt"] else None
    else:
        return None
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
        raise WalletError("invalid_proof", "Give one proof, of the type jwt: there is one award, delivered once.")
    return given[0]


def _with_the_award(given: Any, *, as_draft: bool) -> HttpResponse:
    body = {"credential": given} if as_draft else {"credentials": [{"credential": given}]}
    return HttpResponse(orjson.dumps(body), content_type="application/json")

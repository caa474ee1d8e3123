"""What this server says of itself to wallets (OpenID for Verifiable Credential Issuance 1.0, sections 4.1 and 12)."""

from typing import Any

from microcred.credentials.models import Issuer
from microcred.credentials.queries import token_keys_of, token_of
from microcred.integrations.wallets import addresses
from microcred.integrations.wallets.models import Offer
from microcred.integrations.wallets.rules import CODE_DIGITS
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES
from microcred.openbadges.proofs import CRYPTOSUITE

PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
CONFIGURATION = "OpenBadgeCredential"
AS_JWT = "OpenBadgeCredentialJwt"
FORMATS = {CONFIGURATION: "ldp_vc", AS_JWT: "jwt_vc_json"}
"""What a wallet can ask for: the document with its proof inside, or the token, where the issuer signs tokens."""

JWT_ALGORITHM = "ES256"
"""Of the two in which awards are signed the one that wallets read."""

_TYPES = ["VerifiableCredential", "OpenBadgeCredential"]


def credential_issuer(issuer: Issuer) -> dict[str, Any]:
    """The metadata of an issuer.

    Neither `cryptographic_binding_methods_supported` nor `proof_types_supported` stands in it: they would claim that
    the credential is bound to the wallet's key, and it is not.
    """
    offered = {
        CONFIGURATION: _configuration(
            issuer,
            CONFIGURATION,
            algorithm=CRYPTOSUITE,
            definition={"@context": [CREDENTIALS_V2, OPEN_BADGES], "type": _TYPES},
        )
    }
    if any(key.purpose.upper() == JWT_ALGORITHM for key in token_keys_of(issuer)):
        offered[AS_JWT] = _configuration(issuer, AS_JWT, algorithm=JWT_ALGORITHM, definition={"type": _TYPES})
    return {
        "credential_issuer": addresses.credential_issuer(issuer),
        "credential_endpoint": addresses.at("wallet_credential", slug=issuer.slug),
        "nonce_endpoint": addresses.at("wallet_nonce", slug=issuer.slug),
        "display": [{"name": issuer.name, "locale": "en"}],
        "credential_configurations_supported": offered,
    }


def _configuration(issuer: Issuer, name: str, *, algorithm: str, definition: dict[str, Any]) -> dict[str, Any]:
    display = [{"name": f"Micro-credential of {issuer.name}", "locale": "en"}]
    return {
        "format": FORMATS[name],
        "credential_signing_alg_values_supported": [algorithm],
        "credential_definition": definition,
        "credential_metadata": {"display": display},
        # where drafts before 1.0 have it
        "display": display,
    }


def authorization_server(issuer: Issuer) -> dict[str, Any]:
    """The metadata of the issuer as an OAuth server for wallets (RFC 8414): one grant, no page."""
    return {
        "issuer": addresses.credential_issuer(issuer),
        "token_endpoint": addresses.at("wallet_token", slug=issuer.slug),
        "grant_types_supported": [PRE_AUTHORIZED],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def credential_offer(offer: Offer, secret: str) -> dict[str, Any]:
    """The offer as a wallet reads it. The secret of its address is its pre-authorized code."""
    grant: dict[str, Any] = {"pre-authorized_code": secret}
    if offer.code_digest:
        grant["tx_code"] = {
            "input_mode": "numeric",
            "length": CODE_DIGITS,
            "description": "The code beside the QR code.",
        }
    return {
        "credential_issuer": addresses.credential_issuer(offer.award.issuer),
        "credential_configuration_ids": [
            CONFIGURATION,
            # an award made before its issuer signed tokens has none
            *([AS_JWT] if token_of(offer.award, JWT_ALGORITHM) is not None else []),
        ],
        "grants": {PRE_AUTHORIZED: grant},
    }

"""A wallet's proof that it holds a key (OpenID for Verifiable Credential Issuance 1.0, appendix F.1: `jwt`).

The award names its holder by the hash of an e-mail address and was signed long before the wallet came: the key is not
written into it. The proof shows that the request is fresh and which key took delivery.
"""

import base64
import binascii
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError, SecurityWarning

from microcred.integrations.wallets.rules import CLOCKS_DIFFER, NONCE_LASTS
from microcred.openbadges.documents import parse
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import PublicKey

ALGORITHMS = ("ES256", "EdDSA", "Ed25519")
TYPE = "openid4vci-proof+jwt"
_CURVES = {"P-256", "Ed25519"}


class ProofUnfit(Exception):
    """The proof is not one of this kind, not for us, not fresh, or its signature is wrong. The message says which."""


@dataclass(frozen=True)
class KeyProof:
    """What a good proof says: the nonce it answers, and the RFC 7638 thumbprint of the key."""

    nonce: str
    thumbprint: str


def read(token: str, *, audience: str, at: datetime) -> KeyProof:
    """The proof in a compact JWT, its signature checked. Whether its nonce is ours and unspent is for the caller.

    Args:
        audience: the credential issuer's identifier, which the proof must be made for.

    Raises:
        ProofUnfit: see there.
    """
    try:
        key = _key_in(_header_of(token))
        with warnings.catch_warnings():
            # the name EdDSA is deprecated (RFC 9864), and what wallets in use still send
            warnings.simplefilter("ignore", SecurityWarning)
            found = jwt.decode(token, key, algorithms=list(ALGORITHMS))
    except (JoseError, OpenBadgesError, ValueError, TypeError, KeyError) as error:
        raise ProofUnfit(f"the proof is not a JWT signed with the key it names: {error}") from error
    claims = found.claims
    audiences = claims.get("aud")
    if audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise ProofUnfit("the proof was made for somebody else: aud must be the credential issuer")
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise ProofUnfit("the proof does not say when it was made")
    age = at.timestamp() - issued
    if not -CLOCKS_DIFFER.total_seconds() <= age <= NONCE_LASTS.total_seconds():
        raise ProofUnfit("the proof was not made just now")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str):
        raise ProofUnfit("the proof answers no nonce")
    return KeyProof(nonce, key.thumbprint())


def _header_of(token: str) -> dict[str, Any]:
    head = token.partition(".")[0]
    return parse(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))


def _key_in(header: dict[str, Any]) -> jwk.Key:
    if header.get("typ") != TYPE:
        raise ProofUnfit(f"the proof must have typ {TYPE}")
    if header.get("alg") not in ALGORITHMS:
        raise ProofUnfit(f"the proof must be signed with one of {', '.join(ALGORITHMS)}")
    named = [name for name in ("jwk", "kid", "x5c") if name in header]
    if named == ["jwk"]:
        found = header["jwk"]
    elif named == ["kid"]:
        found = _jwk_of_did(str(header["kid"]))
    else:
        raise ProofUnfit("the proof must name its key once, by jwk or by a did:key or did:jwk in kid")
    if not isinstance(found, dict) or found.get("crv") not in _CURVES or "d" in found:
        raise ProofUnfit("the key of the proof must be a public key on P-256 or Ed25519")
    return jwk.import_key({name: str(value) for name, value in found.items() if name in ("kty", "crv", "x", "y")})


def _jwk_of_did(did_url: str) -> dict[str, Any]:
    did = did_url.partition("#")[0]
    if did.startswith("did:jwk:"):
        text = did.removeprefix("did:jwk:")
        try:
            return parse(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except binascii.Error as error:
            raise ProofUnfit("the did:jwk of the proof is not base64url") from error
    if did.startswith("did:key:"):
        return dict(PublicKey.from_multibase(did.removeprefix("did:key:")).jwk)
    raise ProofUnfit("the key of the proof is named in a way this server does not look up")

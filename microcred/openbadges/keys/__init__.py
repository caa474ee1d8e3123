"""Keys: Ed25519, ECDSA on P-256 and P-384, RSA for JSON Web Tokens; their names, and how they rest on disk."""

from microcred.openbadges.keys.public import (
    SIGNATURE_BYTES,
    KeyKind,
    PublicKey,
)
from microcred.openbadges.keys.sealing import SealBroken, sealed_public_key, unseal
from microcred.openbadges.keys.signing import Signer, SigningKey

__all__ = [
    "SIGNATURE_BYTES",
    "KeyKind",
    "PublicKey",
    "SealBroken",
    "Signer",
    "SigningKey",
    "sealed_public_key",
    "unseal",
]

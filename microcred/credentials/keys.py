"""Issuers' keys: which one signs, how it is unsealed, and the DID document that lists them."""

from django.conf import settings

from microcred.credentials.models import Issuer, SigningKey
from microcred.openbadges import dids, keys
from microcred.openbadges.documents import JsonObject


class NoKeyInUse(Exception):
    """An issuer has no key left that signs: every one is retired. Only an operator can mend that."""


def key_in_use(issuer: Issuer, purpose: SigningKey.Purpose) -> SigningKey:
    """The key that signs for an issuer now.

    A `did:key` is its one key, and verifiers want a status list to be signed by the issuer of the credential. So with
    `did:key` the key of the awards signs the lists too; with `did:web` each purpose has its own, so that a key of
    awards that leaks cannot also undo their revocation.

    Raises:
        NoKeyInUse: when all are retired.
    """
    if issuer.did.startswith("did:key:"):
        purpose = SigningKey.Purpose.AWARDS
    key = issuer.keys.filter(purpose=purpose, retirement__isnull=True).order_by("-created_at", "-pk").first()
    if key is None:
        raise NoKeyInUse(str(issuer.pk))
    return key


KINDS = {SigningKey.Purpose.ES256: keys.KeyKind.P256, SigningKey.Purpose.RS256: keys.KeyKind.RSA}
"""Purposes whose keys are not Ed25519: those of JSON Web Tokens."""


def new_key(purpose: SigningKey.Purpose = SigningKey.Purpose.AWARDS) -> tuple[keys.SigningKey, bytes]:
    """A new key pair for a purpose, and its sealed form for the database."""
    pair = keys.SigningKey.generate(KINDS.get(purpose, keys.KeyKind.ED25519))
    return pair, pair.sealed(_sealing_secret())


def unsealed(key: SigningKey) -> keys.SigningKey:
    """The key pair of a row, to sign with. It is never kept.

    Raises:
        openbadges.keys.SealBroken: when the server's sealing secret is another one than the key was sealed with.
    """
    return keys.unseal(bytes(key.sealed_private), _sealing_secret())


def verification_method(issuer: Issuer, key: SigningKey) -> str:
    """The name of a key in its issuer's DID document."""
    return dids.verification_method(issuer.did, keys.PublicKey.from_multibase(key.public_multibase))


def token_method(issuer: Issuer, key: SigningKey) -> str:
    """The name of a key of tokens in its issuer's DID document: the `kid` of what it signs."""
    return dids.jwt_method(issuer.did, keys.PublicKey.from_multibase(key.public_multibase))


def did_document(issuer: Issuer) -> JsonObject:
    """The issuer's DID document. Retired keys stay in it, so that what they signed verifies."""
    current, retired = _published(issuer, tokens=False)
    token_keys, retired_token_keys = _published(issuer, tokens=True)
    return dids.did_document(
        issuer.did, current, retired=retired, jwt_keys=token_keys, retired_jwt_keys=retired_token_keys
    )


def jwk_set(issuer: Issuer) -> JsonObject:
    """The issuer's keys as a JWK set, those of tokens first; retired ones stay in it."""
    current, retired = (
        tokens + others
        for tokens, others in zip(_published(issuer, tokens=True), _published(issuer, tokens=False), strict=True)
    )
    return {**dids.jwk_set(issuer.did, current, retired=retired)}


def _published(issuer: Issuer, *, tokens: bool) -> tuple[list[keys.PublicKey], list[keys.PublicKey]]:
    """The issuer's public keys in use, and those retired; those of tokens, or the others; the newest first."""
    current: list[keys.PublicKey] = []
    retired: list[keys.PublicKey] = []
    for key in issuer.keys.select_related("retirement").order_by("-created_at", "-pk"):
        if (SigningKey.Purpose(key.purpose) in KINDS) is tokens:
            public = keys.PublicKey.from_multibase(key.public_multibase)
            (retired if hasattr(key, "retirement") else current).append(public)
    return current, retired


def _sealing_secret() -> bytes:
    return bytes.fromhex(settings.KEY_SEALING_SECRET)

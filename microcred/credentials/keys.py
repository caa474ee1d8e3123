"""Issuers' keys: which one signs, how it is unsealed, and the DID document that lists them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from microcred.credentials.models import AwardIntent, DocumentIntent, Issuer, SigningKey
from microcred.openbadges import dids, keys
from microcred.openbadges.documents import JsonObject


class NoKeyInUse(Exception):
    """An issuer has no key left that signs: every one is retired. Only an operator can mend that."""


class OrderUnproven(Exception):
    """The key that should sign was condemned, and what should be signed was written down only after it was in doubt.

    Somebody must look at it and uphold it first.
    """


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


def key_for(intent: AwardIntent | DocumentIntent) -> SigningKey:
    """The key that signs an intent: the one it names, or the one in use since that one was condemned.

    Raises:
        OrderUnproven: when it was condemned, and the intent is not proven to be older.
        NoKeyInUse: when all are retired.
    """
    condemnation = getattr(intent.key, "condemnation", None)
    if condemnation is None:
        return intent.key
    if intent.intended_at >= condemnation.since and not hasattr(condemnation, "upholding"):
        raise OrderUnproven(str(intent.pk))
    return key_in_use(intent.issuer, SigningKey.Purpose(intent.key.purpose))


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
    """The issuer's DID document. Retired keys stay in it, so that what they signed verifies; condemned ones assert
    nothing any more, and bear the moment from which they are in doubt."""
    data, tokens = _published(issuer, tokens=False), _published(issuer, tokens=True)
    return dids.did_document(
        issuer.did,
        data.current,
        retired=data.retired,
        revoked=data.condemned,
        jwt_keys=tokens.current,
        retired_jwt_keys=tokens.retired,
        revoked_jwt_keys=tokens.condemned,
    )


def jwk_set(issuer: Issuer) -> JsonObject:
    """The issuer's keys as a JWK set, those of tokens first; retired ones stay in it, condemned ones do not."""
    tokens, data = _published(issuer, tokens=True), _published(issuer, tokens=False)
    return {**dids.jwk_set(issuer.did, tokens.current + data.current, retired=tokens.retired + data.retired)}


@dataclass(frozen=True)
class _Published:
    """An issuer's public keys, the newest first: those in use, those retired, and those condemned since a moment."""

    current: list[keys.PublicKey] = field(default_factory=list)
    retired: list[keys.PublicKey] = field(default_factory=list)
    condemned: dict[keys.PublicKey, datetime] = field(default_factory=dict)


def _published(issuer: Issuer, *, tokens: bool) -> _Published:
    """The keys of tokens, or the others."""
    found = _Published()
    for key in issuer.keys.select_related("retirement", "condemnation").order_by("-created_at", "-pk"):
        if (SigningKey.Purpose(key.purpose) in KINDS) is tokens:
            public = keys.PublicKey.from_multibase(key.public_multibase)
            if hasattr(key, "condemnation"):
                found.condemned[public] = key.condemnation.since
            else:
                (found.retired if hasattr(key, "retirement") else found.current).append(public)
    return found


def _sealing_secret() -> bytes:
    return bytes.fromhex(settings.KEY_SEALING_SECRET)

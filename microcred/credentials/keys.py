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


def new_key() -> tuple[keys.SigningKey, bytes]:
    """A new key pair, and its sealed form for the database."""
    pair = keys.SigningKey.generate()
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


def did_document(issuer: Issuer) -> JsonObject:
    """The issuer's DID document. Retired keys stay in it, so that what they signed verifies."""
    current: list[keys.PublicKey] = []
    retired: list[keys.PublicKey] = []
    for key in issuer.keys.select_related("retirement").order_by("-created_at", "-pk"):
        public = keys.PublicKey.from_multibase(key.public_multibase)
        (retired if hasattr(key, "retirement") else current).append(public)
    return dids.did_document(issuer.did, current, retired=retired)


def _sealing_secret() -> bytes:
    return bytes.fromhex(settings.KEY_SEALING_SECRET)

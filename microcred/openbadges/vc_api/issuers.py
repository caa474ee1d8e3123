"""The throw-away issuers of a conformance server: one for each way to secure a credential, made at start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from microcred.openbadges import dids
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.proofs.forms import SD_SUITE


@dataclass(frozen=True)
class Way:
    """A way to secure credentials.

    Args:
        kind: of the key.
        suite: the cryptosuite of the proof inside; ``None`` for a token that envelops the credential.
        tags: by which conformance suites choose it.
    """

    kind: KeyKind
    suite: str | None
    tags: tuple[str, ...]


WAYS: Final = {
    "eddsa-rdfc-2022": Way(
        KeyKind.ED25519, "eddsa-rdfc-2022", ("eddsa-rdfc-2022", "vc2.0", "vc1.1", "BitstringStatusList")
    ),
    "eddsa-jcs-2022": Way(KeyKind.ED25519, "eddsa-jcs-2022", ("eddsa-jcs-2022",)),
    "ecdsa-rdfc-2019": Way(KeyKind.P256, "ecdsa-rdfc-2019", ("ecdsa-rdfc-2019", "P-256")),
    "ecdsa-rdfc-2019-p384": Way(KeyKind.P384, "ecdsa-rdfc-2019", ("ecdsa-rdfc-2019", "P-384")),
    "ecdsa-jcs-2019": Way(KeyKind.P256, "ecdsa-jcs-2019", ("ecdsa-jcs-2019", "P-256")),
    "ecdsa-jcs-2019-p384": Way(KeyKind.P384, "ecdsa-jcs-2019", ("ecdsa-jcs-2019", "P-384")),
    "ecdsa-sd-2023": Way(KeyKind.P256, SD_SUITE, ("ecdsa-sd-2023", "P-256")),
    "vc-jwt": Way(KeyKind.P256, None, ("EnvelopingProof", "vc-jwt")),
    "vc-jwt-eddsa": Way(KeyKind.ED25519, None, ("EnvelopingProof", "vc-jwt")),
    "vc-jwt-rs256": Way(KeyKind.RSA, None, ("EnvelopingProof", "vc-jwt")),
}
"""Each by the segment of its address. The first is that of addresses without a segment."""

DEFAULT: Final = "eddsa-rdfc-2022"


@dataclass(frozen=True)
class Issuer:
    """One issuer: a way, and the key it has to it. Ways of one kind of key share it, and thereby the identifier."""

    name: str
    way: Way
    key: SigningKey = field(repr=False)

    @property
    def did(self) -> str:
        return dids.did_key(self.key.public)

    @property
    def method(self) -> str:
        return dids.verification_method(self.did, self.key.public)


def make_issuers() -> dict[str, Issuer]:
    """An issuer for each way, with new keys."""
    keys = {kind: SigningKey.generate(kind) for kind in KeyKind}
    return {name: Issuer(name, way, keys[way.kind]) for name, way in WAYS.items()}


def choose(issuers: dict[str, Issuer], name: str, credential: JsonObject, options: JsonObject) -> Issuer:
    """The issuer for a request: the one its options name, else the one of its address, else the one it says it is.

    Options that choose are ``cryptosuite`` (or ``type``), and ``keyType`` where a suite has several.

    Raises:
        OpenBadgesError: when the options name a suite that none of them has.
    """
    suite = options.get("cryptosuite", options.get("type"))
    if isinstance(suite, str) and suite != "DataIntegrityProof":
        kind = options.get("keyType")
        for issuer in issuers.values():
            if suite in (issuer.name, issuer.way.suite) and kind in (None, issuer.way.kind.value):
                return issuer
        raise OpenBadgesError(f"no issuer here signs with {suite}")
    if name:
        return issuers[name]
    claimed = credential.get("issuer")
    claimed = claimed.get("id") if isinstance(claimed, dict) else claimed
    return next((issuer for issuer in issuers.values() if issuer.did == claimed), issuers[DEFAULT])

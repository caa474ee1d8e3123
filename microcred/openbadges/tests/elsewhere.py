"""Other people's servers and credentials, for tests: an endorser, a transcript, Open Badges 2, tokens."""

import json
from dataclasses import dataclass, field
from typing import Any

from microcred.openbadges import jwt
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, LEARNER_RECORD, OPEN_BADGES
from microcred.openbadges.dids import did_document, did_key, jwt_method, resolver
from microcred.openbadges.documents import JsonObject, to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.fetch import Gone
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.tests.make import ADA, ISSUER_KEY, NOW, STRANGER_KEY, Issuer
from microcred.openbadges.verify import Copy, Report, verify

ENDORSER_KEY = SigningKey(bytes(range(2, 34)))
ENDORSER = Issuer(did=did_key(ENDORSER_KEY.public), key=ENDORSER_KEY)
STRANGER = Issuer(did=did_key(STRANGER_KEY.public), key=STRANGER_KEY)
RSA_KEY = SigningKey.generate(KeyKind.RSA)
P256_KEY = SigningKey.generate(KeyKind.P256)


@dataclass
class Servers:
    """Documents by address, as everyone's servers give them; what is not here is out of reach.

    Args:
        age: how old the copies of status lists are.
    """

    documents: dict[str, JsonObject | bytes] = field(default_factory=dict)
    gone: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    age: Any = None

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url in self.gone:
            raise Gone(f"{url} answered 410", self.gone[url])
        if url not in self.documents:
            raise Unreachable(f"{url} did not answer")
        found = self.documents[url]
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    def fetch_status(self, url: str) -> bytes | Copy:
        return self.fetch(url) if self.age is None else Copy(self.fetch(url), self.age)

    def check(self, document: Any, **changes: Any) -> Report:
        asked = {"now": NOW, "known_issuers": {Issuer().did, ENDORSER.did, PROFILE["id"]}, **changes}
        return verify(document, resolve=resolver(self.fetch), fetch_status=self.fetch_status, fetch=self.fetch, **asked)


def badge(issuer: Issuer | None = None, **members: Any) -> JsonObject:
    """A small unsigned Open Badges 3.0 credential; a member that is ``None`` is left out."""
    issuer = issuer or Issuer()
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:00000000-0000-4000-8000-00000000aaaa",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": "Centre"},
        "validFrom": "2026-11-01T00:00:00Z",
        "name": "Teamwork",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://credentials.example.edu/teamwork",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works in a team.",
                "criteria": {"narrative": "Was seen to."},
            },
        },
        **members,
    }
    return {name: value for name, value in document.items() if value is not None}


def first_model(unsigned: JsonObject) -> JsonObject:
    """A credential in the older data model, VCDM 1.1."""
    moved = dict(unsigned)
    moved["@context"] = [CREDENTIALS_V1, *unsigned["@context"][1:]]
    moved["issuanceDate"] = moved.pop("validFrom")
    if "validUntil" in moved:
        moved["expirationDate"] = moved.pop("validUntil")
    return moved


def endorsement(of: str, by: Issuer = ENDORSER, **members: Any) -> JsonObject:
    """A signed endorsement."""
    return by.sign(
        {
            "@context": [CREDENTIALS_V2, OPEN_BADGES],
            "id": "urn:uuid:00000000-0000-4000-8000-00000000eeee",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": {"id": by.did, "type": ["Profile"], "name": "Accreditor"},
            "validFrom": "2026-11-01T00:00:00Z",
            "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Sound work."},
            **members,
        }
    )


def unsigned_transcript(*credentials: JsonObject | str) -> JsonObject:
    """A Comprehensive Learner Record 2.0."""
    return {
        "@context": [CREDENTIALS_V2, LEARNER_RECORD, OPEN_BADGES],
        "id": "urn:uuid:00000000-0000-4000-8000-00000000cccc",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript of Ada",
        "issuer": {"id": Issuer().did, "type": ["Profile"], "name": "Centre"},
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["ClrSubject"],
            "verifiableCredential": list(credentials),
        },
    }


def transcript(*credentials: JsonObject) -> JsonObject:
    """A Comprehensive Learner Record 2.0, signed."""
    return Issuer().sign(unsigned_transcript(*credentials))


def bare_token(unsigned: JsonObject, issuer: Issuer) -> str:
    """A credential as a token, without a look at what it says."""
    return jwt.encode(unsigned, issuer.key, verification_method=issuer.method, typ="vc+jwt", cty="vc")


def token(unsigned: JsonObject, key: SigningKey = ISSUER_KEY, *, profile: jwt.Profile = jwt.Profile.OPEN_BADGES) -> str:
    """A credential as a token of the issuer it names."""
    method = jwt_method(unsigned["issuer"]["id"], key.public)
    return jwt.sign(unsigned, key, verification_method=method, profile=profile)


def issuer_with(*keys: SigningKey, did: str = "did:web:centre.example") -> tuple[Issuer, JsonObject]:
    """An issuer whose document lists these keys for tokens."""
    return Issuer(did=did), did_document(did, [ISSUER_KEY.public], jwt_keys=[key.public for key in keys])


PROFILE = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://old.example/issuer",
    "type": "Issuer",
    "name": "The old academy",
    "url": "https://old.example",
    "email": "badges@old.example",
}
BADGE_CLASS = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://old.example/badge",
    "type": "BadgeClass",
    "name": "Tidiness",
    "description": "Keeps a tidy room.",
    "image": "https://old.example/badge.png",
    "criteria": {"narrative": "Was seen to."},
    "issuer": PROFILE["id"],
}
ASSERTION = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://old.example/assertions/1",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": ADA},
    "badge": BADGE_CLASS["id"],
    "issuedOn": "2020-05-01T00:00:00Z",
    "verification": {"type": "HostedBadge"},
}


def old_academy(**documents: Any) -> Servers:
    """The servers of an issuer of Open Badges 2, with what is changed about them."""
    served = {document["id"]: document for document in (PROFILE, BADGE_CLASS, ASSERTION)}
    return Servers({**served, **{f"https://old.example/{name}": document for name, document in documents.items()}})


def key_document(key: SigningKey, **changes: Any) -> JsonObject:
    """A ``CryptographicKey`` of Open Badges 2."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = key.public.native().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://old.example/key",
        "type": "CryptographicKey",
        "owner": PROFILE["id"],
        "publicKeyPem": pem,
        **changes,
    }


def signed_assertion(key: SigningKey = RSA_KEY, *, header: JsonObject | None = None, **members: Any) -> str:
    """A signed Open Badges 2 assertion as a JSON Web Signature."""
    payload = {
        **ASSERTION,
        "id": "urn:uuid:00000000-0000-4000-8000-000000002222",
        "verification": {"type": "SignedBadge", "creator": "https://old.example/key"},
        **members,
    }
    parts = b".".join(jwt._encoded(to_bytes(part)) for part in (header or {"alg": "RS256"}, payload))
    return (parts + b"." + jwt._encoded(key.sign(parts))).decode()

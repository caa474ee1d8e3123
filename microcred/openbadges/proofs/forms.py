"""What a proof may look like (VC Data Integrity 1.0, section 2), before anything is known of its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from microcred.openbadges.canonical import is_iri
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import KeyKind
from microcred.openbadges.times import read

CRYPTOSUITE: Final = "eddsa-rdfc-2022"
"""The suite of what this library signs unless told otherwise."""

ED25519_SIGNATURE_2020: Final = "Ed25519Signature2020"
SD_SUITE: Final = "ecdsa-sd-2023"
"""The suite of selective disclosure, see :mod:`.disclosing`."""

MAX_PROOFS: Final = 16
"""Most proofs on one document. Each is a signature to verify."""

_OFFSET: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)$", re.IGNORECASE)


class ProofRefused(OpenBadgesError):
    """A proof is absent, of a kind this library does not verify, or not well-formed. Nothing is known of its key."""


class ProofExpired(ProofRefused):
    """A proof says that it no longer holds."""


class ChallengeWrong(ProofRefused):
    """A proof answers another challenge than the one that was set, or none."""


class DomainWrong(ProofRefused):
    """A proof was made for another place than this one, or for none."""


@dataclass(frozen=True)
class Suite:
    """A way to make proofs.

    Args:
        name: ``cryptosuite``, or ``type`` where the type is the suite.
        kinds: the kinds of keys it is defined for.
        form: how document and options become bytes: RDF Dataset Canonicalization, JSON Canonicalization Scheme, or
            statement by statement for selective disclosure.
    """

    name: str
    kinds: tuple[KeyKind, ...]
    form: Literal["rdfc", "jcs", "statements"]

    def digest(self, kind: KeyKind) -> Literal["sha256", "sha384"]:
        """The hash function that belongs to a kind of key in this suite."""
        return "sha384" if kind is KeyKind.P384 else "sha256"


SUITES: Final = {
    suite.name: suite
    for suite in (
        Suite("eddsa-rdfc-2022", (KeyKind.ED25519,), "rdfc"),
        Suite("eddsa-jcs-2022", (KeyKind.ED25519,), "jcs"),
        Suite("ecdsa-rdfc-2019", (KeyKind.P256, KeyKind.P384), "rdfc"),
        Suite("ecdsa-jcs-2019", (KeyKind.P256, KeyKind.P384), "jcs"),
        Suite(SD_SUITE, (KeyKind.P256,), "statements"),
        Suite(ED25519_SIGNATURE_2020, (KeyKind.ED25519,), "rdfc"),
    )
}
CRYPTOSUITES: Final = tuple(name for name in SUITES if name != ED25519_SIGNATURE_2020)
"""The suites of ``DataIntegrityProof`` that are signed and verified."""


def suite_of(proof: JsonObject) -> Suite:
    """The suite of a proof.

    Raises:
        ProofRefused: when it is none of :data:`SUITES`.
    """
    kind = proof.get("type")
    if kind == "DataIntegrityProof":
        kind = proof.get("cryptosuite")
        suite = SUITES.get(kind) if isinstance(kind, str) and kind in CRYPTOSUITES else None
    else:
        # a type that is a suite of its own has no cryptosuite beside it
        suite = SUITES[kind] if kind == ED25519_SIGNATURE_2020 and "cryptosuite" not in proof else None
    if suite is None:
        raise ProofRefused(f"its proof is of the kind {kind!r}; verified are {', '.join(SUITES)}")
    return suite


def proofs_of(document: JsonObject) -> list[JsonObject]:
    """The proofs of a document, each well-formed and of a suite that is verified, in the order they stand there.

    Raises:
        ProofRefused: when there is none, one is malformed or of an unknown kind, two share an ``id``, or a
            ``previousProof`` names a proof that is not there. One proof that cannot be checked spoils all: nobody could
            say what it was meant to vouch for.
    """
    value = document.get("proof")
    entries: list[Any] = value if isinstance(value, list) else [value]
    proofs: list[JsonObject] = [entry for entry in entries if isinstance(entry, dict)]
    if not proofs or len(proofs) != len(entries):
        raise ProofRefused("it must carry a proof")
    if len(proofs) > MAX_PROOFS:
        raise ProofRefused(f"it carries more than {MAX_PROOFS} proofs")
    for proof in proofs:
        _check(proof)
    names = [proof["id"] for proof in proofs if "id" in proof]
    if len(set(names)) != len(names):
        raise ProofRefused("two of its proofs have the same id")
    for proof in proofs:
        previous_proofs(document, proof)
    return proofs


def proof_of(document: JsonObject) -> JsonObject:
    """The one proof of a document that makes an assertion; for documents that may carry several, :func:`proofs_of`.

    Raises:
        ProofRefused: as :func:`proofs_of`, and when there is more than one or it was made for something else.
    """
    proofs = proofs_of(document)
    if len(proofs) != 1:
        raise ProofRefused("it must carry exactly one proof")
    if proofs[0]["proofPurpose"] != "assertionMethod":
        raise ProofRefused("its proof was not made to assert anything")
    return proofs[0]


def previous_proofs(document: JsonObject, proof: JsonObject) -> list[JsonObject]:
    """The proofs that ``proof`` was put over (section 2.1.2, proof chains), in the order they stand in the document.

    Raises:
        ProofRefused: when it names one that the document does not have.
    """
    if "previousProof" not in proof:
        return []
    value = proof["previousProof"]
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise ProofRefused("the previousProof of its proof is not the id of a proof")
    proofs = document.get("proof")
    every = proofs if isinstance(proofs, list) else [proofs]
    found = [other for other in every if isinstance(other, dict) and other.get("id") in names and other is not proof]
    absent = set(names) - {other["id"] for other in found}
    if absent:
        raise ProofRefused(f"its proof was made over a proof that is not there: {min(absent)!r}")
    return found


def read_time(stamp: object) -> datetime:
    """The moment of a proof's ``created`` or ``expires``; one without a zone is in UTC (section 2.1).

    Raises:
        OpenBadgesError: when it is no date-time.
    """
    if isinstance(stamp, str) and "T" in stamp and not stamp.endswith("Z") and not _OFFSET.search(stamp):
        return read(f"{stamp}Z").astimezone(UTC)
    return read(stamp)


def _check(proof: JsonObject) -> None:
    suite_of(proof)
    purpose = proof.get("proofPurpose")
    if not isinstance(purpose, str) or not purpose:
        raise ProofRefused("its proof does not say what it was made for")
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not is_iri(method) or "#" not in method:
        raise ProofRefused("its proof does not name a key")
    if not isinstance(proof.get("proofValue"), str):
        raise ProofRefused("its proof has no value")
    if "id" in proof and not (isinstance(proof["id"], str) and is_iri(proof["id"])):
        raise ProofRefused("the id of its proof is not a URL")
    for name in ("created", "expires"):
        if name in proof:
            try:
                read_time(proof[name])
            except OpenBadgesError as error:
                raise ProofRefused(f"the proof's {name}: {error}") from error
    for name in ("challenge", "nonce"):
        if name in proof and not isinstance(proof[name], str):
            raise ProofRefused(f"the {name} of its proof is not text")
    if "domain" in proof and not all(isinstance(domain, str) for domain in domains(proof)):
        raise ProofRefused("the domain of its proof is not text")


def domains(proof: JsonObject) -> list[Any]:
    """Every domain that a proof was made for."""
    value = proof.get("domain", [])
    return value if isinstance(value, list) else [value]

"""Proofs inside documents (Verifiable Credential Data Integrity 1.0), of credentials and of presentations alike.

To make one: :func:`sign` puts the first proof on a document, :func:`add_proof` another beside it (a set) or over an
earlier one (a chain).

To check them: :func:`proofs_of` gives the well-formed proofs of a document; for each, look up the key its
``verificationMethod`` names (:func:`.dids.key_for`) and call :func:`verify_proof`. Every proof on a document must hold.
That the key may speak for the issuer is for the caller to establish.

=======================  ==================  ====================================================================
cryptosuite              keys                source
=======================  ==================  ====================================================================
``eddsa-rdfc-2022``      Ed25519             Data Integrity EdDSA Cryptosuites 1.0, section 3.2; the default, and
                                             the one suite that Open Badges certification accepts
``eddsa-jcs-2022``       Ed25519             the same, section 3.3
``ecdsa-rdfc-2019``      P-256, P-384        Data Integrity ECDSA Cryptosuites 1.0, section 3.2
``ecdsa-jcs-2019``       P-256, P-384        the same, section 3.3
``ecdsa-sd-2023``        P-256               the same, sections 3.5 and 3.6; see :mod:`.disclosing`
``Ed25519Signature2020``  Ed25519            a proof type of its own, which wallets still sign presentations with;
                                             verified, never made
=======================  ==================  ====================================================================

Signed is the digest of the canonical proof options followed by the digest of the canonical document.
"""

from microcred.openbadges.documents import to_bytes
from microcred.openbadges.proofs.disclosing import derive, sign_base
from microcred.openbadges.proofs.forms import (
    CRYPTOSUITE,
    CRYPTOSUITES,
    ED25519_SIGNATURE_2020,
    ChallengeWrong,
    DomainWrong,
    ProofExpired,
    ProofRefused,
    proof_of,
    proofs_of,
    read_time,
)
from microcred.openbadges.proofs.hashing import check_covered, quads_of
from microcred.openbadges.proofs.selecting import NothingThere
from microcred.openbadges.proofs.signing import add_proof, sign
from microcred.openbadges.proofs.verifying import SignatureWrong, verify, verify_proof

__all__ = [
    "CRYPTOSUITE",
    "CRYPTOSUITES",
    "ED25519_SIGNATURE_2020",
    "ChallengeWrong",
    "DomainWrong",
    "NothingThere",
    "ProofExpired",
    "ProofRefused",
    "SignatureWrong",
    "add_proof",
    "check_covered",
    "derive",
    "proof_of",
    "proofs_of",
    "quads_of",
    "read_time",
    "sign",
    "sign_base",
    "to_bytes",
    "verify",
    "verify_proof",
]

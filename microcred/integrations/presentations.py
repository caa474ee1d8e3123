"""Presentations of wallets: who signed one, as in the answer to "who are you" (VCALM 1.0, `DIDAuthentication`)."""

from datetime import datetime

from microcred.openbadges import dids
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.proofs import ED25519_SIGNATURE_2020, ProofRefused, proofs_of, verify_proof

CRYPTOSUITES = ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", ED25519_SIGNATURE_2020)
"""What is asked for. The last is what the Learner Credential Wallet signs with."""

METHODS = ("key", "jwk")
"""Kinds of DID that a wallet may answer with: those that are their own document, so that nothing is fetched."""

_resolve = dids.resolver(dids.offline)


def holder_of(presentation: JsonObject, *, challenge: str | None, domain: str | None, at: datetime) -> str:
    """The DID that a presentation proves the wallet to hold.

    Args:
        challenge: what the proof must answer; None: not compared. That it is unspent is for the caller.
        domain: where the proof must have been made for; None: not compared.

    Raises:
        OpenBadgesError: when it is no presentation, or a proof of it is absent, malformed, of another kind, made by
            another holder, for another purpose, challenge or domain, or wrong.
    """
    types = presentation.get("type")
    if "VerifiablePresentation" not in (types if isinstance(types, list) else [types]):
        raise DocumentRefused("it is not a verifiable presentation")
    proofs = proofs_of(presentation)
    signers = set()
    for proof in proofs:
        method = proof["verificationMethod"]
        controller = method.partition("#")[0]
        key = dids.key_for(_resolve(controller), method, "authentication")
        verify_proof(presentation, proof, key, purpose="authentication", now=at, challenge=challenge, domain=domain)
        signers.add(controller)
    named = presentation.get("holder")
    holder = named.get("id") if isinstance(named, dict) else named
    if len(signers) != 1 or (holder is not None and holder not in signers):
        raise ProofRefused("its holder and whoever signed it are not one")
    return str(signers.pop())

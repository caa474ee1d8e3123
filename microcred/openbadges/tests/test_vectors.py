"""Published test vectors, reproduced byte for byte."""

import hashlib
from datetime import UTC, datetime

import pytest

from microcred.openbadges import proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import CREDENTIALS_V2, OPEN_BADGES, pinned
from microcred.openbadges.keys import SigningKey

# Open Badges 3.0 Implementation Guide (final release, April 2025), chapter 9, "Linked Data Proof Test Vector".
GUIDE_KEY = SigningKey(bytes.fromhex("6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"))
GUIDE_METHOD = "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
GUIDE_CREATED = datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC)
GUIDE_DOCUMENT_HASH = "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773"
GUIDE_PROOF_VALUE = "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"
GUIDE_CREDENTIAL = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049",
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by "
                "Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
            "environment.",
            "name": "Teamwork",
        },
    },
}

# Data Integrity EdDSA Cryptosuites 1.0 (W3C Recommendation, May 2025), appendix B.1.
W3C_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
W3C_CONTEXTS = pinned().including(
    {W3C_EXAMPLES: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}
)
W3C_KEY = SigningKey.from_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
W3C_METHOD = "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_DOCUMENT_HASH = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
W3C_PROOF_VALUE = "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9"
W3C_CREDENTIAL = {
    "@context": [CREDENTIALS_V2, W3C_EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}


def test_the_open_badges_guide_vector():
    """Test number one: if this fails, nothing this library signs can be trusted."""
    assert GUIDE_KEY.public.multibase == GUIDE_METHOD.split("#")[1]
    assert hashlib.sha256(canonicalize(GUIDE_CREDENTIAL).encode()).hexdigest() == GUIDE_DOCUMENT_HASH

    signed = proofs.sign(GUIDE_CREDENTIAL, GUIDE_KEY, created=GUIDE_CREATED, verification_method=GUIDE_METHOD)

    assert signed["proof"]["proofValue"] == GUIDE_PROOF_VALUE
    proofs.verify(signed, GUIDE_KEY.public)


def test_the_w3c_eddsa_rdfc_2022_vector():
    assert W3C_KEY.public.multibase == W3C_METHOD.split("#")[1]
    canonical = canonicalize(W3C_CREDENTIAL, contexts=W3C_CONTEXTS)
    assert hashlib.sha256(canonical.encode()).hexdigest() == W3C_DOCUMENT_HASH

    signed = proofs.sign(
        W3C_CREDENTIAL,
        W3C_KEY,
        created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
        verification_method=W3C_METHOD,
        contexts=W3C_CONTEXTS,
    )

    assert signed["proof"]["proofValue"] == W3C_PROOF_VALUE
    proofs.verify(signed, W3C_KEY.public, contexts=W3C_CONTEXTS)


def test_the_vectors_do_not_verify_with_each_others_keys():
    signed = {
        **GUIDE_CREDENTIAL,
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2010-01-01T19:23:24Z",
            "verificationMethod": GUIDE_METHOD,
            "proofPurpose": "assertionMethod",
            "proofValue": GUIDE_PROOF_VALUE,
        },
    }
    proofs.verify(signed, GUIDE_KEY.public)
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify(signed, W3C_KEY.public)

"""Proofs of every suite: the specifications' own vectors, and what each refuses."""

import copy
from datetime import UTC, datetime, timedelta

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.openbadges import proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, DATA_INTEGRITY_V2, pinned
from microcred.openbadges.dids import did_key, verification_method
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import KeyKind, PublicKey, SigningKey
from microcred.openbadges.proofs import hashing
from microcred.openbadges.proofs.relabelling import relabelled_sha384
from microcred.openbadges.tests.make import ISSUER_KEY, NOW, award

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CONTEXTS = pinned().including({EXAMPLES: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}})
ALUMNI = {
    "@context": [CREDENTIALS_V2, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)

# Data Integrity ECDSA Cryptosuites 1.0 (W3C Recommendation, May 2025), appendix A
P256 = SigningKey.from_multibase("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")
P256_PUBLIC = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P384_PUBLIC = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
P256_RDFC = "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw"
P384_RDFC = (
    "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vs"
    "Jur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv"
)
P256_JCS_SIGNATURE = bytes.fromhex(
    "f15c3b599eb9b3cad05df9d8e8b39a70a86375833b53743c764ac0a88c4457d6"
    "0707fd7d073e03d906130631d87803f80a9824dc9939632ba92d418181be9d16"
)
P384_JCS_SIGNATURE = bytes.fromhex(
    "8b7462ce62db0c8ff19878c4b3561c49eb71b4a743086b6d5b0eda70ecf0afc5"
    "a03fd88eb207d66b262ed87fd200a4e8e62716e0b329c032b67726b4b0fc737a"
    "44c1cefdba2fdccb3ece74cc5845aaa93374455a726f6ee4f5f30da9427f608a"
)
# Data Integrity EdDSA Cryptosuites 1.0, appendix B
ED25519 = SigningKey.from_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
ED25519_METHOD = "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
ED25519_JCS = "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"

EVERY_SUITE = [
    (KeyKind.ED25519, "eddsa-rdfc-2022"),
    (KeyKind.ED25519, "eddsa-jcs-2022"),
    (KeyKind.P256, "ecdsa-rdfc-2019"),
    (KeyKind.P256, "ecdsa-jcs-2019"),
    (KeyKind.P384, "ecdsa-rdfc-2019"),
    (KeyKind.P384, "ecdsa-jcs-2019"),
]
KEYS = {
    KeyKind.ED25519: ISSUER_KEY,
    KeyKind.P256: SigningKey(bytes(range(1, 33)), KeyKind.P256),
    KeyKind.P384: SigningKey(bytes(range(1, 49)), KeyKind.P384),
}


def alumni_with(suite: str, key: str, value: str, *, context: bool = False):
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{key}#{key}",
        "proofPurpose": "assertionMethod",
        "proofValue": value,
    }
    return {**ALUMNI, "proof": {**proof, "@context": ALUMNI["@context"]} if context else proof}


def signed(kind: KeyKind, suite: str, document=None, **options):
    key = KEYS[kind]
    document = document or award(did_key(key.public)).to_json()
    method = verification_method(did_key(key.public), key.public)
    return proofs.sign(document, key, created=NOW, verification_method=method, suite=suite, **options)


def test_the_w3c_p256_vector_is_reproduced():
    assert P256.public.multibase == P256_PUBLIC

    made = proofs.sign(
        ALUMNI,
        P256,
        created=CREATED,
        verification_method=f"did:key:{P256_PUBLIC}#{P256_PUBLIC}",
        contexts=CONTEXTS,
    )

    assert made["proof"]["proofValue"] == P256_RDFC
    proofs.verify(made, P256.public, contexts=CONTEXTS)


def test_the_w3c_p384_vector_verifies():
    proofs.verify(
        alumni_with("ecdsa-rdfc-2019", P384_PUBLIC, P384_RDFC),
        PublicKey.from_multibase(P384_PUBLIC),
        contexts=CONTEXTS,
    )


@pytest.mark.parametrize(
    ("public", "signature"), [(P256_PUBLIC, P256_JCS_SIGNATURE), (P384_PUBLIC, P384_JCS_SIGNATURE)]
)
def test_the_w3c_ecdsa_jcs_vectors_verify(public: str, signature: bytes):
    from microcred.openbadges import multibase

    document = alumni_with("ecdsa-jcs-2019", public, multibase.encode(signature), context=True)

    proofs.verify(document, PublicKey.from_multibase(public), contexts=CONTEXTS)


def test_the_w3c_eddsa_jcs_vector_is_reproduced():
    made = proofs.sign(
        ALUMNI,
        ED25519,
        created=CREATED,
        verification_method=ED25519_METHOD,
        contexts=CONTEXTS,
        suite="eddsa-jcs-2022",
    )

    assert made["proof"]["proofValue"] == ED25519_JCS


def test_the_w3c_proof_chain_vector_verifies():
    """EdDSA Cryptosuites 1.0, appendix B.4: two proofs side by side, one over both, one over that one."""
    keys = [
        "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
        "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E",
        "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
        "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
    ]
    first, second = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544", "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54"
    third = "urn:uuid:d94f792a-c546-4d06-b38a-da070ab56c23"
    values = [
        "z5KTX5yikM4eUukZW9qh66LGT3KZEUCACGpWcT2t4Yd54NMoFRchGmH4778omyNFAD3weSt6sNk5fuaMQmhhzNmEC",
        "z5KXNyXDcm822dHS37tmS6Xc7FFNo8c73AfeqmfHoywPxnXWNjWKYK3VQzt3CMUoK9uAqsboVHKJXxuYwbdnfxZeA",
        "z2hcFbMaj3BJufikuLZQ36gAXVT9J3ZiwB9rqN3j7VdqyT1GaQPbMTaF1Q2gn7h75ZcJ6JpV9pvNoDumvcjtmSRAV",
        "z6f4Lx4xiwWq8sucv6pg2vVvD5R4bxr58q2TagpwDXCxPVVS28S1iFwhor4ikhG6u4RKrNx7uSkYrCHdiiw5Js3d",
    ]
    particulars = [
        {"id": first, "created": "2023-02-24T23:36:38Z"},
        {"id": second, "created": "2023-02-24T23:36:38Z"},
        {"id": third, "created": "2023-02-26T22:06:38Z", "previousProof": [first, second]},
        {"created": "2023-02-26T22:16:38Z", "previousProof": third},
    ]
    document = {
        **ALUMNI,
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "verificationMethod": f"https://vc.example/issuers/5678{number}#{key}",
                "proofPurpose": "assertionMethod",
                "proofValue": value,
                **particular,
            }
            for number, (key, value, particular) in enumerate(zip(keys, values, particulars, strict=True), start=1)
        ],
    }

    for proof, key in zip(proofs.proofs_of(document), keys, strict=True):
        proofs.verify_proof(document, proof, PublicKey.from_multibase(key), contexts=CONTEXTS)

    # whoever takes the first proof away breaks what was put over it
    document["proof"] = document["proof"][1:]
    with pytest.raises(proofs.ProofRefused, match="not there"):
        proofs.proofs_of(document)


@pytest.mark.parametrize(("kind", "suite"), EVERY_SUITE)
def test_every_suite_signs_verifies_and_notices_a_change(kind: KeyKind, suite: str):
    document = signed(kind, suite)
    proofs.verify(document, KEYS[kind].public)

    changed = copy.deepcopy(document)
    changed["credentialSubject"]["achievement"]["name"] = "Another"
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify(changed, KEYS[kind].public)
    backdated = {**document, "proof": {**document["proof"], "created": "2020-01-01T00:00:00Z"}}
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify(backdated, KEYS[kind].public)
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify(document, SigningKey.generate(kind).public)


@pytest.mark.parametrize(("kind", "suite"), EVERY_SUITE)
def test_no_suite_signs_what_its_contexts_do_not_define(kind: KeyKind, suite: str):
    with pytest.raises(DocumentRefused, match="notATerm"):
        signed(kind, suite, {**award(did_key(KEYS[kind].public)).to_json(), "notATerm": "x"})


def test_a_suite_takes_no_other_kind_of_key():
    with pytest.raises(OpenBadgesError, match="not made with"):
        signed(KeyKind.P256, "eddsa-rdfc-2022")
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022")
    with pytest.raises(proofs.ProofRefused, match="not made with"):
        proofs.verify(document, KEYS[KeyKind.P256].public)
    with pytest.raises(OpenBadgesError, match="no proof inside"):
        proofs.sign(ALUMNI, SigningKey.generate(KeyKind.RSA), created=NOW, verification_method="did:web:x#y")


def test_the_name_of_the_suite_is_signed():
    document = signed(KeyKind.P256, "ecdsa-jcs-2019")
    document["proof"]["cryptosuite"] = "ecdsa-rdfc-2019"
    del document["proof"]["@context"]
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify(document, KEYS[KeyKind.P256].public)


def test_a_set_of_proofs_by_two_keys_and_a_chain_over_one():
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022", proof_id="urn:uuid:00000000-0000-4000-8000-000000000001")
    second = KEYS[KeyKind.P256]
    method = verification_method(did_key(second.public), second.public)
    aside = proofs.add_proof(document, second, created=NOW, verification_method=method)
    chain = proofs.add_proof(
        document, second, created=NOW, verification_method=method, over="urn:uuid:00000000-0000-4000-8000-000000000001"
    )

    for each in (aside, chain):
        first_proof, second_proof = proofs.proofs_of(each)
        proofs.verify_proof(each, first_proof, ISSUER_KEY.public)
        proofs.verify_proof(each, second_proof, second.public)
        with pytest.raises(proofs.ProofRefused, match="exactly one"):
            proofs.proof_of(each)
    # in a chain the later proof vouches for the earlier one, in a set it does not
    for each in (aside, chain):
        each["proof"][0] = {**each["proof"][0], "created": "2020-01-01T00:00:00Z"}
    proofs.verify_proof(aside, aside["proof"][1], second.public)
    with pytest.raises(proofs.SignatureWrong):
        proofs.verify_proof(chain, chain["proof"][1], second.public)


def test_a_chain_of_jcs_proofs():
    document = signed(KeyKind.ED25519, "eddsa-jcs-2022", proof_id="urn:uuid:00000000-0000-4000-8000-000000000001")
    chain = proofs.add_proof(
        document,
        ISSUER_KEY,
        created=NOW,
        verification_method=verification_method(did_key(ISSUER_KEY.public), ISSUER_KEY.public),
        suite="eddsa-jcs-2022",
        over="urn:uuid:00000000-0000-4000-8000-000000000001",
    )
    for proof in proofs.proofs_of(chain):
        proofs.verify_proof(chain, proof, ISSUER_KEY.public)


def test_a_credential_of_the_older_model_gets_the_context_of_its_proof():
    older = {
        "@context": [CREDENTIALS_V1],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
        "type": ["VerifiableCredential"],
        "issuer": did_key(ISSUER_KEY.public),
        "issuanceDate": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:ada"},
    }
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022", older)

    assert document["@context"] == [CREDENTIALS_V1, DATA_INTEGRITY_V2]
    proofs.verify(document, ISSUER_KEY.public)


def test_a_presentation_answers_its_challenge_at_its_place_only():
    presentation = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": did_key(ISSUER_KEY.public),
        "verifiableCredential": [signed(KeyKind.ED25519, "eddsa-rdfc-2022")],
    }
    document = signed(
        KeyKind.ED25519,
        "eddsa-rdfc-2022",
        presentation,
        purpose="authentication",
        challenge="1234",
        domain="wallet.example",
    )
    (proof,) = proofs.proofs_of(document)

    def check(**options):
        proofs.verify_proof(document, proof, ISSUER_KEY.public, purpose="authentication", **options)

    check()
    check(challenge="1234", domain="wallet.example")
    check(domain=["other.example", "wallet.example"])
    with pytest.raises(proofs.ChallengeWrong):
        check(challenge="4321")
    with pytest.raises(proofs.DomainWrong):
        check(domain="other.example")
    with pytest.raises(proofs.ProofRefused, match="not made to assert"):
        proofs.verify_proof(document, proof, ISSUER_KEY.public)


def test_a_proof_that_has_expired_is_refused_where_the_time_is_told():
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022", expires=NOW + timedelta(days=1))
    (proof,) = proofs.proofs_of(document)

    proofs.verify_proof(document, proof, ISSUER_KEY.public, now=NOW)
    with pytest.raises(proofs.ProofExpired):
        proofs.verify_proof(document, proof, ISSUER_KEY.public, now=NOW + timedelta(days=2))


def test_the_shortcut_for_proof_options_equals_the_long_way():
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022")
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}

    short = hashing.canonical_options(options, document["@context"], None)

    assert short == canonicalize({"@context": document["@context"], **options})


def test_times_without_a_zone_are_in_utc():
    assert proofs.read_time("2026-01-01T00:00:00") == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(OpenBadgesError):
        proofs.read_time("yesterday")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "UnknownProofType"}, "of the kind"),
        ({"cryptosuite": "UnknownCryptosuite"}, "of the kind"),
        ({"cryptosuite": "Ed25519Signature2020"}, "of the kind"),
        ({"type": "Ed25519Signature2020"}, "of the kind"),
        ({"type": ["DataIntegrityProof"]}, "of the kind"),
        ({"proofPurpose": None}, "made for"),
        ({"verificationMethod": "did:key:invalidVm"}, "does not name a key"),
        ({"verificationMethod": 7}, "does not name a key"),
        ({"proofValue": None}, "no value"),
        ({"created": "invalidDate"}, "created"),
        ({"created": None}, "created"),
        ({"expires": "2026-02-30T00:00:00Z"}, "expires"),
        ({"id": "not a URL"}, "not a URL"),
        ({"previousProof": "urn:uuid:absent"}, "not there"),
        ({"previousProof": 4}, "previousProof"),
        ({"challenge": 4}, "challenge"),
        ({"domain": [1]}, "domain"),
    ],
)
def test_malformed_proofs_are_refused(change, why: str):
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022")
    with pytest.raises(proofs.ProofRefused, match=why):
        proofs.proofs_of({**document, "proof": {**document["proof"], **change}})


@pytest.mark.parametrize("value", [None, [], "proof", [None], [{}], 5])
def test_no_proof_is_no_proof(value):
    with pytest.raises(proofs.ProofRefused):
        proofs.proofs_of({**ALUMNI, "proof": value})


@pytest.mark.parametrize("strip", [lambda value: value[1:], lambda value: "u" + value[1:], lambda value: value + "0"])
def test_a_value_in_another_encoding_is_refused(strip):
    document = signed(KeyKind.ED25519, "eddsa-rdfc-2022")
    document["proof"]["proofValue"] = strip(document["proof"]["proofValue"])
    with pytest.raises(proofs.ProofRefused):
        proofs.verify(document, ISSUER_KEY.public)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_canonical_form_with_sha384_is_what_another_library_makes(names: list[str]):
    """Blank nodes alike in part, so that their hashes decide their labels; texts with everything N-Quads escape."""
    from microcred.openbadges.characters import without_refused_characters

    document = {
        **award(did_key(ISSUER_KEY.public)).to_json(),
        "evidence": [
            {"type": ["Evidence"], "name": without_refused_characters(name) + "\\t\u2028\n"} for name in names
        ],
    }
    quads = canonicalize(document)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(quads.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384)
    theirs = sorted(f"{quad} .\n" for quad in dataset)

    assert relabelled_sha384(quads) == "".join(theirs)

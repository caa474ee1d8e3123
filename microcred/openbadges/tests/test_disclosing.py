"""Selective disclosure: issuer, holder and verifier, each of them once ours and once written by others."""

import copy

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.openbadges import proofs
from microcred.openbadges.contexts import CREDENTIALS_V2, WithInline, pinned
from microcred.openbadges.dids import did_key, key_for, offline, resolver, verification_method
from microcred.openbadges.errors import DocumentRefused, OpenBadgesError
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.proofs.disclosing import ALWAYS
from microcred.openbadges.proofs.selecting import select
from microcred.openbadges.tests.conftest import Judges
from microcred.openbadges.tests.make import NOW, award

KEY = SigningKey(bytes(range(1, 33)), KeyKind.P256)
DID = did_key(KEY.public)
METHOD = verification_method(DID, KEY.public)
NAME = "/credentialSubject/achievement/name"
SAILING = {
    "@context": [
        CREDENTIALS_V2,
        {
            "@protected": True,
            "Sailing": {
                "@id": "urn:example:Sailing",
                "@context": {
                    "@protected": True,
                    "id": "@id",
                    "type": "@type",
                    "sailNumber": "urn:example:sailNumber",
                    "sails": {
                        "@id": "urn:example:sails",
                        "@context": {"@protected": True, "size": "urn:example:size", "year": "urn:example:year"},
                    },
                },
            },
            "achievements": {"@id": "urn:example:achievements", "@type": "@id"},
        },
    ],
    "type": ["VerifiableCredential"],
    "issuer": DID,
    "validUntil": "2030-01-01T00:00:00Z",
    "credentialSubject": {
        "name": "Jane",
        "achievements": [
            {
                "type": "Sailing",
                "sailNumber": "Earth101",
                "sails": [{"size": 5.5, "year": 2023}, {"size": 6.1, "year": 2023}, {"size": 7.0, "year": 2020}],
            },
            {"type": "Sailing", "sailNumber": "Mars101", "sails": [{"size": 5.5, "year": 2023}, {"year": 2023}]},
        ],
    },
}
CONTEXTS = WithInline(pinned())


def base(document=None, *mandatory: str):
    return proofs.sign_base(
        document or award(DID).to_json(),
        KEY,
        created=NOW,
        verification_method=METHOD,
        mandatory=mandatory,
        contexts=CONTEXTS,
    )


def check(document, *, disclosed: bool = True) -> None:
    (proof,) = proofs.proofs_of(document)
    method = proof["verificationMethod"]
    key = key_for(resolver(offline)(method.partition("#")[0]), method, "assertionMethod")
    proofs.verify_proof(document, proof, key, disclosed=disclosed, contexts=CONTEXTS)


def test_a_holder_shows_what_it_chooses_and_what_is_mandatory():
    shown = proofs.derive(base(), [NAME])

    check(shown)
    assert shown["credentialSubject"]["achievement"]["name"] == "Building Your Team"
    assert "description" not in shown["credentialSubject"]["achievement"]
    assert "result" not in shown["credentialSubject"]
    for name in ("issuer", "validFrom", "credentialStatus"):
        assert shown[name] == award(DID).to_json()[name], "what a holder must not leave out"


def test_two_showings_have_nothing_in_common_but_what_they_show():
    signed = base()
    texts = [str(proofs.derive(signed, [pointer])) for pointer in (NAME, "/credentialSubject/result/0")]
    secret = cbor2.loads(_raw(signed)[3:])[2]
    assert all(secret not in _raw(proofs.derive(signed, [NAME])) for _ in texts)
    assert "achievedLevel" in texts[1]
    assert "achievedLevel" not in texts[0]


def _raw(document) -> bytes:
    import base64

    text = document["proof"]["proofValue"][1:]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize(
    "pointers",
    [
        ["/credentialSubject"],
        ["/credentialSubject/achievements"],
        ["/credentialSubject/achievements/1"],
        ["/credentialSubject/achievements/0/sails/1", "/credentialSubject/achievements/1/sails/1"],
        ["/credentialSubject/achievements/0/sails/0/size"],
        ["/credentialSubject/achievements/1/sails", "/credentialSubject/achievements/1/sailNumber"],
        [],
    ],
)
def test_parts_that_are_alike_keep_their_places(judges: Judges, pointers: list[str]):
    """Nodes without names, some of them equal: what is shown of them must be what was signed of them."""
    signed = base(SAILING, "/credentialSubject/achievements/0/sailNumber")
    shown = proofs.derive(signed, pointers, contexts=CONTEXTS)
    check(shown)
    judged = judges.proof(shown)
    assert judged.accepted, judged.words


def test_what_was_changed_or_added_is_noticed():
    shown = proofs.derive(base(), [NAME, "/credentialSubject/result"])
    for change in (
        lambda it: it["credentialSubject"]["achievement"].update(name="Another"),
        lambda it: it["credentialSubject"]["result"].pop(),
        lambda it: (
            it["credentialSubject"]["result"].reverse() or it["credentialSubject"]["result"][0].update(value="9")
        ),
        lambda it: it.update(name="added"),
        lambda it: it.update(validFrom="2020-01-01T00:00:00Z"),
        lambda it: it.pop("credentialStatus"),
        lambda it: it["proof"].update(created="2020-01-01T00:00:00Z"),
        lambda it: it["proof"].update(proofValue="a"),
        lambda it: it["proof"].update(proofValue=it["proof"]["proofValue"][:-8]),
    ):
        changed = copy.deepcopy(shown)
        change(changed)
        with pytest.raises((proofs.ProofRefused, proofs.SignatureWrong)):
            check(changed)


def test_a_base_proof_is_for_its_holder_alone():
    with pytest.raises(proofs.ProofRefused, match="not a derived proof"):
        check(base())


def test_a_part_is_taken_only_where_parts_are_expected():
    with pytest.raises(proofs.ProofRefused, match="chose of it"):
        check(proofs.derive(base(), [NAME]), disclosed=False)


def test_an_issuer_without_the_right_key_or_with_a_wrong_pointer():
    ed25519 = SigningKey(bytes(32))
    with pytest.raises(OpenBadgesError, match="not made with"):
        proofs.sign_base(award(DID).to_json(), ed25519, created=NOW, verification_method=METHOD)
    with pytest.raises(DocumentRefused, match="nothing at /absent"):
        base(None, "/absent")
    with pytest.raises(DocumentRefused, match="nothing at"):
        proofs.derive(base(), ["/credentialSubject/result/99"])
    with pytest.raises(DocumentRefused, match="notATerm"):
        base({**award(DID).to_json(), "notATerm": "x"})
    with pytest.raises(proofs.ProofRefused, match="no base proof"):
        proofs.derive(award(DID).to_json(), [])
    with pytest.raises(OpenBadgesError, match="sign_base"):
        proofs.sign(award(DID).to_json(), KEY, created=NOW, verification_method=METHOD, suite="ecdsa-sd-2023")


@given(st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_proof_value_breaks_it(junk: bytes):
    import base64

    shown = {**award(DID).to_json(), "proof": {**base_proof(), "proofValue": ""}}
    shown["proof"]["proofValue"] = "u" + base64.urlsafe_b64encode(b"\xd9\x5d\x01" + junk).rstrip(b"=").decode()
    with pytest.raises(proofs.ProofRefused):
        check(shown)


def base_proof():
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2026-11-22T12:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }


def test_bytes_written_as_typed_arrays_are_read():
    import base64

    shown = proofs.derive(base(), [NAME])
    parts = cbor2.loads(_raw(shown)[3:])
    tagged = [cbor2.CBORTag(64, part) if isinstance(part, bytes) else part for part in parts]
    value = base64.urlsafe_b64encode(b"\xd9\x5d\x01" + cbor2.dumps(tagged)).rstrip(b"=").decode()
    check({**shown, "proof": {**shown["proof"], "proofValue": f"u{value}"}})
    for wrong in (parts[:4], [*parts, 1], {"a": 1}, [parts[0], parts[1], parts[2], {0: b"short"}, parts[4]]):
        value = base64.urlsafe_b64encode(b"\xd9\x5d\x01" + cbor2.dumps(wrong)).rstrip(b"=").decode()
        with pytest.raises(proofs.ProofRefused):
            check({**shown, "proof": {**shown["proof"], "proofValue": f"u{value}"}})


def test_selecting():
    document = {"@context": [], "id": "urn:a", "type": ["T"], "a": {"b": [{"x": 1}, {"x": 2}], "c": 3}, "d~/": 4}
    assert select(document, []) is None
    assert select(document, [""]) == document
    assert select(document, ["/d~0~1"]) == {"@context": [], "id": "urn:a", "type": ["T"], "d~/": 4}
    assert select(document, ["/a/b/1/x"])["a"] == {"b": [{"x": 2}]}
    assert select(document, ["/a/b/1", "/a/b/0/x"])["a"] == {"b": [{"x": 1}, {"x": 2}]}
    assert select(document, ["/a/b", "/a/b/0"])["a"] == {"b": [{"x": 1}, {"x": 2}]}
    for wrong in ("a", "/x", "/a/b/2", "/a/b/-", "/a/c/d"):
        with pytest.raises(DocumentRefused):
            select(document, [wrong])


def test_they_derive_from_ours_and_verify(judges: Judges):
    shown = judges.derived(base(), NAME, "/credentialSubject/result/1")
    check(shown)
    judged = judges.proof(shown)
    assert judged.accepted, judged.words
    assert all(name[1:] in shown for name in ALWAYS[:2])


def test_we_derive_from_theirs_and_verify(judges: Judges):
    unsigned = {name: value for name, value in SAILING.items() if name != "@context"}
    unsigned = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "validUntil": unsigned["validUntil"],
        "credentialSubject": [{"name": "A", "description": "x"}, {"name": "A", "description": "y"}],
        "evidence": [{"type": "urn:example:E", "name": "alike"}, {"type": "urn:example:E", "name": "alike"}],
    }
    signed = judges.signed(unsigned, "ecdsa-sd-2023", "P-256", "/issuer,/credentialSubject/0/name")
    for pointers in ([], ["/credentialSubject/1/description"], ["/evidence", "/validUntil"]):
        for shown in (proofs.derive(signed, pointers), judges.derived(signed, *pointers)):
            check(shown)
            judged = judges.proof(shown)
            assert judged.accepted, judged.words


# Data Integrity ECDSA Cryptosuites 1.0 (W3C Recommendation, May 2025), appendix A.7
WINDSURF_CONTEXT = [CREDENTIALS_V2, {"@vocab": "https://windsurf.grotto-networking.com/selective#"}]
WINDSURF = {
    "@context": WINDSURF_CONTEXT,
    "type": ["VerifiableCredential"],
    "issuer": "https://vc.example/windsurf/racecommittee",
    "credentialSubject": {
        "sailNumber": "Earth101",
        "sails": [
            {"size": 6.1, "sailName": "Lahaina", "year": 2023},
            {"size": 7, "sailName": "Lahaina", "year": 2020},
        ],
        "boards": [
            {"year": 2022, "boardName": "CompFoil170", "brand": "Wailea"},
            {"boardName": "Kanaha Custom", "brand": "Wailea", "year": 2019},
        ],
    },
}
WINDSURF_METHOD = (
    "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP#zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
)
WINDSURF_VALUE = (
    "u2V0BhVhAkWKMO8zpRmfcUMksHUMtZM7cJt8PmNLsljKTYhSi8gZ7wAWnK4BrOZkrH3dZvxKWlnxGG_0xlFXmU5sa5-j71VgjgCQCKnLOGbY_FuM"
    "-ASpSkkOxsIR2E8n7Ml2q1UQ6tEwzi5OGWEBtAwxySlwwASjXlYLoLwyjdsIRYUa05OQzE0P4skx1-QJKi8HtGcJHtJfOTn7RhWKC0nkXODvUACh"
    "vnKDVY02TWEClAeVhEaVRWS_5ZfU6MlgnX07DuKm9XBS-b3RKfciM1Eu7L2mvkMebfBWVUw9WkuqNL4Tz-MkN4lXmljRt8r8DWEBqzbDH1twSPRK"
    "Hu3zD0KP7YWlx4al1GFotnFizVkQbz6htSNvQIc7IfxLu7AO2fuhJbagJbZKlm-Vf7aNbXuuaWEA78ePS_Gy4lnOlUa2CgworZmUYq-Etff-9QK9"
    "0v4xOWzNWvaILdcmkJs5zwH9b86f5yxos_NRK-VIO015zVlWTWEB2bYe3iy_95zezUdGp66X77IQbHhKunDI1BF0trlkrIkOCqviH4S1U3Nz4n5W"
    "WW8qsc3zAEq1Spquojg2mevHtWEA5EwtdjPeXn07NztIOTZ6PtyWt6v0Gfp5oFRAbvvcCpDnptz6gZd56Z6TBkI0eMUs4RI2g2rup607wVFuIUdv"
    "gpgBYIOGCDmZ9TBxEtWeCI9oVmRt0eHRGAaoOXx08gxL2IQt_AVggVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKwCWCBD6o5lQOWjNGw"
    "aTjq7H2Cn1-NPbwXLeDedy2YyiqL9TQNYIJEdvfdRibsv05I3pv8e6S1aUuAuBpGQHLhrYj4QX0knBFggk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9M"
    "ffhg5aZGTyDkFWCDYgT4e07o_IdCwae6qE7WZfpXtGRFESEXR3SxZmXE05o4AAQIFBggJCg4PEBESEw"
)


def test_the_w3c_vector_of_a_derived_proof_verifies():
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2023-08-15T23:36:38Z",
        "verificationMethod": WINDSURF_METHOD,
        "proofPurpose": "assertionMethod",
        "proofValue": WINDSURF_VALUE,
    }
    check({**WINDSURF, "proof": proof})
    with pytest.raises(proofs.ProofRefused):
        check({**WINDSURF, "proof": {**proof, "proofValue": "u" + WINDSURF_VALUE[4:]}})

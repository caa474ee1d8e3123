"""A report for a person: eight checks, one verdict, and never more than was checked."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.openbadges import baking
from microcred.openbadges.dids import did_key, offline
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.models import HashedEmail
from microcred.openbadges.source import verify_source
from microcred.openbadges.tests.make import ADA, NOW, STRANGER_KEY, Issuer, award
from microcred.openbadges.tests.test_baking import PNG, SVG
from microcred.openbadges.unwrapping import NothingToVerify
from microcred.openbadges.verify import CHECKS, Outcome, Report, Verdict, as_json, verify

DID_WEB = "did:web:credentials.example.edu:issuers:centre"


def check(document: Any, issuer: Issuer, **changes: Any) -> Report:
    arguments = {
        "resolve": issuer.resolve,
        "fetch_status": issuer.fetch,
        "now": NOW,
        "known_issuers": {issuer.did},
        **changes,
    }
    return verify(document, **arguments)


@pytest.mark.parametrize("did", [Issuer().did, DID_WEB])
def test_a_genuine_award_is_valid(did: str):
    issuer = Issuer(did=did)
    report = check(to_bytes(issuer.award()), issuer)

    assert report.verdict is Verdict.VALID
    assert report.genuine
    assert [each.name for each in report.checks] == list(CHECKS)
    assert {each.outcome for each in report.checks} == {Outcome.PASSED}
    assert json.loads(json.dumps(as_json(report)))["verdict"] == "valid"


def test_an_issuer_nobody_vouches_for():
    issuer = Issuer()
    report = check(issuer.award(), issuer, known_issuers=())
    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert report["issuer"].outcome is Outcome.PASSED
    assert report["known issuer"].outcome is Outcome.WARNING
    assert report.genuine


def test_a_changed_word():
    issuer = Issuer()
    tampered = issuer.award()
    tampered["name"] = "Building Your Dream Team"
    report = check(tampered, issuer)
    assert report.verdict is Verdict.INVALID
    assert report["proof"].fatal
    assert "changed after it was signed" in report.message
    assert report["status"].outcome is Outcome.UNKNOWN, "a forged document sends us nowhere"


def test_an_added_word_that_no_context_defines():
    issuer = Issuer()
    report = check({**issuer.award(), "honours": "summa cum laude"}, issuer)
    assert report.verdict is Verdict.INVALID
    assert "honours" in report["context"].details[0]


def test_revoked_and_suspended():
    issuer = Issuer()
    issuer.bits[94_567] = True
    assert check(issuer.award(), issuer).verdict is Verdict.REVOKED

    issuer = Issuer(purpose="suspension")
    issuer.bits[94_567] = True
    suspended = award(issuer.did).to_json()
    suspended["credentialStatus"]["statusPurpose"] = "suspension"
    assert check(issuer.sign(suspended), issuer).verdict is Verdict.SUSPENDED


def test_without_its_status_list_it_is_not_called_valid():
    issuer = Issuer(reachable=False)
    report = check(issuer.award(), issuer)
    assert report.verdict is Verdict.UNCHECKED
    assert report["status"].outcome is Outcome.UNKNOWN
    assert "withdrawn could not be checked" in report.message


@pytest.mark.parametrize("forgery", ["another's key", "another's list", "changed bits", "no proof", "not a list"])
def test_a_forged_status_list_is_no_answer(forgery: str):
    issuer = Issuer()
    stranger = Issuer(did=did_key(STRANGER_KEY.public), key=STRANGER_KEY)
    listing = issuer.listing()
    forged = {
        "another's key": stranger.sign(_unsigned(listing)),
        "another's list": stranger.listing(),
        "changed bits": {**listing, "validFrom": "2020-01-01T00:00:00Z"},
        "no proof": _unsigned(listing),
        "not a list": issuer.award(),
    }[forgery]
    report = check(issuer.award(), issuer, fetch_status=lambda url: to_bytes(forged))
    assert report.verdict is Verdict.UNCHECKED
    assert report["status"].outcome is Outcome.UNKNOWN


def test_an_unreachable_issuer():
    issuer = Issuer(did=DID_WEB)
    report = check(issuer.award(), issuer, resolve=lambda did: json.loads(offline(did)))
    assert report.verdict is Verdict.UNCHECKED
    assert report["proof"].outcome is Outcome.UNKNOWN
    assert not report.genuine


def test_a_key_the_issuer_does_not_list():
    """The fragment is itself the key: whoever trusts it without looking it up accepts every forgery."""
    issuer = Issuer(did=DID_WEB)
    forged = issuer.sign(_unsigned(issuer.award()), key=STRANGER_KEY)
    report = check(forged, issuer)
    assert report.verdict is Verdict.INVALID
    assert report["issuer"].fatal


def test_a_key_of_someone_else():
    issuer = Issuer(did=DID_WEB)
    stranger = Issuer(did=did_key(STRANGER_KEY.public), key=STRANGER_KEY)
    forged = stranger.sign(_unsigned(issuer.award()))
    report = check(forged, issuer)
    assert report.verdict is Verdict.INVALID
    assert "not its issuer's" in report["issuer"].message


def test_a_retired_key_still_stands():
    issuer = Issuer(did=DID_WEB, retired=(STRANGER_KEY,))
    assert check(issuer.sign(_unsigned(issuer.award()), key=STRANGER_KEY), issuer).verdict is Verdict.VALID


def test_time():
    issuer = Issuer()
    credential = issuer.award(valid_until=NOW + timedelta(days=365))
    assert check(credential, issuer, now=NOW - timedelta(seconds=50)).verdict is Verdict.VALID
    assert check(credential, issuer, now=NOW - timedelta(seconds=61)).verdict is Verdict.NOT_YET_VALID
    assert check(credential, issuer, now=NOW + timedelta(days=365)).verdict is Verdict.VALID
    assert check(credential, issuer, now=NOW + timedelta(days=365, seconds=1)).verdict is Verdict.EXPIRED
    backwards = issuer.award(valid_until=NOW - timedelta(days=1))
    assert check(backwards, issuer).verdict is Verdict.INVALID


def test_revoked_outweighs_expired():
    issuer = Issuer()
    issuer.bits[94_567] = True
    credential = issuer.award(valid_until=NOW + timedelta(days=1))
    assert check(credential, issuer, now=NOW + timedelta(days=2)).verdict is Verdict.REVOKED


def test_the_holder():
    issuer = Issuer()
    assert check(issuer.award(), issuer, recipient=ADA.upper()).verdict is Verdict.VALID
    assert check(issuer.award(), issuer, recipient="gus@example.org").verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not json",
        b"eyJhbGciOiJFZERTQSJ9.e30.AA",
        b"[]",
        b"{}",
        b'{"type":7}',
        {"type": ["VerifiablePresentation"]},
    ],
)
def test_what_is_no_badge(document: Any):
    report = check(document, Issuer())
    assert report.verdict is Verdict.INVALID
    assert report["format"].fatal
    assert len(report.checks) == len(CHECKS)


@pytest.mark.parametrize(
    "change",
    [
        {"cryptosuite": "eddsa-jcs-2022"},
        {"type": "Ed25519Signature2020"},
        {"proofPurpose": "authentication"},
        {"proofValue": "z0"},
        {"proofValue": 7},
        {"created": "yesterday"},
        {"verificationMethod": "did:key:z6Mk"},
        {"challenge": "x"},
        {"expires": "2020-01-01T00:00:00Z"},
    ],
)
def test_another_kind_of_proof(change: dict[str, Any]):
    issuer = Issuer()
    credential = issuer.award()
    credential["proof"] |= change
    assert check(credential, issuer).verdict is Verdict.INVALID


def test_a_set_of_proofs_stands_or_falls_together():
    issuer = Issuer()
    credential = issuer.award()
    proof = credential["proof"]
    forged = {**proof, "created": "2026-11-22T12:00:01Z"}
    assert check({**credential, "proof": [proof, proof]}, issuer).verdict is Verdict.VALID
    assert check({**credential, "proof": [proof, forged]}, issuer).verdict is Verdict.INVALID
    assert check({**credential, "proof": [proof, {"type": "OtherProof"}]}, issuer).verdict is Verdict.INVALID
    assert check({**credential, "proof": []}, issuer).verdict is Verdict.INVALID


@given(st.binary(max_size=300))
def test_no_bytes_make_verification_fall_over(noise: bytes):
    assert check(noise, Issuer()).verdict is Verdict.INVALID


def test_signing_refuses_what_it_cannot_cover():
    issuer = Issuer()
    with pytest.raises(DocumentRefused, match="favouriteColour"):
        issuer.sign({**award(issuer.did).to_json(), "favouriteColour": "blue"})
    with pytest.raises(DocumentRefused, match="proof already"):
        issuer.sign(issuer.award())


def test_nothing_private_is_in_an_award():
    issuer = Issuer()
    text = to_bytes(issuer.award()).decode()
    assert ADA not in text
    assert "sha256$" in text
    assert HashedEmail(address="a@example.com", salt="Kosher").identity_hash == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    ), "the example of the specification"
    assert ADA not in repr(HashedEmail(address=ADA, salt="x"))


def test_files_of_every_kind(tmp_path: Path):
    issuer = Issuer()
    credential = to_bytes(award_without_status(issuer))
    for name, data in {
        "badge.json": credential,
        "badge.png": baking.bake_png(PNG, credential),
        "badge.svg": baking.bake_svg(SVG, credential),
    }.items():
        file = tmp_path / name
        file.write_bytes(data)
        report = verify_source(file, now=NOW, known_issuers={issuer.did}, fetch_document=offline)
        assert report.verdict is Verdict.VALID, report


def test_sources_without_a_credential(tmp_path: Path):
    (tmp_path / "plain.png").write_bytes(PNG)
    for source in (tmp_path / "plain.png", tmp_path / "absent.json"):
        with pytest.raises(NothingToVerify):
            verify_source(source, now=NOW)


def award_without_status(issuer: Issuer):
    return issuer.award(status=None)


def _unsigned(document):
    return {name: value for name, value in document.items() if name != "proof"}

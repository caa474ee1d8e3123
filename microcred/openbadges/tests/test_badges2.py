"""Open Badges 2.0: assertions hosted by their issuer, and assertions it signed."""

import json
from datetime import timedelta

import pytest

from microcred.openbadges.models import hashed_identity
from microcred.openbadges.tests.elsewhere import (
    ASSERTION,
    BADGE_CLASS,
    P256_KEY,
    PROFILE,
    RSA_KEY,
    Servers,
    key_document,
    old_academy,
    signed_assertion,
)
from microcred.openbadges.tests.make import ADA, NOW
from microcred.openbadges.verify import Outcome, Said, Verdict, stated_in


def test_a_hosted_assertion_is_what_its_address_serves():
    report = old_academy().check(json.dumps(ASSERTION))
    assert report.verdict is Verdict.VALID, report.message
    assert report.genuine
    assert report["format"].sentence is Said.IS_BADGE_2
    stated = stated_in(report.credential)
    assert (stated.name, stated.issuer) == ("Tidiness", "The old academy")


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "gus@example.org"}},
        {"badge": "https://old.example/another"},
        {"issuedOn": "2019-05-01T00:00:00Z"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"evidence": "https://example.org/forged"},
    ],
)
def test_a_changed_copy_is_found_out(change: dict):
    report = old_academy().check({**ASSERTION, **change})
    assert report.verdict is Verdict.INVALID
    assert "something else at its own address" in report.message


def test_a_copy_with_its_badge_written_out_is_the_same():
    assert old_academy().check({**ASSERTION, "badge": {**BADGE_CLASS, "name": "Greatness"}}).verdict is Verdict.VALID


def test_410_gone_is_revoked_and_says_why():
    servers = old_academy()
    servers.gone[ASSERTION["id"]] = b'{"revoked": true, "revocationReason": "The room was not tidy."}'
    report = servers.check(ASSERTION)
    assert report.verdict is Verdict.REVOKED
    assert report["status"].details == ("The room was not tidy.",)


def test_an_assertion_that_says_it_is_revoked():
    assert old_academy(**{"assertions/1": {**ASSERTION, "revoked": True}}).check(ASSERTION).verdict is Verdict.REVOKED


@pytest.mark.parametrize("absent", ["assertions/1", "badge", "issuer"])
def test_without_its_issuers_server_nothing_is_known(absent: str):
    servers = old_academy()
    del servers.documents[f"https://old.example/{absent}"]
    report = servers.check(ASSERTION)
    assert report.verdict is Verdict.UNCHECKED, report.message


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        ({}, Verdict.INVALID),
        ({"verification": {"allowedOrigins": "host.example"}}, Verdict.VALID),
        ({"verification": {"startsWith": "https://host.example/a"}}, Verdict.VALID),
        ({"verification": {"startsWith": ["https://host.example/b"]}}, Verdict.INVALID),
        ({"verification": {"allowedOrigins": ["old.example"]}}, Verdict.INVALID),
    ],
)
def test_an_assertion_hosted_elsewhere_must_be_where_its_issuer_says(policy: dict, verdict: Verdict):
    """Anyone can serve an assertion that names somebody else's badge."""
    elsewhere = {**ASSERTION, "id": "https://host.example/a/1"}
    servers = old_academy(issuer={**PROFILE, **policy})
    servers.documents[elsewhere["id"]] = elsewhere
    report = servers.check(elsewhere)
    assert report.verdict is verdict
    assert (report["issuer"].outcome is Outcome.FAILED) == (verdict is Verdict.INVALID)


def test_an_assertion_served_without_tls_is_its_issuers_and_that_is_said():
    """Such an address is opened only where whoever runs the verifier allows it."""
    plain = [
        {name: value.replace("https://old", "http://old") if isinstance(value, str) else value for name, value in each}
        for each in (ASSERTION.items(), BADGE_CLASS.items(), PROFILE.items())
    ]
    report = Servers({each["id"]: each for each in plain}).check(plain[0], known_issuers={plain[2]["id"]})
    assert report.verdict is Verdict.VALID, report.message
    assert report["issuer"].outcome is Outcome.WARNING
    assert "not over TLS" in report["issuer"].message


def test_time_and_holder():
    servers = old_academy(**{"assertions/1": {**ASSERTION, "expires": "2026-01-01T00:00:00Z"}})
    assert servers.check({**ASSERTION, "expires": "2026-01-01T00:00:00Z"}).verdict is Verdict.EXPIRED
    assert old_academy().check(ASSERTION, now=NOW - timedelta(days=4000)).verdict is Verdict.NOT_YET_VALID
    assert old_academy().check(ASSERTION, recipient=ADA).verdict is Verdict.VALID
    assert old_academy().check(ASSERTION, recipient="gus@example.org").verdict is Verdict.INVALID


@pytest.mark.parametrize("identity", [hashed_identity(ADA, "salt"), hashed_identity(ADA, "salt").upper()])
def test_a_hashed_holder(identity: str):
    if identity.startswith("SHA"):
        identity = "sha256$" + identity.partition("$")[2]
    hashed = {**ASSERTION, "recipient": {"type": "email", "hashed": True, "salt": "salt", "identity": identity}}
    servers = old_academy(**{"assertions/1": hashed})
    assert servers.check(hashed, recipient=ADA).verdict is Verdict.VALID
    assert servers.check(hashed, recipient="gus@example.org").verdict is Verdict.INVALID


# signed


def signing_academy(**changes) -> Servers:
    profile = {**PROFILE, "publicKey": "https://old.example/key", **changes.pop("profile", {})}
    return old_academy(issuer=profile, key=changes.pop("key", key_document(RSA_KEY)), **changes)


@pytest.mark.parametrize("key", [RSA_KEY, P256_KEY], ids=["RS256", "ES256"])
def test_a_signed_assertion(key):
    text = signed_assertion(key, header={"alg": "RS256" if key is RSA_KEY else "ES256"})
    report = signing_academy(key=key_document(key)).check(text.encode())
    assert report.verdict is Verdict.VALID, report.message
    assert report["proof"].sentence is Said.UNCHANGED


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "ES256"}, {}])
def test_an_algorithm_that_is_not_the_keys(header: dict):
    report = signing_academy().check(signed_assertion(header=header or {"typ": "JWT"}))
    assert report.verdict is Verdict.INVALID
    assert report["proof"].fatal


def test_a_signature_of_another_key():
    other = signed_assertion(P256_KEY, header={"alg": "RS256"})
    assert signing_academy().check(other).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "changes",
    [
        {"profile": {"publicKey": "https://old.example/other-key"}},
        {"profile": {"publicKey": None}},
        {"key": key_document(RSA_KEY, owner="https://other.example/issuer")},
        {"key": key_document(RSA_KEY, id="https://old.example/other-key")},
    ],
)
def test_a_key_that_is_not_the_issuers(changes: dict):
    assert signing_academy(**changes).check(signed_assertion()).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("revoked", "verdict"),
    [
        (["urn:uuid:00000000-0000-4000-8000-000000002222"], Verdict.REVOKED),
        ([{"id": "urn:uuid:00000000-0000-4000-8000-000000002222", "revocationReason": "No."}], Verdict.REVOKED),
        (["urn:uuid:another"], Verdict.VALID),
        (None, Verdict.UNCHECKED),
    ],
)
def test_a_list_of_revoked_assertions(revoked, verdict: Verdict):
    listing = {"id": "https://old.example/revoked", "type": "RevocationList", "revokedAssertions": revoked}
    servers = signing_academy(profile={"revocationList": listing["id"]}, revoked=listing)
    assert servers.check(signed_assertion()).verdict is verdict


@pytest.mark.parametrize(
    "document",
    [
        {**ASSERTION, "id": "not an address"},
        {**ASSERTION, "recipient": "ada"},
        {**ASSERTION, "badge": 7},
        {**ASSERTION, "issuedOn": "last spring"},
        {**ASSERTION, "verification": {"type": "Trust"}},
        {**ASSERTION, "verification": None},
        {**ASSERTION, "@context": "https://example.org/"},
        {"uid": "1", "recipient": {}, "badge": "https://old.example/b.json", "verify": {"type": "hosted"}},
    ],
)
def test_assertions_that_are_none(document: dict):
    assert old_academy().check(document).verdict is Verdict.INVALID

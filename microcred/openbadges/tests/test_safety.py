"""What an attacker tries, each with the words that a person reads and the cause that an operator finds."""

import base64
import gzip
from datetime import timedelta

import pytest

from microcred.openbadges import jwt, proofs, status
from microcred.openbadges.dids import did_document, did_web_url, jwt_method
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.fetch import EgressPolicy, fetch
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.tests.elsewhere import P256_KEY, STRANGER, Servers, badge, token
from microcred.openbadges.tests.make import ISSUER_KEY, LIST_URL, NOW, STRANGER_KEY, Issuer, award
from microcred.openbadges.tests.test_fetch import serving
from microcred.openbadges.verify import Report, Verdict

CENTRE = Issuer()
WEB = Issuer(did="did:web:centre.example")


def refused(report: Report, check: str, words: str, cause: str) -> None:
    assert report.verdict is Verdict.INVALID
    assert report[check].fatal
    assert words in report.message
    assert any(cause in detail for detail in report[check].details), report[check].details


def unsettled(report: Report, cause: str) -> None:
    """The list is no answer: the credential is neither valid nor said to be withdrawn."""
    assert report.verdict is Verdict.UNCHECKED
    assert report["status"].message == "Whether it was withdrawn could not be checked."
    assert any(cause in detail for detail in report["status"].details), report["status"].details


def lists(listing: object) -> Servers:
    return Servers({LIST_URL: listing})


# replay


def test_replay_of_an_old_list_that_does_not_yet_know_of_a_revocation():
    old = CENTRE.sign(
        status.list_credential(
            id=LIST_URL,
            issuer=CENTRE.did,
            bits=status.StatusBits(),
            purpose="revocation",
            valid_from=NOW - timedelta(days=40),
            valid_until=NOW - timedelta(days=10),
        )
    )
    unsettled(lists(old).check(CENTRE.award()), "the status list is out of date")


def test_replay_of_the_proof_of_another_credential():
    forged = {**badge(name="Another"), "proof": CENTRE.sign(badge())["proof"]}
    refused(Servers().check(forged), "proof", "changed after it was signed", "signature does not match")


def test_replay_of_a_list_of_another_purpose():
    suspensions = Issuer(purpose="suspension").listing()
    unsettled(lists(suspensions).check(CENTRE.award()), "the status list is not about revocation")


def test_replay_of_a_presentation_is_no_credential():
    presentation = {"type": ["VerifiablePresentation"], "verifiableCredential": [CENTRE.sign(badge())]}
    report = Servers().check(presentation)
    assert report.verdict is Verdict.INVALID
    assert report.message.endswith("not a credential of a kind this verifier knows.")


# confusion of issuer and signer


def test_confusion_of_issuer_and_signer():
    """Signed by a stranger, whole and genuine, but it says that somebody else issued it."""
    forged = STRANGER.sign(badge(CENTRE))
    refused(Servers().check(forged), "issuer", "a key that is not its issuer's", "is not of")


def test_confusion_of_issuer_and_signer_by_a_key_as_fragment():
    """The fragment is itself the stranger's key: who does not look it up believes it."""
    forged = WEB.sign(badge(WEB), key=STRANGER_KEY)
    report = Servers({did_web_url(WEB.did): WEB.document}).check(forged, known_issuers={WEB.did})
    refused(report, "issuer", "a key that its issuer does not list", "does not list this key")


def test_confusion_of_the_issuers_document_with_another_ones():
    servers = Servers({did_web_url(WEB.did): STRANGER.document})
    refused(servers.check(WEB.sign(badge(WEB))), "issuer", "a key that its issuer does not list", "belongs to")


def test_confusion_of_a_tokens_issuer_with_the_credentials():
    claims = {**badge(CENTRE), "iss": STRANGER.did}
    text = jwt.encode(claims, STRANGER.key, verification_method=STRANGER.method, typ="JWT")
    refused(Servers().check(text), "format", "not a credential this verifier can read", "the iss of the token")


# algorithms and curves


def test_alg_none():
    payload = base64.urlsafe_b64encode(to_bytes(badge())).rstrip(b"=").decode()
    for header in (b'{"alg":"none"}', b'{"alg":"none","kid":"x"}', b'{"alg":"NONE","kid":"x"}'):
        head = base64.urlsafe_b64encode(header).rstrip(b"=").decode()
        assert Servers().check(f"{head}.{payload}.").verdict is Verdict.INVALID
        refused(Servers().check(f"{head}.{payload}.AAAA"), "format", "not a credential", "the token is signed by")


def test_a_token_that_names_another_algorithm_than_its_key_has():
    head, payload, signature = token(badge()).split(".")
    other = base64.urlsafe_b64decode(head + "==").replace(b"EdDSA", b"ES256")
    text = ".".join((base64.urlsafe_b64encode(other).rstrip(b"=").decode(), payload, signature))
    refused(Servers().check(text), "proof", "proof is not well-formed", "not for a key of the kind Ed25519")


def test_wrong_curve_for_the_suite():
    """A proof that says EdDSA, by an issuer whose only key is on P-256."""
    did = "did:web:curves.example"
    document = did_document(did, [P256_KEY.public])
    signed = WEB.sign(badge(Issuer(did=did)))
    signed["proof"]["verificationMethod"] = f"{did}#{P256_KEY.public.multibase}"
    report = Servers({did_web_url(did): document}).check(signed)
    refused(report, "proof", "proof is not well-formed", "not made with a key of the kind P-256")


def test_wrong_curve_for_the_token():
    p384 = SigningKey.generate(KeyKind.P384)
    did = "did:web:curves.example"
    document = did_document(did, [], jwt_keys=[p384.public])
    claims = {**badge(Issuer(did=did)), "iss": did}
    text = jwt.encode(claims, P256_KEY, verification_method=jwt_method(did, p384.public), typ="JWT")
    report = Servers({did_web_url(did): document}).check(text)
    refused(report, "proof", "proof is not well-formed", "ES256, which is not for a key of the kind P-384")


def test_a_point_that_is_not_on_its_curve():
    did = "did:web:curves.example"
    document = did_document(did, [], jwt_keys=[P256_KEY.public])
    document["verificationMethod"][0]["publicKeyJwk"]["y"] = "A" * 43
    text = token(badge(Issuer(did=did)), P256_KEY)
    report = Servers({did_web_url(did): document}).check(text)
    assert report.verdict is Verdict.UNCHECKED
    assert report["issuer"].message == "Its issuer's key could not be read."


# time


def test_expired_key():
    document = WEB.document
    document["verificationMethod"][0]["expires"] = "2026-11-21T00:00:00Z"
    report = Servers({did_web_url(WEB.did): document}).check(WEB.sign(badge(WEB)))
    refused(report, "issuer", "after that key's time had run out", "the key expired at 2026-11-21")


def test_revoked_key_of_a_token():
    document = did_document(WEB.did, [], jwt_keys=[ISSUER_KEY.public])
    document["verificationMethod"][0]["revoked"] = "2026-10-21T00:00:00Z"
    report = Servers({did_web_url(WEB.did): document}).check(token(badge(WEB)))
    refused(report, "issuer", "after that key's time had run out", "the key was revoked at 2026-10-21")


def test_expired_proof():
    signed = proofs.sign(
        badge(), ISSUER_KEY, created=NOW, verification_method=CENTRE.method, expires=NOW + timedelta(days=1)
    )
    assert Servers().check(signed).verdict is Verdict.VALID
    report = Servers().check(signed, now=NOW + timedelta(days=2))
    refused(report, "proof", "its signature has expired", "its proof held until 2026-11-23")


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_expired_token(typ: str):
    """The credential in it says nothing of an end; the token does."""
    claims = {**badge(), "exp": int((NOW - timedelta(days=1)).timestamp())}
    report = Servers().check(jwt.encode(claims, ISSUER_KEY, verification_method=CENTRE.method, typ=typ))
    assert report.verdict is Verdict.EXPIRED
    assert "it was valid until 2026-11-21" in report.message


def test_a_token_that_ends_later_than_its_credential_lengthens_nothing():
    claims = {**badge(validUntil="2026-11-21T00:00:00Z"), "exp": int((NOW + timedelta(days=9)).timestamp())}
    report = Servers().check(jwt.encode(claims, ISSUER_KEY, verification_method=CENTRE.method, typ="vc+jwt"))
    assert report.verdict is Verdict.EXPIRED


def test_future_dates():
    later = Servers().check(CENTRE.sign(badge(validFrom="2027-01-01T00:00:00Z")))
    assert later.verdict is Verdict.NOT_YET_VALID
    assert "it is not valid before 2027-01-01" in later.message

    signed_later = proofs.sign(badge(), ISSUER_KEY, created=NOW + timedelta(days=1), verification_method=CENTRE.method)
    report = Servers().check(signed_later)
    assert report.verdict is Verdict.NOT_YET_VALID
    assert "signed at a time still to come, 2026-11-23" in report.message


# status lists


def entry(**members: object):
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "0",
        "statusListCredential": LIST_URL,
        **members,
    }


@pytest.mark.parametrize("index", ["131072", "999999999999"])
def test_status_index_out_of_range(index: str):
    credential = CENTRE.sign(badge(credentialStatus=entry(statusListIndex=index)))
    unsettled(lists(CENTRE.listing()).check(credential), f"the status list has no place {index}")


@pytest.mark.parametrize("index", ["-1", "1e3", "0x10", "", "١", " 1"])
def test_status_index_that_is_no_number(index: str):
    report = lists(CENTRE.listing()).check(CENTRE.sign(badge(credentialStatus=entry(statusListIndex=index))))
    assert report.verdict in (Verdict.UNCHECKED, Verdict.INVALID)
    assert report.verdict is Verdict.INVALID or "is not a number in text" in report["status"].details[0]


def test_gzip_bomb_in_a_status_list():
    """Some tens of kilobytes that would unpack to 64 MiB, properly signed by the issuer."""
    packed = gzip.compress(bytes(64 * 1024 * 1024), compresslevel=9)
    unsigned = status.list_credential(
        id=LIST_URL, issuer=CENTRE.did, bits=status.StatusBits(), purpose="revocation", valid_from=NOW
    )
    unsigned["credentialSubject"]["encodedList"] = "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    unsettled(lists(CENTRE.sign(unsigned)).check(CENTRE.award()), "the status list is longer than")


def test_a_status_list_too_short_to_hide_among():
    raw = base64.urlsafe_b64encode(gzip.compress(bytes(1000))).rstrip(b"=").decode()
    listing = CENTRE.listing()
    del listing["proof"]
    listing["credentialSubject"]["encodedList"] = f"u{raw}"
    unsettled(lists(CENTRE.sign(listing)).check(CENTRE.award()), "shorter than 131072 bits")


# addresses


def test_endless_redirect():
    """It is not followed even once."""
    with serving() as port:
        origin = f"http://127.0.0.1:{port}"
        servers = Servers()

        def fetch_status(url: str) -> bytes:
            return fetch(f"{origin}/redirect", policy=EgressPolicy(frozenset({origin})))

        servers.fetch_status = fetch_status
        unsettled(servers.check(CENTRE.award()), "answered 302")


def test_a_slow_world_ends_a_check(monkeypatch: pytest.MonkeyPatch):
    from microcred.openbadges.verify import world

    monkeypatch.setattr(world, "LONGEST", 0)
    document = to_bytes(WEB.sign(award(WEB.did).to_json()))
    report = Servers({did_web_url(WEB.did): WEB.document}).check(document)
    assert report.verdict is Verdict.UNCHECKED
    assert "took too long" in report["issuer"].details[0]

"""What a library that we did not write signs, bakes and lists, through our whole verifier; changed, it is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib import ob3

from microcred.openbadges.dids import did_document, did_web_url
from microcred.openbadges.keys import PublicKey
from microcred.openbadges.source import credential_in
from microcred.openbadges.tests.elsewhere import P256_KEY, Servers
from microcred.openbadges.tests.make import NOW
from microcred.openbadges.tests.test_baking import PNG, SVG
from microcred.openbadges.verify import Report, Said, Verdict

LIST = "https://theirs.example/status/1"
ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RSA = rsa.generate_private_key(65537, 2048)


def pem(key: Any) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: Any) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


DID = ob3.did_key_from_pem(public_pem(ED25519))
METHOD = f"{DID}#{DID.removeprefix('did:key:')}"


def credential(issuer: str = DID, **members: Any) -> ob3.OpenBadgeCredential:
    return ob3.OpenBadgeCredential(
        issuer=ob3.Issuer(id=issuer, name="Theirs", url="https://theirs.example"),
        recipient_id="did:example:ada",
        achievement=ob3.Achievement(
            id="https://theirs.example/achievements/1",
            name="Teamwork",
            description="Works in a team.",
            criteria_narrative="Was seen to.",
        ),
        issuance_date=NOW - timedelta(days=1),
        **members,
    )


def check(servers: Servers, document: Any, issuer: str = DID, **changes: Any) -> Report:
    return servers.check(document, known_issuers={issuer}, **changes)


def test_their_badge_with_a_proof_inside():
    signed = ob3.OB3LdpSigner(pem(ED25519), METHOD).sign(credential(), created=NOW)
    assert check(Servers(), signed).verdict is Verdict.VALID
    signed["name"] = "Solo work"
    assert check(Servers(), signed).verdict is Verdict.INVALID


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_their_baked_badge(kind: str):
    signer = ob3.OB3LdpSigner(pem(ED25519), METHOD)
    baked = signer.sign_into_png(credential(), PNG) if kind == "png" else signer.sign_into_svg(credential(), SVG)
    assert check(Servers(), credential_in(baked), now=datetime.now(UTC)).verdict is Verdict.VALID


@pytest.mark.parametrize("revoked", [False, True])
def test_their_status_list_as_a_token(revoked: bool):
    now = datetime.now(UTC)
    status = {"id": f"{LIST}#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    status |= {"statusListIndex": "7", "statusListCredential": LIST}
    listing = ob3.build_status_list_credential(DID, LIST, "revocation", [7] if revoked else [8])
    token = ob3.sign_status_list_credential(listing, pem(ED25519), "EdDSA")
    signed = ob3.OB3LdpSigner(pem(ED25519), METHOD).sign(credential(credential_status=[status]))

    report = check(Servers({LIST: token.encode()}), signed, now=now)

    assert report.verdict is (Verdict.REVOKED if revoked else Verdict.VALID), report["status"]


def test_their_learner_record():
    """Without the name that the schema requires it is refused; with it, it holds with what is in it."""
    member = ob3.OB3LdpSigner(pem(ED25519), METHOD).sign(credential(), created=NOW)
    identity = [{"type": "IdentityObject", "hashed": False, "identityHash": "ada", "identityType": "sourcedId"}]
    record = ob3.build_clr_credential(DID, identity, [member], credential_id="urn:uuid:1", valid_from=NOW)
    record["issuer"] = {"id": DID, "type": ["Profile"], "name": "Theirs"}

    nameless = check(Servers(), ob3.sign_clr_credential(record, pem(ED25519), METHOD))
    assert nameless["schema"].details == ("name: is required",)

    signed = ob3.sign_clr_credential({**record, "name": "Transcript"}, pem(ED25519), METHOD)
    report = check(Servers(), signed, now=datetime.now(UTC))
    assert report.verdict is Verdict.VALID, report.message
    assert report["contents"].values == {"holding": 1, "all": 1}


@pytest.mark.parametrize("baked", [False, True])
def test_their_token(baked: bool):
    """It carries its key in the header, which counts because the issuer's document lists it."""
    did = "did:web:theirs.example"
    key = PublicKey.from_native(RSA.public_key())
    servers = Servers({did_web_url(did): did_document(did, [], jwt_keys=[key])})
    signer = ob3.OB3Signer(pem(RSA), "RS256")
    token = signer.sign(credential(did)) if not baked else credential_in(signer.sign_into_png(credential(did), PNG))
    assert check(servers, token, did).verdict is Verdict.VALID

    elsewhere = Servers({did_web_url(did): did_document(did, [], jwt_keys=[P256_KEY.public])})
    assert check(elsewhere, token, did)["issuer"].sentence is Said.KEY_NOT_LISTED

"""Every suite and every profile of tokens, in both directions, with libraries that we did not write."""

import copy
import json
import subprocess
import threading
from datetime import datetime, timedelta

import pytest

from microcred.openbadges import jwt, proofs
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, DATA_INTEGRITY_V2
from microcred.openbadges.dids import did_document, did_key, jwt_method, key_for, offline, resolver, verification_method
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.tests.conftest import INSTALLED, NODE, Judges
from microcred.openbadges.tests.make import NOW, award
from microcred.openbadges.tests.test_proofs import EVERY_SUITE, KEYS
from microcred.openbadges.vc_api.issuers import WAYS
from microcred.openbadges.vc_api.server import make_server

DID_WEB = "did:web:credentials.example.edu:issuers:centre"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
CREDENTIAL = {
    "@context": [CREDENTIALS_V2],
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "name": "Ein Name – 名前",
    "credentialSubject": [{"id": "did:example:a", "name": "A"}, {"id": "did:example:b", "name": "A"}],
    "evidence": [{"type": "https://terms.example#E", "name": "alike"}, {"type": "https://terms.example#E"}],
}
OLDER = {
    "@context": [CREDENTIALS_V1, DATA_INTEGRITY_V2],
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "issuanceDate": "2020-03-16T22:37:26.544Z",
    "credentialSubject": {"id": "did:example:a"},
}
PRESENTATION = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]}


def check(document, *, purpose: str = "assertionMethod", now: datetime | None = None, **options) -> None:
    """Verify every proof with the key it names."""
    for proof in proofs.proofs_of(document):
        method = proof["verificationMethod"]
        key = key_for(resolver(offline)(method.partition("#")[0]), method, purpose)
        proofs.verify_proof(document, proof, key, purpose=purpose, now=now, **options)


@pytest.mark.parametrize(("kind", "suite"), EVERY_SUITE)
def test_they_accept_what_we_sign_and_refuse_it_changed(judges: Judges, kind: KeyKind, suite: str):
    key = KEYS[kind]
    did = did_key(key.public)
    method = verification_method(did, key.public)
    for unsigned in (award(did).to_json(), {**CREDENTIAL, "issuer": did}):
        signed = proofs.sign(unsigned, key, created=NOW, verification_method=method, suite=suite)
        judged = judges.proof(signed)
        assert judged.accepted, judged.words
    assert not judges.proof({**signed, "name": "changed"}).accepted


@pytest.mark.parametrize(("kind", "suite"), EVERY_SUITE)
def test_we_accept_what_they_sign_and_refuse_it_changed(judges: Judges, kind: KeyKind, suite: str):
    for document in (CREDENTIAL, OLDER):
        signed = judges.signed(document, suite, kind.value)
        check(signed)
        changed = copy.deepcopy(signed)
        changed["id"] = "urn:uuid:00000000-0000-4000-8000-000000000002"
        with pytest.raises(proofs.SignatureWrong):
            check(changed)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "Ed25519Signature2020"])
@pytest.mark.parametrize("version", [CREDENTIALS_V1, CREDENTIALS_V2])
def test_we_accept_a_wallets_presentation(judges: Judges, suite: str, version: str):
    extra = [ED25519_2020] if suite == "Ed25519Signature2020" else [DATA_INTEGRITY_V2] * (version == CREDENTIALS_V1)
    signed = judges.signed({**PRESENTATION, "@context": [version, *extra]}, suite, "Ed25519")

    check(signed, purpose="authentication", challenge="1235abcd6789", domain="suite.example")
    with pytest.raises(proofs.ChallengeWrong):
        check(signed, purpose="authentication", challenge="another")
    with pytest.raises(proofs.SignatureWrong):
        check({**signed, "id": "urn:uuid:00000000-0000-4000-8000-000000000002"}, purpose="authentication")


def test_they_accept_our_presentation(judges: Judges):
    key = KEYS[KeyKind.P256]
    did = did_key(key.public)
    signed = proofs.sign(
        {**PRESENTATION, "holder": did},
        key,
        created=datetime.now(NOW.tzinfo),
        verification_method=verification_method(did, key.public),
        purpose="authentication",
        challenge="1235abcd6789",
        domain="suite.example",
    )
    judged = judges.proof(signed)
    assert judged.accepted, judged.words


@pytest.mark.parametrize("spoil", ["noOffsetCreated", "noOffsetExpires"])
def test_times_without_a_zone_are_taken_as_they_sign_them(judges: Judges, spoil: str):
    check(judges.signed(CREDENTIAL, "eddsa-rdfc-2022", "Ed25519", spoil), now=datetime.now(NOW.tzinfo))


def test_a_broken_time_is_refused_although_it_is_signed(judges: Judges):
    with pytest.raises(proofs.ProofRefused, match="created"):
        check(judges.signed(CREDENTIAL, "eddsa-rdfc-2022", "Ed25519", "invalidCreated"))


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA])
def test_they_accept_our_tokens_and_refuse_them_changed(judges: Judges, kind: KeyKind):
    key = KEYS[kind] if kind in KEYS else SigningKey.generate(kind)
    judges.documents[DID_WEB] = did_document(DID_WEB, [KEYS[KeyKind.ED25519].public], jwt_keys=[key.public])
    credential = award(DID_WEB, holder_id="did:example:ada", valid_until=NOW + timedelta(days=3650)).to_json()
    del credential["credentialStatus"]
    token = jwt.sign(credential, key, verification_method=jwt_method(DID_WEB, key.public))

    judged = judges.token(token)

    assert judged.accepted, judged.words
    head, _payload, signature = token.split(".")
    other = jwt.sign({**credential, "name": "x"}, key, verification_method=jwt_method(DID_WEB, key.public)).split(".")[
        1
    ]
    assert not judges.token(f"{head}.{other}.{signature}").accepted


def test_the_client_of_the_suites_walks_through_the_conformance_server(judges: Judges):
    server = make_server(0, tls=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = subprocess.run(
            [NODE / "node", INSTALLED / "suite-client.mjs"],
            input=json.dumps(server.service.introduction()),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == 0, done.stderr
    walks = {walk["name"]: walk for walk in map(json.loads, done.stdout.splitlines())}
    assert list(walks) == list(WAYS)
    for name, walk in walks.items():
        assert (walk["issued"], walk["verified"], walk["refused"]) == (201, True, ["HTTPError", 400])
        if WAYS[name].suite:
            assert "BitstringStatusListCredential" in walk["list"]

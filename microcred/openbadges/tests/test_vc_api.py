"""The conformance server: what the W3C's suites ask of issuers and verifiers, in our own words.

Four suites were read for it: VC Data Model 2.0, Data Integrity EdDSA and ECDSA, Bitstring Status List. Their documents
are made anew here; what they expect of an answer is theirs.
"""

import base64
import copy
import gzip
import http.client
import json
import ssl
import subprocess
import sys
import threading
import urllib.request
from datetime import timedelta

import pytest

from microcred.openbadges import dids, jwt, proofs
from microcred.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, DATA_INTEGRITY_V2
from microcred.openbadges.dids import did_key, verification_method
from microcred.openbadges.keys import KeyKind, SigningKey
from microcred.openbadges.status import StatusBits
from microcred.openbadges.tests.make import NOW, award
from microcred.openbadges.vc_api.issuers import WAYS
from microcred.openbadges.vc_api.lists import Lists
from microcred.openbadges.vc_api.server import make_server
from microcred.openbadges.vc_api.service import EXAMPLES, Service

HOLDER = SigningKey(bytes(range(7, 39)))
HOLDER_DID = did_key(HOLDER.public)
HOLDER_METHOD = verification_method(HOLDER_DID, HOLDER.public)
TERM = "https://terms.example"


@pytest.fixture(scope="module")
def service() -> Service:
    return Service("https://127.0.0.1:8443", clock=lambda: NOW)


def credential(**changes):
    document = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:subject"},
        **changes,
    }
    return {name: value for name, value in document.items() if value is not ...}


def post(service: Service, path: str, body) -> tuple[int, dict]:
    answer = service.post(path, body if isinstance(body, bytes) else json.dumps(body).encode())
    return answer.code, json.loads(answer.body) if answer.body else {}


def issue(service: Service, document=None, path: str = "/credentials/issue", **options):
    return post(service, path, {"credential": credential() if document is None else document, "options": options})


def issued(service: Service, document=None, path: str = "/credentials/issue", **options):
    code, answer = issue(service, document, path, **options)
    assert code == 201, answer
    return answer["verifiableCredential"]


def verify(service: Service, document, **options):
    return post(
        service,
        "/credentials/verify",
        {"verifiableCredential": document, "options": {"checks": ["proof"], **options}},
    )


def derived(service: Service, document, *pointers: str):
    code, answer = post(
        service,
        "/credentials/derive",
        {"verifiableCredential": document, "options": {"selectivePointers": list(pointers)}},
    )
    assert code == 201, answer
    return answer["verifiableCredential"]


def present(service: Service, document, **options):
    return post(
        service,
        "/presentations/verify",
        {"verifiablePresentation": document, "options": {"checks": [], **options}},
    )


def presentation(*credentials, **changes):
    return {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        **({"verifiableCredential": list(credentials)} if credentials else {}),
        **changes,
    }


def held(document, service: Service):
    """A presentation signed by its holder, for a challenge and a domain."""
    return proofs.sign(
        document,
        HOLDER,
        created=NOW,
        verification_method=HOLDER_METHOD,
        purpose="authentication",
        challenge="1235abcd6789",
        domain="suite.example",
        contexts=service.contexts,
    )


def self_issued(service: Service, **changes):
    return proofs.sign(
        credential(issuer=HOLDER_DID, **changes),
        HOLDER,
        created=NOW,
        verification_method=HOLDER_METHOD,
        contexts=service.contexts,
    )


# --- issuing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(WAYS))
def test_each_way_is_issued_under_its_own_name_and_verifies(service: Service, name: str):
    document = issued(service, credential(id="urn:uuid:1"), path=f"/{name}/credentials/issue")
    if name == "ecdsa-sd-2023":
        assert verify(service, document)[0] == 400, "a base proof is for its holder alone"
        document = derived(service, document, "/credentialSubject")

    code, answer = verify(service, document)

    assert (code, answer["verified"], answer["errors"]) == (200, True, [])
    if WAYS[name].suite:
        assert document["proof"]["cryptosuite"] == WAYS[name].suite
        assert document["proof"]["verificationMethod"].startswith(document["issuer"])
    else:
        assert document["type"] == "EnvelopedVerifiableCredential"


def test_the_default_is_the_suite_of_open_badges(service: Service):
    document = issued(service)
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert document["issuer"] == service.introduction()["did"]


def test_a_suite_may_also_be_chosen_by_option_or_by_issuer(service: Service):
    p384 = service.issuers["ecdsa-rdfc-2019-p384"].did
    assert issued(service, cryptosuite="eddsa-jcs-2022")["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert issued(service, cryptosuite="ecdsa-rdfc-2019", keyType="P-384")["issuer"] == p384
    assert issued(service, credential(issuer=p384))["issuer"] == p384
    assert issue(service, cryptosuite="bbs-2023")[0] == 400


def test_a_holder_shows_a_part_of_a_credential(service: Service):
    path = "/ecdsa-sd-2023/credentials/issue"
    subject = {"id": "did:example:ada", "name": "Ada", "description": "kept back"}
    document = issued(service, credential(credentialSubject=subject), path, mandatoryPointers=["/credentialSubject/id"])
    assert document["proof"]["proofValue"].startswith("u2V0A")

    shown = derived(service, document, "/credentialSubject/name")

    assert shown["credentialSubject"] == {"id": "did:example:ada", "name": "Ada"}
    assert shown["credentialStatus"] == document["credentialStatus"], "a revocation cannot be kept back"
    assert verify(service, shown)[0] == 200
    shown["credentialSubject"]["name"] = "Eve"
    assert verify(service, shown)[0] == 400
    assert issue(service, credential(), path, mandatoryPointers=["/credentialSubject/absent"])[0] == 400
    assert issue(service, credential(), path, mandatoryPointers="/issuer")[0] == 400
    for wrong in ({}, {"verifiableCredential": credential(issuer="did:example:a")}, {"verifiableCredential": 5}):
        assert post(service, "/credentials/derive", wrong)[0] == 400


def test_the_issuer_is_always_one_of_ours_and_keeps_what_it_says(service: Service):
    document = issued(service, credential(issuer={"id": "https://university.example", "name": "University"}))
    assert document["issuer"] == {"id": service.introduction()["did"], "name": "University"}


def test_a_credential_of_the_older_model(service: Service):
    older = credential(**{"@context": [CREDENTIALS_V1], "issuanceDate": "2020-03-16T22:37:26.544Z"})
    document = issued(service, older)
    assert document["@context"] == [CREDENTIALS_V1, DATA_INTEGRITY_V2]
    assert "credentialStatus" not in document
    assert verify(service, document)[0] == 200
    undated = {**document, "proof": document["proof"]}
    del undated["issuanceDate"]
    assert verify(service, undated)[0] == 400
    own_terms = credential(**{"@context": [CREDENTIALS_V1, {"name": "https://schema.org/name"}]})
    document = issued(service, {**own_terms, "credentialSubject": {"name": "Alice"}})
    assert document["@context"] == [*own_terms["@context"], DATA_INTEGRITY_V2]
    assert document["issuanceDate"], "when it was issued may be left to the issuer"
    assert verify(service, document)[0] == 200


def test_an_award_is_issued_by_the_same_code_and_held_to_the_same_rules(service: Service):
    document = award("did:example:issuer").to_json()
    del document["credentialStatus"]
    signed = issued(service, document)
    assert verify(service, signed)[0] == 200

    del document["credentialSubject"]["achievement"]["criteria"]
    code, answer = issue(service, document)
    assert code == 400
    assert "criteria" in answer["detail"]


def mapped(**terms):
    return [CREDENTIALS_V2, terms]


GOOD = {
    "examples context": credential(**{"@context": [CREDENTIALS_V2, EXAMPLES], "credentialSubject": {"alumniOf": "X"}}),
    "inline context": credential(**{"@context": mapped(Kind=f"{TERM}#Kind"), "type": ["VerifiableCredential", "Kind"]}),
    "nested inline context": credential(
        **{"@context": [CREDENTIALS_V2, {"@context": {"Kind": f"{TERM}#K"}}], "type": ["VerifiableCredential", "Kind"]}
    ),
    "type as URL": credential(type=["VerifiableCredential", f"{TERM}#Kind"]),
    "type last": credential(type=[f"{TERM}#A", "VerifiableCredential", f"{TERM}#B"]),
    "type alone": credential(type="VerifiableCredential"),
    "id a DID": credential(id="did:example:credential"),
    "several subjects": credential(credentialSubject=[{"id": "did:example:a"}, {"id": "did:example:b"}]),
    "subject without id": credential(credentialSubject={"name": "Alice"}),
    "name in a language": credential(name={"@value": "Name", "@language": "en"}),
    "name with direction": credential(name={"@value": "HTML", "@language": "ar", "@direction": "rtl"}),
    "names in languages": credential(name=[{"@value": "N", "@language": "en"}, {"@value": "M", "@language": "fr"}]),
    "description": credential(description="Words"),
    "issuer's name": credential(issuer={"id": "https://x.example", "name": [{"@value": "N", "@language": "en"}]}),
    "validFrom": credential(validFrom="2020-01-01T00:00:00Z", validUntil="2030-01-01T00:00:00+02:00"),
    "status": credential(credentialStatus={"id": "did:example:status", "type": f"{TERM}#Status"}),
    "status without id": credential(credentialStatus={"type": f"{TERM}#Status"}),
    "schema": credential(credentialSchema={"id": f"{TERM}/s.json", "type": "JsonSchema"}),
    "schemas": credential(
        credentialSchema=[
            {"id": f"{TERM}/s.json", "type": "JsonSchema"},
            {"id": f"{TERM}/t.json", "type": f"{TERM}#Other"},
        ]
    ),
    "refresh": credential(refreshService={"id": "did:example:refresh", "type": f"{TERM}#Refresh"}),
    "terms": credential(termsOfUse=[{"type": f"{TERM}#Terms"}, {"id": "did:example:t", "type": f"{TERM}#Terms"}]),
    "evidence": credential(evidence=[{"type": f"{TERM}#E"}, {"id": "did:example:e", "type": [f"{TERM}#E"]}]),
    "related": credential(
        relatedResource=[
            {
                "id": CREDENTIALS_V2,
                "mediaType": "application/ld+json",
                "digestSRI": "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
                "digestMultibase": "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ",
            }
        ]
    ),
}
TWO_HASHES = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU sha512-" + "A" * 86 + "==?x"
GOOD["related with several hashes"] = credential(relatedResource=[{"id": CREDENTIALS_V2, "digestSRI": TWO_HASHES}])
BAD = {
    "no context": credential(**{"@context": ...}),
    "other context first": credential(**{"@context": [EXAMPLES, CREDENTIALS_V2]}),
    "only other context": credential(**{"@context": [EXAMPLES]}),
    "context not a URL": credential(**{"@context": [CREDENTIALS_V2, "https ://not a url"]}),
    "unknown context": credential(**{"@context": [CREDENTIALS_V2, "https://unknown.example/v1"]}),
    "number as context": credential(**{"@context": [CREDENTIALS_V2, 5]}),
    "protected term redefined": credential(**{"@context": mapped(VerifiableCredential=f"{TERM}#V")}),
    "vocabulary undone": credential(**{"@context": [CREDENTIALS_V2, {"@vocab": None}], "undefined": "x"}),
    "broken context": credential(**{"@context": [CREDENTIALS_V2, {"x": {"@id": 5}}]}),
    "no type": credential(type=...),
    "other type": credential(type=["NonconformingDocument"]),
    "undefined type": credential(type=["VerifiableCredential", "Undefined"]),
    "type mapped to no URL": credential(
        **{"@context": mapped(Kind="not a url"), "type": ["VerifiableCredential", "Kind"]}
    ),
    "id null": credential(id=None),
    "id not a URL": credential(id="not-a-url"),
    "two ids": credential(id=["did:example:a", "did:example:b"]),
    "two subject ids": credential(credentialSubject={"id": ["did:example:a", "did:example:b"]}),
    "no subject": credential(credentialSubject=...),
    "empty subject": credential(credentialSubject={}),
    "empty subjects": credential(credentialSubject=[]),
    "one empty subject": credential(credentialSubject=[{"id": "did:example:a"}, {}]),
    "subject a string": credential(credentialSubject="did:example:a"),
    "subject null": credential(credentialSubject=None),
    "undefined term": credential(undefinedTerm="x"),
    "undefined term within": credential(credentialSubject={"id": "did:example:a", "undefinedTerm": "x"}),
    "relative id within": credential(credentialSubject={"id": "relative"}),
    "name a number": credential(name=5),
    "no name at all": credential(name=[]),
    "name with more": credential(name={"@value": "N", "@language": "en", "url": "x"}),
    "description with more": credential(description={"@value": "N", "extra": "x"}),
    "issuer's name with more": credential(issuer={"id": "https://x.example", "name": {"@value": "N", "x": "y"}}),
    "issuer no URL": credential(issuer="not-a-url"),
    "issuer null": credential(issuer=None),
    "issuer id null": credential(issuer={"id": None}),
    "issuer id no URL": credential(issuer={"id": "not-a-url"}),
    "issuer a list": credential(issuer=["https://x.example"]),
    "validFrom not a date": credential(validFrom="yesterday"),
    "validFrom without zone": credential(validFrom="2020-01-01T00:00:00"),
    "ends before it begins": credential(validFrom="2030-01-01T00:00:00Z", validUntil="2020-01-01T00:00:00Z"),
    "status without type": credential(credentialStatus={"id": "did:example:s"}),
    "status of undefined type": credential(credentialStatus={"id": "did:example:s", "type": "Undefined"}),
    "status with two ids": credential(credentialStatus={"id": ["a:b", "c:d"], "type": f"{TERM}#S"}),
    "status id no URL": credential(credentialStatus={"id": "nope", "type": f"{TERM}#S"}),
    "entry malformed": credential(
        credentialStatus={
            "type": "BitstringStatusListEntry",
            "statusListIndex": True,
            "statusListCredential": "https://example.com",
        }
    ),
    "entry at an undefined place": credential(
        statusEntry={"type": "BitstringStatusListEntry", "statusListIndex": True}
    ),
    "schema without type": credential(credentialSchema={"id": f"{TERM}/s.json"}),
    "schema without id": credential(credentialSchema={"type": "JsonSchema"}),
    "schema id no URL": credential(credentialSchema={"id": 5, "type": "JsonSchema"}),
    "refresh without type": credential(refreshService={"id": "did:example:r"}),
    "terms without type": credential(termsOfUse={"id": "did:example:t"}),
    "evidence without type": credential(evidence=[{"id": "did:example:e"}]),
    "evidence a string": credential(evidence="x"),
    "related strings": credential(relatedResource=[CREDENTIALS_V2]),
    "related without id": credential(relatedResource=[{"digestSRI": "sha256-x"}]),
    "related twice": credential(
        relatedResource=[{"id": f"{TERM}/r", "digestMultibase": "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ"}] * 2
    ),
    "related without digest": credential(relatedResource=[{"id": CREDENTIALS_V2, "mediaType": "text/html"}]),
    "related with another's digest": credential(
        relatedResource=[{"id": CREDENTIALS_V2, "digestMultibase": "uAAAA7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ"}]
    ),
    "related with a broken digest": credential(relatedResource=[{"id": CREDENTIALS_V2, "digestSRI": "sha256-!!"}]),
    "signed already": credential(proof={"type": "DataIntegrityProof"}),
    "a control character": credential(name="a\u0008b"),
    "null within": credential(credentialSubject={"id": "did:example:a", "name": None}),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_what_conforms_is_issued_and_verifies(service: Service, name: str):
    document = issued(service, GOOD[name])
    assert document["@context"] == GOOD[name]["@context"]
    code, answer = verify(service, document)
    assert (code, answer["errors"]) == (200, [])


@pytest.mark.parametrize(
    "path", ["/credentials/issue", "/eddsa-jcs-2022/credentials/issue", "/vc-jwt/credentials/issue"]
)
@pytest.mark.parametrize("name", list(BAD))
def test_what_does_not_conform_is_refused(service: Service, name: str, path: str):
    code, answer = issue(service, BAD[name], path)
    assert code == 400
    assert answer["type"].startswith("https://")
    assert answer["title"]
    assert answer["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"credential":[]}', b'{"credential":"x"}', b"null", b"{}"]
)
@pytest.mark.parametrize(
    "path", ["/credentials/issue", "/credentials/verify", "/presentations/verify", "/credentials/status"]
)
def test_no_request_breaks_it(service: Service, path: str, body: bytes):
    assert post(service, path, body)[0] in (400, 422)


def test_what_is_not_there_is_not_there(service: Service):
    for path in ("/", "/credentials", "/bbs/credentials/issue", "/presentations/issue", "/status-lists/x"):
        assert post(service, path, {})[0] in (400, 404)
    assert service.get("/status-lists/none", "").code == 404


def test_times_given_as_options(service: Service):
    assert issued(service, created="2024-01-01T00:00:00Z")["proof"]["created"] == "2024-01-01T00:00:00Z"
    assert issue(service, created="invalidDate")[0] == 400
    assert issue(service, expires="2026-13-01T00:00:00Z")[0] == 400


def test_numbers_mean_the_same_however_they_are_written(service: Service):
    """A fraction of nothing is no fraction: what is read back as an integer must have been signed as one."""
    size = [CREDENTIALS_V2, {"size": f"{TERM}/size"}]
    for number in (7.0, 5.5, 1e21, 0.1, -0.0):
        document = issued(service, credential(**{"@context": size, "credentialSubject": {"size": number}}))
        assert verify(service, document)[0] == 200


# --- verifying --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.suite not in (None, "ecdsa-sd-2023")])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("proof"),
        lambda document: document.update(proof=None),
        lambda document: document["proof"].pop("type"),
        lambda document: document["proof"].update(type="UnknownProofType"),
        lambda document: document["proof"].pop("cryptosuite"),
        lambda document: document["proof"].update(cryptosuite="UnknownCryptosuite"),
        lambda document: document["proof"].update(cryptosuite=""),
        lambda document: document["proof"].pop("verificationMethod"),
        lambda document: document["proof"].update(verificationMethod="did:key:invalidVm"),
        lambda document: document["proof"].pop("proofPurpose"),
        lambda document: document["proof"].update(proofPurpose="invalidPurpose"),
        lambda document: document["proof"].pop("proofValue"),
        lambda document: document["proof"].update(proofValue=None),
        lambda document: document["proof"].update(proofValue=document["proof"]["proofValue"][1:]),
        lambda document: document["proof"].update(created="invalidDate"),
        lambda document: document["proof"].update(expires="invalidDate"),
        lambda document: document.update(name="changed"),
        lambda document: document.update(undefinedTerm="added"),
        lambda document: document.update(type=["NonconformingDocument"]),
        lambda document: document.update(**{"@context": None}),
    ],
)
def test_a_spoilt_credential_is_refused(service: Service, name: str, spoil):
    document = copy.deepcopy(issued(service, path=f"/{name}/credentials/issue"))
    spoil(document)
    code, answer = verify(service, document)
    assert code == 400
    assert answer["verified"] is False
    assert answer["errors"][0]["type"].startswith("https://")


def test_the_purpose_the_domain_and_the_challenge_that_are_asked_for(service: Service):
    document = issued(service)
    assert verify(service, document, expectedProofPurpose="authentication")[0] == 400
    assert verify(service, document, domain="suite.example")[1]["errors"][0]["type"].endswith("INVALID_DOMAIN_ERROR")
    assert verify(service, document, challenge="x")[1]["errors"][0]["type"].endswith("INVALID_CHALLENGE_ERROR")
    authenticating = proofs.sign(
        credential(issuer=HOLDER_DID),
        HOLDER,
        created=NOW,
        verification_method=HOLDER_METHOD,
        purpose="authentication",
        domain="other.example",
        challenge="1235abcd6789",
    )
    assert verify(service, authenticating, domain="suite.example")[0] == 400


@pytest.mark.parametrize("name", ["created", "expires"])
def test_times_without_a_zone_are_read_as_utc(service: Service, name: str):
    """The suites sign such a proof and expect it to be taken."""
    unsigned = credential(issuer=HOLDER_DID)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": HOLDER_METHOD,
        "proofPurpose": "assertionMethod",
        name: NOW.strftime("%Y-%m-%dT%H:%M:%S"),
    }
    assert verify(service, signed_by_hand(unsigned, options))[0] == 200


def signed_by_hand(unsigned, options):
    from microcred.openbadges import multibase
    from microcred.openbadges.proofs.forms import SUITES
    from microcred.openbadges.proofs.hashing import signed_bytes

    message = signed_bytes(
        SUITES["eddsa-rdfc-2022"], KeyKind.ED25519, options=options, unsecured=unsigned, contexts=None
    )
    return {**unsigned, "proof": {**options, "proofValue": multibase.encode(HOLDER.sign(message))}}


def test_a_chain_of_proofs_over_a_document_with_its_own_terms(service: Service):
    """An issuer that nobody can look up, two keys, and an inline context: as the suites' fixtures are made."""
    other = SigningKey(bytes(range(9, 41)))
    unsigned = credential(
        **{
            "@context": [CREDENTIALS_V2, {"@context": {"alumniOf": f"{TERM}/alumniOf"}}],
            "issuer": "https://vc.example/issuers/5678",
            "credentialSubject": {"id": "did:example:abc", "alumniOf": "The School of Examples"},
        }
    )
    first = proofs.sign(
        unsigned,
        HOLDER,
        created=NOW,
        verification_method=HOLDER_METHOD,
        proof_id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
        contexts=service.contexts,
    )
    chain = proofs.add_proof(
        {**first, "proof": [first["proof"]]},
        other,
        created=NOW,
        verification_method=verification_method(did_key(other.public), other.public),
        over="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544",
        contexts=service.contexts,
    )
    code, answer = verify(service, chain)
    assert code == 200
    assert answer["warnings"], "that these keys may speak for the issuer was not checked"
    witnessed = proofs.add_proof(
        self_issued(service),
        other,
        created=NOW,
        verification_method=verification_method(did_key(other.public), other.public),
    )
    assert verify(service, witnessed)[0] == 200, "others may put a proof beside the issuer's"
    witnessed["proof"] = witnessed["proof"][1:]
    assert verify(service, witnessed)[0] == 400, "and not instead of it"

    for absent in ("urn:uuid:absent", ["urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544", "urn:uuid:absent"], 5):
        broken = copy.deepcopy(chain)
        broken["proof"][1]["previousProof"] = absent
        assert verify(service, broken)[0] == 400
    broken = copy.deepcopy(chain)
    broken["proof"] = broken["proof"][1:]
    assert verify(service, broken)[0] == 400


def test_a_key_of_somebody_else_speaks_for_no_issuer_whose_keys_are_known(service: Service):
    forged = proofs.sign(
        credential(issuer=service.introduction()["did"]), HOLDER, created=NOW, verification_method=HOLDER_METHOD
    )
    code, answer = verify(service, forged)
    assert code == 400
    assert "not of" in answer["errors"][0]["detail"]


@pytest.mark.parametrize(
    "issuer", ["https://example.edu/issuer", "did:web:example.edu", "did:example:issuer", "https://anexample/"]
)
def test_a_key_of_somebody_else_speaks_for_no_issuer_that_is_not_looked_up(service: Service, issuer: str):
    """Only addresses under .example belong to nobody; any other issuer has keys, whether we know them or not."""
    forged = proofs.sign(credential(issuer=issuer), HOLDER, created=NOW, verification_method=HOLDER_METHOD)
    code, answer = verify(service, forged)
    assert (code, answer["verified"]) == (400, False)
    assert "not of" in answer["errors"][0]["detail"]


def test_time_decides_unless_other_checks_are_named(service: Service):
    past = (NOW - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = issued(service, credential(validFrom="2020-01-01T00:00:00Z", validUntil=past))
    code, answer = verify(service, document)
    assert code == 200
    assert len(answer["warnings"]) == 1
    assert post(service, "/credentials/verify", {"verifiableCredential": document})[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        {"foo": 1},
        {"options": {"foo": 1}},
        {"options": {"proofPurpose": "foo"}},
        {"options": {"verificationMethod": HOLDER_METHOD}},
        {"options": {"previousProof": "urn:uuid:1"}},
        {"options": {"cryptosuite": 5}},
        {"options": {"keyType": "P-384"}},
        {"options": {"mandatoryPointers": "x"}},
        {"options": {"created": 5}},
        {"options": []},
    ],
    ids=str,
)
def test_what_is_not_understood_is_not_issued(service: Service, body):
    """VCALM 1.0 section 2.4."""
    code, answer = post(service, "/credentials/issue", {"credential": credential(), **body})
    assert code == 400
    assert answer["type"].endswith(("#UNKNOWN_OPTION_PROVIDED", "#PARSING_ERROR"))


@pytest.mark.parametrize("what", ["Credential", "Presentation"])
@pytest.mark.parametrize(
    "body", [{"foo": 1}, {"options": {"foo": 1}}, {"options": {"checks": ["foo"]}}, {"options": {"challenge": 5}}]
)
def test_what_is_not_understood_is_not_verified(service: Service, what: str, body):
    document = issued(service) if what == "Credential" else presentation()
    code, answer = post(service, f"/{what.lower()}s/verify", {f"verifiable{what}": document, **body})
    assert (code, answer["verified"]) == (400, False)
    assert answer["errors"][0]["type"] == "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"


def test_what_the_suites_send_beside_is_understood(service: Service):
    """The ECDSA suite adds ``mandatoryPointers`` to the options of whatever issuer it asks."""
    for name in WAYS:
        issued(service, None, f"/{name}/credentials/issue", mandatoryPointers=["/issuer"])
    document = issued(service, None, proofPurpose="assertionMethod", verificationMethod=issuer_method(service))
    assert verify(service, document)[0] == 200
    code, answer = post(service, "/credentials/issue", {"credential": credential(), "options": None})
    assert code == 201, answer


def issuer_method(service: Service) -> str:
    return next(issuer for issuer in service.issuers.values() if issuer.did == service.introduction()["did"]).method


def test_a_way_without_a_place_for_an_option_does_not_leave_it_out(service: Service):
    for name in ("vc-jwt", "ecdsa-sd-2023"):
        assert issue(service, None, f"/{name}/credentials/issue", challenge="x")[0] == 400


def test_one_of_several_domains_is_enough(service: Service):
    document = held(presentation(), service)
    assert present(service, document, domain=["other.example", "suite.example"])[0] == 200
    assert present(service, document, domain=["other.example"])[0] == 400


# --- presentations ----------------------------------------------------------------------------------------------------


def test_presentations_signed_and_unsigned(service: Service):
    own = self_issued(service)
    for document in (
        presentation(),
        presentation(own),
        presentation(issued(service), own),
        presentation(id="urn:uuid:00000000-0000-4000-8000-000000000001"),
        presentation(holder=HOLDER_DID),
        presentation(holder={"id": HOLDER_DID}),
        presentation(type=["VerifiablePresentation", f"{TERM}#Kind"]),
        presentation(**{"@context": mapped(Kind=f"{TERM}#Kind"), "type": ["VerifiablePresentation", "Kind"]}),
        presentation(issued(service, path="/vc-jwt/credentials/issue")),
    ):
        for each in (document, held(document, service)):
            code, answer = present(service, each)
            assert code == 200, answer


def test_a_presentation_answers_the_challenge_that_is_asked_for(service: Service):
    document = held(presentation(holder=HOLDER_DID), service)
    assert present(service, document, challenge="1235abcd6789", domain="suite.example")[0] == 200
    assert present(service, document, challenge="other")[0] == 400
    assert present(service, document, domain="other.example")[0] == 400
    assert present(service, presentation(), challenge="1235abcd6789")[0] == 400


def test_what_a_holder_says_of_itself_needs_no_second_proof(service: Service):
    claim = credential(issuer=HOLDER_DID)
    assert present(service, held(presentation(claim, holder=HOLDER_DID), service))[0] == 200
    for wrong in (
        held(presentation(claim), service),
        held(presentation(credential(issuer="did:example:alice"), holder=HOLDER_DID), service),
        held(presentation(claim, holder=service.introduction()["did"]), service),
        presentation(claim, holder=HOLDER_DID),
    ):
        assert present(service, wrong)[0] == 400


@pytest.mark.parametrize("holder", ["https://example.edu/holder", "https://vc.example/holder", "did:web:example.edu"])
def test_a_holder_whose_key_did_not_sign_vouches_for_nothing(service: Service, holder: str):
    """VCDM 2.0 section 4.13.4: who signed the presentation is the holder, or what it claims itself is not secured."""
    forged = presentation(credential(issuer=holder), holder=holder)
    code, answer = present(service, held(forged, service))
    assert (code, answer["verified"]) == (400, False)


def bad_presentations(service: Service):
    own = self_issued(service)
    yield presentation(type=["NonconformingDocument"])
    yield {"type": ["VerifiablePresentation"]}
    yield {"@context": [CREDENTIALS_V2], "verifiableCredential": [own]}
    yield presentation(**{"@context": [EXAMPLES, CREDENTIALS_V2]})
    yield presentation(**{"@context": [CREDENTIALS_V2, "https://example.com"]})
    yield presentation(**{"@context": [CREDENTIALS_V2, 123192875]})
    yield presentation(id="not-a-url")
    yield presentation(holder="not-a-url")
    yield presentation(holder={"name": "no id"})
    yield presentation(holder=None)
    yield presentation("https://example.com/credential")
    yield presentation(5)
    yield presentation(verifiableCredential=[])
    yield presentation({**own, "type": ["Undefined"]})
    yield presentation({**own, "name": "changed"})
    yield presentation(credential(issuer=HOLDER_DID))
    yield {}
    yield held(presentation(own), service) | {"id": "urn:uuid:00000000-0000-4000-8000-00000000000f"}


def test_presentations_that_do_not_conform_are_refused(service: Service):
    for document in bad_presentations(service):
        code, answer = present(service, document)
        assert code == 400, document
        assert answer["verified"] is False
    spoilt = held(presentation(), service)
    spoilt["proof"]["proofValue"] = "z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh"
    assert present(service, spoilt)[0] == 400


# --- envelopes --------------------------------------------------------------------------------------------------------


def test_enveloped_credentials(service: Service):
    document = issued(service, path="/vc-jwt/credentials/issue")
    assert document["id"].startswith("data:application/vc+jwt,")
    assert verify(service, document)[0] == 200
    assert verify(service, {**document, "@context": CREDENTIALS_V2})[0] == 200
    for change in (
        {"@context": []},
        {"@context": EXAMPLES},
        {"id": document["id"].split(",")[1]},
        {"id": document["id"][:-4]},
        {"id": "data:text/plain,x"},
        {"id": document["id"].replace("application/vc", "application/vp")},
        {"type": "VerifiableCredential"},
        {"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]},
    ):
        assert verify(service, {**document, **change})[0] == 400
    del document["type"]
    assert verify(service, document)[0] == 400


def test_enveloped_presentations(service: Service):
    inner = issued(service, path="/vc-jwt/credentials/issue")
    document = presentation(inner, holder=HOLDER_DID)
    payload = {"iss": HOLDER_DID, "aud": "suite.example", "nonce": "123456789", "vp": document}
    token = jwt.encode(payload, HOLDER, verification_method=HOLDER_METHOD, typ="JWT")
    envelope = {
        "@context": [CREDENTIALS_V2],
        "type": "EnvelopedVerifiablePresentation",
        "id": f"data:application/jwt,{token}",
    }
    assert present(service, envelope)[0] == 200
    assert present(service, envelope, challenge="123456789", domain="suite.example")[0] == 200
    assert present(service, envelope, challenge="other")[0] == 400
    for change in (
        {"@context": []},
        {"@context": [EXAMPLES]},
        {"id": token},
        {"type": ["VerifiablePresentation"]},
        {"id": f"data:application/jwt,{token[:-4]}"},
    ):
        assert present(service, {**envelope, **change})[0] == 400


# --- status lists -----------------------------------------------------------------------------------------------------


def listing(service: Service, entry, accept: str = ""):
    answer = service.get(entry["statusListCredential"].removeprefix(service.origin), accept)
    assert answer.code == 200
    return answer


def test_a_status_entry_and_its_list(service: Service):
    document = issued(service, credential(id="urn:uuid:00000000-0000-4000-8000-0000000000aa"))
    entry = document["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert str(int(entry["statusListIndex"])) == entry["statusListIndex"]
    assert entry["id"] != entry["statusListCredential"]

    published = json.loads(listing(service, entry).body)

    assert published["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert published["credentialSubject"]["type"] == "BitstringStatusList"
    assert published["credentialSubject"]["statusPurpose"] == "revocation"
    assert len(StatusBits.decode(published["credentialSubject"]["encodedList"])) >= 131_072
    assert verify(service, published)[0] == 200


def test_the_media_types_of_a_list(service: Service):
    entry = issued(service)["credentialStatus"]
    assert listing(service, entry).media == "application/ld+json"
    assert listing(service, entry, "application/json, */*").media == "application/ld+json"
    assert listing(service, entry, "application/vc").media == "application/vc"
    token = listing(service, entry, "application/vc+jwt")
    assert token.media == "application/vc+jwt"
    assert verify(service, token.body.decode())[0] == 200


def test_a_revoked_credential_is_reported_at_once(service: Service):
    name = "urn:uuid:00000000-0000-4000-8000-0000000000ab"
    document = issued(service, credential(id=name))
    body = {"verifiableCredential": document, "options": {"checks": ["proof", "credentialStatus"]}}
    assert post(service, "/credentials/verify", body)[0] == 200

    request = {
        "credentialId": name,
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
    }
    assert post(service, "/credentials/status", request)[0] == 200

    code, answer = post(service, "/credentials/verify", body)
    assert code == 400
    assert answer["errors"][0]["detail"] == "it is revoked"
    assert verify(service, document)[1]["warnings"][0]["type"].endswith("STATUS_VERIFICATION_ERROR")
    entry = document["credentialStatus"]
    assert service.post(entry["statusListCredential"].removeprefix(service.origin) + "/publish", b"{}").code == 204
    assert post(service, "/credentials/status", {**request, "status": False})[0] == 200
    assert post(service, "/credentials/verify", body)[0] == 200


def test_lists_of_other_purposes_and_of_messages(service: Service):
    wanted = [{"statusPurpose": purpose} for purpose in ("revocation", "suspension", "message")]
    document = issued(service, credentialStatus=wanted)
    entries = {entry["statusPurpose"]: entry for entry in document["credentialStatus"]}
    message = entries["message"]
    assert message["statusSize"] == 2
    assert len(message["statusMessage"]) == 4, "one for each possible value"
    assert len({entry["statusListCredential"] for entry in entries.values()}) == 3

    assert post(service, "/credentials/status", {"credentialStatus": message, "status": 2})[0] == 200
    bits = StatusBits.decode(json.loads(listing(service, message).body)["credentialSubject"]["encodedList"])
    assert bits.value(int(message["statusListIndex"]), 2) == 2
    assert post(service, "/credentials/status", {"credentialStatus": message, "status": 9})[0] == 400


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"credentialId": "urn:uuid:unknown"}, 404),
        ({"credentialId": 5}, 400),
        ({"credentialStatus": "x", "credentialId": "urn:uuid:1"}, 400),
        ({"credentialStatus": {"statusListCredential": "https://elsewhere.example", "statusListIndex": "1"}}, 404),
        ({"credentialStatus": {"statusListCredential": 5, "statusListIndex": "1"}}, 404),
    ],
)
def test_a_status_that_nobody_has(service: Service, request_, code: int):
    assert post(service, "/credentials/status", request_)[0] == code


def list_of(service: Service, **changes):
    published = Lists(service.origin).entry_for(service.issuers["eddsa-rdfc-2022"], "revocation", {})
    subject = {
        "id": f"{published['statusListCredential']}#list",
        "type": "BitstringStatusList",
        "statusPurpose": ["revocation", "suspension"],
        "encodedList": StatusBits().encode(),
        **changes,
    }
    return credential(
        type=["VerifiableCredential", "BitstringStatusListCredential"],
        credentialSubject={name: value for name, value in subject.items() if value is not ...},
    )


FULL = StatusBits().encode()


@pytest.mark.parametrize(
    "change",
    [
        {"encodedList": FULL[1:]},
        {"encodedList": f"m{FULL[1:]}"},
        {"encodedList": f"{FULL}=="},
        {"encodedList": "u" + base64.urlsafe_b64encode(gzip.compress(bytes(1000))).decode().rstrip("=")},
        {"encodedList": ...},
        {"statusPurpose": ...},
        {"statusPurpose": 5},
        {"statusPurpose": []},
        {"type": "Foo"},
        {"ttl": -5},
        {"ttl": "5"},
    ],
    ids=[
        "no prefix",
        "another prefix",
        "padded",
        "too short",
        "no bits",
        "no purpose",
        "a number as purpose",
        "no purpose in a list",
        "another type",
        "time to live below zero",
        "time to live as text",
    ],
)
def test_a_malformed_status_list_is_neither_issued_nor_verified(service: Service, change):
    assert issue(service, list_of(service))[0] == 201
    code, answer = issue(service, list_of(service, **change))
    assert (code, answer["type"].rpartition("#")[2]) == (400, "MALFORMED_VALUE_ERROR")
    document = {**list_of(service, **change), "issuer": HOLDER_DID}
    if change != {"type": "Foo"}:  # no context defines it
        document = proofs.sign(document, HOLDER, created=NOW, verification_method=HOLDER_METHOD)
        code, answer = verify(service, document)
        assert (code, answer["errors"][0]["type"].rpartition("#")[2]) == (400, "MALFORMED_VALUE_ERROR")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"statusListIndex": "131072"}, "vc-data-model#RANGE_ERROR"),
        (
            {"statusSize": 2, "statusMessage": [{"status": hex(each), "message": "m"} for each in range(4)]},
            "status-list#STATUS_LIST_LENGTH_ERROR",
        ),
        ({"statusPurpose": "refresh"}, "status-list#STATUS_VERIFICATION_ERROR"),
        ({"statusListCredential": "https://elsewhere.example/list"}, "status-list#STATUS_RETRIEVAL_ERROR"),
        ({"type": "https://terms.example#Status"}, "status-list#STATUS_RETRIEVAL_ERROR"),
    ],
)
def test_a_status_that_cannot_be_read_has_an_error_of_its_own(service: Service, change, kind: str):
    """Bitstring Status List 1.0 sections 3.2 and 3.5; asked for the status, no answer is no yes."""
    entry = {**issued(service)["credentialStatus"], **change}
    if "#" in change.get("type", ""):
        entry = {"id": "did:example:status", "type": change["type"]}
    document = issued(service, credential(credentialStatus=entry))
    body = {"verifiableCredential": document, "options": {"checks": ["proof", "credentialStatus"]}}
    code, answer = post(service, "/credentials/verify", body)
    assert (code, answer["verified"]) == (400, False)
    assert answer["errors"][0]["type"].endswith(kind)


def test_a_pointer_that_names_nothing_makes_no_proof(service: Service):
    code, answer = issue(service, None, "/ecdsa-sd-2023/credentials/issue", mandatoryPointers=["/absent"])
    assert (code, answer["type"]) == (400, "https://w3id.org/security#PROOF_GENERATION_ERROR")


def test_no_list_for_an_unknown_purpose(service: Service):
    assert issue(service, credentialStatus={"statusPurpose": "unknown"})[0] == 400


# --- the server -------------------------------------------------------------------------------------------------------


def fetched(url: str, body=None, context=None):
    request = urllib.request.Request(
        url, json.dumps(body).encode() if body is not None else None, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, context=context, timeout=10) as answer:
        return answer.status, answer.headers["Content-Type"], json.loads(answer.read())


def test_over_tls_on_the_loopback_address():
    server = make_server(0, tls=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert server.server_address[0] == "127.0.0.1"
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        told = server.service.introduction()
        code, _, answer = fetched(f"{told['endpoint']}/credentials/issue", {"credential": credential()}, trusting)
        assert code == 201
        document = answer["verifiableCredential"]
        assert fetched(f"{told['endpoint']}/credentials/verify", {"verifiableCredential": document}, trusting)[0] == 200
        code, media, published = fetched(document["credentialStatus"]["statusListCredential"], context=trusting)
        assert (code, media, published["issuer"]) == (200, "application/ld+json", told["did"])
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetched(f"{told['endpoint']}/credentials/issue", {"credential": {}}, trusting)
        assert refused.value.code == 400
        assert refused.value.headers["Content-Type"] == "application/problem+json"
    finally:
        server.shutdown()
        server.server_close()


def test_bodies_in_chunks_and_bodies_that_never_end():
    server = make_server(0, tls=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        body = json.dumps({"credential": credential()}).encode()
        for _ in range(2):  # the same connection serves again
            connection.request("POST", "/credentials/issue", iter([body[:7], body[7:]]), encode_chunked=True)
            answer = connection.getresponse()
            assert answer.status == 201
            assert json.loads(answer.read())["verifiableCredential"]["proof"]
        for wrong in (
            {"Content-Length": "-1"},
            {"Content-Length": "x"},
            {"Content-Length": "99999999999"},
            {"Transfer-Encoding": "chunked"},
        ):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            connection.putrequest("POST", "/credentials/issue")
            for header in wrong.items():
                connection.putheader(*header)
            connection.endheaders(b"FFFFFFFFFF\r\n")
            assert connection.getresponse().status == 413
    finally:
        server.shutdown()
        server.server_close()


def test_whoever_sends_too_much_or_asks_the_wrong_way_gets_an_answer():
    server = make_server(0, tls=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.request("POST", "/credentials/verify", bytes(30 * 1024 * 1024))
        assert connection.getresponse().status == 413
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", "/credentials/issue")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    finally:
        server.shutdown()
        server.server_close()


def test_the_command_says_who_it_is_on_its_first_line():
    program = subprocess.Popen(
        [sys.executable, "-m", "microcred.cli", "vc-api", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        told = json.loads(program.stdout.readline())
    finally:
        program.terminate()
        program.wait(timeout=10)
    assert told["did"].startswith("did:key:z6Mk")
    assert told["endpoint"].startswith("http://127.0.0.1:")
    assert {tag for each in told["issuers"] for tag in each["tags"]} >= {
        "vc2.0",
        "EnvelopingProof",
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
        "ecdsa-rdfc-2019",
        "BitstringStatusList",
    }
    assert dids.resolver(dids.offline)(told["did"])["id"] == told["did"]

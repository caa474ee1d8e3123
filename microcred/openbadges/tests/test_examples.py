"""The standards' own examples, through the whole verifier: verified, or refused, as they say."""

import copy
import hashlib
from typing import Any

import pytest

from microcred.openbadges import proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import CREDENTIALS_V1
from microcred.openbadges.dids import did_document, verification_method
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.tests.elsewhere import Servers
from microcred.openbadges.tests.test_vectors import (
    GUIDE_CREATED,
    GUIDE_CREDENTIAL,
    GUIDE_KEY,
    GUIDE_METHOD,
    GUIDE_PROOF_VALUE,
)
from microcred.openbadges.verify import Outcome, Said, Verdict

ISSUER = "https://example.edu/issuers/565049"
GUIDE_PROOF = {
    "type": "DataIntegrityProof",
    "created": "2010-01-01T19:23:24Z",
    "verificationMethod": GUIDE_METHOD,
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}

# Open Badges 3.0 Implementation Guide, chapter "Linked Data Proof Test Vector for Comprehensive Learner Record 2.0".
OLDER_CONTEXTS = [
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/security/data-integrity/v1",
]
RECORD_DOCUMENT_HASH = "fd987e45f5ee69ee7bc36a4111d9012c727fb80d79f867b344bf3fa67e8c4e83"
RECORD_PROOF_VALUE = "z2cNeK7UjuvWoNUHa8D7bbZuhryrgG3LjXmJSnY3R69mVJTAdX5yP1RCo9SH1aZwmyA76snohTwACQRFyrwGihsfr"
DEGREE_PROOF_VALUE = "z2CGNmCgEmN68CWch6Kgg4vnjRDE896jnUqfQtJoG11qxC8ntxUPCQaGckoHG7BXW7KWZyUiSs5EkKX3gEiGYKrz"
UNIVERSITY = {"id": ISSUER, "type": "Profile", "name": "Example University"}
FIRST, SECOND = "a7467ef6-56cb-11ec-bf63-0242ac130002", "dd887f0a-56cb-11ec-bf63-0242ac130002"


def _schema(standard: str, name: str) -> list[JsonObject]:
    url = f"https://purl.imsglobal.org/spec/{standard}/schema/json/{name}_schema.json"
    return [{"id": url, "type": "1EdTechJsonSchemaValidator2019"}]


def _achievement(uuid: str, name: str) -> JsonObject:
    return {
        "id": f"urn:uuid:{uuid}",
        "type": "Achievement",
        "creator": {"id": ISSUER, "type": "Profile"},
        "name": name,
        "criteria": {"id": f"https://example.edu/achievements/{uuid}/criteria"},
        "description": name,
        "image": {"id": "https://example.edu/achievements/sample.png", "type": "Image"},
    }


DEGREE = {
    "@context": [CREDENTIALS_V1, *OLDER_CONTEXTS],
    "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": UNIVERSITY,
    "issuanceDate": "2010-01-01T00:00:00Z",
    "name": "Example University Degree",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": "AchievementSubject",
        "achievement": _achievement(FIRST, "Achievement 1"),
    },
    "credentialSchema": _schema("ob/v3p0", "ob_v3p0_achievementcredential"),
    "proof": {**GUIDE_PROOF, "proofValue": DEGREE_PROOF_VALUE},
}
RECORD = {
    "@context": [CREDENTIALS_V1, "https://purl.imsglobal.org/spec/clr/v2p0/context.json", *OLDER_CONTEXTS],
    "id": "http://example.edu/credentials/3732",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": UNIVERSITY,
    "issuanceDate": "2010-01-01T00:00:00Z",
    "name": "Sample Transcript",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": "ClrSubject",
        "verifiableCredential": [DEGREE],
        "achievement": [_achievement(FIRST, "Achievement 1"), _achievement(SECOND, "Achievement 2")],
        "association": [
            {
                "type": "Association",
                "associationType": "isParentOf",
                "sourceId": f"urn:uuid:{FIRST}",
                "targetId": f"urn:uuid:{SECOND}",
            }
        ],
    },
    "credentialSchema": _schema("clr/v2p0", "clr_v2p0_clrcredential"),
    "proof": {**GUIDE_PROOF, "proofValue": RECORD_PROOF_VALUE},
}


def example_university() -> Servers:
    """The issuer of the examples, whose identifier is an https address, serves its keys there."""
    return Servers({ISSUER: did_document(ISSUER, [GUIDE_KEY.public])})


def without_proof(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "proof"}


def test_the_guides_badge_is_valid_and_changed_it_is_not():
    credential = {**GUIDE_CREDENTIAL, "proof": {**GUIDE_PROOF, "proofValue": GUIDE_PROOF_VALUE}}
    report = example_university().check(credential, known_issuers={ISSUER})
    assert report.verdict is Verdict.VALID, report.message

    changed = copy.deepcopy(credential)
    changed["credentialSubject"]["achievement"]["name"] = "Solo work"
    assert example_university().check(changed).message.endswith("or its signature is forged.")


def test_the_guides_learner_record_is_reproduced_and_valid_with_what_it_holds():
    assert hashlib.sha256(canonicalize(without_proof(RECORD)).encode()).hexdigest() == RECORD_DOCUMENT_HASH
    signed = proofs.sign(without_proof(RECORD), GUIDE_KEY, created=GUIDE_CREATED, verification_method=GUIDE_METHOD)
    assert signed["proof"]["proofValue"] == RECORD_PROOF_VALUE

    report = example_university().check(RECORD, known_issuers={ISSUER})
    assert report.verdict is Verdict.VALID, report.message
    assert report["contents"].values == {"holding": 1, "all": 1}


def test_the_guides_learner_record_with_a_changed_degree_inside_is_refused():
    changed: Any = copy.deepcopy(RECORD)
    changed["credentialSubject"]["verifiableCredential"][0]["name"] = "Another Degree"
    report = example_university().check(changed)
    assert report.verdict is Verdict.INVALID
    assert report.parts[0].report.verdict is Verdict.INVALID


def test_an_issuer_that_does_not_list_the_examples_key():
    """The public key is the fragment of the example's method: that alone must not do."""
    servers = Servers({ISSUER: {"id": ISSUER, "verificationMethod": [], "assertionMethod": []}})
    report = servers.check(DEGREE)
    assert report.verdict is Verdict.INVALID
    assert report["issuer"].sentence is Said.KEY_NOT_LISTED


# Examples of VC Data Model 2.0 and of its conformance suites, which say what must be refused.

WRONG = {
    "no issuer": {"issuer": None},
    "an issuer that is no URL": {"issuer": "not a url"},
    "an issuer without an id": {"issuer": {"type": ["Profile"], "name": "Example Corp"}},
    "no subject": {"credentialSubject": None},
    "an empty subject": {"credentialSubject": {}},
    "a relative id": {"id": "credentials/3527"},
    "two ids": {"id": ["urn:x:1", "urn:x:2"]},
    "no type": {"type": None},
    "an undefined type": {"type": ["VerifiableCredential", "OpenBadgeCredential", "NoSuchType"]},
    "an undefined term": {"favouriteColour": "blue"},
    "a date without a zone": {"validFrom": "2010-01-01T00:00:00"},
    "a day the calendar does not have": {"validFrom": "2010-02-30T00:00:00Z"},
    "a context in another order": {"@context": list(reversed(GUIDE_CREDENTIAL["@context"]))},
    "no context": {"@context": None},
    "a status without a type": {"credentialStatus": {"id": "urn:x:status"}},
    "a schema without an id": {"credentialSchema": [{"type": "1EdTechJsonSchemaValidator2019"}]},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_the_data_model_forbids_is_refused(wrong: str):
    document = {**GUIDE_CREDENTIAL, **WRONG[wrong], "proof": {**GUIDE_PROOF, "proofValue": GUIDE_PROOF_VALUE}}
    report = example_university().check({name: value for name, value in document.items() if value is not None})
    assert report.verdict is Verdict.INVALID
    assert any(report[check].outcome is Outcome.FAILED for check in ("format", "context", "schema")), report.message


def test_names_in_several_languages_are_let_pass():
    """VC Data Model 2.0 section 11.1."""
    method = verification_method(ISSUER, GUIDE_KEY.public)
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": {"id": ISSUER, "name": {"@value": "Universidad", "@language": "es"}},
        "name": [{"@value": "Degree", "@language": "en"}, {"@value": "Título", "@language": "es"}],
        "credentialSubject": {"id": "did:example:ada"},
    }
    signed = proofs.sign(credential, GUIDE_KEY, created=GUIDE_CREATED, verification_method=method)
    assert example_university().check(signed, known_issuers={ISSUER}).verdict is Verdict.VALID

"""What we sign is accepted, tampered with refused, and revoked reported by four verifiers that we did not write."""

import copy
from pathlib import Path

import pytest

from microcred.openbadges import baking
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.tests.conftest import Judges
from microcred.openbadges.tests.make import LIST_URL, STRANGER_KEY, Issuer
from microcred.openbadges.tests.test_baking import PNG, SVG

DID_WEB = "did:web:credentials.example.edu:issuers:centre"


def test_all_four_accept_a_did_key_award(judges: Judges, official_schema: Path):
    issuer = Issuer()
    judges.documents[LIST_URL] = issuer.listing()
    credential = issuer.award()

    javascript = judges.javascript(credential, schema=official_schema)
    python = judges.python(credential)

    assert javascript.accepted, javascript.words
    assert python.accepted, python.words


def test_all_four_accept_a_did_web_award_signed_with_a_key_since_retired(judges: Judges):
    issuer = Issuer(did=DID_WEB, retired=(STRANGER_KEY,))
    judges.documents |= {DID_WEB: issuer.document, LIST_URL: issuer.listing()}
    credential = issuer.sign(_unsigned(issuer), key=STRANGER_KEY)

    javascript = judges.javascript(credential)
    python = judges.python(credential)

    assert javascript.accepted, javascript.words
    assert python.accepted, python.words


def test_all_four_refuse_a_changed_level(judges: Judges):
    issuer = Issuer()
    judges.documents[LIST_URL] = issuer.listing()
    tampered = copy.deepcopy(issuer.award())
    levels = tampered["credentialSubject"]["achievement"]["resultDescription"][0]["rubricCriterionLevel"]
    tampered["credentialSubject"]["result"][0]["achievedLevel"] = levels[0]["id"]

    javascript = judges.javascript(tampered)
    python = judges.python(tampered)

    assert '"verified":false' in javascript.words
    assert "FAIL @digitalcredentials/verifier-core" in javascript.words
    assert "FAIL  openbadgeslib" in python.words
    assert "FAIL  openvc-core" in python.words


def test_a_revoked_award_is_reported(judges: Judges):
    issuer = Issuer()
    issuer.bits[94_567] = True
    judges.documents[LIST_URL] = issuer.listing()
    credential = issuer.award()

    javascript = judges.javascript(credential)
    python = judges.python(credential, status=LIST_URL)

    assert '"verified":true' in javascript.words, "the signature stands"
    assert '{"purpose":"revocation","set":true}' in javascript.words
    assert '"revocation_status":false' in javascript.words
    assert any("FAIL" in line and "revoked" in line.lower() for line in _lines(python.words, "openvc-core")), (
        python.words
    )


@pytest.mark.parametrize(("bake", "image", "suffix"), [(baking.bake_png, PNG, "png"), (baking.bake_svg, SVG, "svg")])
def test_baked_images_are_read_by_others(judges: Judges, tmp_path: Path, bake, image: bytes, suffix: str):
    baked = tmp_path / f"badge.{suffix}"
    baked.write_bytes(bake(image, to_bytes(Issuer().award())))

    python = judges.python(baked)

    assert python.accepted, python.words


def _unsigned(issuer: Issuer):
    return {name: value for name, value in issuer.award().items() if name != "proof"}


def _lines(words: str, name: str) -> list[str]:
    return [line for line in words.splitlines() if name in line]

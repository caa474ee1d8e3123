"""Renewing a key: the new one signs, and nothing that the old one signed is lost."""

import ast
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from microcred.credentials import operations
from microcred.credentials.keys import did_document, key_in_use
from microcred.credentials.models import Award, KeyRetirement, SigningKey, StatusList
from microcred.credentials.tests import make
from microcred.credentials.verification import check
from microcred.foundation.refusals import NotAllowed
from microcred.openbadges.tests.conftest import Judges
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

AWARDS, STATUS = SigningKey.Purpose.AWARDS, SigningKey.Purpose.STATUS


@pytest.fixture(autouse=True)
def on_the_web(settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"


def rotate(cast: Cast, purpose: SigningKey.Purpose, *, actor=None, reason="The yearly renewal.", days=31) -> SigningKey:
    return operations.rotate_key(
        actor=actor, issuer=make.issuer(cast), purpose=purpose, reason=reason, at=cast.at + timedelta(days=days)
    )


def test_every_credential_of_the_history_holds_after_each_renewal(cast: Cast):
    history: list[Award] = []
    version = make.version(cast)
    for number, person in enumerate((cast.ada, cast.gus, cast.ben, cast.bea)):
        history.append(make.award(cast, of=version, person=person))
        rotate(cast, AWARDS if number % 2 == 0 else STATUS, days=31 + number)
        for award in history:
            text = award.intent.signed.text.encode()
            assert check(text, at=cast.at + timedelta(days=31 + number, hours=1)).verdict is Verdict.VALID
    operations.revoke(actor=cast.lena, award=history[0], reason="Error.", at=cast.at + timedelta(days=41))
    text = history[0].intent.signed.text.encode()
    assert check(text, at=cast.at + timedelta(days=42)).verdict is Verdict.REVOKED, "a list of the newest key"


@pytest.mark.slow
def test_judges_that_are_not_ours_accept_the_history_too(cast: Cast, judges: Judges):
    earned = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    before = make.award(cast, earned_at=earned)
    rotate(cast, AWARDS, days=80)
    rotate(cast, STATUS, days=80)
    after = make.award(cast, of=before.version, person=cast.gus, earned_at=earned)
    assert before.intent.key != after.intent.key
    judges.documents[before.issuer.did] = did_document(before.issuer)
    status_list = StatusList.objects.get()
    judges.documents[status_list.url] = json.loads(status_list.signed)
    for award in (before, after):
        judgement = judges.javascript(json.loads(award.intent.signed.text))
        assert judgement.accepted, judgement.words


def test_the_new_key_signs_at_once_and_the_old_one_only_verifies(cast: Cast):
    issuer = make.issuer(cast)
    old = key_in_use(issuer, AWARDS)
    new = rotate(cast, AWARDS)
    assert key_in_use(issuer, AWARDS) == new
    document = did_document(issuer)
    assert any(name.endswith(old.public_multibase) for name in document["assertionMethod"])
    assert not any(name.endswith(old.public_multibase) for name in document["authentication"])
    assert KeyRetirement.objects.get(key=old).reason == "The yearly renewal."


def test_what_waited_for_its_signature_gets_it_from_the_key_that_was_written_down(cast: Cast):
    intent = make.intent(cast)
    rotate(cast, AWARDS)
    award = operations.sign(actor=None, intent=intent, at=cast.at + timedelta(days=32))
    assert check(award.intent.signed.text.encode(), at=cast.at + timedelta(days=33)).verdict is Verdict.VALID


def test_a_renewed_list_key_signs_every_list_anew(cast: Cast):
    make.award(cast)
    new = rotate(cast, STATUS)
    method = json.loads(StatusList.objects.get().signed)["proof"]["verificationMethod"]
    assert method.endswith(new.public_multibase)


def test_only_administrators_and_only_with_a_reason(cast: Cast):
    for stranger in (cast.lena, cast.omar, cast.ada):
        with pytest.raises(NotAllowed):
            rotate(cast, AWARDS, actor=stranger)
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    with pytest.raises(operations.RenewalUnexplained):
        rotate(cast, AWARDS, actor=cast.rosa, reason="  ")
    assert rotate(cast, AWARDS, actor=cast.rosa)


def test_an_issuer_that_is_its_key_keeps_it(cast: Cast, settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    with pytest.raises(operations.KeyIsTheIdentifier):
        rotate(cast, AWARDS)


def test_keys_rest_sealed(cast: Cast):
    make.issuer(cast)
    for key in SigningKey.objects.all():
        from microcred.credentials.keys import unsealed

        assert unsealed(key).seed not in bytes(key.sealed_private)


PACKAGE = Path(__file__).resolve().parents[3]
BY_INTENT = {
    f"credentials/operations/{name}.py" for name in ("awards", "batch_signer", "condemnations", "documents", "tokens")
}
LISTS = "credentials/operations/status_lists.py"
MAKERS = {f"credentials/operations/{name}.py" for name in ("issuers", "keys")}
"""They store new keys, and open none."""


def opens_keys(tree: ast.AST) -> bool:
    """Whether a module reaches for sealed keys: by our own function, by the library's, or by the column itself."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            in (
                "microcred.credentials.keys",
                "microcred.openbadges.keys",
            )
            and {alias.name for alias in node.names} & {"unsealed", "unseal"}
        ):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "sealed_private":
            return True
        if isinstance(node, ast.keyword) and node.arg == "sealed_private":
            return True
    return False


def test_the_signer_is_reached_by_intents_and_status_lists_only():
    """Who calls what opens a key: a new caller is a new way to make signatures, and must be argued for here."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        place = file.relative_to(PACKAGE)
        inside = {"tests", "migrations"} & set(place.parts) or place.parts[0] == "openbadges"
        if not inside and opens_keys(ast.parse(file.read_text())):
            found.add(place.as_posix())
    assert found - {"credentials/keys.py", "credentials/models/keys.py"} == BY_INTENT | {LISTS} | MAKERS

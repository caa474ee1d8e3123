"""Awards that carry what others vouch for: endorsements of their version and of their issuer, each on its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft201909Validator

from microcred.credentials import operations, queries
from microcred.credentials.models import Award, AwardIntent, DocumentIntent, Issuance
from microcred.credentials.operations import status_lists
from microcred.credentials.tests import make
from microcred.credentials.tests.operations.test_issue import carry_out, people
from microcred.credentials.verification import check
from microcred.openbadges.tests.conftest import SHARED, Judges
from microcred.openbadges.verify import Report, Verdict
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast

EARNED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCHEMA = SHARED / "data" / "schemas" / "open-badges" / "v3_0" / "ob_v3p0_achievementcredential_schema.json"


def vouch(
    cast: Cast,
    endorsed,
    *,
    at: datetime = EARNED - HOUR,
    comment: str = "We saw it **at work**.",
    place: str = "partnership",
):
    """The partnership, above whoever awards, endorses; or another issuer."""
    by = make.issuer(cast, place=place)
    document = operations.endorse(actor=None, issuer=by, endorsed=endorsed, comment=comment, at=at)
    operations.sign_document(actor=None, intent=document, at=at)
    return document


def said(award: Award) -> dict:
    return json.loads(award.intent.signed.text)


def carried(award: Award) -> tuple[list, list]:
    """The endorsements of the issuer, and of the achievement, that an award carries."""
    document = said(award)
    achievement = document["credentialSubject"]["achievement"]
    return document["issuer"].get("endorsement", []), achievement.get("endorsement", [])


def report(award: Award, at: datetime = EARNED + HOUR) -> Report:
    return check(award.intent.signed.text.encode(), at=at)


def parts(found: Report) -> dict[str, Verdict]:
    return {part.path: part.report.verdict for part in found.parts}


def test_what_is_awarded_later_carries_it_and_what_was_awarded_before_stays_as_it_was(cast: Cast):
    before = make.award(cast, person=cast.gus, earned_at=EARNED - 2 * HOUR)
    text = before.intent.signed.text
    documents = [vouch(cast, before.version), vouch(cast, before.issuer)]
    award = make.award(cast, of=before.version, earned_at=EARNED)

    assert carried(award) == ([json.loads(documents[1].signed.text)], [json.loads(documents[0].signed.text)])
    found = report(award)
    assert found.verdict is Verdict.VALID
    assert parts(found) == {
        "issuer.endorsement[0]": Verdict.VALID,
        "credentialSubject.achievement.endorsement[0]": Verdict.VALID,
    }
    before.refresh_from_db()
    assert before.intent.signed.text == text
    assert carried(before) == ([], [])


def test_what_is_written_down_is_what_is_signed_whatever_comes_in_between(cast: Cast):
    intent = make.intent(cast, earned_at=EARNED)
    late = vouch(cast, intent.version, at=EARNED)
    award = operations.sign(actor=None, intent=intent, at=EARNED + HOUR)
    assert carried(award) == ([], [])
    carrying = make.intent(cast, of=intent.version, person=cast.gus, earned_at=EARNED + HOUR)
    operations.withdraw(actor=None, intent=late, reason="No longer.", at=EARNED + HOUR)
    signed = operations.sign(actor=None, intent=carrying, at=EARNED + 2 * HOUR)
    assert len(carried(signed)[1]) == 1, "it was in force when the intent was written down"


def test_one_that_is_withdrawn_is_found_withdrawn_and_spoils_nothing(cast: Cast):
    version = make.version(cast)
    make.issuer(cast)
    document = vouch(cast, version)
    award = make.award(cast, of=version, earned_at=EARNED)
    operations.withdraw(actor=None, intent=document, reason="No longer.", at=EARNED)
    found = report(award)
    assert found.verdict is Verdict.VALID
    assert parts(found) == {"credentialSubject.achievement.endorsement[0]": Verdict.REVOKED}
    assert next(each for each in found.checks if each.name == "endorsements").outcome == "warning"
    later = make.award(cast, of=version, person=cast.gus, earned_at=EARNED + HOUR)
    assert carried(later) == ([], []), "nor is it carried any more"


def test_whoever_changes_it_breaks_both_proofs(cast: Cast):
    version = make.version(cast)
    make.issuer(cast)
    vouch(cast, version)
    document = said(make.award(cast, of=version, earned_at=EARNED))
    (endorsement,) = document["credentialSubject"]["achievement"]["endorsement"]
    endorsement["credentialSubject"]["endorsementComment"] = "The best there is."
    found = check(json.dumps(document).encode(), at=EARNED + HOUR)
    assert found.verdict is Verdict.INVALID
    assert not found.genuine
    assert Verdict.VALID not in parts(found).values()


def test_everyone_on_a_list_carries_it_by_the_compiled_template(cast: Cast):
    version, issuer = make.version(cast), make.issuer(cast)
    vouch(cast, version)
    vouch(cast, issuer)
    issuance = operations.issue(
        actor=None,
        version=version,
        rows=people(cast),
        basis=Issuance.Basis.ATTESTED,
        origin="",
        key="",
        tells=False,
        at=EARNED,
    )
    carry_out(issuance, EARNED)
    awards = Award.objects.filter(intent__issuance=issuance)
    assert len(awards) == 5
    for award in awards:
        assert [len(each) for each in carried(award)] == [1, 1]
        assert report(award).verdict is Verdict.VALID
    vouch(cast, version, at=EARNED)
    operations.sign_batch(actor=None, batch=issuance.batches.get(), at=EARNED + HOUR)
    assert AwardIntent.objects.count() == 5, "and it is done once"


def test_the_newest_of_many(cast: Cast):
    version = make.version(cast)
    make.issuer(cast)
    for number in range(queries.MOST_CARRIED + 2):
        vouch(cast, version, at=EARNED - HOUR + timedelta(minutes=number), comment=f"Word {number}.")
    _issuer, achievement = carried(make.award(cast, of=version, earned_at=EARNED))
    assert [each["credentialSubject"]["endorsementComment"] for each in achievement] == [
        f"Word {number}." for number in range(2, queries.MOST_CARRIED + 2)
    ]


@pytest.mark.parametrize("place", ["mira", "north-carolina", "rock-hill"])
def test_no_stranger_writes_into_what_an_issuer_signs(client: Client, cast: Cast, place: str):
    version, issuer = make.version(cast), make.issuer(cast)
    strangers = [vouch(cast, version, place=place), vouch(cast, issuer, place=place)]
    above = vouch(cast, version, at=EARNED - 2 * HOUR)
    award = make.award(cast, of=version, earned_at=EARNED)
    assert carried(award) == ([], [json.loads(above.signed.text)])
    page = client.get(f"/credentials/{award.pk}/").content.decode()
    assert all(f"/documents/{each.pk}/" in page for each in strangers), "their word stands on the page"


def test_nobody_vouches_for_themselves(cast: Cast):
    mira = make.issuer(cast, place="mira")
    with pytest.raises(operations.OwnWork):
        operations.endorse(actor=None, issuer=mira, endorsed=mira, comment="Good.", at=EARNED)


def test_an_issuer_is_endorsed_by_its_address(client: Client, cast: Cast):
    make.issuer(cast)
    make.issuer(cast, place="mira")
    appoint(actor=None, person=cast.rosa, organization=cast.places["mira"], role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.rosa)
    form = {"address": "http://localhost:8000/issuers/carolinacred/", "comment": "A careful house."}
    assert client.post("/issuers/mira/management/endorsement/", form).status_code == 302
    document = DocumentIntent.objects.get()
    operations.sign_document(actor=None, intent=document, at=document.intended_at)
    assert f"/documents/{document.pk}/" in client.get("/issuers/carolinacred/").content.decode()
    assert json.loads(document.signed.text)["credentialSubject"]["id"] == make.issuer(cast).did


def test_the_official_schema_accepts_it(cast: Cast):
    version, issuer = make.version(cast), make.issuer(cast)
    vouch(cast, version)
    vouch(cast, issuer)
    validator = Draft201909Validator(json.loads(Path(SCHEMA).read_text()))
    award = make.award(cast, of=version, earned_at=EARNED)
    assert [error.message[:200] for error in validator.iter_errors(said(award))] == []


@pytest.mark.slow
def test_three_judges_that_are_not_ours_accept_it(cast: Cast, judges: Judges, monkeypatch):
    monkeypatch.setattr(status_lists, "HOLDS", timedelta(days=36_500))
    version, issuer = make.version(cast), make.issuer(cast)
    documents = [vouch(cast, version), vouch(cast, issuer)]
    award = make.award(cast, of=version, earned_at=EARNED)
    for status_list in (award.intent.status_list, *(document.status_list for document in documents)):
        status_list.refresh_from_db()
        judges.documents[status_list.url] = json.loads(status_list.signed)
    javascript, python = judges.javascript(said(award)), judges.python(said(award))
    assert javascript.accepted, javascript.words
    assert "ok    openbadgeslib" in python.words
    # openvc-core 1.37 takes no document inside another that brings its own context, as every endorsement must
    assert "/endorsement/@context" in python.words

"""VC-API status: a program takes back what it had issued, and nothing else."""

import json

import pytest
from django.test import Client

from microcred.credentials.models import Award, Revocation, Suspension
from microcred.credentials.operations import choose_status, reinstate, suspend
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.integrations.vc_api.tests.make import asking, email, program
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict
from tests.cast import Cast


@pytest.fixture
def platform(client: Client, cast: Cast):
    made = program(client, cast)
    choose_status(actor=None, issuer=made.issuer, suspends=True, lists_revoked=False, at=cast.at)
    return made


@pytest.fixture
def award(platform, cast: Cast) -> Award:
    assert platform.issue(asking(credentials.version(cast), email(cast.ada.email))).status_code == 201
    return Award.objects.get()


def entry(purpose: str, **more):
    return {"type": "BitstringStatusListEntry", "statusPurpose": purpose, **more}


def asked(award: Award, purpose: str = "revocation", **more):
    return {"credentialId": f"urn:uuid:{award.pk}", "credentialStatus": entry(purpose), **more}


def verdict(award: Award) -> Verdict:
    return check(award.intent.signed.text.encode(), at=now()).verdict


def test_what_it_revokes_is_revoked_for_every_verifier(platform, award: Award, cast: Cast):
    answer = platform.post("status", asked(award, status=True, reason="It was another Ada."))
    assert (answer.status_code, answer.json()) == (200, {})
    assert verdict(award) is Verdict.REVOKED
    revocation = Revocation.objects.get()
    assert (revocation.revoked_by, revocation.reason) == (None, "It was another Ada.")
    outbox.deliver_all()
    assert "It was another Ada." in Notice.objects.get(person=cast.ada, kind="award_revoked").body
    assert platform.post("status", asked(award)).status_code == 200, "asked again, it stays so"
    final = platform.post("status", asked(award, status=False))
    assert (final.status_code, final.json()["title"]) == (409, "RevokedForGood")
    assert platform.http.get(f"/credentials/{award.pk}/").status_code == 200


def test_suspended_and_reinstated(platform, award: Award):
    for status, expected in (("1", Verdict.SUSPENDED), ("0", Verdict.VALID), (True, Verdict.SUSPENDED)):
        body = {"credentialId": f"urn:uuid:{award.pk}", "credentialStatus": [entry("suspension", status=status)]}
        for _time in range(2):
            assert platform.post("status", body).status_code == 200
        assert verdict(award) is expected
    assert Suspension.objects.count() == 2
    assert "Campus platform" in Suspension.objects.first().reason


def test_what_a_person_suspended_no_program_reinstates(platform, award: Award, cast: Cast):
    suspend(actor=cast.rosa, award=award, reason="A complaint is looked at.", at=now())
    answer = platform.post("status", asked(award, "suspension", status=False))
    assert (answer.status_code, answer.json()["title"]) == (409, "SuspendedBySomebody")
    assert platform.post("status", asked(award, "suspension", status=True)).status_code == 200, "it is so already"
    assert verdict(award) is Verdict.SUSPENDED
    reinstate(actor=cast.rosa, award=award, at=now())
    assert verdict(award) is Verdict.VALID


def test_an_entry_is_the_award_s_own(platform, award: Award):
    first, second = json.loads(award.intent.signed.text)["credentialStatus"]
    revocation, suspension = (first, second) if first["statusPurpose"] == "revocation" else (second, first)
    elsewhere = [
        {**revocation, "statusListIndex": str(int(revocation["statusListIndex"]) + 1)},
        {**revocation, "statusListCredential": suspension["statusListCredential"]},
        {**suspension, "statusPurpose": "revocation"},
    ]
    for entry_sent in elsewhere:
        answer = platform.post("status", {"credentialId": f"urn:uuid:{award.pk}", "credentialStatus": entry_sent})
        assert answer.status_code == 400
        assert "not that of this credential" in answer.json()["detail"]
    assert not Revocation.objects.exists()
    body = {"credentialId": f"urn:uuid:{award.pk}", "credentialStatus": revocation}
    assert platform.post("status", body).status_code == 200
    assert verdict(award) is Verdict.REVOKED


def test_what_others_issued_is_not_there(platform, award: Award, cast: Cast, client: Client):
    scored = credentials.award(cast, person=cast.ben, of=award.version)
    other = program(client, cast)
    for who, whose in ((platform, scored), (other, award)):
        answer = who.post("status", asked(whose))
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    for name in ("urn:uuid:01890000-0000-7000-8000-000000000000", "no identifier", None, 5):
        assert platform.post("status", {"credentialId": name}).status_code == 404
    assert not Revocation.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"credentialStatus": entry("refresh")},
        {"credentialStatus": [entry("revocation"), entry("suspension")]},
        {"credentialStatus": {"type": "StatusList2021"}},
        {"credentialStatus": "revoked"},
        {"status": "perhaps"},
        {"status": 1},
        {"reason": 5},
        {"reason": "It was\x00another Ada."},
        {"reason": "x" * 2001},
        {"everything": True},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_cannot_be_read_changes_nothing(platform, award: Award, changes):
    answer = platform.post("status", {**asked(award), **changes})
    assert answer.status_code == 400
    assert json.loads(answer.content)["detail"]
    assert not Revocation.objects.exists()


def test_without_a_place_in_a_list_of_suspensions_it_says_so(client: Client, cast: Cast):
    plain = program(client, cast)
    plain.issue(asking(credentials.version(cast), email(cast.ada.email)))
    answer = plain.post("status", asked(Award.objects.get(), "suspension"))
    assert (answer.status_code, answer.json()["title"]) == (409, "NotSuspendable")


def test_only_with_a_token_for_it(client: Client, cast: Cast):
    issuing = program(client, cast, scopes=["credentials:issue"])
    issuing.issue(asking(credentials.version(cast), email(cast.ada.email)))
    assert issuing.post("status", asked(Award.objects.get())).status_code == 403
    assert issuing.post("status", asked(Award.objects.get()), token="made-up").status_code == 401

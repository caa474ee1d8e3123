"""VC-API issuing: a program that an issuer let in has awards issued on its word, and nothing else."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from microcred.credentials.models import Award, AwardIntent, Issuance
from microcred.credentials.operations import condemn_key, resume_issuing, stop_issuing
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.foundation.models import AuditEntry
from microcred.integrations.oauth.models import Commission
from microcred.integrations.vc_api import operations
from microcred.integrations.vc_api.tests.make import administrator, asking, email, plain, program
from microcred.openbadges.models import hashed_identity
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person
from microcred.site.invariants import INVARIANTS
from tests.cast import Cast


@pytest.fixture
def version(cast: Cast):
    return credentials.version(cast)


@pytest.fixture
def platform(client: Client, cast: Cast, version):
    return program(client, cast)


def signed(answer):
    assert answer.status_code == 201, answer.content
    return answer.json()["verifiableCredential"]


def refused(answer, status: int) -> str:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return answer.json()["detail"]


def test_what_it_asks_for_is_awarded_like_everything_else(platform, cast: Cast, version):
    answer = platform.issue(asking(version, email(cast.ada.email)))
    award = Award.objects.get()
    assert signed(answer) == json.loads(award.intent.signed.text), "the stored bytes are what it gets"
    assert check(award.intent.signed.text.encode(), at=now()).verdict is Verdict.VALID
    assert (award.person, award.issuer, award.version) == (cast.ada, platform.issuer, version)
    assert award.intent.signed.text in platform.http.get(f"/credentials/{award.pk}/credential.json").content.decode()
    assert Commission.objects.get().client == platform.client.client


def test_it_says_that_nobody_scored_it_here(platform, cast: Cast, version):
    credential = signed(platform.issue(asking(version, email(cast.ada.email))))
    (evidence,) = credential["evidence"]
    assert evidence["genre"] == "Attestation"
    assert "Attested by Campus platform" in evidence["narrative"]
    assert "No work was handed in" in evidence["narrative"]
    assert "result" not in credential["credentialSubject"]
    page = platform.http.get(f"/credentials/{Award.objects.get().pk}/").content.decode()
    assert "on the word of Campus platform" in page


def test_it_is_audited_without_anybodys_words(platform, cast: Cast, version):
    signed(platform.issue(asking(version, email(cast.ada.email))))
    entry = AuditEntry.objects.get(verb="integrations.commission")
    assert entry.subjects["client"] == str(platform.client.client.pk)
    within = AuditEntry.objects.get(verb="credentials.issue_to_one")
    assert within.within == entry.pk
    assert "Campus platform" not in str(list(AuditEntry.objects.values_list("subjects", flat=True)))


def test_the_holder_by_the_very_hash_that_it_sent(platform, cast: Cast, version):
    asked = asking(version, email("ADA@UNKNOWN.EXAMPLE"), plain("name", "Ada Elsewhere"))
    credential = signed(platform.issue(asked))
    assert credential["credentialSubject"]["identifier"] == [asked["credentialSubject"]["identifier"][0]]
    award = Award.objects.get()
    assert (award.recipient_name, award.person.has_account) == ("Ada Elsewhere", False)
    assert not award.intent.issuance.tells
    outbox.deliver_all()


def test_the_holder_by_an_identifier_of_their_own(platform, version):
    holder = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    asked = asking(version, plain("name", "Ada Elsewhere"), subject={"id": holder})
    credential = signed(platform.issue(asked))
    assert credential["credentialSubject"]["id"] == holder
    assert "identifier" not in credential["credentialSubject"]
    assert "already" in refused(platform.issue({**asked, "id": f"urn:uuid:{uuid4()}"}), 409), "and known again"


def test_what_open_badges_2_cannot_say_is_not_offered_in_it(platform, client, version):
    asked = asking(version, plain("name", "Ada Elsewhere"), subject={"id": "did:example:ada"})
    signed(platform.issue(asked))
    address = f"/open-badges-2/assertions/{Award.objects.get().pk}.json"
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/credentials/{Award.objects.get().pk}/").content.decode()


def test_a_hash_without_salt_is_told_as_one(platform, client, version):
    asked = asking(version, email("ada@unknown.example", salt=""), plain("name", "Ada Elsewhere"))
    signed(platform.issue(asked))
    award = Award.objects.get()
    said = client.get(f"/open-badges-2/assertions/{award.pk}.json").json()
    assert said["recipient"]["identity"] == hashed_identity("ada@unknown.example")
    assert said["recipient"]["salt"] == ""


def test_an_address_is_hashed_and_never_stands_there(platform, cast: Cast, version):
    asked = asking(version, plain("emailAddress", "Nia@Example.org"), plain("name", "Nia Okafor"))
    credential = signed(platform.issue(asked))
    assert "nia@example.org" not in json.dumps(credential).lower()
    (identifier,) = credential["credentialSubject"]["identifier"]
    assert identifier["identityHash"] == hashed_identity("nia@example.org", identifier["salt"])
    assert Person.objects.get(email="nia@example.org").name == "Nia Okafor"
    assert "Nia Okafor" not in json.dumps(credential), "nor does the name"


@pytest.mark.parametrize("changes", [{}, {"validFrom": "2126-10-01T00:00:00Z"}], ids=str)
def test_no_answer_tells_who_has_an_account_here(platform, cast: Cast, version, changes):
    def answers(address: str) -> list:
        holders = (email(address), plain("emailAddress", address))
        # named, and from now on, it would be awarded
        ways = (False, True) if changes else (False,)
        told = [platform.issue(asking(version, holder, named=named, **changes)) for holder in holders for named in ways]
        return [(answer.status_code, answer.json()["title"]) for answer in told]

    assert answers(cast.ada.email) == answers("nobody@here.example")
    assert (400, "RecipientUnnamed") in answers(cast.ada.email)
    refused(platform.issue(asking(version, named=False, subject={"id": "did:example:nobody"})), 400)
    assert not AwardIntent.objects.exists()
    assert not Person.objects.filter(email="nobody@here.example").exists()


def test_a_hash_does_not_become_the_name_of_an_account(platform, cast: Cast, version):
    for person, holder in ((cast.ada, email(cast.ada.email)), (cast.ben, plain("emailAddress", cast.ben.email))):
        signed(platform.issue(asking(version, holder, plain("name", "Holder 7"))))
        award = Award.objects.get(person=person)
        page = Client().get(f"/credentials/{award.pk}/").content.decode()
        assert award.recipient_name == "Holder 7"
        assert "Holder 7" in page
        assert person.name not in page


def test_what_one_issuer_calls_a_holder_is_nothing_to_another(client: Client, cast: Cast, version):
    holder = {"id": "did:example:ada"}
    platform = program(client, cast)
    signed(platform.issue(asking(version, plain("name", "Ada Here"), subject=holder)))
    (known,) = Person.objects.filter(name="Ada Here")
    other = credentials.issuer(cast, place="mira")
    theirs = operations._holder("did:example:ada", "Ada There", other)
    assert theirs != known
    assert theirs.name == "Ada There"
    assert operations._holder("did:example:ada", "Ada Again", platform.issuer) == known


def test_dates_and_an_identifier_of_its_own(platform, cast: Cast, version):
    asked = asking(
        version,
        email(cast.ada.email),
        id=f"urn:uuid:{uuid4()}",
        validFrom="2026-10-01T08:00:00.5+02:00",
        validUntil="2031-10-01T00:00:00Z",
    )
    credential = signed(platform.issue(asked))
    assert credential["id"] == asked["id"]
    assert credential["validFrom"] == credential["awardedDate"] == "2026-10-01T06:00:00Z"
    assert credential["validUntil"] == "2031-10-01T00:00:00Z"


@pytest.mark.parametrize("named", ["a key", "the credential's id"])
def test_the_same_request_twice_is_one_award(platform, cast: Cast, version, named: str):
    asked = asking(version, email(cast.ada.email))
    how = {"key": "row 7"} if named == "a key" else {}
    if not how:
        asked["id"] = f"urn:uuid:{uuid4()}"
    first, again = platform.issue(asked, **how), platform.issue(asked, **how)
    assert signed(first) == signed(again)
    assert (AwardIntent.objects.count(), Issuance.objects.count(), Commission.objects.count()) == (1, 1, 1)
    other = platform.issue({**asked, "validUntil": "2031-10-01T00:00:00Z"}, **how)
    assert "under this key" in refused(other, 409)


def test_nobody_gets_it_twice(platform, cast: Cast, version):
    signed(platform.issue(asking(version, email(cast.ada.email, "one"))))
    assert "already" in refused(platform.issue(asking(version, email(cast.ada.email, "two"))), 409)


def test_what_is_published_may_be_said_and_must_be_said_rightly(platform, cast: Cast, version):
    whole = signed(platform.issue(asking(version, email(cast.ada.email))))
    said = {name: whole[name] for name in ("name", "description", "image", "issuer", "credentialSchema")}
    achievement = whole["credentialSubject"]["achievement"]
    asked = asking(version, email(cast.ben.email), subject={"achievement": achievement}, **said)
    signed(platform.issue(asked))
    for path, changed in (
        ("name", {"name": "Something grander"}),
        ("issuer.name", {"issuer": {**whole["issuer"], "name": "A grander university"}}),
        ("credentialSubject.achievement.name", {"subject": {"achievement": {**achievement, "name": "Grander"}}}),
    ):
        asked = asking(version, email(cast.bea.email), **changed)
        assert f"“{path}”" in refused(platform.issue(asked), 400)
    assert AwardIntent.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"grade": "A"}, "grade"),
        ({"evidence": [{"type": ["Evidence"], "name": "An essay"}]}, "evidence[0].name"),
        ({"credentialStatus": {"type": "BitstringStatusListEntry", "statusListIndex": "7"}}, "credentialStatus"),
        ({"subject": {"result": [{"type": ["Result"], "value": "A"}]}}, "credentialSubject.result"),
        ({"subject": {"employer": "Acme"}}, "credentialSubject.employer"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {"grade": "https://example.org/grade"}]}, "@context"),
    ],
    ids=str,
)
def test_terms_that_are_not_known_are_refused(platform, cast: Cast, version, changes, member: str):
    detail = refused(platform.issue(asking(version, email(cast.ada.email), **changes)), 400)
    assert member.partition("[")[0] in detail
    assert not AwardIntent.objects.exists(), "nothing is left of what was refused"
    assert not Issuance.objects.exists()


def test_another_issuers_name_is_refused(platform, cast: Cast, version):
    other = credentials.issuer(cast, place="mira")
    for issuer in (other.did, {"id": other.did, "type": ["Profile"]}, "did:example:anyone"):
        assert platform.issuer.did in refused(
            platform.issue(asking(version, email(cast.ada.email), issuer=issuer)), 403
        )
    signed(platform.issue(asking(version, email(cast.ada.email), issuer=platform.issuer.did)))


def test_what_this_issuer_does_not_award_is_refused(client: Client, cast: Cast, version, settings):
    credentials.issuer(cast)
    elsewhere = program(client, cast, place="mira")
    page = f"{settings.PUBLIC_URL}/catalogue/no-such-thing/versions/1/"
    for achievement in (None, page, "https://elsewhere.example/badges/1", f"{settings.PUBLIC_URL}/catalogue/"):
        subject = {"achievement": {"id": achievement}} if achievement else {}
        detail = refused(elsewhere.issue(asking(version, email(cast.ada.email), subject=subject)), 400)
        assert "published version" in detail


@pytest.mark.parametrize(
    "credential",
    [
        None,
        5,
        [],
        {},
        {"type": ["VerifiableCredential"], "credentialSubject": {}},
        {"type": ["VerifiableCredential", "OpenBadgeCredential"], "credentialSubject": []},
        {"type": ["VerifiableCredential", "OpenBadgeCredential"], "credentialSubject": {"type": "AchievementSubject"}},
        {"proof": {}},
    ],
    ids=str,
)
def test_what_is_no_credential_is_refused(platform, credential):
    refused(platform.issue(credential), 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "https://elsewhere.example/1"},
        {"id": "urn:uuid:x"},
        {"validFrom": "yesterday"},
        {"validFrom": "2026-10-01"},
        {"validFrom": "0001-01-01T00:00:00+14:00"},
        {"validFrom": "0999-01-01T00:00:00Z"},
        {"validUntil": "9999-12-31T23:59:59-14:00"},
        {"name": "Managing\x00Change"},
        {"subject": {"identifier": [email("a@b.example", "salt\x00"), plain("name", "Ada")]}},
        {"subject": {"identifier": [email("a@b.example") | {"salt": "\ud800"}, plain("name", "Ada")]}},
        {"subject": {"identifier": [plain("emailAddress", "a\x00b@c.example"), plain("name", "Ada")]}},
        {"subject": {"id": "mailto:ada@example.org"}},
        {"subject": {"id": 5}},
        {"subject": {"identifier": [{"identityHash": "x"}]}},
        {"subject": {"identifier": [plain("emailAddress", "no address")]}},
        {"subject": {"identifier": [{**email("a@b.example"), "identityHash": "md5$ab"}]}},
        {"subject": {"identifier": [plain("name", "Ada\x07")]}},
        {"subject": {"identifier": [plain("sourcedId", "7")]}},
        {"subject": {"identifier": []}},
    ],
    ids=str,
)
def test_what_is_not_well_formed_is_refused(platform, cast: Cast, version, changes):
    refused(platform.issue(asking(version, email(cast.ada.email), **changes)), 400)
    assert not AwardIntent.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"validFrom": "2126-10-01T00:00:00Z"}, {"validUntil": "2020-10-01T00:00:00Z"}], ids=str
)
def test_times_that_cannot_be_are_refused(platform, cast: Cast, version, changes):
    refused(platform.issue(asking(version, email(cast.ada.email), **changes)), 409)


def test_options_are_not_known(platform, cast: Cast, version):
    answer = platform.issue(asking(version, email(cast.ada.email)), options={"created": "2026-10-01T00:00:00Z"})
    assert refused(answer, 400)
    assert answer.json()["type"].endswith("#UNKNOWN_OPTION_PROVIDED")
    assert platform.issue(asking(version, email(cast.ada.email)), options={}).status_code == 201


def test_an_identifier_that_another_credential_has_is_refused(platform, cast: Cast, version):
    first = signed(platform.issue(asking(version, email(cast.ada.email))))
    answer = platform.issue(asking(version, email(cast.ben.email), id=first["id"]))
    assert "another" in refused(answer, 409).lower()


def test_only_with_a_token_for_it(client: Client, cast: Cast, version):
    asked = asking(version, email(cast.ada.email))
    for scopes in (("credentials:status",), ("credentials:issue",)):
        platform = program(client, cast, scopes=scopes)
        assert platform.issue(asked).status_code == (403 if "status" in scopes[0] else 201)
    for headers in ({}, {"authorization": "Bearer made-up"}):
        answer = client.post(
            "/vc-api/credentials/issue", {"credential": asked}, content_type="application/json", headers=headers
        )
        refused(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_opens_nothing(client: Client, cast: Cast, version):
    credentials.issuer(cast)
    client.force_login(administrator(cast))
    answer = client.post("/vc-api/credentials/issue", {"credential": {}}, content_type="application/json")
    assert answer.status_code == 401


def test_while_the_issuer_is_stopped_it_waits(platform, cast: Cast, version):
    stop_issuing(actor=None, issuer=platform.issuer, reason="A key may have leaked.", at=cast.at)
    asked = asking(version, email(cast.ada.email))
    answer = platform.issue(asked, key="row 7")
    assert "same key" in refused(answer, 503)
    assert answer["Retry-After"]
    assert (AwardIntent.objects.count(), Award.objects.count()) == (1, 0)
    resume_issuing(actor=None, issuer=platform.issuer, at=cast.at + timedelta(hours=1))
    signed(platform.issue(asked, key="row 7"))
    assert AwardIntent.objects.count() == 1


def test_while_a_key_is_in_doubt_it_waits(client: Client, cast: Cast, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"  # a key that is the issuer's identifier is not condemned
    version, platform = credentials.version(cast), program(client, cast)
    stop_issuing(actor=None, issuer=platform.issuer, reason="A key may have leaked.", at=cast.at)
    asked = asking(version, email(cast.ada.email))
    refused(platform.issue(asked, key="row 7"), 503)
    key = AwardIntent.objects.get().key
    condemn_key(actor=None, key=key, since=cast.at, reason="Stolen.", at=now())
    resume_issuing(actor=None, issuer=platform.issuer, at=now())
    answer = platform.issue(asked, key="row 7")
    assert "upholds" in refused(answer, 503)
    assert answer.json()["title"] == "OrderUnproven"


def test_each_program_is_limited_in_number(platform, cast: Cast, version, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "issuing_clients": "3/m/key"}
    token = platform.token().json()["access_token"]
    answers = [platform.post("issue", {}, token=token).status_code for _turn in range(4)]
    assert answers == [400, 400, 400, 429]
    assert platform.post("status", {}, token=token).status_code == 404, "and may still take back"


def test_each_program_is_limited_in_a_day(platform, cast: Cast, version, monkeypatch):
    monkeypatch.setattr("microcred.integrations.vc_api.api.issuing.MOST_A_DAY", 1)
    signed(platform.issue(asking(version, email(cast.ada.email))))
    assert platform.issue(asking(version, email(cast.ben.email))).status_code == 429
    assert Award.objects.count() == 1


def test_hashes_are_looked_for_less_often(platform, cast: Cast, version, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "issuing_by_hash": "1/m/key"}
    signed(platform.issue(asking(version, email(cast.ada.email))))
    assert platform.issue(asking(version, email(cast.ben.email))).status_code == 429
    signed(platform.issue(asking(version, plain("emailAddress", cast.ben.email))))


def test_the_invariants_hold_after_it(platform, cast: Cast, version):
    signed(platform.issue(asking(version, email(cast.ada.email))))
    outbox.deliver_all()
    assert {each.promise: found for each in INVARIANTS if (found := each.violations())} == {}

"""Checking anyone's credential: clear words for whatever is handed in, and never more than was checked."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from microcred.credentials import operations, reading
from microcred.credentials.tests import make
from microcred.foundation.clock import now
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.tests.make import Issuer as ForeignIssuer
from microcred.openbadges.tests.make import award as an_award_of
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    made = make.award(cast, earned_at=cast.at + timedelta(days=60))
    # the page goes by the clock on the wall, and so must the list
    operations.sign_status_list(actor=None, status_list=made.intent.status_list, at=now())
    return made


def ask(client: Client, **given: object):
    return client.post("/verify/", given)


def said(response) -> str:
    assert response.status_code in (200, 422)
    return response.content.decode()


def test_the_page_asks_and_says_nothing_yet(client: Client, db):
    html = said(client.get("/verify/"))
    assert "Check a credential" in html
    assert "Valid" not in html.split("<form")[0].split("<h1")[1]


def test_pasted_text_is_checked_step_by_step(client: Client, award):
    html = said(ask(client, text=award.intent.signed.text))
    assert "Valid" in html
    assert html.count("verify-step-title") == 10
    assert f"/credentials/{award.pk}/" in html


@pytest.mark.parametrize("kind", ["json", "png", "svg"])
def test_a_file_is_checked_whatever_its_kind(client: Client, award, kind: str):
    content = client.get(f"/credentials/{award.pk}/credential.{kind}").content
    assert "Valid" in said(ask(client, file=SimpleUploadedFile(f"badge.{kind}", content)))


@pytest.mark.parametrize("path", ["", "credential.json", "credential.png"])
def test_a_link_to_this_server_is_answered_without_the_network(client: Client, award, settings, monkeypatch, path: str):
    monkeypatch.setattr(reading, "open_link", lambda url: pytest.fail("the network was asked"))
    assert "Valid" in said(ask(client, link=f"{settings.PUBLIC_URL}/credentials/{award.pk}/{path}"))


def test_our_open_badges_2_assertion_is_checked_without_the_network(
    client: Client, cast: Cast, award, settings, monkeypatch
):
    """By its address, as text, and once what it says has been taken back."""
    monkeypatch.setattr(reading, "open_link", lambda url: pytest.fail("the network was asked"))
    path = f"/open-badges-2/assertions/{award.pk}.json"
    assertion = client.get(path).content.decode()
    for html in (said(ask(client, link=f"{settings.PUBLIC_URL}{path}")), said(ask(client, text=assertion))):
        assert "This is an Open Badges 2.0 assertion" in html
        assert "Its issuer has not withdrawn it" in html
        assert "Genuine, unchanged, from an issuer known here" in html
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=award.earned_at)
    assert "It has been withdrawn" in said(ask(client, text=assertion))


@pytest.mark.parametrize("form", ["", "document.json"])
def test_a_link_to_a_document_beside_awards_is_answered(client: Client, cast: Cast, award, settings, form: str):
    record = operations.compose_record(actor=cast.ada, awards=[award], at=award.earned_at)
    operations.sign_document(actor=None, intent=record, at=award.earned_at)
    html = said(ask(client, link=f"{settings.PUBLIC_URL}/documents/{record.pk}/{form}"))
    assert "Comprehensive Learner Record" in html
    assert "Genuine, unchanged, from an issuer known here" in html


def test_a_changed_credential_is_not_valid_and_nothing_of_it_is_shown(client: Client, award):
    changed = award.intent.signed.text.replace(award.version.title, "Mastering Change")
    html = said(ask(client, text=changed))
    assert "Not valid" in html
    assert "It was changed, or its signature is forged" in html
    assert "Mastering Change" not in html
    for claim in (
        "We know who issued it",
        "its issuer's own key",
        "Its time has not run out",
        "covered by its signature",
    ):
        assert claim not in html, "what a forgery says of itself is no finding"


def test_a_revoked_one_is_revoked(client: Client, cast: Cast, award):
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=award.earned_at)
    assert "It has been withdrawn" in said(ask(client, text=award.intent.signed.text))


def test_an_issuer_nobody_vouches_for_is_not_called_valid(client: Client, db, monkeypatch):
    """A genuine credential of somebody else, whose status list cannot be had."""
    from microcred.credentials import verification

    def nobody_answers(url: str, **_limits: int) -> bytes:
        raise Unreachable(f"{url} did not answer in time")

    monkeypatch.setattr(verification, "fetch", nobody_answers)
    html = said(ask(client, text=to_bytes(ForeignIssuer().award()).decode()))
    assert "Could not be checked in full" in html
    assert "Nobody here vouches for who its issuer is" in html
    assert "Genuine, unchanged, from an issuer known here" not in html


def test_the_holder_is_checked_when_an_address_is_given(client: Client, cast: Cast, award):
    text = award.intent.signed.text
    assert "It was issued to this e-mail address." in said(ask(client, text=text, holder=cast.ada.email))
    assert "It was issued to somebody else" in said(ask(client, text=text, holder="gus@example.org"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{not json", "There is no credential in it"),
        ("[]", "There is no credential in it"),
        ("null", "There is no credential in it"),
        ('{"type": 5}', "There is no credential in it"),
        ('{"type": ["VerifiableCredential", "OpenBadgeCredential"]}', "Not valid"),
        ("[" * 50_000, "There is no credential in it"),
        ('{"@context": {"a": "b"}, "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": null}', "Not valid"),
        ("\x00\x01", "It could not be checked"),
        ("", "Choose a file, give a link or paste"),
    ],
)
def test_whatever_is_pasted_gets_clear_words(client: Client, db, text: str, words: str):
    assert words in said(ask(client, text=text))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n broken", "There is no credential in it"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "carries no Open Badges credential"),
        (b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>", "document type"),
        (b"\xff\xfe\x00binary", "There is no credential in it"),
        (b"%PDF-1.7 ...", "scan the QR code on it, or give its link"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_whatever_is_uploaded_gets_clear_words(client: Client, db, content: bytes, words: str):
    assert words in said(ask(client, file=SimpleUploadedFile("badge", content)))


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://example.org/badge.json",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "https://localhost:22/",
        "https:// space",
        "not a link at all",
    ],
)
def test_an_address_that_must_not_be_opened_is_not(client: Client, db, link: str):
    response = ask(client, link=link)
    assert response.status_code == 422
    assert "could not be opened" in said(response)


def test_a_link_of_this_server_that_is_no_credential_says_so(client: Client, db, settings):
    for path in ("/", "/credentials/nonsense/", "/credentials/01a204fb-6743-72ea-a980-f0dd79dcd0eb/"):
        assert "no credential of this server has this address" in said(ask(client, link=f"{settings.PUBLIC_URL}{path}"))


def test_what_is_no_credential_is_not_called_an_invalid_one(client: Client, award):
    """Our own certificate, and what programs wrap a credential in."""
    certificate = client.get(f"/credentials/{award.pk}/certificate.pdf").content
    response = ask(client, file=SimpleUploadedFile("certificate.pdf", certificate))
    assert response.status_code == 422
    assert "printed form" in said(response)
    assert "Not valid" not in said(response)
    client.cookies["language"] = "es"
    response = client.post("/verify/", {"text": "hola"}, headers={"accept-language": "es"})
    assert "no es una credencial ni la dirección de una" in response.content.decode()


def test_a_credential_is_taken_out_of_an_answer_of_a_program(client: Client, award):
    wrapped = json.dumps({"verifiableCredential": json.loads(award.intent.signed.text)})
    assert "Genuine, unchanged, from an issuer known here" in said(ask(client, text=wrapped))


def test_text_beyond_all_measure_is_refused_as_too_large(client: Client, db):
    response = ask(client, text="{" * (5 * 1024 * 1024))
    assert response.status_code == 413
    assert "too large" in response.content.decode().lower()


def test_two_at_once_are_too_many(client: Client, award):
    html = said(ask(client, text=award.intent.signed.text, link="https://example.org/x"))
    assert "in one way only" in html


def test_mutations_of_a_valid_credential_are_never_called_valid(client: Client, award):
    """Every member of the document taken out or changed, one at a time."""
    original = json.loads(award.intent.signed.text)
    for name in original:
        without = {key: value for key, value in original.items() if key != name}
        changed = {**original, name: "https://example.org/other"}
        for document in (without, changed):
            html = said(ask(client, text=json.dumps(document)))
            assert "Genuine, unchanged, from an issuer known here" not in html, name


def test_what_stands_inside_is_told_and_of_a_forgery_nothing_but_that(client: Client, db):
    from microcred.openbadges.tests.elsewhere import STRANGER, badge, transcript

    unsigned = badge(STRANGER)
    unsigned["issuer"]["name"] = "The strangers"
    genuine = STRANGER.sign(unsigned)
    forged = {**genuine, "issuer": {**genuine["issuer"], "name": "Forgers"}}
    html = said(ask(client, text=json.dumps(transcript(genuine, forged))))

    assert "Valid in part" in html
    assert "Teamwork, from The strangers: Issuer unknown here" in html
    assert "A credential: Not valid" in html
    assert "Forgers" not in html


def test_a_picture_of_a_qr_code_is_read(client: Client, award, settings):
    """What the page of an award shows for scanning, as a camera would see it."""
    import io

    import segno

    code = io.BytesIO()
    segno.make(f"{settings.PUBLIC_URL}/credentials/{award.pk}/").save(code, kind="png", scale=4)
    html = said(ask(client, file=SimpleUploadedFile("photo.png", code.getvalue())))
    assert "Genuine, unchanged, from an issuer known here" in html


def test_an_open_badges_2_assertion_is_asked_for_at_its_own_address(client: Client, db, monkeypatch):
    from microcred.credentials import verification
    from microcred.openbadges.tests.elsewhere import ASSERTION, old_academy

    servers = old_academy()
    monkeypatch.setattr(verification, "fetch", lambda url, **_limits: servers.fetch(url))
    html = said(ask(client, text=json.dumps(ASSERTION)))
    assert "Issuer unknown here" in html
    assert "The old academy" in html
    assert ASSERTION["id"] in servers.asked


def test_nobody_makes_this_server_knock_at_doors_all_day(client: Client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "verifications": "3/m/ip"}
    for _ in range(3):
        assert "There is no credential in it" in said(ask(client, text="{}"))
    assert "Many credentials were checked from your address" in said(ask(client, text="{}"))


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["https://[", "https://[::1"])
def test_what_is_no_address_is_said_to_be_none(client, link):
    answer = client.post("/verify/", {"link": link})
    assert answer.status_code == 422
    assert "it is no address" in answer.content.decode()


@pytest.mark.parametrize(
    "day", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"]
)
@pytest.mark.django_db
@pytest.mark.parametrize("is_said", ["validFrom", "validUntil"])
def test_a_credential_at_the_ends_of_the_calendar_is_looked_at(client, is_said, day):
    issuer = ForeignIssuer()
    badge = an_award_of(issuer.did, status=None).to_json() | {is_said: day}
    assert "verify-step-title" in said(ask(client, text=to_bytes(issuer.sign(badge)).decode()))

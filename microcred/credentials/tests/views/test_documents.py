"""Files and documents: the stored bytes, the right types, for every origin, with an ETag."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from microcred.credentials import operations
from microcred.credentials.tests import make
from microcred.openbadges import baking
from microcred.openbadges.status import StatusBits
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return make.award(cast)


def documents(award) -> dict[str, str]:
    return {
        f"/credentials/{award.pk}/credential.json": "application/ld+json",
        f"/credentials/{award.pk}/credential.png": "image/png",
        f"/credentials/{award.pk}/credential.svg": "image/svg+xml",
        f"/credentials/{award.pk}/certificate.pdf": "application/pdf",
        f"/credentials/{award.pk}/qr.svg": "image/svg+xml",
        f"/badges/{award.version_id}.png": "image/png",
        f"/badges/{award.version_id}.svg": "image/svg+xml",
        f"/status/{award.intent.status_list_id}/": "application/ld+json",
        f"/issuers/{award.issuer.slug}/did.json": "application/did+ld+json",
    }


def test_every_document_is_open_to_all_origins_and_fresh_for_five_minutes(client: Client, award):
    for path, content_type in documents(award).items():
        response = client.get(path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == content_type, path
        assert response["Access-Control-Allow-Origin"] == "*"
        # a list is kept by caches and then by verifiers, both of which together stay within five minutes
        assert f"max-age={60 if path.startswith('/status/') else 300}" in response["Cache-Control"]
        if "certificate" not in path:
            again = client.get(path, headers={"if-none-match": response["ETag"]})
            assert (again.status_code, again.content) == (304, b""), path
            assert again["Access-Control-Allow-Origin"] == "*"


def test_the_json_is_the_stored_text_byte_for_byte(client: Client, award):
    response = client.get(f"/credentials/{award.pk}/credential.json")
    assert response.content == award.intent.signed.text.encode()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_baked_badge_carries_the_stored_text(client: Client, award, kind: str):
    baked = client.get(f"/credentials/{award.pk}/credential.{kind}").content
    assert baking.extract(baked) == award.intent.signed.text.encode()


def test_the_badge_is_a_picture_of_eight_hundred_pixels(client: Client, award):
    picture = Image.open(BytesIO(client.get(f"/badges/{award.version_id}.png").content))
    assert picture.size == (800, 800)
    assert picture.getpixel((2, 2))[3] == 0, "on a transparent ground"
    assert client.get(f"/badges/{award.version_id}.gif").status_code == 404


def test_the_certificate_is_tagged_for_screen_readers(client: Client, award):
    pdf = client.get(f"/credentials/{award.pk}/certificate.pdf").content
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf or b"pdfuaid" in pdf


def test_who_names_the_registered_type_gets_it(client: Client, award):
    """Verifiers in use parse a body only when its type says json; so `application/vc` is for those who ask."""
    path = f"/status/{award.intent.status_list_id}/"
    assert client.get(path, headers={"accept": "application/vc"})["Content-Type"] == "application/vc"
    assert client.get(path, headers={"accept": "*/*"})["Content-Type"] == "application/ld+json"
    assert "Accept" in client.get(path)["Vary"]


def test_a_revocation_is_in_the_list_at_once_and_its_etag_changes(client: Client, cast: Cast, award):
    path = f"/status/{award.intent.status_list_id}/"
    before = client.get(path)
    operations.revoke(actor=cast.lena, award=award, reason="Error.", at=award.earned_at + timedelta(days=1))
    after = client.get(path, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    bits = StatusBits.decode(json.loads(after.content)["credentialSubject"]["encodedList"])
    assert [index for index in range(len(bits)) if bits[index]] == [award.intent.status_index]

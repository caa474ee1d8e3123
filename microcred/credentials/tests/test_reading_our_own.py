"""What this server prints and shows can be read back by its own verifier, from a picture as a camera takes it."""

import io
import json
from datetime import timedelta

import pytest
import typst
from PIL import Image, ImageFilter

from microcred.credentials import addresses, pictures, reading
from microcred.credentials.tests import make
from microcred.openbadges.pictures import qr_texts
from tests.cast import Cast


@pytest.fixture
def award(cast: Cast):
    return make.award(cast, earned_at=cast.at + timedelta(days=60))


@pytest.fixture
def on_paper(monkeypatch: pytest.MonkeyPatch):
    """The certificate as a picture of its page at 150 dots per inch, instead of as PDF."""
    setting = typst.compile

    def as_picture(template: str, *, root: str, sys_inputs: dict, **_pdf_only: object) -> bytes:
        return setting(template, root=root, sys_inputs=sys_inputs, format="png", ppi=150)

    monkeypatch.setattr(typst, "compile", as_picture)


def photographed(page: bytes) -> bytes:
    """Slightly askew, soft and compressed."""
    picture = Image.open(io.BytesIO(page)).convert("RGB").rotate(4, expand=True, fillcolor="gray")
    taken = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.7)).save(taken, "JPEG", quality=70)
    return taken.getvalue()


def test_the_code_on_a_certificate(award, on_paper):
    page = pictures.certificate(award)
    assert qr_texts(photographed(page)) == [addresses.credential_page(award.pk)]
    assert reading.read_file(photographed(page)) == award.intent.signed.text.encode()


def test_the_code_on_the_page_of_an_award(award):
    drawn = pictures.qr_code(addresses.credential_page(award.pk))
    page = '#set page(width: 60mm, height: 60mm)\n#image(bytes(sys.inputs.qr), format: "svg", width: 40mm)'
    shown = typst.compile(page.encode(), format="png", ppi=150, sys_inputs={"qr": drawn.decode()})
    assert qr_texts(shown) == [addresses.credential_page(award.pk)]


def test_the_badge_carries_its_credential_and_no_code(award, client):
    badge = client.get(f"/credentials/{award.pk}/credential.png").content
    assert qr_texts(badge) == []
    assert json.loads(reading.read_file(badge))["id"] == f"urn:uuid:{award.pk}"

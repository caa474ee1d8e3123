"""Getting at a credential: files of every kind, pictures of QR codes, links, pages that name it."""

import io
import json
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageFilter

from microcred.openbadges import baking, pictures
from microcred.openbadges.baking import ImageRefused
from microcred.openbadges.dids import offline
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.source import Link, credential_in, follow, verify_source
from microcred.openbadges.tests.elsewhere import ASSERTION, badge, signed_assertion, token
from microcred.openbadges.tests.make import NOW, Issuer
from microcred.openbadges.tests.test_baking import PNG, SVG
from microcred.openbadges.unwrapping import Nothing, NothingToVerify
from microcred.openbadges.verify import Verdict

CENTRE = Issuer()
SIGNED = to_bytes(CENTRE.sign(badge()))
TOKEN = token(badge())
LINK = "https://credentials.example.edu/credentials/1"


def code(text: str | bytes, *, scale: int = 4) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error="l").save(drawn, kind="png", scale=scale, border=4)
    return Image.open(drawn).convert("RGB")


def as_bytes(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()


def photographed(picture: Image.Image) -> Image.Image:
    """Askew, soft and grey on a larger table, as a hand with a telephone takes it."""
    table = Image.new("RGB", (picture.width * 2, picture.height * 2), (96, 90, 80))
    turned = picture.rotate(17, expand=True, fillcolor=(200, 198, 190))
    table.paste(turned, (picture.width // 3, picture.height // 4))
    return table.filter(ImageFilter.GaussianBlur(1)).point(lambda value: 40 + value * 3 // 5)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_of_a_code_with_an_address(kind: str):
    assert credential_in(as_bytes(photographed(code(LINK, scale=8)), kind)) == Link(LINK)


def test_a_picture_of_a_code_that_holds_the_whole_credential():
    assert credential_in(as_bytes(code(TOKEN), "PNG")) == TOKEN.encode()
    assert json.loads(credential_in(as_bytes(code(SIGNED), "PNG"))) == json.loads(SIGNED)


@pytest.mark.parametrize("texts", [[], [LINK, LINK + "2"], ["WIFI:S:guest;;"]], ids=["none", "two", "another"])
def test_a_picture_that_says_nothing_or_too_much(texts: list[str]):
    table = Image.new("RGB", (900, 450), "white")
    for number, text in enumerate(texts):
        table.paste(code(text), (40 + 430 * number, 60))
    with pytest.raises(NothingToVerify, match="QR code"):
        credential_in(as_bytes(table, "PNG"))


def test_a_baked_badge_counts_for_more_than_a_code_on_it():
    picture = as_bytes(code(LINK), "PNG")
    assert credential_in(baking.bake_png(picture, SIGNED)) == SIGNED


def test_a_picture_that_unpacks_to_far_too_much():
    for side, words in ((7_000, "million pixels"), (30_000, "not a picture that can be read")):
        bomb = as_bytes(Image.new("1", (side, side)), "PNG")
        assert len(bomb) < 1_000_000
        with pytest.raises(ImageRefused, match=words):
            pictures.qr_texts(bomb)


@pytest.mark.parametrize(
    "damaged", [b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", as_bytes(code(LINK), "JPEG")[:200]]
)
def test_a_damaged_picture(damaged: bytes):
    with pytest.raises(ImageRefused):
        credential_in(damaged)


# Open Badges 2 in images


def _with_text(png: bytes, kind: bytes, data: bytes) -> bytes:
    header = png[:33]
    return header + baking._chunk(kind, data) + png[33:]


@pytest.mark.parametrize(
    ("kind", "data", "found"),
    [
        (b"iTXt", b"openbadges\0\0\0\0\0" + json.dumps(ASSERTION).encode(), json.dumps(ASSERTION).encode()),
        (b"iTXt", b"openbadges\0\0\0\0\0" + signed_assertion().encode(), None),
        (b"tEXt", b"openbadges\0https://old.example/assertions/1", Link("https://old.example/assertions/1")),
    ],
    ids=["document", "token", "address"],
)
def test_open_badges_2_in_png(kind: bytes, data: bytes, found):
    taken = credential_in(_with_text(PNG, kind, data))
    assert taken == found if found else taken.count(b".") == 2


def test_open_badges_2_in_svg():
    root = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    written = b"<openbadges:assertion verify='https://old.example/assertions/1'>%s</openbadges:assertion></svg>"
    document = json.dumps(ASSERTION).encode()
    assert credential_in(root + written % (b"<![CDATA[" + document + b"]]>")) == document
    assert credential_in(root + written % b"") == Link("https://old.example/assertions/1")


def test_a_token_in_svg():
    root = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    assert credential_in(root + b'<openbadges:credential verify="%s"/></svg>' % TOKEN.encode()) == TOKEN.encode()
    both = root + b'<openbadges:credential verify="%s">{}</openbadges:credential></svg>' % TOKEN.encode()
    with pytest.raises(ImageRefused, match="more than one"):
        credential_in(both)


# what credentials come wrapped in


def broken(token_: str) -> bytes:
    """As a mail program breaks a long line."""
    return b"\r\n".join(token_.encode()[place : place + 76] for place in range(0, len(token_), 76))


DOCUMENT = json.loads(SIGNED)
PRESENTATION = {"@context": DOCUMENT["@context"], "type": ["VerifiablePresentation"], "verifiableCredential": DOCUMENT}


@pytest.mark.parametrize(
    "data",
    [
        broken(TOKEN),
        b"data:application/vc+jwt," + TOKEN.encode(),
        {"verifiableCredential": DOCUMENT},
        {"verifiableCredential": TOKEN},
        [DOCUMENT],
        [TOKEN],
        {"credentials": [{"credential": DOCUMENT}]},
        {"credentials": [{"credential": TOKEN}], "notification_id": "1"},
        {"credential": [DOCUMENT], "compactJwsString": []},
        {"credential": [], "compactJwsString": [TOKEN]},
        PRESENTATION,
        {"verifiablePresentation": {**PRESENTATION, "verifiableCredential": [DOCUMENT]}},
    ],
)
def test_a_credential_is_taken_out_of_what_it_came_in(data):
    found = credential_in(data if isinstance(data, bytes) else json.dumps(data).encode())
    assert found == TOKEN.encode() or json.loads(found) == DOCUMENT


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello", Nothing.NO_CREDENTIAL),
        (b"hello.dear.world", Nothing.NO_CREDENTIAL),
        (b"", Nothing.NO_CREDENTIAL),
        (b"\xff\xfe\0", Nothing.NO_CREDENTIAL),
        (b"{}", Nothing.NO_CREDENTIAL),
        (b"[]", Nothing.NO_CREDENTIAL),
        (b'{"type": 5}', Nothing.NO_CREDENTIAL),
        (b"[" * 50_000, Nothing.NO_CREDENTIAL),
        (b"[" * 20 + b"]" * 20, Nothing.NO_CREDENTIAL),
        (json.dumps({"type": "BadgeClass", "issuer": "https://old.example"}).encode(), Nothing.NO_CREDENTIAL),
        (b"%PDF-1.7\n%", Nothing.PRINTED),
        (SIGNED[:-9], Nothing.CUT_OFF),
        (b" " + b"x" * (2 * 1024 * 1024 + 1), Nothing.TOO_LARGE),
        (json.dumps([DOCUMENT, DOCUMENT]).encode(), Nothing.SEVERAL),
        (json.dumps({"credential": DOCUMENT, "credentials": [DOCUMENT]}).encode(), Nothing.SEVERAL),
        (json.dumps({**PRESENTATION, "credential": DOCUMENT}).encode(), Nothing.SEVERAL),
        (b'[%s],"x":%s' % (SIGNED, SIGNED), Nothing.CUT_OFF),
        (json.dumps({**PRESENTATION, "proof": {}}).encode(), Nothing.PRESENTED),
    ],
)
def test_what_is_no_credential_is_not_called_an_invalid_one(data: bytes, why: Nothing):
    with pytest.raises(NothingToVerify) as refused:
        credential_in(data)
    assert str(refused.value) == why.value


def test_what_is_written_twice_is_left_for_the_verifier_to_refuse():
    """Taking it apart would keep one of the two, and hide that there was another."""
    twice = b'{"verifiableCredential": %s, "verifiableCredential": %s}' % (SIGNED, SIGNED)
    assert credential_in(twice) == twice


# links and pages


def test_a_link_is_followed_to_what_it_serves_and_no_further():
    pages = {LINK: b"https://credentials.example.edu/2", "https://credentials.example.edu/2": SIGNED}
    assert follow(Link(LINK), pages.__getitem__) == SIGNED
    pages["https://credentials.example.edu/2"] = b"https://credentials.example.edu/3"
    with pytest.raises(NothingToVerify, match="leads to another link"):
        follow(Link(LINK), pages.__getitem__)


def page(*links: str) -> bytes:
    return f"<!doctype html><html><head>{''.join(links)}</head><body>A badge</body></html>".encode()


ALTERNATE = '<link rel="alternate" type="application/ld+json" href="{}">'


def test_a_page_that_names_its_credential():
    assert credential_in(page(ALTERNATE.format("/c/1.json")), at=LINK) == Link(
        "https://credentials.example.edu/c/1.json"
    )


@pytest.mark.parametrize(
    "links",
    [
        [],
        [ALTERNATE.format("https://elsewhere.example/c.json")],
        [ALTERNATE.format("http://169.254.169.254/latest")],
        [ALTERNATE.format("/1"), ALTERNATE.format("/2")],
        ['<link rel="stylesheet" type="text/css" href="/x.css">'],
    ],
)
def test_a_page_that_does_not(links: list[str]):
    with pytest.raises(NothingToVerify, match="leads to a page"):
        credential_in(page(*links), at=LINK)


def test_what_we_are_told_to_open_and_cannot():
    def nobody(url: str) -> bytes:
        raise Unreachable(f"{url} did not answer")

    with pytest.raises(Unreachable):
        follow(Link(LINK), nobody)


# files, through the whole verifier


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("badge.json", SIGNED),
        ("badge with a mark.json", b"\xef\xbb\xbf" + SIGNED),
        ("badge.jwt", TOKEN.encode() + b"\n"),
        ("badge.png", baking.bake_png(PNG, SIGNED)),
        ("token.png", baking.bake_png(PNG, TOKEN.encode())),
        ("badge.svg", baking.bake_svg(SVG, SIGNED)),
        ("photo.jpg", as_bytes(code(TOKEN, scale=5), "JPEG")),
    ],
)
def test_a_file_of_any_kind_is_verified(tmp_path: Path, name: str, data: bytes):
    file = tmp_path / name
    file.write_bytes(data)
    report = verify_source(file, now=NOW, known_issuers={CENTRE.did}, fetch_document=offline)
    assert report.verdict is Verdict.VALID, report.message

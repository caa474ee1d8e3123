"""The page that checks credentials, in a browser: what is dropped, pasted or held before the camera; and barriers."""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from microcred.credentials.tests import make
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.tests.elsewhere import STRANGER, badge, endorsement, transcript
from microcred.openbadges.tests.make import Issuer
from tests.cast import Cast
from tests.journeys.looking import Eyes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def award(cast: Cast):
    return make.award(cast, earned_at=cast.at + timedelta(days=60))


@pytest.fixture
def eyes() -> Iterator[Eyes]:
    kept = os.environ.get("MICROCRED_PICTURES")
    looking = Eyes(pictures=Path(kept) if kept else None)
    yield looking
    assert not looking.problems, "\n".join(looking.problems)


DROP = """([name, type, text]) => {
  const given = new DataTransfer();
  if (name) given.items.add(new File([text], name, { type }));
  else given.setData("text/plain", text);
  const zone = document.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
}"""

PASTE = """(text) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true }));
}"""


def verdict(page: Page) -> str:
    place = page.get_by_role("status").first
    expect(place).to_be_visible()
    return place.inner_text()


def test_what_is_dropped_or_pasted_is_checked_at_once(page: Page, live_server, award):
    text = award.intent.signed.text
    page.goto(f"{live_server.url}/verify/")
    page.evaluate(DROP, ["badge.json", "application/json", text])
    assert "Valid" in verdict(page)

    page.goto(f"{live_server.url}/verify/")
    page.evaluate(DROP, ["", "", text.replace(award.version.title, "Mastering Change")])
    assert "Not valid" in verdict(page)

    page.goto(f"{live_server.url}/verify/")
    page.evaluate(PASTE, text)
    assert "Valid" in verdict(page)


def test_what_is_pasted_into_a_field_stays_in_the_field(page: Page, live_server, award):
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("Its text").focus()
    page.evaluate("() => document.activeElement.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check a credential")
    expect(page.get_by_role("heading", name="Result")).to_have_count(0)


def test_without_a_script_the_form_asks_for_what_it_can_take(browser: Browser, live_server, award):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/verify/")
    expect(page.get_by_role("button", name="Scan a QR code")).to_have_count(0)
    page.get_by_label("Its text").fill(award.intent.signed.text)
    page.get_by_role("button", name="Check it").click()
    assert "Valid" in verdict(page)
    context.close()


def test_a_camera_that_is_refused_says_so(browser: Browser, live_server, db):
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.goto(f"{live_server.url}/verify/")
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Scan a QR code").click()
    expect(page.get_by_role("dialog")).to_contain_text("The camera was refused")
    expect(page.get_by_role("dialog")).to_contain_text("choose that as a file")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    context.close()


def test_without_a_camera_the_page_says_so(page: Page, live_server, db):
    page.goto(f"{live_server.url}/verify/")
    page.evaluate("() => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); }")
    page.get_by_role("button", name="Scan a QR code").click()
    expect(page.get_by_role("dialog")).to_contain_text("No camera can be used here")


@pytest.fixture
def page_with_a_camera(browser_type: BrowserType, browser_type_launch_args: dict, tmp_path: Path, live_server, award):
    """A browser whose camera sees a certificate on a table: its QR code, small and off the middle."""
    film = tmp_path / "film.y4m"
    film.write_bytes(as_film(on_a_table(f"{live_server.url}/credentials/{award.pk}/credential.json")))
    fakes = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    arguments = [*browser_type_launch_args["args"], *fakes, f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    yield browser.new_context(permissions=["camera"]).new_page()
    browser.close()


def on_a_table(text: str) -> Image.Image:
    code = io.BytesIO()
    segno.make(text, error="m").save(code, kind="png", scale=5, border=4)
    table = Image.new("L", (640, 480), 120)
    table.paste(Image.open(code).convert("L"), (190, 90))
    return table


def as_film(picture: Image.Image) -> bytes:
    """Some frames of it in YUV4MPEG2, which Chromium plays as a camera."""
    width, height = picture.size
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (width * height // 2)
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (width, height) + frame * 5


def test_a_code_held_before_the_camera_is_checked(page_with_a_camera: Page, live_server, award, settings):
    settings.PUBLIC_URL = live_server.url
    page = page_with_a_camera
    handed_in = posts_of(page)
    page.goto(f"{live_server.url}/verify/")
    page.get_by_role("button", name="Scan a QR code").click()
    expect(page.get_by_role("heading", name="Result")).to_be_attached()
    assert "Could not" not in verdict(page)
    page.wait_for_timeout(1_000)
    assert handed_in == [f"{live_server.url}/verify/"], "a code is handed in once, however long it is held there"


def test_who_stops_while_a_code_is_being_read_hands_nothing_in(page_with_a_camera: Page, live_server, award):
    page = page_with_a_camera
    handed_in = posts_of(page)
    page.add_init_script(A_SLOW_READER)
    page.goto(f"{live_server.url}/verify/")
    page.get_by_role("button", name="Scan a QR code").click()
    page.wait_for_function("() => globalThis.finish !== undefined")

    page.get_by_role("button", name="Stop").click()
    page.evaluate("() => globalThis.finish()")
    page.wait_for_timeout(500)

    assert handed_in == []


A_SLOW_READER = """
globalThis.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect() {
    return new Promise((resolve) => { globalThis.finish = () => resolve([{ rawValue: "https://example.org/" }]); });
  }
};
"""


def posts_of(page: Page) -> list[str]:
    """The addresses that the page posts to, from now on."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url) if request.method == "POST" else None)
    return seen


def test_the_page_has_no_barriers_in_any_of_its_states(page: Page, live_server, award, eyes: Eyes):
    page.goto(f"{live_server.url}/verify/")
    eyes.look(page, "empty")

    page.get_by_role("button", name="Scan a QR code").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(300)
    eyes.look(page, "camera")

    forged = {**endorsement("urn:x:a", by=STRANGER), "name": "Praise"}
    inside = Issuer().sign(badge(endorsement=[endorsement("urn:x:a"), forged]))
    states = {
        "valid": award.intent.signed.text,
        "forged": award.intent.signed.text.replace(award.version.title, "A" * 80),
        "a transcript": to_bytes(transcript(inside, STRANGER.sign(badge(STRANGER)))).decode(),
        "nothing": "{",
        "in two ways": "",
    }
    for name, text in states.items():
        page.goto(f"{live_server.url}/verify/")
        page.get_by_label("Its text").fill(text)
        page.get_by_role("button", name="Check it").click()
        page.wait_for_load_state("load")
        expect(page.locator("[data-verify-steps][aria-busy]")).to_have_count(0)
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        eyes.look(page, name)

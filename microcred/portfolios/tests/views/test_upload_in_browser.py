"""Putting in a file, with the page's script: what is wrong is said at the field, and an upload can be stopped."""

import hashlib
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, Route, expect

from microcred.foundation.clock import now
from microcred.foundation.storage import disk
from microcred.portfolios.models import Arrival, Item, Upload, UploadEnd
from microcred.portfolios.operations import evidence
from microcred.portfolios.operations.examining import examine
from microcred.portfolios.tests.make import started

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upload(live_server, cast, page: Page) -> Locator:
    """The first place of Ada's workspace that takes a file."""
    client = Client()
    client.force_login(cast.ada)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/pursuits/{started(cast).pk}/")
    return page.locator("form[data-upload]").first


def send(upload: Locator, content: bytes, *, name: str = "plan.txt") -> None:
    chosen = upload.locator("input[type=file]")
    chosen.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def test_an_empty_file_is_refused_at_its_field_before_it_is_sent(page: Page, upload: Locator):
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    send(upload, b"")
    field = upload.locator("input[type=file]")
    expect(upload.get_by_role("alert")).to_have_text("This file is empty.")
    expect(upload.get_by_role("alert").locator("svg")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("This file is empty"))
    assert sent == []


def test_what_was_wrong_is_gone_once_a_file_is_on_its_way_and_it_can_be_stopped(page: Page, upload: Locator):
    send(upload, b"")
    page.route("**/bytes/**", lambda route: None)
    send(upload, b"Our plan.")
    expect(upload.locator("input[type=file]")).not_to_have_attribute("aria-invalid", "true")
    upload.get_by_role("button", name="Stop the upload").click()
    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped.")
    expect(upload.locator("[data-upload-progress]")).to_be_hidden()
    assert not Item.objects.exists()

    page.unroute_all()
    upload.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("article").filter(has_text="plan.txt")).to_be_visible()


def test_an_upload_can_be_stopped_before_the_script_that_sends_has_come(page: Page, upload: Locator):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/uploads*.js", hold)
    send(upload, b"Our plan.")
    upload.get_by_role("button", name="Stop the upload").click()
    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped.")

    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(upload.locator("[data-upload-progress]")).to_be_hidden()
    assert not Upload.objects.exists()
    upload.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("article").filter(has_text="plan.txt")).to_be_visible()


def test_who_chooses_another_in_the_same_moment_hears_nothing_of_the_first(page: Page, upload: Locator):
    page.route("**/bytes/**", lambda route: None)
    upload.evaluate("""form => {
        const field = form.querySelector("input[type=file]");
        for (const words of [[], ["Our plan."]]) {
            const chosen = new DataTransfer();
            chosen.items.add(new File(words, "plan.txt", { type: "text/plain" }));
            field.files = chosen.files;
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }""")
    expect(upload.get_by_role("button", name="Stop the upload")).to_be_visible()
    page.wait_for_timeout(300)
    expect(upload.get_by_role("alert")).to_have_count(0)
    upload.get_by_role("button", name="Stop the upload").click()
    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped.")


def test_a_file_is_sent_once_it_is_chosen_or_dropped(page: Page, upload: Locator):
    expect(upload.get_by_role("button", name="Upload")).to_be_hidden()
    upload.evaluate("""form => {
        const files = new DataTransfer();
        files.items.add(new File(["Our plan."], "dropped.txt", { type: "text/plain" }));
        form.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    expect(page.get_by_role("article").filter(has_text="dropped.txt")).to_be_visible()


def test_who_writes_while_a_file_comes_writes_on_and_sees_it_come(page: Page, upload: Locator):
    page.evaluate("() => { window.stays = true; }")
    words = "We met on Tuesdays, and wrote down who decides what in our team."
    send(upload, b"Our plan.")
    page.locator("#text-1").click()
    page.locator("#text-1").press_sequentially(words, delay=60)

    expect(page.get_by_role("article").filter(has_text="plan.txt")).to_be_visible()
    expect(upload.get_by_text("Arrived: “plan.txt”")).to_be_visible()
    part = page.locator("section[id^=requirement-]").filter(has=page.locator("form[data-upload]")).first
    expect(part.locator("[id^=standing-]")).to_have_text("Ready")
    expect(page.locator("#text-1")).to_have_value(words)
    expect(page.locator("#text-1")).to_be_focused()
    assert page.evaluate("() => window.stays")


def choose_several(upload: Locator, *names: str) -> None:
    files = [{"name": name, "mimeType": "text/plain", "buffer": f"Our {name}.".encode()} for name in names]
    upload.locator("input[type=file]").set_input_files(files)


def test_of_several_none_is_dropped_in_silence(page: Page, upload: Locator):
    choose_several(upload, "first.txt", "second.txt", "third.txt")
    for name in ("first.txt", "second.txt", "third.txt"):
        expect(page.get_by_role("article").filter(has_text=name)).to_be_visible()
    expect(upload.get_by_text("Arrived: “first.txt”, “second.txt”, “third.txt”")).to_be_visible()


def test_what_is_refused_is_named_and_the_others_arrive(page: Page, upload: Locator):
    choose_several(upload, "first.txt", "program.exe", "third.txt")
    expect(upload.get_by_role("alert")).to_contain_text("“program.exe”")
    for name in ("first.txt", "third.txt"):
        expect(page.get_by_role("article").filter(has_text=name)).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="program.exe")).to_have_count(0)
    part = page.locator("section[id^=requirement-]").filter(has=page.locator("form[data-upload]")).first
    expect(part.locator("[id^=standing-]")).to_have_text("Ready")
    expect(upload.get_by_role("button", name="Upload")).to_be_hidden()
    assert upload.locator("input[type=file]").input_value() == ""


def test_what_is_chosen_meanwhile_goes_behind_and_is_named(page: Page, upload: Locator):
    page.route("**/bytes/**", lambda route: None)
    choose_several(upload, "first.txt")
    expect(upload.get_by_role("button", name="Stop the upload")).to_be_visible()
    choose_several(upload, "second.txt")
    expect(upload.get_by_text("Next: “second.txt”")).to_be_visible()

    upload.get_by_role("button", name="Stop the upload").click()

    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped. Not sent: “second.txt”")
    assert not Item.objects.exists()


def test_what_was_taken_out_is_put_back_where_it_was(page: Page, upload: Locator):
    send(upload, b"Our plan.")
    file = page.get_by_role("article").filter(has_text="plan.txt")
    file.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("You took out “plan.txt”.")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(file).to_be_visible()
    expect(page.get_by_text("You took out")).to_have_count(0)


PART = 5 << 20
SIZE = 3 * PART - 1000


@pytest.fixture
def recording(tmp_path: Path, settings, monkeypatch) -> Path:
    """A file of three parts."""
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr("microcred.portfolios.operations.uploading.part_size_for", lambda size: PART)
    file = tmp_path / "notes.txt"
    file.write_bytes((b"We met on Tuesdays and wrote down who decides what.\n" * (SIZE // 52 + 1))[:SIZE])
    return file


def choose(upload: Locator, file: Path) -> None:
    upload.locator("input[type=file]").set_input_files(file)


def arrived(page: Page, file: Path) -> None:
    """All of it is there, as it is on the device."""
    expect(page.get_by_text("is still being checked").first).to_be_visible(timeout=30_000)
    arrival = Arrival.objects.get()
    assert arrival.original.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def stop_at(page: Page, number: int) -> list[str]:
    """Parts from this one on do not get through; which ones were sent is written down."""
    sent: list[str] = []

    def answer(route) -> None:
        part = re.search("partNumber=([0-9]+)", route.request.url)
        sent.append(part[1] if part else "list")
        if part and int(part[1]) >= number:
            route.abort()
        else:
            route.continue_()

    page.route("**/bytes/**", answer)
    return sent


def test_a_file_of_several_parts_arrives_whole(page: Page, upload: Locator, recording: Path):
    choose(upload, recording)
    arrived(page, recording)


def test_a_part_that_the_disk_lost_is_sent_again_by_itself(page: Page, upload: Locator, recording: Path, monkeypatch):
    lost: list[str] = []

    def flush(folder, writer, there, held):
        if lost:
            disk_flushes(folder, writer, there, held)
            return
        with held:
            lost.append(there.name)

    disk_flushes = disk._flush
    monkeypatch.setattr(disk, "_flush", flush)
    sent = stop_at(page, 9)
    choose(upload, recording)
    arrived(page, recording)
    assert [number for number in sent if number != "list"] == ["1", "2", "3", "1"]


def test_while_the_line_is_down_it_waits_and_goes_on_by_itself(page: Page, upload: Locator, recording: Path):
    stop_at(page, 2)
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text("No connection at 33 %", timeout=30_000)
    page.unroute_all()
    sent = stop_at(page, 9)
    arrived(page, recording)
    assert "1" not in sent


def test_it_is_paused_and_goes_on(page: Page, upload: Locator, recording: Path):
    page.route("**/bytes/**", lambda route: None if "partNumber=2" in route.request.url else route.continue_())
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text(re.compile("3[0-9] %"), timeout=30_000)
    upload.get_by_role("button", name="Pause").click()
    expect(upload.locator("[data-upload-progress]")).to_contain_text("Paused at 3")
    expect(upload.get_by_role("button", name="Go on")).to_be_focused()
    page.unroute_all()
    upload.get_by_role("button", name="Go on").click()
    arrived(page, recording)


def test_a_closed_tab_loses_nothing(page: Page, upload: Locator, recording: Path):
    stop_at(page, 3)
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text("No connection at 66 %", timeout=30_000)
    # The line comes back only after the tab is gone: the script would send the rest by itself.
    page.reload()
    expect(page.get_by_text("The upload of “notes.txt” is at 6")).to_be_visible()
    page.unroute_all()
    sent = stop_at(page, 9)
    choose(page.locator("form[data-upload]").first, recording)
    arrived(page, recording)
    assert [number for number in sent if number != "list"] == ["3"]


def test_another_file_of_that_name_and_size_is_not_mixed_in(page: Page, upload: Locator, recording: Path):
    stop_at(page, 3)
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text("No connection", timeout=30_000)
    page.unroute_all()
    page.reload()
    moment = recording.stat()
    recording.write_bytes(recording.read_bytes().replace(b"Tuesdays", b"Thursday"))
    os.utime(recording, ns=(moment.st_atime_ns, moment.st_mtime_ns))
    again = page.locator("form[data-upload]").first
    choose(again, recording)
    expect(again.get_by_role("alert")).to_contain_text("This is not the file that the upload was begun with")


def test_a_session_that_ends_in_the_middle_is_said_and_costs_nothing(page: Page, upload: Locator, recording: Path):
    page.route("**/bytes/**", lambda route: None if "partNumber=2" in route.request.url else route.continue_())
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text(re.compile("3[0-9] %"), timeout=30_000)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    upload.get_by_role("button", name="Pause").click()
    upload.get_by_role("button", name="Go on").click()
    expect(upload.get_by_role("alert")).to_contain_text("You are signed out. What has arrived is kept", timeout=30_000)

    page.context.add_cookies(cookies)
    page.unroute_all()
    page.reload()
    choose(page.locator("form[data-upload]").first, recording)
    arrived(page, recording)


def test_two_tabs_that_send_the_same_file_make_one(page: Page, upload: Locator, recording: Path):
    other = page.context.new_page()
    other.goto(page.url)
    held: list[Route] = []
    page.route("**/completion/", lambda route: held.append(route))  # noqa: PLW0108 (Playwright asks a function for its arguments)
    with page.expect_request("**/completion/"):
        choose(upload, recording)
    with other.expect_response("**/uploads/*/"):
        choose(other.locator("form[data-upload]").first, recording)
    held[0].continue_()
    arrived(page, recording)
    expect(other.get_by_text("is still being checked").first).to_be_visible(timeout=30_000)
    assert Upload.objects.count() == Arrival.objects.count() == 1


def test_a_stopped_upload_leaves_nothing(page: Page, upload: Locator, recording: Path):
    stop_at(page, 2)
    choose(upload, recording)
    expect(upload.locator("[data-upload-progress]")).to_contain_text("No connection", timeout=30_000)
    page.unroute_all()
    with page.expect_response(lambda answer: "/abort/" in answer.url):
        upload.get_by_role("button", name="Stop the upload").click()
    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped.")
    assert UploadEnd.objects.get().outcome == "aborted"


def test_what_is_checked_by_the_worker_shows_up_when_it_is_done(page: Page, upload: Locator, monkeypatch):
    monkeypatch.setattr(evidence, "AT_ONCE", 0)
    send(upload, b"Our plan.")
    file = page.get_by_role("article").filter(has_text="plan.txt")
    expect(file.get_by_text("Being checked", exact=True)).to_be_visible()

    examine(Arrival.objects.get(), at=now())

    expect(file.get_by_text("Being checked")).to_have_count(0)
    expect(file).to_be_visible()
    expect(upload.get_by_text("Being checked")).to_have_count(0)

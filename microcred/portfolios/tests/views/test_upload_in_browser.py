"""Putting in a file, with the page's script: what is wrong is said at the field, and an upload can be stopped."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from microcred.portfolios.models import Item
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
    upload.get_by_role("button", name="Upload").click()


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
    page.route("**/items/**", lambda route: None)
    send(upload, b"Our plan.")
    expect(upload.locator("input[type=file]")).not_to_have_attribute("aria-invalid", "true")
    upload.get_by_role("button", name="Stop the upload").click()
    expect(upload.get_by_role("alert")).to_have_text("The upload was stopped.")
    expect(upload.locator("[data-upload-progress]")).to_be_hidden()
    assert not Item.objects.exists()

    page.unroute_all()
    send(upload, b"Our plan.")
    expect(page.get_by_role("article").filter(has_text="plan.txt")).to_be_visible()

"""Passkeys in a real browser, with an authenticator of the browser's own in the place of a phone's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.looking import WIDE, Eyes

pytestmark = pytest.mark.xdist_group("journeys")

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""An authenticator as a phone has it: it keeps the key, and its owner unlocks it at once (WebAuthn 2, section 11)."""


@pytest.fixture
def window(browser: Browser, demonstration) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=demonstration.url, viewport=WIDE)
    yield opened
    opened.close()


def phone_of(window: BrowserContext, page: Page) -> tuple:
    devtools = window.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"]


def test_gus_adds_a_passkey_and_signs_in_with_nothing_else(window):
    eyes, page = Eyes(), window.new_page()
    devtools, phone = phone_of(window, page)
    page.goto("/demo/")
    page.locator("#gus").get_by_role("button").click()
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    eyes.look(page, "adding a passkey")
    page.get_by_label("Name").fill("Gus’s phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("main")).to_contain_text("Your passkey is added.")
    eyes.look(page, "who are you, after adding a passkey")
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": phone})["credentials"]) == 1

    window.clear_cookies()
    page.goto("/home/")
    expect(page).to_have_url(re.compile("/account/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("//[^/]+/home/$"))

    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("Gus’s phone")
    eyes.look(page, "passkeys of a person")
    page.get_by_role("link", name="Remove Gus’s phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_role("link", name="Use a security key").click()
    page.get_by_role("button", name="Use a security key").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("main")).to_contain_text("The passkey is removed.")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_a_phone_that_knows_no_passkey_signs_nobody_in(window):
    page = window.new_page()
    phone_of(window, page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_timeout(500)
    expect(page).to_have_url(re.compile("/account/login/"))
    page.goto("/home/")
    expect(page).to_have_url(re.compile("/account/login/"))

"""An author writes a draft in a real browser: it saves itself, says what is left, and two tabs meet without loss."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys.looking import WIDE, Eyes

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture
def cora(browser: Browser, demonstration):
    window = browser.new_context(base_url=demonstration.url, viewport=WIDE)
    page = window.new_page()
    page.goto("/demo/")
    page.locator("#cora").get_by_role("button").click()
    expect(page).to_have_url(re.compile("//[^/]+/home/$"))
    page.goto("/drafts/")
    page.get_by_role("button", name=re.compile("Start")).first.click()
    expect(page).to_have_url(re.compile("/drafts/[0-9a-f-]+/"))
    yield page
    window.close()


def competency(page: Page):
    return page.get_by_label("Competency", exact=True)


def test_what_is_typed_is_kept_without_pressing_anything(cora):
    eyes = Eyes()
    competency(cora).fill("The educator listens before a decision is made.")
    expect(cora.locator("#writing-bar [data-save-status]")).to_have_text(re.compile("^Saved"))
    eyes.look(cora, "a draft that saves itself")
    cora.goto("/home/")
    cora.go_back()
    expect(competency(cora)).to_have_value("The educator listens before a decision is made.")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_the_list_of_what_is_left_follows_what_is_typed(cora):
    left = cora.locator("#standing")
    competency(cora).fill("The educator listens.")
    expect(left).not_to_contain_text("Competency:")
    competency(cora).fill("")
    expect(left).to_contain_text("Competency")


def test_two_tabs_meet_and_neither_text_is_lost(cora):
    other = cora.context.new_page()
    other.goto(cora.url)
    competency(cora).fill("Written first.")
    expect(cora.locator("#writing-bar [data-save-status]")).to_have_text(re.compile("^Saved"))
    competency(other).fill("Written second.")
    expect(other.locator("#writing-bar [data-save-status]")).to_contain_text("Changed elsewhere")
    other.get_by_role("button", name="Save").last.click()
    expect(other.get_by_role("main")).to_contain_text("Two people wrote at once")
    expect(other.get_by_role("main")).to_contain_text("Written first.")
    expect(competency(other)).to_have_value("Written second.")


def test_words_that_never_reached_the_server_come_back(cora):
    address = cora.url
    cora.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    competency(cora).fill("Only on this device.")
    expect(cora.locator("#writing-bar [data-save-status]")).to_contain_text("kept on this device")
    window = cora.context
    with suppress(Error):
        cora.goto("chrome://crash")
    again = window.new_page()
    again.goto(address)
    expect(competency(again)).to_have_value("Only on this device.")
    expect(again.locator("#writing-bar [data-save-status]")).to_have_text(re.compile("^Saved"))

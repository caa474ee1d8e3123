"""Nothing typed is ever lost: two tabs, a crash and a sign-out, in a real browser.

Gus writes, on his own: what he leaves half done is in nobody's way.
"""

import contextlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.journeys.looking import WIDE

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture
def window(browser: Browser, demonstration) -> Iterator[BrowserContext]:
    """Gus's browser: he is signed in, and all its tabs share what the device keeps."""
    window = browser.new_context(base_url=demonstration.url, viewport=WIDE)
    page = window.new_page()
    page.goto("/demo/")
    page.locator("#gus").get_by_role("button").click()
    expect(page).to_have_url(re.compile("/home/$"))
    page.close()
    yield window
    window.close()


@pytest.fixture
def workspace(window: BrowserContext) -> str:
    """The address of work that he has begun: the same pursuit each time."""
    page = window.new_page()
    page.goto("/catalogue/building-your-team/")
    page.get_by_role("button", name="Start").or_(page.get_by_role("link", name="Continue")).first.click()
    expect(page).to_have_url(re.compile("/pursuits/[0-9a-f-]+/"))
    address = page.url
    page.close()
    return address


def open_tab(window: BrowserContext, address: str) -> Page:
    tab = window.new_page()
    tab.goto(address)
    return tab


def answer(tab: Page) -> Locator:
    """The first answer's field."""
    return tab.locator("form[data-autosave]").first.get_by_role("textbox")


def status(tab: Page) -> Locator:
    """What it says of the first answer."""
    return tab.locator("form[data-autosave]").first.locator("[data-save-status]")


def write(tab: Page, words: str) -> None:
    """Write over whatever stands there, as a person types."""
    answer(tab).fill("")
    answer(tab).press_sequentially(words)


def is_saved(tab: Page) -> None:
    expect(status(tab)).to_have_text(re.compile(r"^Saved \d"))


def test_two_tabs_are_shown_side_by_side_and_both_texts_are_kept(window, workspace):
    phone, laptop = open_tab(window, workspace), open_tab(window, workspace)
    write(phone, "Four people and one purpose, from the phone.")
    answer(phone).blur()
    is_saved(phone)
    write(laptop, "A purpose before the names, from the laptop.")
    answer(laptop).blur()

    choice = laptop.get_by_role("region", name="Two versions")
    expect(choice.get_by_role("region", name="Here, on this device")).to_have_text(
        "A purpose before the names, from the laptop."
    )
    expect(choice.get_by_role("region", name="Saved elsewhere")).to_have_text(
        "Four people and one purpose, from the phone."
    )
    choice.get_by_role("button", name="Put both in the field").click()
    is_saved(laptop)

    phone.reload()
    expect(answer(phone)).to_have_value(
        "A purpose before the names, from the laptop.\n\nFour people and one purpose, from the phone."
    )


def test_words_that_never_reached_the_server_survive_a_crash_of_the_page(window, workspace):
    doomed = open_tab(window, workspace)
    doomed.route("**/answers/**", lambda route: route.abort())
    write(doomed, "Written on a dead network, a moment before the crash.")
    expect(status(doomed)).to_contain_text("your words are kept on this device")
    with contextlib.suppress(Error):
        doomed.goto("chrome://crash")
    doomed.close()

    again = open_tab(window, workspace)
    expect(answer(again)).to_have_value("Written on a dead network, a moment before the crash.")
    is_saved(again)
    again.reload()
    expect(answer(again)).to_have_value("Written on a dead network, a moment before the crash.")


def test_words_typed_after_a_sign_out_wait_until_their_writer_is_back(window, workspace):
    writing, other = open_tab(window, workspace), open_tab(window, "/home/")
    other.locator("summary", has_text="Account").click()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    write(writing, "Typed without knowing that the session was over.")
    expect(status(writing)).to_contain_text("You are signed out: your words are kept on this device.")
    writing.get_by_role("link", name="Sign in to save them").click()
    writing.get_by_role("button", name="Be Gus").click()

    expect(writing).to_have_url(workspace)
    expect(answer(writing)).to_have_value("Typed without knowing that the session was over.")
    is_saved(writing)

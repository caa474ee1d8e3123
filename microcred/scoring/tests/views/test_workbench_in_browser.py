"""The desk and its scripts against the real server: what is not taken is said, and stays on the page."""

from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, Page, expect

from microcred.foundation.clock import now
from microcred.scoring.models import Mark
from microcred.scoring.operations import claim_next
from microcred.scoring.tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(live_server, cast: Cast, page: Page) -> str:
    """The address of Ben's desk, with Ben signed in."""
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    item = claim_next(actor=cast.ben, at=now())
    sign_in(page, live_server.url, cast)
    return f"{live_server.url}{reverse('workbench', args=[item.pk])}"


def sign_in(page: Page, address: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ben)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])


def test_a_level_chosen_after_the_session_ended_is_said_not_to_be_saved(page: Page, desk: str, live_server, cast: Cast):
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    Session.objects.all().delete()
    criterion.locator("textarea").fill("Well argued, and shown.")
    criterion.get_by_role("radio").last.press("Space")

    status = criterion.locator("[data-save-status]")
    expect(status).to_contain_text("You are signed out")
    expect(page.locator("#preview")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_count(0)
    expect(criterion.locator("textarea")).to_have_value("Well argued, and shown.")
    expect(status.get_by_role("link")).to_have_attribute(
        "href", f"/account/login/?next={quote(urlsplit(desk).path, safe='')}"
    )

    sign_in(page, live_server.url, cast)
    page.goto(desk)
    expect(page.locator("form[data-levels]").first.locator("textarea")).to_have_value("Well argued, and shown.")
    expect(page.locator("form[data-levels]").first.locator("[data-save-status]")).to_contain_text("Saved")
    assert Mark.objects.get().comment == "Well argued, and shown."


def test_a_level_that_the_server_could_not_take_is_said_until_it_is_taken(page: Page, desk: str):
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    page.route("**/marks/**", lambda route: route.abort())
    radios = criterion.get_by_role("radio")
    radios.last.press("Space")
    expect(criterion.locator("[data-save-status]")).to_contain_text("This was not saved")

    page.unroute_all()
    with page.expect_response(lambda response: "/marks/" in response.url):
        radios.first.press("Space")
    expect(criterion.locator("[data-save-status]")).not_to_contain_text("This was not saved")
    expect(page.locator("#preview")).to_be_visible()
    assert Mark.objects.get().level.position == 0


def test_what_was_begun_in_a_dialog_is_named_beside_what_opens_it(page: Page, desk: str):
    page.goto(desk)
    page.locator("[data-dialog-open=originality]").click()
    page.get_by_label("What you noticed").fill("Page two reads as a textbook does.")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('microcred:kept|'))")

    page.goto(desk)
    expect(page.get_by_text("Begun, not sent")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("[data-dialog-open=originality]").click()
    expect(page.get_by_label("What you noticed")).to_have_value("Page two reads as a textbook does.")
    page.get_by_role("dialog").get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("What you noticed")).to_have_value("")
    expect(page.get_by_text("Begun, not sent")).to_have_count(0)


def focused(page: Page) -> str:
    """What has the focus: the number of its criterion, and what it is there."""
    return page.evaluate(
        """() => {
            const here = document.activeElement, criterion = here.closest("[data-levels]");
            const all = [...document.querySelectorAll("[data-levels]")];
            return criterion ? `${all.indexOf(criterion) + 1} ${here.type}` : here.tagName.toLowerCase();
        }"""
    )


def test_a_reading_is_made_by_keys_alone(page: Page, desk: str):
    page.goto(desk)
    page.wait_for_load_state("networkidle")
    last = page.locator("form[data-levels]").count()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("j")  # what is behind an open dialog is let be
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)

    page.keyboard.press("j")
    assert focused(page) == "1 radio"
    page.keyboard.press("k")
    assert focused(page) == "1 radio", "before the first there is none"
    page.keyboard.press("2")
    page.keyboard.press("n")
    assert focused(page) == "1 textarea"
    page.keyboard.type("jk? an")
    expect(page.locator("form[data-levels]").first.locator("textarea")).to_have_value("jk? an")
    assert focused(page) == "1 textarea"
    page.keyboard.press("Escape")
    assert focused(page) == "1 radio"
    expect(page.locator("form[data-levels]").first.get_by_role("radio").nth(1)).to_be_checked()
    for _ in range(last + 1):
        page.keyboard.press("j")
    assert focused(page) == f"{last} radio"
    page.keyboard.press("k")
    page.wait_for_function(  # in one breath: the bar is put anew whenever something was saved
        """(nth) => {
            const top = (element) => element.getBoundingClientRect().top;
            const name = document.querySelectorAll("form[data-levels]")[nth].querySelector(".criterion-name");
            return top(name) >= document.querySelector("#preview").getBoundingClientRect().bottom;
        }""",
        arg=last - 2,
    )
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Review and save")).to_be_visible()


def test_keys_are_switched_off_on_a_device_and_levels_go_on(page: Page, desk: str):
    page.goto(desk)
    page.get_by_role("link", name="All keys").click()
    page.get_by_label("Use letter keys on this device").uncheck()
    page.goto(desk)
    page.wait_for_load_state("networkidle")

    page.keyboard.press("?")
    page.keyboard.press("j")
    assert focused(page) == "body"
    expect(page.get_by_role("dialog")).to_have_count(0)
    radio = page.locator("form[data-levels]").first.get_by_role("radio")
    radio.first.focus()
    page.keyboard.press("2")
    expect(radio.nth(1)).to_be_checked()

    page.get_by_role("link", name="All keys").click()
    expect(page.get_by_label("Use letter keys on this device")).not_to_be_checked()


def test_a_letter_leads_to_who_can_be_asked(page: Page, desk: str):
    page.goto(desk)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("q")

    page.wait_for_url("**/questions/?criterion=*")


def test_a_level_that_is_saved_is_said_to_be_and_words_that_are_not_yet_too(page: Page, desk: str):
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    status = criterion.locator("[data-save-status]")
    criterion.get_by_role("radio").first.click()
    expect(status).to_contain_text("Saved")
    expect(page.locator("#preview")).to_contain_text("1 of")
    criterion.get_by_role("radio").first.press("2")
    expect(criterion.get_by_role("radio").nth(1)).to_be_checked()
    expect(status).to_contain_text("Saved")

    words = criterion.locator("textarea")
    words.press("a")
    expect(status).to_contain_text("Not saved yet")
    words.press("Backspace")
    expect(status).to_contain_text("Saved")
    expect(status).not_to_contain_text("Not saved yet")


def test_a_level_is_said_to_be_saved_where_the_bar_is_there_before_a_busy_machine_comes_to_it(page: Page, desk: str):
    page.add_init_script("""const later = window.setTimeout;
        window.setTimeout = (what, delay, ...more) => later(what, delay > 0 && delay < 100 ? 2000 : delay, ...more)""")
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    with page.expect_response("**/preview/"):
        criterion.get_by_role("radio").first.click()

    expect(criterion.locator("[data-save-status]")).to_contain_text("Saved")


@pytest.mark.parametrize("first", ["the bar", "the level"])
def test_the_bar_tells_what_is_noted_in_whatever_order_answers_come(page: Page, desk: str, first: str):
    page.goto(desk)
    criterion = page.locator("form[data-levels]").first
    bars, levels = [], []
    page.route("**/preview/", lambda route: bars.append((route, route.fetch())), times=1)
    with page.expect_request("**/preview/"):
        criterion.locator("textarea").fill("The plan is there.")
        criterion.get_by_role("radio").nth(1).focus()
    while not bars:
        page.wait_for_timeout(50)
    page.route("**/marks/**", lambda route: levels.extend([route]), times=1)
    with page.expect_request("**/marks/**"):
        criterion.get_by_role("radio").nth(1).press("Space")
    ((bar, without_it),) = bars

    with suppress(Error):  # nobody may be waiting for it any more
        for act in (lambda: bar.fulfill(response=without_it), levels[0].continue_)[:: 1 if first == "the bar" else -1]:
            act()
            page.wait_for_timeout(500)
    expect(page.locator("#preview")).to_contain_text("1 of")
    expect(criterion.locator("[data-save-status]")).to_contain_text("Saved")

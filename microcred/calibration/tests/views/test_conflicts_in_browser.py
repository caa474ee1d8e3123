"""A long list of schools, narrowed by what is typed above it."""

import pytest
from playwright.sync_api import Browser, expect

from microcred.portfolios.queries import conflicts_of
from tests.journeys.looking import at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_school_is_found_by_its_name_and_what_is_ticked_stays_in_sight(browser: Browser, live_server, cast):
    page = at_the_desk(browser, cast.ben, live_server.url)
    page.goto("/conflicts/")
    page.get_by_role("checkbox", name="Laurel Fork").check()
    typed = page.get_by_label("Search in")
    typed.fill("CEDAR")

    expect(page.get_by_role("checkbox", name="Cedar Creek")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Laurel Fork")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Blue Ridge")).to_be_hidden()
    typed.press("Enter")
    assert not conflicts_of(cast.ben).exists(), "it narrows, and sends nothing"
    typed.fill("nowhere")
    expect(page.get_by_role("status").get_by_text("Nothing has this name.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Laurel Fork Middle School")
    assert conflicts_of(cast.ben).get().place == cast.places["laurel-fork"]

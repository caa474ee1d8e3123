"""Pinning with the page's script: by pointer, by taps, by keyboard, and without any script at all."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from microcred.foundation.clock import now
from microcred.integrity.tests.make import drawing
from microcred.portfolios.models import Item, Pin
from microcred.portfolios.places import Place
from microcred.portfolios.tests import make
from microcred.portfolios.tests.filming import film
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import PDF, published
from tests.journeys.looking import NARROW, Eyes, at_the_desk, drawn_through, place_in

pytestmark = pytest.mark.django_db(transaction=True)

REGION = ("left", "top", "width", "height")


def put(cast, name: str, content: bytes) -> Item:
    """Ada's work holds this file."""
    rows, place = with_artifact(accepts=("document", "image", "video"))
    pursuit = make.started(cast, published(cast, requirements=rows), at=now() - timedelta(days=2))
    asking = pursuit.version.requirements.order_by("position")[place]
    return make.put(pursuit, name, content, at=now(), requirement=asking)


def opened(page: Page, item: Item) -> Page:
    page.goto(reverse("pins", args=[item.pk]))
    return page


def new(page: Page):
    return page.locator("form[data-pin-form]").last


def say(form, words: str = "Look here") -> None:
    form.get_by_label("What is to be seen there").fill(words)
    form.get_by_role("checkbox").first.check()


def shows(form, *edges: str) -> None:
    """The form's fields say that this region was drawn."""
    for name, edge in zip(REGION, edges, strict=True):
        expect(form.locator(f"[data-place={name}]")).to_have_value(edge)


def test_a_region_is_drawn_over_a_picture_tapped_on_it_or_typed(cast, live_server, browser: Browser):
    page = opened(at_the_desk(browser, cast.ada, live_server.url), put(cast, "wall.png", drawing(3)))
    form, picture, shape = new(page), page.locator("[data-drawable]"), page.locator("rect[data-drawn]")
    drawn_through(picture, (0.2, 0.3), (0.4, 0.5), (0.6, 0.8))
    shows(form, "20", "30", "40", "50")
    expect(shape).to_have_attribute("width", "40")

    page.mouse.click(*place_in(picture, 0.9, 0.9))
    expect(shape).to_have_attribute("width", "1")
    shows(form, "20", "30", "40", "50")
    page.mouse.click(*place_in(picture, 0.7, 0.5))
    shows(form, "70", "50", "20", "40")
    form.locator("[data-place=left]").fill("10")
    expect(shape).to_have_attribute("x", "10")
    say(form, "Their wall")
    form.get_by_role("button", name="Pin it").click()

    expect(page.get_by_role("article").filter(has_text="Their wall")).to_be_visible()
    assert Pin.objects.get().place == Place(left=10, top=50, width=20, height=40)
    eyes = Eyes()
    eyes.look(page, "pins-picture")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_a_finger_taps_two_corners_and_can_still_scroll(cast, live_server, browser: Browser):
    desk = at_the_desk(browser, cast.ada, live_server.url)
    phone = browser.new_context(base_url=live_server.url, viewport=NARROW, has_touch=True)
    phone.add_cookies(desk.context.cookies())
    page = opened(phone.new_page(), put(cast, "wall.png", drawing(3)))
    picture = page.locator("[data-drawable]")
    for across, down in ((0.1, 0.2), (0.5, 0.7)):
        page.touchscreen.tap(*place_in(picture, across, down))
    shows(new(page), "10", "20", "40", "50")
    assert picture.evaluate("picture => getComputedStyle(picture).touchAction") == "auto"


def test_a_page_is_pinned_by_keyboard_alone(cast, live_server, browser: Browser):
    page = opened(at_the_desk(browser, cast.ada, live_server.url), put(cast, "plan.pdf", PDF))
    new(page).locator("[data-place=page]").focus()
    page.keyboard.type("1")
    for _edge in range(5):
        page.keyboard.press("Tab")
    page.keyboard.type("The norms")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    button = new(page).get_by_role("button", name="Pin it")
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#pin-"))
    assert [(one.words, one.place) for one in Pin.objects.all()] == [("The norms", Place(page=1))]
    eyes = Eyes()
    eyes.look(page, "pins-pages")
    page.goto(reverse("pursuit", args=[Item.objects.get().pursuit_id]))
    page.locator("summary").filter(has_text="1 pin, name and more").click()
    expect(page.get_by_role("list", name="Your pins")).to_contain_text("page 1: The norms")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_a_region_is_drawn_on_the_page_that_was_turned_to(cast, live_server, browser: Browser):
    page = opened(at_the_desk(browser, cast.ada, live_server.url), put(cast, "plan.pdf", make.pdf(3)))
    form, picture = new(page), page.locator("[data-page-pictures] img")
    expect(page.get_by_text("Page 1 of 3")).to_be_visible()
    expect(page.get_by_role("button", name="Previous page")).to_be_disabled()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    expect(picture).not_to_have_attribute("data-waiting", "")
    drawn_through(picture, (0.2, 0.1), (0.5, 0.2), (0.6, 0.3))
    expect(form.locator("[data-place=page]")).to_have_value("2")
    shows(form, "20", "10", "40", "20")
    eyes = Eyes()
    eyes.look(page, "pins-page-picture")
    say(form, "The norms")
    form.get_by_role("button", name="Pin it").click()

    expect(page).to_have_url(re.compile("#pin-"))
    assert Pin.objects.get().place == Place(page=2, left=20, top=10, width=40, height=20)
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    new(page).locator("[data-place=page]").fill("3")
    new(page).locator("[data-place=page]").press("Tab")
    expect(page.get_by_text("Page 3 of 3")).to_be_visible()
    assert not eyes.problems, "\n".join(eyes.problems)


def test_the_time_is_taken_from_the_player(cast, live_server, browser: Browser):
    page = opened(at_the_desk(browser, cast.ada, live_server.url), put(cast, "lesson.mp4", film(8)))
    form = new(page)
    for second, button in ((2, "From: the player’s time"), (5, "To: the player’s time")):
        page.locator("video").evaluate(
            "(video, second) => new Promise((seen) => { video.onseeked = seen; video.currentTime = second; })", second
        )
        form.get_by_role("button", name=button).click()
    expect(form.get_by_label("From (m:ss)")).to_have_value("0:02")
    say(form, "They choose the text themselves")
    form.get_by_role("button", name="Pin it").click()

    expect(page.get_by_role("article").filter(has_text="from 0:02 to 0:05")).to_be_visible()
    page.get_by_text("Change it").click()
    standing = page.locator("form[data-pin-form]").first
    standing.get_by_label("To (m:ss)").fill("9:59")
    standing.get_by_role("button", name="Save the pin").click()
    expect(page.get_by_role("alert")).to_contain_text("does not last that long")
    eyes = Eyes()
    eyes.look(page, "pins-time")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_without_a_script_the_same_form_does_it(cast, live_server, browser: Browser):
    desk = at_the_desk(browser, cast.ada, live_server.url)
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())
    page = opened(plain.new_page(), put(cast, "lesson.mp4", film(8)))
    expect(page.get_by_role("button", name="From: the player’s time")).to_be_hidden()
    form = new(page)
    form.get_by_label("From (m:ss)").fill("0:03")
    say(form)
    form.get_by_role("button", name="Pin it").click()

    assert Pin.objects.get().place == Place(from_second=3)
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("Nothing is pinned here yet.")).to_be_visible()

    page = opened(plain.new_page(), put(cast, "plan.pdf", PDF))
    expect(page.locator("iframe.document-frame.no-js-only")).to_be_visible()
    expect(page.locator("[data-page-pictures]")).to_be_hidden()
    expect(new(page).get_by_label("Page", exact=True)).to_be_visible()

"""Pinning without a mouse: a page with a note, and taking it off; and a passage that was marked in an answer."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from microcred.foundation.clock import now
from microcred.scoring.models import NotedPin
from microcred.scoring.tests import make
from microcred.scoring.tests.pinning import at_the_desk
from tests.journeys.looking import Eyes
from tests.journeys.looking import at_the_desk as signed_in_at


@pytest.fixture
def desk(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return at_the_desk(cast, make.published(cast), cast.ben, at=now() - timedelta(minutes=5))


@pytest.mark.django_db(transaction=True)
def test_an_assessor_pins_by_keyboard(cast, desk, live_server, browser: Browser):
    page = signed_in_at(browser, cast.ben, live_server.url)
    page.goto(reverse("workbench", args=[desk.item.pk]))
    piece = page.locator(f"#piece-{desk.plan.pk}")
    beside = page.locator(f"#own-pins-{desk.criteria[1].pk}")

    piece.get_by_text("Pin a place to a criterion").focus()
    page.keyboard.press("Enter")
    piece.get_by_label("Page", exact=True).focus()
    page.keyboard.type("2")
    piece.get_by_label("To which criterion").focus()
    page.keyboard.type("2")
    piece.get_by_label("What is to be seen there").focus()
    page.keyboard.type("The roles rotate.")
    piece.get_by_role("button", name="Pin it").focus()
    page.keyboard.press("Enter")
    expect(beside.get_by_role("link", name="evidence-1.pdf, page 2")).to_be_visible()
    expect(piece.get_by_text("Pinned.")).to_be_visible()

    note = beside.get_by_label("What is to be seen there")
    expect(note).to_have_value("The roles rotate.")
    note.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Each month.")
    expect(beside.get_by_text("Saved")).to_be_visible()
    beside.get_by_role("link", name="page 2").focus()
    page.keyboard.press("Enter")
    expect(piece.locator("iframe.document-frame")).to_have_attribute("src", at_its_second_page(piece))
    eyes = Eyes()
    eyes.look(page, "pinned-by-keyboard")
    assert not eyes.problems, "\n".join(eyes.problems)
    assert NotedPin.objects.get().words == "The roles rotate. Each month."

    beside.get_by_role("button", name="Take it off").focus()
    page.keyboard.press("Enter")
    expect(beside.get_by_role("link")).to_have_count(0)
    expect(beside).to_be_focused()
    assert not NotedPin.objects.exists()


def at_its_second_page(piece):
    """The end of the address of the document, opened at its second page."""
    address = piece.get_by_role("link", name="evidence-1.pdf").first.get_attribute("href")
    return re.compile(re.escape(f"{address}#page=2&navpanes=0&view=FitH") + "$")


@pytest.mark.django_db(transaction=True)
def test_what_is_marked_in_an_answer_is_taken_as_it_is_read(cast, desk, live_server, browser: Browser):
    page = signed_in_at(browser, cast.ben, live_server.url)
    page.goto(reverse("workbench", args=[desk.item.pk]))
    answer = page.locator(f"#text-{desk.answer.pk}")
    form = page.locator(f'form[action$="{reverse("evidence_pins", args=[desk.item.pk, desk.answer.pk])}"]')

    form.locator("xpath=ancestor::details").locator("summary").click()
    answer.evaluate("one => getSelection().selectAllChildren(one.querySelector('strong'))")
    form.get_by_role("button", name="Take what is marked").click()
    expect(form.get_by_label("Which words")).to_have_value("Tuesdays")
    form.get_by_role("button", name="Pin it").click()
    expect(page.locator(f"#own-pins-{desk.criteria[0].pk} q")).to_have_text("Tuesdays")

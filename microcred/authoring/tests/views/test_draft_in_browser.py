"""The draft's page in a real browser: findings beside the fields, wide by day and narrow by night, kept up to date."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from microcred.authoring.operations import start_draft
from microcred.authoring.tests import passing
from microcred.catalog.tests import make
from tests.journeys.looking import Eyes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ENDLESS = "Enter your text here, " + "in-accordance-with-the-aforementioned-provisions-" * 4


@pytest.fixture
def at_the_desk(live_server, page):
    cora = Client()
    cora.force_login(make.cora())
    page.context.add_cookies([{"name": "session", "value": cora.cookies["session"].value, "url": live_server.url}])
    return page


def spoiled():
    design = make.plain_design(
        hours=300,
        competency="The educator understands concerns, and manages the school's budget for technology.",
        key_method="TBD",
        rationale=f"Change happens person by person [7]. {ENDLESS}",
    )
    first, *others = design.rubric
    upside_down = first.model_copy(update={"levels": first.levels[::-1]})
    return design.model_copy(update={"rubric": (upside_down, *others)})


def test_findings_are_seen_and_go_when_their_cause_does(at_the_desk, live_server):
    page, draft = at_the_desk, start_draft(actor=make.cora(), owner=make.university(), design=spoiled(), at=make.AT)
    eyes = Eyes()
    page.goto(live_server.url + reverse("draft", args=[draft.pk]))
    eyes.look(page, "draft-with-findings")
    assert eyes.problems == []
    expect(page.locator("#beside-key_method")).to_contain_text("This is a placeholder")

    page.get_by_label("Key method").fill("The educator collects concerns twice and adjusts the support.")
    page.get_by_label("Hours of work to expect").fill("20")
    page.get_by_label("Name").first.focus()

    expect(page.locator("#beside-key_method")).not_to_contain_text("This is a placeholder")
    expect(page.locator("#beside-hours q, #beside-hours .badge")).to_have_count(0)
    expect(page.locator("#beside-competency")).to_contain_text("Advice")
    expect(page.get_by_label("Key method")).to_have_value(
        "The educator collects concerns twice and adjusts the support."
    )


def test_one_click_publishes_when_nothing_is_left_to_save(at_the_desk, live_server):
    passing.no_gates(make.university())
    page, draft = (
        at_the_desk,
        start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT),
    )
    page.goto(live_server.url + reverse("draft", args=[draft.pk]))

    page.get_by_role("button", name="Publish").click()

    expect(page).to_have_url(re.compile("/catalogue/"))

"""A design from an empty page to ready for review, by two people in two browsers, with every page looked at."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from microcred.authoring.tests.make import nils
from microcred.authoring.tests.operations.test_put_in_image import picture
from microcred.catalog.tests import make
from tests.journeys.looking import Eyes, at_the_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journeys")]

DESCRIPTORS = {
    "Beginning": "The notes hold no question that the educator asked, or only questions answered with yes or no.",
    "Developing": "The notes hold one open question that the educator asked before giving advice.",
    "Proficient": "The notes hold three open questions that the educator asked before giving advice.",
    "Exemplary": "The notes hold three open questions, each of which takes up what the colleague said before.",
    "Not yet": "A question is unanswered.",
    "Passing": "Each question is answered with facts of the educator's own school.",
}


def saved(page: Page) -> None:
    expect(page.locator("#writing-bar [data-save-status]")).to_have_text(re.compile("^Saved"))


def write(page: Page, **texts: str) -> None:
    """Fill fields by their names, and wait until all of it is safe."""
    for name, text in texts.items():
        page.locator(f'#writing [name="{name.replace("__", ".")}"]').fill(text)
    page.locator('#writing [name="name"]').focus()
    saved(page)


def write_the_rest(page: Page) -> None:
    """What a design needs beside its heading: components, reasons, requirements and a rubric."""
    write(
        page,
        components__0__name="Listen to the end",
        components__0__text="Let the colleague tell it whole. Write down *their* words.",
        rationale="Advice that comes before a question is seldom taken up.",
        research_note="No openly available research could be confirmed yet.",
        requirements__0__prompt="Who is the colleague, and what did they bring to you?",
        requirements__1__prompt="Hand in your notes of one conversation.",
        requirements__2__prompt="What will you ask first next time, and why?",
        rubric__1__name="Questions before advice",
    )
    for field in page.locator('#writing textarea[name$=".descriptor"]').all():
        name = field.get_attribute("name") or ""
        level = page.locator(f'#writing [name="{name.replace("descriptor", "name")}"]').input_value()
        part = "" if name.startswith("rubric.1") else f" This is part {name.split('.')[1]}."
        field.fill(DESCRIPTORS[level] + part)
    page.locator('#writing [name="name"]').focus()
    saved(page)


def test_a_design_from_an_empty_page_to_ready_for_review(browser: Browser, live_server):
    eyes = Eyes()
    cora, colleague = make.cora(), nils()
    page = at_the_desk(browser, cora, live_server.url)

    page.goto("/drafts/")
    eyes.look(page, "drafts")
    page.get_by_role("button", name="Start from an outline").click()
    draft_page = page.url
    write(
        page,
        name="Asking Before Advising",
        hours="12",
        audience="teacher",
        competency="The educator asks a colleague open questions before offering advice.",
        key_method="The educator listens, asks three open questions and says back what was heard.",
    )
    write_the_rest(page)
    expect(page.locator("#standing")).to_contain_text("nothing left to mend")

    page.get_by_role("link", name="Put in a picture").click()
    page.get_by_label("What it shows").fill("Two people at a table; one writes.")
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "talk.png", "mimeType": "image/png", "buffer": picture()}
    )
    eyes.look(page, "picture")
    page.get_by_role("button", name="Put it in").click()
    expect(page.locator("#images img")).to_have_attribute("alt", "Two people at a table; one writes.")
    eyes.look(page, "draft")

    other = at_the_desk(browser, colleague, live_server.url)
    other.goto(draft_page)
    other.locator('#writing [name="key_method"]').focus()
    expect(page.locator("#presence")).to_contain_text("Nils is here", timeout=40_000)
    other.locator('#writing [name="key_method"]').fill("The educator listens, asks, and says back what was heard.")
    other.locator('#writing [name="name"]').focus()
    saved(other)
    write(page, audience="teacher, coach")
    expect(page.locator("#joined")).to_contain_text("Nils changed other fields meanwhile")

    other.locator("#beside-competency").get_by_role("link", name="Comment").click()
    other.get_by_label("Comment", exact=True).fill("Does “offering” say more than “giving”?")
    other.get_by_role("button", name="Comment").click()
    other.get_by_text("Suggest other words").click()
    other.get_by_label("The field would say").fill("The educator asks a colleague open questions before advice.")
    other.get_by_role("button", name="Suggest").click()
    eyes.look(other, "field-with-remarks")

    page.goto(draft_page)
    page.get_by_role("link", name="Comments and suggestions").click()
    expect(page.locator("ins, del").first).to_be_visible()
    eyes.look(page, "remarks")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is open")

    for name, link in (("history", "History"), ("preview-educator", "Preview"), ("co-authors", "Co-authors")):
        page.goto(draft_page)
        page.get_by_role("link", name=link, exact=True).click()
        eyes.look(page, name)
    page.goto(f"{draft_page}preview/assessor/")
    eyes.look(page, "preview-assessor")
    page.goto(f"{draft_page}preview/text/?field=components.0.text")
    expect(page.locator("#text-preview em")).to_have_text("their")

    page.goto(draft_page)
    expect(page.locator('#writing [name="competency"]')).to_have_value(
        "The educator asks a colleague open questions before advice."
    )
    expect(page.locator('#writing [name="key_method"]')).to_have_value(
        "The educator listens, asks, and says back what was heard."
    )
    expect(page.get_by_role("link", name="On its way")).to_be_visible()
    assert not eyes.problems, "\n".join(eyes.problems)


def test_an_administrator_reads_and_changes_what_authors_are_told(browser: Browser, live_server):
    from microcred.authoring.tests.make import omar

    eyes = Eyes()
    make.university()
    page = at_the_desk(browser, omar(), live_server.url)
    page.goto(reverse("field_guidance", args=["university"]))
    page.get_by_text("Change: Competency").click()
    page.locator("#competency-limit").fill("30")
    page.locator("#competency").get_by_role("button", name="Save").click()
    expect(page.locator("#competency")).to_contain_text("At most 30 words.")
    eyes.look(page, "guidance")
    assert not eyes.problems, "\n".join(eyes.problems)

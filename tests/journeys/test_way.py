"""A design from its proposal to a published version, in a real browser, by people who each do their part."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import WIDE, Eyes

pytestmark = pytest.mark.xdist_group("journeys")

TITLE = "Teaching with Maps that Students Draw"


@contextmanager
def signed_in(browser: Browser, url: str, who: str) -> Iterator[Page]:
    """Somebody of the cast at their home page, in a window of their own."""
    window = browser.new_context(base_url=url, viewport=WIDE)
    page = window.new_page()
    page.goto("/demo/")
    page.locator(f"#{who}").get_by_role("button").click()
    expect(page).to_have_url(re.compile("//[^/]+/home/$"))
    yield page
    window.close()


def test_a_proposal_is_decided_by_another_and_a_design_goes_through_its_gates_into_pilot(
    browser: Browser, demonstration
):
    eyes = Eyes()
    walk(browser, demonstration.url, eyes)
    assert not eyes.problems, "\n".join(eyes.problems)


def walk(browser: Browser, url: str, eyes: Eyes) -> None:
    with signed_in(browser, url, "cora") as cora:
        propose(cora, eyes)
    with signed_in(browser, url, "rosa") as rosa:
        decide(rosa, eyes)
    with signed_in(browser, url, "cora") as cora:
        see_the_draft(cora)
        version = publish(cora, eyes)
    with signed_in(browser, url, "marguerite") as marguerite:
        report(marguerite, version, eyes)


def propose(cora: Page, eyes: Eyes) -> None:
    cora.goto("/proposals/new/")
    cora.get_by_label("Working title").fill(TITLE)
    cora.get_by_label("Competency").fill("The educator has students draw a map and argue from it.")
    cora.get_by_label("Need").fill("Nineteen teachers asked for it after the spring workshop.")
    cora.get_by_label("Audience").fill("teacher")
    cora.get_by_label("Sponsor").fill("Social studies office")
    eyes.look(cora, "a proposal being written")
    cora.get_by_role("button", name="Propose").click()
    expect(cora.get_by_role("main")).to_contain_text("Waits for a decision")


def decide(rosa: Page, eyes: Eyes) -> None:
    rosa.goto("/proposals/")
    rosa.get_by_role("link", name=TITLE).click()
    eyes.look(rosa, "a proposal to decide")
    rosa.get_by_role("button", name="Accept").click()
    expect(rosa.get_by_role("main")).to_contain_text("Say why")
    rosa.get_by_label("Why", exact=True).fill("The workshop showed the need.")
    rosa.get_by_role("button", name="Accept").click()
    expect(rosa.get_by_role("main")).to_contain_text("The draft that came of it")


def see_the_draft(cora: Page) -> None:
    cora.goto("/drafts/board/?stage=writing")
    cora.get_by_role("link", name=TITLE).click()
    main = cora.get_by_role("main")
    expect(main).to_contain_text("Proposal: Accepted")
    cora.get_by_role("button", name="Send to review").click()
    expect(main).to_contain_text("Nobody need read this draft before the checks are content")


def publish(cora: Page, eyes: Eyes) -> str:
    cora.goto("/drafts/board/?stage=ready")
    eyes.look(cora, "the board")
    cora.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    eyes.look(cora, "the way of a draft that is ready")
    cora.get_by_label(re.compile("^Another thing to earn")).check()
    cora.get_by_label("What changed").fill("The first question says how long an answer should be.")
    cora.get_by_role("button", name="Publish").click()
    expect(cora.get_by_role("main")).to_contain_text("In pilot")
    return cora.url


def report(marguerite: Page, version: str, eyes: Eyes) -> None:
    marguerite.goto(f"{version}pilot/")
    eyes.look(marguerite, "a pilot")
    marguerite.get_by_label("What was learned").fill("Four colleagues read it aloud with us.")
    marguerite.get_by_label(re.compile("Publish: it stays")).check()
    marguerite.get_by_label("It ends early").check()
    marguerite.get_by_role("button", name="Report and end the pilot").click()
    expect(marguerite.get_by_role("main")).to_contain_text("Exit report")
    marguerite.goto(version)
    expect(marguerite.get_by_role("main")).not_to_contain_text("In pilot")

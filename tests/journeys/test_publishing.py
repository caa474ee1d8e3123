"""A whole draft from its author's hands to the published page, by everybody who has a say, each in a browser.

What comes before it, from the empty form to a draft that is ready for review, is told in `test_designing`.
"""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Locator, Page, expect

from microcred.authoring.tests.passing import AT, admin, colleague, cora, peer, plain_design, proposed, reviewers
from microcred.authoring.tests.passing import draft as whole_draft
from microcred.catalog.tests.make import university
from microcred.organizations.models import Person, Role
from microcred.quality.framework_file import StandardText
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.rules import PartyRole
from microcred.quality.tests.make import component, framework
from tests.journeys.looking import Eyes, at_the_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journeys")]

TITLE = plain_design().name

SKILL = "The design teaches one skill, and says it in one sentence."
LEVELS = "Two levels of a criterion differ in something that can be seen."
READ = "What the method rests on can be read without a login."
TIME = "The hours fit what is asked for."

STANDARDS = (
    StandardText(code="A", name="One competency", components=(component("A1", SKILL, checks=("one-competency",)),)),
    StandardText(code="B", name="Rubric", components=(component("B1", LEVELS, evidence="The level descriptors."),)),
    StandardText(
        code="C",
        name="Ground",
        components=(
            component("C1", READ, checks=("resources",)),
            component("C2", TIME),
            component("C3", "Assessors are calibrated.", roles=(PartyRole.ASSESSOR,)),
        ),
    ),
)


def who_looks_after_quality() -> Person:
    """One of the university's partnership, who goes by a framework of a few components."""
    edition = publish_edition(actor=None, owner=university(), document=framework(standards=STANDARDS), at=AT)
    adopt_edition(actor=None, organization=university(), edition=edition, at=AT)
    return colleague("Pia", Role.PARTNERSHIP_ADMIN)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def test_a_whole_draft_goes_through_every_gate_until_it_is_published(browser: Browser, live_server):
    eyes = Eyes()
    keeper = who_looks_after_quality()
    proposed(whole_draft())
    author, other, editor, quality = (
        at_the_desk(browser, person, live_server.url) for person in (cora(), peer(), admin(), keeper)
    )
    one, two = (at_the_desk(browser, person, live_server.url) for person in reviewers())

    send(author, eyes)
    pass_peer_review(other, eyes)
    pass_editorial_check(editor, eyes)
    open_review(quality, eyes)
    judge(one, {READ: ("Two of the works stand behind a login.", "Research")}, eyes)
    judge(two, {READ: ("One work cannot be read.", "Research"), LEVELS: ("3 and 4 read the same.", "Rubric")})
    settle(one, two, eyes)
    conclude(quality, eyes)
    pass_by_its_review(quality, eyes)
    read_what_was_found(author, eyes)
    publish(author, eyes)
    report_on_pilot(other, author.url, eyes)
    anybody_reads_it(browser.new_context(base_url=live_server.url).new_page(), author.url, eyes)
    assert not eyes.problems, "\n".join(eyes.problems)


def send(author: Page, eyes: Eyes) -> None:
    author.goto("/drafts/")
    main(author).get_by_role("link", name=TITLE).click()
    author.get_by_role("link", name="On its way").click()
    eyes.look(author, "way-1-to-send")
    author.get_by_label("For the reviewers").fill("Is the second requirement too much for one term?")
    author.get_by_role("button", name="Send to review").click()
    expect(main(author)).to_contain_text("Sent. It stands still while it is read.")
    expect(main(author)).to_contain_text("In peer review")
    eyes.look(author, "way-2-sent")
    # What is read stands still.
    author.goto("/drafts/")
    main(author).get_by_role("link", name=TITLE).click()
    expect(main(author)).to_contain_text("Take it back")


def pass_peer_review(other: Page, eyes: Eyes) -> None:
    """A colleague finds it at home. Without a reason nothing is passed, and what was ticked stays so."""
    other.goto("/home/")
    main(other).get_by_role("link", name=TITLE).first.click()
    expect(main(other)).to_contain_text("Is the second requirement too much for one term?")
    tick_all(other)
    other.get_by_role("button", name="Pass").click()
    expect(main(other)).to_contain_text("Say why, in a sentence or two")
    other.get_by_label("Why", exact=True).fill("I could do this with my team next week.")
    eyes.look(other, "way-3-peer-review")
    other.get_by_role("button", name="Pass").click()
    expect(main(other)).to_contain_text("Done. Who wrote it has been told.")


def pass_editorial_check(editor: Page, eyes: Eyes) -> None:
    editor.goto("/drafts/board/?stage=editorial")
    eyes.look(editor, "board-editorial")
    main(editor).get_by_role("link", name=TITLE).click()
    tick_all(editor)
    editor.get_by_label("Why", exact=True).fill("Read aloud; every link opened.")
    eyes.look(editor, "way-4-editorial")
    editor.get_by_role("button", name="Pass").click()
    expect(main(editor)).to_contain_text("In quality review")


def tick_all(page: Page) -> None:
    boxes = page.get_by_role("group", name="Looked at").get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    for box in boxes.all():
        box.check()


def open_review(quality: Page, eyes: Eyes) -> None:
    quality.goto("/quality-reviews/")
    asked = quality.get_by_role("form", name="For a draft")
    asked.get_by_label("Draft", exact=True).select_option(label=f"{TITLE} · The University")
    asked.get_by_label("First reviewer").select_option(label="Dev")
    asked.get_by_label("Second reviewer").select_option(label="Quinn")
    asked.get_by_label("To be filed by").fill((localdate() + timedelta(days=14)).isoformat())
    eyes.look(quality, "review-1-open")
    asked.get_by_role("button", name="Invite both").click()
    expect(main(quality)).to_contain_text("Both reviewers are invited.")


def judge(reviewer: Page, short: dict[str, tuple[str, str]], eyes: Eyes | None = None) -> None:
    """Answer everything; what is short by its component: the note, and the field that it is about."""
    reviewer.goto("/quality-reviews/")
    main(reviewer).get_by_role("link", name=TITLE).click()
    expect(main(reviewer)).to_contain_text("You do not learn who wrote this")
    expect(main(reviewer)).not_to_contain_text("Cora")
    for component_text in (SKILL, LEVELS, READ, TIME):
        answer = reviewer.get_by_role("group", name=component_text)
        if component_text in short:
            note, field = short[component_text]
            answer.get_by_label("Not met", exact=True).check()
            answer.get_by_label("Note to the authors").fill(note)
            answer.get_by_label("About").select_option(label=field)
        else:
            answer.get_by_label("Met", exact=True).check()
    expect(reviewer.locator("#answers [data-save-status]")).to_have_text(re.compile("^Saved"))
    if eyes:
        eyes.look(reviewer, "review-2-judging")
    reviewer.get_by_role("button", name="File for good").click()
    expect(main(reviewer)).to_contain_text("Filed. Thank you.")


def settle(one: Page, two: Page, eyes: Eyes) -> None:
    """The two see one component differently; the second agrees to what the first would let stand."""
    one.reload()
    expect(main(one)).to_contain_text("In dispute")
    expect(main(one)).to_contain_text("3 and 4 read the same.")
    expect(main(one)).not_to_contain_text("Quinn")
    one.get_by_role("group", name="What should stand").get_by_label("Met", exact=True).check()
    one.get_by_label("Why; the authors read it").fill("Level 4 asks for a second cycle; that can be seen.")
    eyes.look(one, "review-3-dispute")
    one.get_by_role("button", name="Let it stand").click()
    expect(main(one)).to_contain_text("It stands once the other reviewer says the same.")

    two.reload()
    expect(main(two)).to_contain_text("The other reviewer would let stand: Met")
    two.get_by_role("button", name="Let it stand").click()
    expect(main(two)).to_contain_text("Settled")
    eyes.look(two, "review-4-settled")


def conclude(quality: Page, eyes: Eyes) -> None:
    quality.goto("/quality-reviews/")
    quality.get_by_role("table").get_by_role("link", name=TITLE).click()
    quality.get_by_label(re.compile("^Passed on conditions")).check()
    quality.get_by_label(READ).fill("Put a summary beside each work that needs a login.")
    quality.get_by_label("Conditions to be met by").fill((localdate() + timedelta(days=60)).isoformat())
    quality.get_by_label("A word to the authors").fill("A careful design with one thing left to do.")
    eyes.look(quality, "review-5-conclude")
    quality.get_by_role("button", name="Conclude").click()
    expect(main(quality)).to_contain_text("Concluded. The authors are told.")
    quality.get_by_label("What meets it").fill("Summaries were sent and read.")
    quality.get_by_role("button", name="Found met").click()
    eyes.look(quality, "review-6-concluded")


def pass_by_its_review(quality: Page, eyes: Eyes) -> None:
    quality.goto("/drafts/board/?stage=quality-review")
    main(quality).get_by_role("link", name=TITLE).click()
    expect(main(quality)).to_contain_text("It was passed with conditions.")
    quality.get_by_label("Why", exact=True).fill("Both would publish it; the summaries are there.")
    eyes.look(quality, "way-5-quality")
    quality.get_by_role("button", name="Pass").click()
    expect(main(quality)).to_contain_text("Ready to publish")


def read_what_was_found(author: Page, eyes: Eyes) -> None:
    """The author reads every note, and no name."""
    see_its_way(author)
    author.get_by_role("link", name="What the quality review says").click()
    said = main(author)
    expect(said).to_contain_text("Two of the works stand behind a login.")
    expect(said).to_contain_text("Level 4 asks for a second cycle; that can be seen.")
    for name in ("Dev", "Quinn"):
        expect(said).not_to_contain_text(re.compile(rf"\b{name}\b"))
    eyes.look(author, "review-7-for-authors")


def publish(author: Page, eyes: Eyes) -> None:
    see_its_way(author)
    expect(main(author)).to_contain_text("Every gate before publishing is passed.")
    eyes.look(author, "way-6-ready")
    author.get_by_role("button", name="Publish").click()
    expect(main(author)).to_contain_text("In pilot")
    expect(main(author)).to_contain_text("This version is being tried out with its first 10 submissions")
    eyes.look(author, "version-in-pilot")


def see_its_way(author: Page) -> None:
    author.goto("/drafts/")
    main(author).get_by_role("link", name=TITLE).click()
    author.get_by_role("link", name="Its way so far").click()


def report_on_pilot(other: Page, version: str, eyes: Eyes) -> None:
    other.goto(f"{version.rstrip('/')}/pilot/")
    other.get_by_label("What was learned").fill("Four colleagues read it aloud with us and knew what to hand in.")
    other.get_by_label(re.compile("Publish: it stays")).check()
    eyes.look(other, "pilot")
    other.get_by_role("button", name="Report and end the pilot").click()
    expect(main(other)).to_contain_text("tick that it ends early")
    expect(other.get_by_label("What was learned")).to_have_value(re.compile("Four colleagues"))
    other.get_by_label("It ends early").check()
    other.get_by_role("button", name="Report and end the pilot").click()
    expect(main(other)).to_contain_text("Exit report")
    eyes.look(other, "pilot-ended")


def anybody_reads_it(stranger: Page, version: str, eyes: Eyes) -> None:
    stranger.goto(version)
    glance = stranger.get_by_role("complementary", name="At a glance")
    expect(glance).to_contain_text("All that applies is met")
    expect(glance).not_to_contain_text("to be met by")
    expect(glance).to_contain_text("by House standards")
    expect(glance).to_contain_text("next review")
    expect(main(stranger)).not_to_contain_text("In pilot")
    eyes.look(stranger, "version-published")

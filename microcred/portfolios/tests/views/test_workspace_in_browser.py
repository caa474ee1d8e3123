"""The workspace as one lives with it: on a phone, over a bad line, with sessions that end and browsers that die."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Playwright, expect

from microcred.foundation.clock import now
from microcred.portfolios.models import Answer, ChangeNote, Submission
from microcred.portfolios.operations import save_answer
from microcred.portfolios.queries import workspace_of
from microcred.portfolios.tests.make import asked, came_back, fill, started
from microcred.programs.tests.make import version

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "I teach second grade in a school at the end of a long road."
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
FLUSHED_MS = 7_000
"""after which Chromium has what a page keeps on its disk"""


def sign_in(context: BrowserContext, person, url: str) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": url}])


@pytest.fixture
def pursuit(cast):
    return started(cast, at=now())


@pytest.fixture
def tab(live_server, cast, context: BrowserContext, pursuit) -> Page:
    """Ada's workspace."""
    sign_in(context, cast.ada, live_server.url)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/pursuits/{pursuit.pk}/")
    return tab


def bar(tab: Page):
    return tab.get_by_role("region", name="Your work so far")


def status(tab: Page):
    return tab.locator("#requirement-1 [data-save-status]")


def test_the_next_thing_moves_on_as_one_writes_and_the_bar_says_how_far(tab: Page):
    ahead = tab.get_by_role("region", name="What comes next")
    expect(ahead.get_by_role("heading")).to_contain_text("1. ")
    tab.locator("#text-1").fill(WORDS)

    expect(ahead.get_by_role("heading")).to_contain_text("2. ")
    expect(ahead.get_by_role("link", name="Go to number 2")).to_be_visible()
    expect(bar(tab)).to_contain_text("1 of")
    expect(bar(tab).locator("[data-save-summary]")).to_contain_text("Saved")


def test_while_the_line_is_down_words_are_kept_and_it_is_said_and_they_are_saved_when_it_is_back(tab: Page):
    tab.context.set_offline(True)
    tab.locator("#text-1").fill(WORDS)
    expect(status(tab)).to_contain_text("your words are kept on this device")
    why = bar(tab).get_by_role("button", name="Not saved: see why")
    why.click()
    expect(status(tab)).to_be_in_viewport()
    assert not Answer.objects.exists()

    tab.context.set_offline(False)
    expect(status(tab)).to_have_text(re.compile(r"^Saved \d"))
    expect(why).to_be_hidden()
    assert Answer.objects.get().text == WORDS


def test_a_session_that_ends_while_one_writes_costs_no_word(tab: Page, live_server, cast):
    tab.locator("#text-1").fill("I teach")
    expect(status(tab)).to_contain_text("Saved")
    tab.context.clear_cookies()

    tab.locator("#text-1").fill(WORDS)
    expect(status(tab)).to_contain_text("You are signed out: your words are kept on this device.")
    expect(status(tab).get_by_role("link", name="Sign in to save them")).to_be_visible()
    bar(tab).get_by_role("link", name="Review and submit").click()
    expect(tab).to_have_url(re.compile("/pursuits/")), "nobody is led away from words that are not saved"

    sign_in(tab.context, cast.ada, live_server.url)
    tab.reload()
    expect(tab.locator("#text-1")).to_have_value(WORDS)
    expect(status(tab)).to_have_text(re.compile(r"^Saved \d"))
    assert Answer.objects.get().text == WORDS


@pytest.fixture
def kept_profile(
    browser_type: BrowserType, browser_type_launch_args, tmp_path: Path, live_server, cast
) -> Iterator["_Profile"]:
    """A browser whose profile is on the disk; what was opened last is closed in the end."""
    kept = _Profile(browser_type, browser_type_launch_args, tmp_path / "profile")
    yield kept
    kept.last.close()


class _Profile:
    def __init__(self, browser_type: BrowserType, arguments, folder: Path) -> None:
        self.browser_type, self.arguments, self.folder = browser_type, arguments, folder

    def open(self) -> BrowserContext:
        self.last = self.browser_type.launch_persistent_context(self.folder, **self.arguments)
        return self.last

    def kill(self) -> None:
        """As a phone does that runs out of power."""
        mine = str(self.folder).encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (process / "cmdline").read_bytes() and b"--type=" not in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue


def test_a_killed_browser_brings_back_what_it_could_not_save(kept_profile, live_server, cast, pursuit):
    address = f"{live_server.url}/pursuits/{pursuit.pk}/"
    first = kept_profile.open()
    sign_in(first, cast.ada, live_server.url)
    tab = first.pages[0]
    tab.goto(address)
    first.set_offline(True)
    tab.locator("#text-1").fill(WORDS)
    expect(status(tab)).to_contain_text("your words are kept on this device")
    tab.wait_for_timeout(FLUSHED_MS)
    kept_profile.kill()

    again = kept_profile.open()
    sign_in(again, cast.ada, live_server.url)
    tab = again.new_page()
    tab.goto(address)
    expect(tab.locator("#text-1")).to_have_value(WORDS)
    expect(status(tab)).to_have_text(re.compile(r"^Saved \d"))
    assert Answer.objects.get().text == WORDS


def test_a_note_of_what_changed_saves_itself_from_its_first_word_on(live_server, cast, context: BrowserContext):
    pursuit = came_back(cast, at=now())
    for work in workspace_of(pursuit).counted:
        where = {"actor": cast.ada, "pursuit": pursuit, "requirement": work.requirement, "at": now()}
        save_answer(**where, text="Now the team decides.", revision=work.answer.revision)
    sign_in(context, cast.ada, live_server.url)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/pursuits/{pursuit.pk}/")
    ahead = tab.get_by_role("region", name="What comes next")
    ahead.get_by_role("link", name="To the notes").click()
    note = tab.get_by_label("What changed for").first
    expect(note).to_be_in_viewport()

    note.press_sequentially("Who")
    expect(tab.locator("#change-notes [data-save-status]").first).to_have_text(re.compile(r"^Saved \d"))
    assert ChangeNote.objects.get().text == "Who"
    expect(ahead.get_by_role("heading")).to_contain_text("Read it once more")
    tab.reload()
    expect(tab.get_by_label("What changed for").first).to_have_value("Who")


def test_what_one_opened_stays_open_when_it_is_looked_at_anew(live_server, cast, context: BrowserContext, pursuit):
    fill(pursuit, at=now())
    requirement = asked(pursuit)
    name = "On Tuesday my student Liam Turner told the group what he does."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=requirement, text=name, revision=1, at=now())
    sign_in(context, cast.ada, live_server.url)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/pursuits/{pursuit.pk}/")
    found = tab.locator(f"#found-{requirement.position + 1}")
    found.locator("summary").first.click()
    expect(found.get_by_role("button", name=re.compile("Student 1"))).to_be_visible()

    with tab.expect_response(re.compile("/findings/")):
        tab.locator(f"#text-{requirement.position + 1}").press_sequentially("Then we read. ")
    expect(found.get_by_role("button", name=re.compile("Student 1"))).to_be_visible()


def test_what_there_is_of_a_file_besides_comes_when_it_is_opened(live_server, cast, context: BrowserContext, pursuit):
    fill(pursuit, at=now())
    sign_in(context, cast.ada, live_server.url)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/pursuits/{pursuit.pk}/")
    file = tab.get_by_role("article").filter(has_text="plan.pdf").first
    expect(file.get_by_role("link", name="Your file as it was")).to_have_count(0)
    file.get_by_text("Pins, name and more").first.click()
    expect(file.get_by_role("link", name="Your file as it was")).to_be_visible()
    expect(file.get_by_role("link", name="Pin where it shows a criterion")).to_be_visible()


@pytest.fixture
def phone(browser: Browser, playwright: Playwright, live_server, cast) -> Iterator[Page]:
    """Ada's phone."""
    looks = {**playwright.devices["Pixel 7"], "viewport": {"width": 390, "height": 844}}
    context = browser.new_context(**looks, base_url=live_server.url)
    sign_in(context, cast.ada, live_server.url)
    yield context.new_page()
    context.close()


def fits(phone: Page) -> None:
    """Nothing is wider than the screen, whichever page is on its way."""
    phone.wait_for_function(FITS)


def test_on_a_phone_from_start_to_receipt(phone: Page, cast, tmp_path: Path):
    published = version(cast)
    phone.goto(f"/catalogue/{published.micro_credential.slug}/")
    phone.get_by_role("button", name="Start on your own").tap()
    fits(phone)
    review = bar(phone).get_by_role("link", name="Review and submit")
    plan = tmp_path / "plan.txt"
    plan.write_text("Our plan, without a name in it.")
    for number, requirement in enumerate(published.requirements.order_by("position"), start=1):
        expect(review).to_be_in_viewport(ratio=1)
        ahead = phone.get_by_role("region", name="What comes next")
        ahead.get_by_role("link", name=f"Go to number {number}").tap()
        if requirement.kind == "artifact":
            place = phone.locator(f"#requirement-{number}")
            place.locator("input[type=file]").set_input_files(plan)
            expect(place.get_by_role("article").filter(has_text="plan.txt")).to_be_visible()
        else:
            phone.locator(f"#text-{number}").fill(f"{WORDS} That is number {number}.")
            expect(phone.locator(f"#standing-{number}")).to_contain_text("Ready")
        fits(phone)
    expect(phone.get_by_role("heading", name="Read it once more, then submit")).to_be_attached()

    review.tap()
    expect(phone.get_by_role("heading", name="Review and submit")).to_be_visible()
    fits(phone)
    for statement in phone.get_by_role("checkbox").all():
        statement.check()
    for choice in phone.get_by_role("radio").all()[:1]:
        choice.check()
    phone.get_by_role("button", name="Submit", exact=True).tap()
    expect(phone).to_have_url(re.compile("/submissions/"))
    expect(phone.get_by_text(Submission.objects.get().digest).first).to_be_attached()
    fits(phone)

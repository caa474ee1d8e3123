"""What somebody typed into a form and did not send waits for them on their device, and for nobody else."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from microcred.foundation.clock import now
from microcred.portfolios.models import CleanWordsDraft, Goal, LearningContract, Quarantine
from microcred.portfolios.operations import quarantine_piece, save_answer, write_goal
from microcred.portfolios.tests.make import asked, fill, handed_in, started
from tests.journeys.looking import Eyes

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "So that late readers such as Liam find their book."
IS_BACK = re.compile(r"What you wrote here on .+ and did not send is back\.")
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('microcred:kept|'))"
WAITS_ON_DEVICE = f"() => {KEPT}.length === 1"
NOTHING_WAITS = f"() => {KEPT}.length === 0"


def sign_in(context: BrowserContext, person, url: str) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": url}])


@pytest.fixture
def tab(live_server, cast, context: BrowserContext) -> Page:
    """Ada's goals."""
    sign_in(context, cast.ada, live_server.url)
    return opened(context, live_server)


def opened(context: BrowserContext, live_server, name: str = "goals", *arguments: str) -> Page:
    tab = context.new_page()
    tab.goto(f"{live_server.url}{reverse(name, args=arguments)}")
    return tab


def why(tab: Page):
    return tab.get_by_label("Why I learn")


def typed(tab: Page, words: str = WHY) -> Page:
    why(tab).fill(words)
    tab.wait_for_function(WAITS_ON_DEVICE)
    return tab


def is_back(tab: Page) -> None:
    expect(why(tab)).to_have_value(WHY)
    expect(tab.get_by_text(IS_BACK)).to_be_visible()


def test_who_goes_away_by_mistake_finds_it_again_and_may_discard_it(tab: Page, live_server):
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    typed(tab)
    tab.get_by_role("link", name="Write one of your own").click()
    expect(tab).to_have_url(re.compile("/contract"))
    assert asked == [], "what is kept needs no warning"
    tab.go_back()
    is_back(tab)

    tab.get_by_role("button", name="Discard it").click()
    expect(why(tab)).to_have_value("")
    expect(why(tab)).to_be_focused()
    expect(tab.get_by_text(IS_BACK)).to_have_count(0)
    tab.wait_for_function(NOTHING_WAITS)
    tab.reload()
    expect(why(tab)).to_have_value("")
    expect(tab.get_by_text(IS_BACK)).to_have_count(0)


def test_a_closed_tab_loses_nothing(tab: Page, context: BrowserContext, live_server):
    typed(tab).close()
    is_back(opened(context, live_server))


def test_what_another_open_tab_holds_stays_in_it(tab: Page, context: BrowserContext, live_server):
    typed(tab)
    other = opened(context, live_server)
    other.wait_for_timeout(1_500)
    expect(why(other)).to_have_value("")
    other.close()
    expect(why(tab)).to_have_value(WHY)


def test_a_session_that_ended_before_the_click_costs_no_word(tab: Page, context: BrowserContext, live_server, cast):
    typed(tab)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.get_by_role("heading", name="You are signed out")).to_be_visible()
    way_back = tab.get_by_role("main").get_by_role("link", name="Sign in")
    expect(way_back).to_have_attribute("href", re.compile(r"next=%2Fgoals"))

    sign_in(context, cast.ada, live_server.url)
    tab.goto(f"{live_server.url}{reverse('goals')}")
    is_back(tab)
    tab.get_by_role("button", name="Keep it").click()
    tab.wait_for_function(NOTHING_WAITS)
    assert Goal.objects.get().text == WHY


def test_somebody_else_at_the_same_browser_sees_none_of_it_and_cannot_read_it(
    tab: Page, context: BrowserContext, live_server, cast
):
    typed(tab).close()
    context.clear_cookies()
    sign_in(context, cast.gus, live_server.url)
    theirs = opened(context, live_server)
    theirs.wait_for_timeout(1_500)
    expect(why(theirs)).to_have_value("")
    on_the_device = theirs.evaluate("() => JSON.stringify(localStorage)")
    assert "microcred:kept|" in on_the_device
    assert "Liam" not in on_the_device
    theirs.close()

    context.clear_cookies()
    sign_in(context, cast.ada, live_server.url)
    is_back(opened(context, live_server))


def test_what_was_sent_does_not_come_back(tab: Page, context: BrowserContext, live_server):
    typed(tab)
    tab.get_by_role("button", name="Keep it").click()
    tab.wait_for_function(NOTHING_WAITS)
    assert Goal.objects.get().text == WHY
    again = opened(context, live_server)
    expect(why(again)).to_have_value(WHY)
    again.wait_for_timeout(1_000)
    expect(again.get_by_text(IS_BACK)).to_have_count(0)


def test_who_signs_out_is_asked_and_then_nothing_of_it_stays(tab: Page, context: BrowserContext, live_server, cast):
    said: list[str] = []
    answers = iter(["dismiss", "accept"])
    tab.on("dialog", lambda dialog: (said.append(dialog.message), getattr(dialog, next(answers))()))
    typed(tab)
    tab.locator("summary", has_text="Account").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(why(tab)).to_have_value(WHY)
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()
    assert said == ["Something that you wrote was not sent yet. Signing out forgets it. Sign out all the same?"] * 2
    tab.wait_for_function(NOTHING_WAITS)

    sign_in(context, cast.ada, live_server.url)
    tab.goto(f"{live_server.url}{reverse('goals')}")
    expect(why(tab)).to_have_value("")


def test_a_refused_form_that_one_leaves_comes_back_as_it_was(tab: Page, context: BrowserContext, live_server):
    tab.goto(f"{live_server.url}{reverse('contract', args=['own'])}")
    aims = tab.locator("textarea").first
    aims.fill("To listen.")
    for field in tab.locator("form [required]").all():
        field.evaluate("(field) => field.removeAttribute('required')")
    tab.get_by_role("main").locator("form button").first.click()
    expect(tab.locator(".field-error").first).to_be_visible()
    expect(aims).to_have_value("To listen.")
    expect(tab.get_by_text(IS_BACK)).to_have_count(0)
    assert not LearningContract.objects.exists()

    tab.goto(f"{live_server.url}{reverse('goals')}")
    tab.goto(f"{live_server.url}{reverse('contract', args=['own'])}")
    expect(aims).to_have_value("To listen.")
    expect(tab.get_by_text(IS_BACK)).to_be_visible()


def test_what_was_saved_elsewhere_since_is_said_and_shows_when_one_discards(
    tab: Page, context: BrowserContext, live_server, cast
):
    typed(tab).close()
    write_goal(actor=cast.ada, text="For everyone.", at=cast.at)
    again = opened(context, live_server)
    is_back(again)
    expect(again.get_by_text("What was saved here has changed since")).to_be_visible()
    again.get_by_role("button", name="Discard it").click()
    expect(why(again)).to_have_value("For everyone.")


def test_where_nothing_can_be_kept_one_is_warned_before_one_goes(context: BrowserContext, live_server, cast):
    sign_in(context, cast.ada, live_server.url)
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    tab = opened(context, live_server)
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    why(tab).press_sequentially("So that")
    tab.wait_for_timeout(300)
    tab.get_by_role("link", name="Write one of your own").click()
    expect(tab).to_have_url(re.compile("/contract"))
    assert asked == ["beforeunload"]


def test_without_scripts_the_form_is_what_it_was(browser: Browser, live_server, cast):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, cast.ada, live_server.url)
    tab = opened(context, live_server)
    why(tab).fill(WHY)
    tab.get_by_role("button", name="Keep it").click()
    expect(why(tab)).to_have_value(WHY)
    assert Goal.objects.get().text == WHY
    context.close()


def test_the_sentence_can_be_read_by_everyone(tab: Page, context: BrowserContext, live_server):
    eyes = Eyes()
    typed(tab).close()
    again = opened(context, live_server)
    is_back(again)
    eyes.look(again, "goals-kept")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_a_part_that_comes_anew_goes_on_as_it_was(context: BrowserContext, live_server, cast):
    pursuit = started(cast, at=now())
    fill(pursuit, at=now())
    name = "On Tuesday my student Liam Turner told the group what he does."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=name, revision=1, at=now())
    sign_in(context, cast.ada, live_server.url)
    tab = opened(context, live_server, "pursuit", str(pursuit.pk))
    number = asked(pursuit).position + 1
    found = tab.locator(f"#found-{number}")
    found.locator("summary").first.click()
    for fold in found.locator("details:not([open]) > summary").all():
        fold.click()
    why_not = found.locator("form[action*=overruling] :is(textarea, input[type=text])").first
    why_not.fill("It is the name of a town.")
    with tab.expect_response(re.compile("/findings/")):
        tab.locator(f"#text-{number}").press_sequentially("Then we read. ")
    expect(why_not).to_have_value("It is the name of a town.")
    expect(tab.get_by_text(IS_BACK)).to_have_count(0)


def test_clean_words_save_themselves_and_are_there_on_another_device(context: BrowserContext, live_server, cast):
    pursuit = started(cast, at=now())
    named = "We met on Tuesdays, and Wenzhi Tschida read aloud."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=named, revision=0, at=now())
    row = handed_in(pursuit, at=now()).texts.get(requirement=asked(pursuit))
    aside = quarantine_piece(actor=cast.ben, piece=row, reason=Quarantine.Reason.STUDENT_NAME, at=now())
    sign_in(context, cast.ada, live_server.url)
    tab = opened(context, live_server, "quarantine", str(aside.pk))
    tab.get_by_label("What assessors read instead").fill("We met on Tuesdays, and a second")
    expect(tab.locator("#clean-words-form [data-save-status]")).to_have_text(re.compile(r"^Saved \d"))
    assert CleanWordsDraft.objects.get().words == "We met on Tuesdays, and a second"

    tab.evaluate("() => localStorage.clear()")
    tab.reload()
    expect(tab.get_by_label("What assessors read instead")).to_have_value("We met on Tuesdays, and a second")
    tab.get_by_label("What assessors read instead").fill("We met on Tuesdays, and a second grader read aloud.")
    tab.get_by_role("button", name="Put these words in their place").click()
    expect(tab.get_by_text("A clean copy is in its place")).to_be_visible()
    tab.wait_for_function("() => Object.keys(localStorage).length === 0")
    assert not CleanWordsDraft.objects.exists()

"""Mending beside the work, with the page's script: one keeps one's place and goes on with the next finding."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from microcred.foundation.clock import now
from microcred.portfolios.models import Answer, ChangeNote, Overruling
from microcred.portfolios.operations import save_answer
from microcred.portfolios.tests.make import asked, came_back, fill, started
from microcred.portfolios.tests.views.test_kept_forms_in_browser import sign_in
from tests.journeys.looking import Eyes

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "My student Maria Gomez read aloud.\nMy student Liam Turner listened, and Maria smiled."
HIGHEST = 160
"""pixels of one finding on a phone"""


@pytest.fixture
def phone(browser: Browser, live_server, cast) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url)
    sign_in(context, cast.ada, live_server.url)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def work(phone: Page, cast):
    """Ada's work on her phone, with two students named in an answer, and one of them in the next."""
    pursuit = started(cast, at=now())
    for kind, text in (("question", TEXT), ("reflection", "I think of Maria Gomez.")):
        where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit, kind), "at": now()}
        save_answer(**where, text=text, revision=0)
    phone.goto(f"/pursuits/{pursuit.pk}/")
    return pursuit


def test_one_keeps_ones_place_and_goes_on_with_the_next(phone: Page, work):
    first, second = asked(work).position + 1, asked(work, "reflection").position + 1
    phone.evaluate("window.stays = true")
    helper = phone.locator(f"#findings-{first}")
    helper.locator("summary").first.click()
    findings = helper.locator(".finding")
    expect(findings).to_have_count(2)
    assert all(one.bounding_box()["height"] <= HIGHEST for one in findings.all())
    expect(phone.locator(f"#standing-{first}")).to_contain_text("2 things before you submit")

    findings.first.get_by_role("button", name="“Student 1”").click()

    expect(phone.locator(f"#helped-{first}")).to_have_text(
        "“Maria Gomez” is now “Student 1” in 3 places. 1 is left to mend before you submit."
    )
    expect(findings).to_have_count(1)
    expect(findings.first).to_be_focused()
    expect(phone.locator(f"#text-{first}")).to_have_value(
        "My student Student 1 read aloud.\nMy student Liam Turner listened, and Student 1 smiled."
    )
    expect(phone.locator(f"#text-{second}")).to_have_value("I think of Student 1.")
    expect(phone.locator(f"#findings-{second} .finding")).to_have_count(0)
    assert phone.evaluate("window.stays") is True, "the page was not loaded anew"

    helper.get_by_role("button", name="Undo").click()
    expect(phone.locator(f"#text-{first}")).to_have_value(TEXT)
    expect(findings).to_have_count(2)

    findings.nth(1).locator("summary").click()
    findings.nth(1).get_by_role("button", name="a made-up name").click()
    expect(phone.locator(f"#helped-{first}")).to_contain_text("“Liam Turner” is kept wherever it stands")
    expect(phone.locator(f"#standing-{first}")).to_contain_text("1 thing before you submit")
    assert Overruling.objects.get().reason == "a made-up name"

    phone.locator(f"#text-{first}").press_sequentially("More. ")
    expect(phone.locator(f"#requirement-{first} [data-save-status]").first).to_contain_text("Saved")
    assert phone.evaluate("window.stays") is True


def test_what_is_written_while_it_is_mended_is_not_lost(phone: Page, work):
    first = asked(work).position + 1
    helper = phone.locator(f"#findings-{first}")
    helper.locator("summary").first.click()
    phone.route("**/words/", lambda route: (phone.locator(f"#text-{first}").fill("All new."), route.continue_()))

    helper.locator(".finding").first.get_by_role("button", name="“Student 1”").click()

    expect(phone.locator(f"#requirement-{first} .conflict")).to_be_visible()
    expect(phone.locator(f"#text-{first}")).to_have_value("All new.")
    assert "Student 1" in Answer.objects.get(requirement=asked(work)).text


def test_beside_a_note_of_changes_it_speaks_as_the_note_is_saved(phone: Page, cast):
    pursuit = came_back(cast, at=now())
    phone.goto(f"/pursuits/{pursuit.pk}/")
    note = phone.locator("#change-notes textarea").first
    note.fill("My student Maria Gomez speaks more now.")

    helper = phone.locator("#change-notes .findings").first
    expect(helper.locator("summary").first).to_contain_text("Privacy helper: 1 to mend before you submit")
    helper.locator("summary").first.click()
    helper.get_by_role("button", name="“Student 1”").click()

    expect(note).to_have_value("My student Student 1 speaks more now.")
    assert ChangeNote.objects.get().text == "My student Student 1 speaks more now."


def test_it_can_be_read_and_reached_by_everyone(phone: Page, work):
    helper = phone.locator(f"#findings-{asked(work).position + 1}")
    helper.locator("summary").first.click()
    eyes = Eyes()
    eyes.look(phone, "the privacy helper")
    helper.evaluate("helper => helper.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    eyes.look(phone, "the privacy helper, open")
    phone.goto(f"/pursuits/{work.pk}/mending/")
    eyes.look(phone, "mending all at once")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_words_about_tools_are_looked_at_as_they_are_written(phone: Page, cast):
    pursuit = fill(started(cast, at=now()), at=now())
    phone.goto(f"/pursuits/{pursuit.pk}/submission/")
    field = phone.get_by_label("Which generative tools you used, and for what")
    field.fill("A tool wrote to my student Maria Gomez.")
    expect(phone.locator("#disclosure-findings")).to_contain_text("“Maria Gomez” looks like a student’s name")

"""From an award to credit in a browser: the educator, their coordinator, the licensure officer, the partnership."""

import pytest
from playwright.sync_api import Browser, Page, expect

from microcred.foundation.clock import now
from microcred.organizations.operations import choose_language
from microcred.portfolios.tests.views.test_kept_forms_in_browser import sign_in
from microcred.recognition.models import Agreement, LicenceStatement, Ruling
from microcred.recognition.operations.drafts import begin_draft, save_draft
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_completion import FLATT, teaches_middle_school
from tests.cast import Cast
from tests.journeys.looking import Eyes, at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)

WORTH = "/catalogue/engaging-stakeholders/worth/elsewhere/"


def as_person(page: Page, url: str, person, path: str) -> None:
    page.context.clear_cookies()
    if person is not None:
        sign_in(page.context, person, url)
    page.goto(f"{url}{path}")


def test_credit_from_the_award_to_the_transcript(page: Page, live_server, cast: Cast):
    entry = make.entry(cast)
    title = str(entry.award.version.title)

    as_person(page, live_server.url, cast.ada, "/transcript/")
    line = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title))
    expect(line).to_contain_text("It counts as soon as Rock Hill Schools confirms it")
    line.get_by_text("How this was worked out").click()
    expect(line.get_by_text("15 contact hours × 20 ÷ 15 = 20 renewal credits")).to_be_visible()
    page.get_by_role("link", name="What they are worth elsewhere").click()
    expect(page.get_by_role("heading", name="North Carolina", exact=True).first).to_be_visible()

    as_person(page, live_server.url, cast.omar, "/")
    page.get_by_role("link", name="Recognitions").first.click()
    row = page.get_by_role("row").filter(has_text=cast.ada.name)
    row.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert Ruling.objects.get().ruled_by == cast.omar

    as_person(page, live_server.url, cast.ada, "/transcript/")
    expect(line).to_contain_text(f"ruled on by {cast.omar.name}")
    expect(line).not_to_contain_text("It counts as soon as")


def test_the_coordinator_declines_with_the_keyboard_and_the_educator_reads_why(page: Page, live_server, cast: Cast):
    make.entry(cast)
    as_person(page, live_server.url, cast.omar, "/recognitions/")
    decline = page.get_by_role("group").filter(has_text="Reason, for the educator")
    decline.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the list of reasons, which may stay empty where words say more
    page.keyboard.type("It is not in the plan that we agreed on in May.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    as_person(page, live_server.url, cast.ada, "/transcript/")
    expect(page.get_by_text("It is not in the plan that we agreed on in May.")).to_be_visible()


def test_an_office_states_what_an_educator_has_completed_it_counts_and_is_taken_back(
    browser: Browser, live_server, cast: Cast
):
    make.entry(cast)
    teaches_middle_school(cast)
    eyes = Eyes()
    ada = at_the_desk(browser, cast.ada, live_server.url)
    ada.goto("/transcript/")
    beside_credit = ada.get_by_role("listitem").filter(has_text="suicide")
    expect(beside_credit).to_contain_text("not met")

    omar = at_the_desk(browser, cast.omar, live_server.url)
    omar.goto("/recognitions/")
    omar.get_by_role("link", name="Educators", exact=True).click()
    omar.get_by_label("Search educators by name").fill("Ada")
    omar.get_by_role("link", name=cast.ada.name).click()
    eyes.look(omar, "educator")
    omar.get_by_role("link", name="State it").filter(has_text=FLATT).click()
    expect(omar.get_by_role("radio", name=FLATT)).to_be_checked()
    omar.get_by_label("Completed on").fill("2025-08-01")
    eyes.look(omar, "educator-completion")
    omar.get_by_role("button", name="State and confirm this").click()
    expect(omar.get_by_text("On record and confirmed.")).to_be_visible()
    completed = omar.get_by_role("listitem").filter(has=omar.get_by_role("link", name=FLATT, exact=True))
    expect(completed).to_contain_text("Confirmed")

    ada.reload()
    expect(beside_credit).not_to_contain_text("not met")
    expect(beside_credit).to_contain_text("met")

    completed.get_by_role("link", name=FLATT, exact=True).click()
    back = omar.get_by_role("button", name="Take back that it is completed")
    back.click()
    why = omar.get_by_label("What was wrong")
    expect(why).to_have_attribute("aria-invalid", "true")
    eyes.look(omar, "completion-of-educator")
    why.fill("The certificate is of another course.")
    back.click()
    expect(omar.get_by_text("has been told why.")).to_be_visible()
    expect(completed).to_contain_text("The certificate is of another course.")

    ada.reload()
    expect(beside_credit).to_contain_text("not met")
    ada.goto("/record/")
    eyes.look(ada, "record-taken-back")
    expect(ada.get_by_text("The certificate is of another course.")).to_be_visible()
    assert not eyes.problems, "\n".join(eyes.problems)


def test_an_office_sees_what_a_licence_that_it_states_does_before_it_is_on_record(
    browser: Browser, live_server, cast: Cast
):
    make.entry(cast)
    eyes = Eyes()
    omar = at_the_desk(browser, cast.omar, live_server.url)
    omar.goto(f"/recognitions/educators/{cast.ada.pk}/")
    omar.get_by_role("link", name="State work").click()
    expect(omar.get_by_role("heading", name=f"State where {cast.ada.name} works")).to_be_visible()
    eyes.look(omar, "educator-work")
    omar.go_back()
    omar.get_by_role("link", name="State a license").click()
    omar.get_by_label("Type").select_option("initial")
    omar.get_by_label("Holds from").fill("2025-07-01")
    omar.get_by_label("Holds until").fill("2028-06-30")
    eyes.look(omar, "educator-licence")
    state = omar.get_by_role("button", name="State and confirm this")
    state.click()
    expect(omar.get_by_text("ends, and nothing counts in it any more")).to_be_visible()
    expect(omar.get_by_label("Holds until")).to_have_value("2028-06-30")
    eyes.look(omar, "educator-licence-does")
    assert not LicenceStatement.objects.exists()
    state.click()
    expect(omar.get_by_text("On record and confirmed.")).to_be_visible()
    expect(omar.get_by_role("heading", name="Initial, ")).to_be_visible()
    assert not eyes.problems, "\n".join(eyes.problems)


def test_what_the_officer_agrees_to_everyone_reads_and_the_partnership_sees_where_it_stands(
    page: Page, live_server, cast: Cast
):
    as_person(page, live_server.url, cast.pia, "/")
    page.get_by_role("link", name="Agreements").first.click()
    standing = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="South Carolina"))
    expect(standing).to_contain_text("nobody yet")

    as_person(page, live_server.url, cast.femi, "/policies/")
    page.get_by_role("link", name="Agreements").click()
    page.get_by_role("combobox", name="Whose awards").select_option(label="North Carolina education agency")
    page.get_by_label("For awards earned from").fill("2026-07-01")
    page.get_by_role("button", name="State it").click()
    where_it_stands = page.get_by_role("textbox", name="Where the agreement stands")
    expect(where_it_stands).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("For awards earned from")).to_have_value("2026-07-01")
    where_it_stands.fill("A letter of both agencies.")
    page.get_by_role("button", name="State it").click()
    expect(page.get_by_text("Everyone can read it, and it counts at once.")).to_be_visible()
    agreement = Agreement.objects.get()
    assert agreement.stated_by == cast.femi

    as_person(page, live_server.url, cast.pia, "/agreements/")
    standing.get_by_role("link").click()
    expect(page.locator(f"#agreement-{agreement.pk}")).to_be_in_viewport()

    as_person(page, live_server.url, None, "/agreements/")
    expect(page.get_by_text("A letter of both agencies.")).to_be_visible()
    expect(page.get_by_role("button", name="State it")).to_have_count(0)


def test_a_document_is_written_with_tab_and_left_with_it(page: Page, live_server, cast: Cast):
    policy = make.policy(cast)
    draft = begin_draft(actor=cast.femi, jurisdiction=policy.jurisdiction, of=policy, at=now())
    unknown = draft.text.replace("unit: renewal credits", "unit: bananas", 1)
    save_draft(actor=cast.femi, draft=draft, text=unknown, revision=1, at=now())
    as_person(page, live_server.url, cast.femi, f"/policies/drafts/{draft.pk}/")
    field = page.get_by_role("textbox", name="The document")
    assert field.evaluate("it => getComputedStyle(it).fontFamily").endswith("monospace")
    page.get_by_role("link", name="line ").click()
    chosen = field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)")
    assert chosen == "unit: bananas"
    page.keyboard.press("Tab")  # who only passes through passes on
    expect(field).not_to_be_focused()

    field.fill("")
    page.keyboard.type("caps:")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("- id: x")
    page.keyboard.press("Enter")
    page.keyboard.type("  amount: 1")
    expect(field).to_have_value("caps:\n  - id: x\n    amount: 1")
    page.keyboard.press("Shift+Tab")
    expect(field).to_have_value("caps:\n  - id: x\n  amount: 1")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    expect(field).to_have_value("caps:\n  - id: x\n  amount: 1")


@pytest.mark.parametrize(
    ("language", "how_long", "last_day"),
    [("en", "How long it opens", "Last day"), ("es", "Cuánto tiempo abre", "Último día")],
)
def test_a_day_is_asked_for_only_where_it_is_to_be_chosen_without_scripts_too(
    browser: Browser, live_server, cast: Cast, language: str, how_long: str, last_day: str
):
    choose_language(actor=cast.ada, language=language)
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        as_person(page, live_server.url, cast.ada, "/transcript/shares/")
        lasts, day = page.get_by_label(how_long), page.get_by_label(last_day)
        expect(lasts).to_be_visible()
        expect(day).to_be_hidden()
        lasts.focus()
        page.keyboard.press("End")
        expect(lasts).to_have_value("day")
        expect(day).to_be_visible()
        page.keyboard.press("Tab")
        expect(day).to_be_focused()
        day.fill("2031-05-01")
        lasts.select_option("30")
        expect(day).to_be_hidden()
        page.locator("[name=for_whom]").fill("Lincoln County")
        page.locator("main form button").first.click()
        # What was typed and is against what was chosen is seen, so that it can be emptied.
        expect(lasts).to_have_attribute("aria-invalid", "true")
        expect(day).to_have_value("2031-05-01")
        expect(day).to_be_visible()
        context.close()


def test_the_form_of_a_link_is_right_with_and_without_a_day(browser: Browser, live_server, cast: Cast):
    eyes = Eyes()
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto("/transcript/shares/")
    eyes.look(page, "share-lengths")
    page.get_by_label("How long it opens").select_option("day")
    expect(page.get_by_label("Last day")).to_be_visible()
    eyes.look(page, "share-day")
    assert not eyes.problems, "\n".join(eyes.problems)

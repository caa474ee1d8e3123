"""The page and its script against the real server: words save themselves, and two tabs never overwrite each other."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from microcred.portfolios.models import Answer
from microcred.portfolios.tests.make import started


@pytest.fixture
def workspace(live_server, cast, context):
    """Opens Ada's workspace in a tab of its own."""
    client = Client()
    client.force_login(cast.ada)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    address = f"{live_server.url}/pursuits/{started(cast).pk}/"

    def open_tab() -> Page:
        tab = context.new_page()
        tab.goto(address)
        return tab

    return open_tab


@pytest.mark.django_db(transaction=True)
def test_words_save_themselves_and_are_there_again(workspace):
    tab = workspace()
    tab.locator("#text-1").fill("I teach second grade.")

    expect(tab.locator("#requirement-1 [data-save-status]")).to_contain_text("Saved")
    expect(tab.locator("#requirement-1 [data-word-count-for]")).to_contain_text("4 of")
    expect(workspace().locator("#text-1")).to_have_value("I teach second grade.")


@pytest.mark.django_db(transaction=True)
def test_two_tabs_see_both_texts_and_the_person_chooses(workspace):
    phone, laptop = workspace(), workspace()
    phone.locator("#text-1").fill("from the phone")
    expect(phone.locator("#requirement-1 [data-save-status]")).to_contain_text("Saved")

    laptop.locator("#text-1").fill("from the laptop")
    panel = laptop.locator("#requirement-1 .conflict")
    expect(panel).to_contain_text("from the phone")
    expect(panel).to_contain_text("from the laptop")
    panel.locator("[data-conflict-choice=both]").click()

    expect(laptop.locator("#requirement-1 [data-save-status]")).to_contain_text("Saved")
    assert Answer.objects.get().text == "from the laptop\n\nfrom the phone"


@pytest.mark.django_db(transaction=True)
def test_where_the_work_stands_is_said_as_one_writes(workspace):
    tab = workspace()
    standing, bar = tab.locator("#standing-1"), tab.locator("#progress")
    expect(standing).to_contain_text("Nothing yet")
    expect(bar).to_contain_text("0 of")

    tab.locator("#text-1").fill("I teach second grade.")
    expect(standing).to_contain_text("Ready")
    expect(bar).to_contain_text("1 of")
    expect(bar.locator("progress")).to_have_attribute("value", "1")

    tab.locator("#text-1").fill("word " * 1000)
    expect(standing).to_contain_text("words too many")
    expect(bar).to_contain_text("0 of")
    expect(tab.locator("#text-1")).to_be_focused()


NO_SAFE_LINE = "Object.defineProperty(crypto, 'subtle', { value: undefined });"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_safe", [True, False])
def test_where_unsaved_words_are_is_said_as_it_is(workspace, context, is_safe):
    if not is_safe:
        context.add_init_script(NO_SAFE_LINE)
    tab = workspace()
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.route("**/answers/**", lambda route: route.abort())
    tab.locator("#text-1").press_sequentially("I teach.")

    said = tab.locator("#requirement-1 [data-save-status]")
    expect(said).to_contain_text("kept on this device" if is_safe else "on this page only")
    tab.reload()
    assert asked == ([] if is_safe else ["beforeunload"])
    expect(tab.locator("#text-1")).to_have_value("I teach." if is_safe else "")


@pytest.mark.django_db(transaction=True)
def test_a_form_in_a_part_that_came_anew_is_kept_as_well(workspace):
    tab = workspace()
    form = '<form data-keep action="/goals/"><label>Why <textarea name="why"></textarea></label></form>'
    shown = {"revision": 1, "saved_at_text": "7:12", "word_count": 2, "shown": {"progress": f"Anew {form}"}}
    tab.route("**/answers/**", lambda route: route.fulfill(json=shown))
    tab.route("**/findings/**", lambda route: route.abort())  # what was found brings the true progress along
    tab.locator("#text-1").fill("I teach.")
    tab.get_by_label("Why").fill("For late readers.")

    tab.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('microcred:kept|'))")


def sign_in(context, person, url: str) -> None:
    """Begin a session as somebody in a browser; forms of pages that were open before carry another's token."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.clear_cookies()
    context.add_cookies([{"name": session.key, "value": session.value, "url": url}])


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_again_elsewhere_goes_on_writing_here(workspace, context, live_server, cast):
    tab = workspace()
    said = tab.locator("#requirement-1 [data-save-status]")
    context.clear_cookies()
    tab.locator("#text-1").fill("I teach")
    expect(said).to_contain_text("signed out")

    sign_in(context, cast.ada, live_server.url)
    workspace()
    tab.locator("#text-1").fill("I teach second grade.")
    expect(said).to_contain_text("Saved")
    assert Answer.objects.get().text == "I teach second grade."


@pytest.mark.django_db(transaction=True)
def test_what_one_person_wrote_is_not_sent_as_another_who_signs_in_elsewhere(workspace, context, live_server, cast):
    tab = workspace()
    tries: list[str] = []
    tab.on("request", lambda request: tries.append(request.url) if request.method == "POST" else None)
    context.clear_cookies()
    # Both write what is at this address, as those who write one draft do.
    theirs = Client()
    theirs.force_login(cast.mateo)
    page = theirs.get("/home/").content.decode()
    tab.route(tab.url, lambda route: route.fulfill(body=page, content_type="text/html"))

    tab.locator("#text-1").fill("I teach")
    expect(tab.locator("#requirement-1 [data-save-status]")).to_contain_text("signed out")
    assert len(tries) == 1

"""The button pressed twice, in two tabs, in a browser that closes, and after the session is over: once, and whole."""

import re
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from microcred.foundation.models import OutboxEvent
from microcred.notices.models import Notice
from microcred.portfolios.models import Submission, Withdrawal
from microcred.portfolios.tests.make import fill, handed_in, started

pytestmark = pytest.mark.django_db(transaction=True)

TOOLS = "A chat model, to shorten my second answer."
PATIENCE = 30
"""seconds"""


@pytest.fixture
def signed_in(live_server, cast, context) -> Callable[[], None]:
    """Gives Ada's browser a session."""

    def sign_in() -> None:
        client = Client()
        client.force_login(cast.ada)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])

    sign_in()
    return sign_in


@pytest.fixture
def ready(live_server, cast, context, signed_in) -> Callable[[], Page]:
    """Opens the review of work that is ready to be handed in, everything confirmed, in a tab of its own."""
    address = f"{live_server.url}/pursuits/{fill(started(cast), at=cast.at).pk}/submission/"

    def open_tab() -> Page:
        tab = context.new_page()
        tab.goto(address)
        confirm(tab)
        return tab

    return open_tab


def confirm(tab: Page) -> None:
    for box in tab.get_by_role("checkbox").all():
        box.check()


def submit_button(tab: Page):
    return tab.get_by_role("button", name="Submit", exact=True)


def handed_in_once() -> Submission:
    """One submission, one piece of news of it, one notice."""
    submission = Submission.objects.get()
    assert OutboxEvent.objects.filter(name="portfolios.SubmissionReceived").count() == 1
    assert Notice.objects.filter(key=f"submission_received:{submission.pk}").count() == 1
    assert Notice.objects.count() == 1
    return submission


def wait_for(happens: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until, f"it did not happen that {what}"
        time.sleep(0.05)


def test_a_second_press_is_the_same_submission(ready):
    tab = ready()
    submit_button(tab).dblclick()
    expect(tab).to_have_url(re.compile("/submissions/"))
    expect(tab.get_by_text(handed_in_once().digest).first).to_be_attached()


def test_a_second_press_that_reaches_the_server_is_the_same_submission(ready):
    tab = ready()
    sent = (
        "form => fetch(form.action || location.href, {method: 'POST', body: new URLSearchParams(new FormData(form))})"
    )
    places = tab.locator("form:has([name=attested])").evaluate(
        f"form => Promise.all([1, 2, 3].map(() => ({sent})(form))).then(all => all.map(one => one.url))"
    )
    assert len(set(places)) == 1
    assert f"/submissions/{handed_in_once().pk}/" in places[0]


def test_a_browser_that_closes_right_after_the_press_has_handed_in_all_or_nothing(ready, context):
    tab = ready()
    with tab.expect_request(lambda request: request.method == "POST"):
        submit_button(tab).click(no_wait_after=True)
    tab.close()
    wait_for(Submission.objects.exists, "the work that had left arrived")
    submission = handed_in_once()

    again = ready()
    expect(again.get_by_text("This work was submitted.")).to_be_visible()
    again.get_by_role("link", name="See the receipt").click()
    expect(again.get_by_text(submission.digest).first).to_be_attached()


def test_a_press_that_never_left_costs_nothing(ready, context):
    tab = ready()
    tab.route("**/submission/", lambda route: route.abort())
    with tab.expect_event("requestfailed"):
        submit_button(tab).click(no_wait_after=True)
    tab.close()
    assert not Submission.objects.exists()

    again = ready()
    submit_button(again).click()
    expect(again).to_have_url(re.compile("/submissions/"))
    handed_in_once()


def test_the_second_of_two_tabs_is_led_to_what_the_first_handed_in(ready):
    phone, laptop = ready(), ready()
    submit_button(phone).click()
    expect(phone).to_have_url(re.compile("/submissions/"))

    submit_button(laptop).click()
    laptop.get_by_role("link", name="See the receipt").click()
    expect(laptop).to_have_url(phone.url)
    handed_in_once()


def test_a_session_that_is_over_gives_the_words_back_and_takes_nothing(ready, signed_in, context):
    tab = ready()
    tab.get_by_label("Which generative tools you used").fill(TOOLS)
    review = tab.url
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    submit_button(tab).click()
    expect(tab.get_by_text(TOOLS)).to_be_visible()
    assert not Submission.objects.exists()

    signed_in()
    tab.goto(review)
    confirm(tab)
    tab.get_by_label("Which generative tools you used").fill(TOOLS)
    submit_button(tab).click()
    expect(tab).to_have_url(re.compile("/submissions/"))
    handed_in_once()


def test_work_is_taken_back_once_by_two_presses_in_two_tabs(cast, live_server, context, signed_in):
    submission = handed_in(started(cast), at=cast.at)
    tabs = [context.new_page() for _number in range(2)]
    for tab in tabs:
        tab.goto(f"{live_server.url}/submissions/{submission.pk}/withdrawal/")
    for tab in tabs:
        tab.get_by_role("button", name="Take it back").dblclick()
        expect(tab).to_have_url(re.compile("/pursuits/"))
        expect(tab.get_by_text("Taken back. Your work is open again").first).to_be_visible()
    assert Withdrawal.objects.count() == 1
    assert Notice.objects.filter(key=f"submission_withdrawn:{submission.pk}").count() == 1

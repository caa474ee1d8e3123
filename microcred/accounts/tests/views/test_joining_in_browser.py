"""Two accounts become one by the clicks of a person: what a browser adds to a form must be taken as well."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from microcred.accounts.models import Merge
from microcred.accounts.tests.make import PASSWORD, asked, second_account, with_app, with_password
from microcred.accounts.tests.views.test_joining import address_of
from microcred.foundation.clock import now
from tests.journeys.looking import at_the_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_last_click_makes_them_one(cast, live_server, browser):
    other = second_account(cast)
    page = at_the_desk(browser, cast.ada, live_server.url)
    page.goto(address_of(asked(cast.ada, other, at=now())))

    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Make them one account").click()

    expect(page.get_by_text("became part of this one")).to_be_visible()
    assert Merge.objects.count() == 1


def test_a_locked_account_says_yes_by_a_click_there(cast, live_server, browser):
    other = with_password(with_app(second_account(cast)))
    page = at_the_desk(browser, other, live_server.url)
    page.goto(reverse("account_reauthenticate"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto(address_of(asked(cast.ada, other, at=now())))

    page.get_by_role("button", name="Yes, both are mine").click()

    expect(page.get_by_text("You said yes")).to_be_visible()

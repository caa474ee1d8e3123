"""The form of a reading policy asks for what its rule goes by."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.looking import at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_policy_asks_for_what_its_rule_goes_by(browser: Browser, live_server, cast):
    page = at_the_desk(browser, cast.lena, live_server.url)
    page.goto("/scoring/policies/carolinacred/")
    first, near = (
        page.get_by_role("spinbutton", name="First submissions"),
        page.get_by_role("spinbutton", name="Narrow is"),
    )
    page.get_by_role("radio", name="first submissions").check()
    expect(first).to_be_visible()
    expect(near).to_be_hidden()
    page.get_by_role("radio", name="Two readings of everything").check()
    expect(first).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="Share drawn by lot")).to_be_hidden()

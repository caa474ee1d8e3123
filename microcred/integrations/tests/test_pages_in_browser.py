"""Every page of integrations in a real browser, wide by day and narrow by night: axe finds nothing, all fits."""

from datetime import timedelta

import pytest
from django.test import Client

from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts import operations
from microcred.integrations.badge_hosts.tests.make import elsewhere, token
from microcred.integrations.oauth.tests.make import asking, client
from tests.journeys.looking import Eyes

LONG = "The Northeastern Consortium for Competency-Based Professional Learning and Recognition of Educators’ Practice"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_pages(cast, live_server, settings, page):
    settings.PUBLIC_URL = live_server.url
    award = credentials.award(cast, earned_at=cast.at + timedelta(days=30))
    eyes = Eyes()
    at_home = Client()
    at_home.force_login(cast.ada)
    session = {"name": "session", "value": at_home.cookies["session"].value, "url": live_server.url}
    page.context.add_cookies([session])

    def look(path: str, name: str) -> None:
        page.goto(f"{live_server.url}{path}")
        eyes.look(page, name)

    look("/connections/", "connections-none")
    look("/backpack/", "backpack-none")
    look(f"/awards/{award.pk}/wallet/", "wallet")
    page.get_by_label("Ask for a code as well").check()
    page.get_by_role("button", name="Make a QR code").click()
    page.get_by_text("Your code:").wait_for()
    eyes.look(page, "wallet-offer")
    address = page.locator(".copy-line code").inner_text()
    page.goto(address)
    eyes.look(page, "interaction")
    look(f"/awards/{award.pk}/sending/", "sending")
    page.get_by_label("Address of the host").fill("http://backpack.example")
    page.get_by_role("button", name="Go on to the host").click()
    page.get_by_text("It was not sent").wait_for()
    eyes.look(page, "sending-refused")
    service, _secret = client(client_name=LONG)
    look(asking(service), "consent")
    look(asking(service, redirect_uri="https://elsewhere.example/"), "not-asked-well")
    token(cast.ada)
    for number in range(3):
        operations.put_in(
            actor=cast.ada,
            text=elsewhere(cast.ada, id=f"urn:uuid:00000000-0000-4000-8000-00000000000{number}", name=LONG),
            is_token=False,
            received_from="backpack.example",
            at=now(),
        )
    look("/connections/", "connections")
    look("/backpack/", "backpack")

    assert eyes.problems == []


def test_who_allows_in_a_browser_is_let_go_to_the_service(cast, live_server, settings, page):
    """The policy that guards our forms must not hold back the answer to this one."""
    settings.PUBLIC_URL = live_server.url
    at_home = Client()
    at_home.force_login(cast.ada)
    session = {"name": "session", "value": at_home.cookies["session"].value, "url": live_server.url}
    page.context.add_cookies([session])
    service, _secret = client()
    page.goto(f"{live_server.url}{asking(service)}")
    # The service is asked, which is all that a browser can do here: nobody answers under its name.
    with page.expect_request("https://backpack.example/callback?code=**") as asked:
        page.get_by_role("button", name="Allow", exact=True).click()
    assert "state=the+state" in asked.value.url

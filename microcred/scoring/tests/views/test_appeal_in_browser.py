"""From an appeal to its outcome in a browser: the educator asks, two fresh readers read, the educator hears of it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.organizations.models import Person
from microcred.scoring.models import QueueItem
from microcred.scoring.tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item(cast: Cast) -> QueueItem:
    """Ben found one criterion of Ada's work short."""
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=2))
    first = Criterion.objects.filter(version=item.version).first()
    make.read(item, cast.ben, at=now() - timedelta(days=1), short=(first,))
    return QueueItem.objects.get(pk=item.pk)


def sign_in(page: Page, address: str, person: Person) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])


def read_afresh(page: Page, address: str, reader: Person, item: QueueItem) -> None:
    """Take what comes next, as every day; the levels are noted behind the page."""
    sign_in(page, address, reader)
    page.goto(f"{address}{reverse('queue')}")
    assert "appeal" not in page.content().lower()
    page.locator(f"form[action='{reverse('claim')}'] button").first.click()
    expect(page.locator("form[data-levels]").first).to_be_visible()
    assert "appeal" not in page.content().lower()
    make.mark_all(QueueItem.objects.get(pk=item.pk), reader, at=now())
    page.goto(f"{address}{reverse('scoring', args=[item.pk])}")
    page.locator(f"form[action='{reverse('scoring', args=[item.pk])}'] button, main form button").last.click()
    expect(page.get_by_text("Your reading is saved for good.")).to_be_visible()
    assert "appeal" not in page.content().lower()


def test_an_appeal_from_the_feedback_to_the_outcome(page: Page, live_server, cast: Cast, item: QueueItem):
    feedback = f"{live_server.url}{reverse('feedback', args=[item.submission_id])}"
    sign_in(page, live_server.url, cast.ada)
    page.goto(feedback)
    page.get_by_role("link", name="Appeal", exact=True).click()
    page.get_by_role("button", name="Appeal").click()
    expect(page.locator("#id_grounds_error")).to_contain_text("Seeing a level differently is a good reason")
    page.get_by_label("Evidence that I handed in was not read").check()
    page.get_by_role("button", name="Appeal").click()
    expect(page.get_by_role("heading", name="Your appeal")).to_be_visible()
    expect(page.get_by_text("Your work waits for fresh readers")).to_be_visible()

    for name in ("Lea", "Ole"):
        read_afresh(page, live_server.url, make.assessor(cast, name), item)

    sign_in(page, live_server.url, cast.ada)
    page.goto(feedback)
    expect(page.get_by_text("Upheld: earned")).to_be_visible()
    expect(page.get_by_text("You earned it.")).to_be_visible()

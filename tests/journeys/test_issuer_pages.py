"""The pages of who looks after an issuer, and of documents beside awards, looked at wide by day and narrow by night."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from microcred.credentials import operations
from microcred.credentials.models import DocumentIntent
from microcred.credentials.tests import make
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from tests.cast import Cast
from tests.journeys.looking import Eyes

pytestmark = pytest.mark.xdist_group("journeys")


def sign_in(context: BrowserContext, person, url: str) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": url}])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_wrong_with_them(cast: Cast, page: Page, live_server, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    issuer = make.issuer(cast)
    operations.choose_status(actor=None, issuer=issuer, suspends=True, lists_revoked=True, at=cast.at)
    operations.offer_tokens(actor=None, issuer=issuer, at=cast.at)
    award = make.award(cast, earned_at=now() - timedelta(hours=2))
    make.award(cast, of=award.version, person=cast.gus, earned_at=now() - timedelta(minutes=30))
    make.issuer(cast, place="mira")
    operations.endorse(
        actor=None, issuer=make.issuer(cast, place="mira"), endorsed=award, comment="We saw it at work.", at=now()
    )
    operations.compose_record(actor=cast.ada, awards=[award], at=now())
    operations.rotate_key(actor=None, issuer=issuer, purpose="awards", reason="The yearly renewal.", at=now())
    outbox.deliver_all()
    for person, role, place in ((cast.lena, Role.ORG_ADMIN, "carolinacred"),):
        appoint(actor=None, person=person, organization=cast.places[place], role=role, at=cast.at)
    eyes = Eyes()

    def look(path: str, name: str) -> None:
        page.goto(f"{live_server.url}{path}")
        # checks come in one after the other
        page.wait_for_function("() => !document.querySelector('[data-waiting]')")
        eyes.look(page, name)

    for document in DocumentIntent.objects.all():
        look(f"/documents/{document.pk}/", f"document-{document.kind}")
    sign_in(page.context, cast.ada, live_server.url)
    look("/awards/", "awards")
    sign_in(page.context, cast.lena, live_server.url)
    look("/issuers/carolinacred/management/", "management")
    page.get_by_role("link", name="A key was stolen").or_(page.get_by_role("button", name="A key was stolen")).click()
    page.get_by_role("dialog").wait_for()
    eyes.look(page, "management-stolen")
    look(f"/credentials/{award.pk}/", "credential")
    operations.suspend(actor=cast.lena, award=award, reason="A complaint is looked at.", at=now())
    operations.stop_issuing(actor=cast.lena, issuer=issuer, reason="A key may have leaked.", at=now())
    look("/issuers/carolinacred/management/", "management-stopped")
    look(f"/credentials/{award.pk}/", "credential-suspended")
    since = now() - timedelta(hours=1)
    operations.condemn_key(actor=cast.lena, key=award.intent.key, since=since, reason="A laptop was lost.", at=now())
    look("/issuers/carolinacred/management/", "management-condemned")
    look(f"/credentials/{award.pk}/", "credential-of-a-condemned-key")
    look("/issuers/carolinacred/", "issuer")
    assert eyes.problems == [], "\n".join(eyes.problems)


@pytest.mark.django_db(transaction=True)
def test_letting_a_program_in_by_hand(cast: Cast, page: Page, live_server, settings):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    make.issuer(cast)
    appoint(actor=None, person=cast.lena, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    eyes = Eyes()
    sign_in(page.context, cast.lena, live_server.url)
    page.goto(f"{live_server.url}/issuers/carolinacred/management/")
    page.get_by_role("link", name="See them, or let one in").click()
    eyes.look(page, "clients-none")
    for name in ("Campus platform", "The register of continuing education of the university and its partner districts"):
        page.get_by_label("What it is called").fill(name)
        page.get_by_role("button", name="Let it in").click()
        secret = page.locator("[data-copy]").nth(1).get_attribute("data-copy")
        assert secret, "it is shown"
    eyes.look(page, "clients-secret")
    page.get_by_role("link", name="Shut out Campus platform").or_(
        page.get_by_role("button", name="Shut out Campus platform")
    ).first.click()
    eyes.look(page, "clients-dialog")
    page.get_by_role("dialog").get_by_role("button", name="Shut out").click()
    page.get_by_text("No longer let in").wait_for()
    assert secret not in page.content(), "and never again"
    eyes.look(page, "clients")
    assert eyes.problems == [], "\n".join(eyes.problems)

"""Teams, languages and alternatives in a real browser, wide by day and narrow by night: axe finds nothing, all fits."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.operations import set_language_terms
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import published
from tests.journeys.looking import Eyes, at_the_desk

LONG = "Maximiliane Featherstonehaugh-Cholmondeley de la Cruz y Fernández-Villaverde"
FILE = "our-common-plan-for-the-first-six-weeks-of-the-school-year-second-draft-with-comments.pdf"


@pytest.mark.django_db(transaction=True)
def test_two_people_become_a_team_and_share_by_pointing(cast, live_server, browser: Browser):
    eyes = Eyes()
    rows, _place = with_artifact(shareable=True)
    version = published(cast, requirements=rows)
    other = register(actor=None, name=LONG, email="max@example.org")
    appoint(actor=None, person=other, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    mine, theirs = make.started(cast, version), make.started(cast, version, person=other)
    shareable = version.requirements.get(shareable=True)
    make.put(mine, FILE, make.pdf(2), at=now(), requirement=shareable)
    ada = at_the_desk(browser, cast.ada, live_server.url)
    ada.goto(reverse("team", args=[mine.pk]))
    eyes.look(ada, "team-none")
    ada.get_by_label("Their e-mail address").fill("max@example.org")
    ada.get_by_role("button", name="Name them").click()
    ada.get_by_role("button", name="Share it with the team").click()
    eyes.look(ada, "team-named")

    max_ = at_the_desk(browser, other, live_server.url)
    max_.goto(reverse("team", args=[theirs.pk]))
    eyes.look(max_, "team-asked")
    max_.get_by_role("button", name="Yes, we work together").click()
    max_.get_by_role("button", name="Put it into my work").click()
    expect(max_.get_by_text("stands in your work", exact=True)).to_be_visible()
    eyes.look(max_, "team")
    assert not eyes.problems, "\n".join(eyes.problems)


@pytest.mark.django_db(transaction=True)
def test_a_language_and_a_reason_are_said(cast, live_server, browser: Browser):
    eyes = Eyes()
    rows, place = with_artifact(one_of="lesson", accepts=("document",))
    other = {name: value for name, value in rows[place].items() if name != "uuid"}
    rows.insert(place + 1, other | {"id": "written", "why_instead": "Where filming is not permitted."})
    pursuit = make.started(cast, published(cast, requirements=rows))
    instead = pursuit.version.requirements.exclude(why_instead="").get()
    make.put(pursuit, FILE, make.pdf(2), at=now(), requirement=instead)
    owner = cast.places["carolinacred"]
    appoint(actor=None, person=cast.elena, organization=owner, role=Role.ORG_ADMIN, at=cast.at)
    set_language_terms(
        actor=cast.elena, organization=owner, program=None, languages=["es"], otherwise="translated", at=now()
    )
    ada = at_the_desk(browser, cast.ada, live_server.url)
    ada.goto(reverse("languages", args=[pursuit.pk]))
    eyes.look(ada, "languages")
    ada.get_by_label("Why you chose it").fill("Our district forbids filming in class.")
    ada.get_by_role("button", name="Keep it").first.click()
    ada.get_by_text("Change it").click()
    ada.get_by_role("combobox", name="Language").select_option("ht")
    ada.get_by_role("button", name="Keep it").last.click()
    expect(ada.get_by_text("needs a translation", exact=True)).to_be_visible()
    ada.get_by_role("combobox", name="Translation").select_option("self")
    ada.get_by_role("button", name="Keep it").last.click()
    expect(ada.get_by_text("needs a translation", exact=True)).to_be_hidden()
    eyes.look(ada, "languages-said")

    elena = at_the_desk(browser, cast.elena, live_server.url)
    elena.goto(reverse("language_terms", args=[owner.slug]))
    eyes.look(elena, "language-terms")
    assert not eyes.problems, "\n".join(eyes.problems)

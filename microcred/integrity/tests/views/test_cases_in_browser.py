"""Every page of originality in a real browser, wide by day and narrow by night: axe finds nothing, all fits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from microcred.foundation.clock import now
from microcred.integrity.operations import compare
from microcred.integrity.tests.make import TALE, educator, handed_in
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.programs.tests.make import version as published
from tests.journeys.looking import Eyes, at_the_desk

LONG = "Maximiliane Featherstonehaugh-Cholmondeley de la Cruz y Fernández-Villaverde"


@pytest.mark.django_db(transaction=True)
def test_from_an_empty_list_to_a_closed_case(cast, live_server, browser: Browser):
    eyes, at = Eyes(), now() - timedelta(hours=3)
    lead = at_the_desk(browser, cast.elena, live_server.url)
    lead.goto(reverse("cases"))
    eyes.look(lead, "cases-none")
    version, wen = published(cast), educator(cast, LONG)
    compare(actor=None, submission=handed_in(cast, version, cast.ada, TALE, at=at), at=at)
    changed = TALE.replace("two prompts only", "three prompts and a signal")
    case = compare(actor=None, submission=handed_in(cast, version, wen, changed, at=at), at=at)
    lead.goto(reverse("cases"))
    eyes.look(lead, "cases")
    lead.get_by_role("link", name=case.submission.alias).click()
    expect(lead.get_by_text("Looked at").first).to_be_visible()
    lead.get_by_text("Side by side").click()
    eyes.look(lead, "case")
    lead.get_by_label("Your question").fill("Did you plan this together? Who wrote what?")
    lead.get_by_role("button", name="Ask", exact=True).click()
    expect(lead.get_by_role("status").or_(lead.get_by_text("Noted, with your name")).first).to_be_visible()

    theirs = at_the_desk(browser, wen, live_server.url)
    theirs.goto(reverse("home"))
    eyes.look(theirs, "home-asked")
    theirs.get_by_role("link", name="Read the question").click()
    eyes.look(theirs, "own-case")
    theirs.get_by_label("In your words").fill("We planned it together; each of us wrote alone.")
    theirs.get_by_role("button", name="Send the answer").click()
    expect(theirs.get_by_text("each of us wrote alone")).to_be_visible()

    lead.reload()
    lead.get_by_text("Close the case").click()
    lead.get_by_label("no concern").check()
    lead.get_by_label("Why").last.fill("They planned together, as their program lets them.")
    lead.get_by_role("button", name="Close it").click()
    eyes.look(lead, "case-closed")
    place = cast.places["carolinacred"]
    appoint(actor=None, person=cast.elena, organization=place, role=Role.ORG_ADMIN, at=cast.at)
    lead.goto(reverse("openness", args=[place.slug]))
    eyes.look(lead, "openness")
    assert not eyes.problems, "\n".join(eyes.problems)

"""From a criterion to the place that its educator pinned: the page opens and the film plays where they stand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from microcred.foundation.clock import now
from microcred.integrity.tests.make import drawing
from microcred.portfolios.operations import pin
from microcred.portfolios.places import Place
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.filming import film
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.operations import claim_next, enqueue
from microcred.scoring.tests import make
from tests.journeys.looking import Eyes, at_the_desk

PINNED = (
    ("plan.pdf", work.pdf(3), Place(page=2), "The norms"),
    ("lesson.mp4", film(8), Place(from_second=3, to_second=4), "They choose the text"),
    ("wall.png", drawing(3), Place(left=10, top=20, width=30, height=40), "The wall"),
)


@pytest.fixture
def desk(cast):
    """The address at which Ben reads what Ada pinned."""
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    rows, place = with_artifact(accepts=("document", "image", "video"))
    pursuit = work.started(cast, make.published(cast, requirements=rows), at=now() - timedelta(days=3))
    asking = pursuit.version.requirements.order_by("position")[place]
    for name, content, where, words in PINNED:
        item = work.put(pursuit, name, content, at=now(), requirement=asking)
        if item.kind != "document":
            work.declared(item, at=now())
        criteria = list(asking.criteria.all())
        pin(actor=cast.ada, item=item, words=words, criteria=criteria, place=where, at=now())
    submission = work.handed_in(pursuit, at=now() - timedelta(days=1))
    enqueue(actor=None, submission=submission, at=now())
    return reverse("workbench", args=[claim_next(actor=cast.ben, at=now()).pk])


@pytest.mark.django_db(transaction=True)
def test_an_assessor_goes_from_a_criterion_to_the_place(cast, desk, live_server, browser: Browser):
    page = at_the_desk(browser, cast.ben, live_server.url)
    page.goto(desk)
    beside = page.get_by_text("Where the educator sees it").first.locator("xpath=../..")
    for alias, place in (("evidence-1.pdf", "page 2"), ("evidence-2.mp4", "from 0:03 to 0:04")):
        expect(beside.get_by_role("link", name=f"{alias}, {place}")).to_be_visible()
    beside.get_by_role("link", name="page 2").click()
    there = page.get_by_role("list", name="Pins of the educator")
    expect(there.get_by_role("listitem").filter(has_text="The norms")).to_be_in_viewport()

    there.get_by_role("link", name="page 2").click()
    frame = page.locator("iframe.document-frame").first
    expect(frame).to_have_attribute("src", f"{frame.get_attribute('src').split('#')[0]}#page=2&navpanes=0&view=FitH")
    assert len(page.context.pages) == 1

    there.get_by_role("link", name="from 0:03 to 0:04").click()
    video = page.locator("video")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 4")
    page.wait_for_function("() => document.querySelector('video').paused")
    assert 4 <= video.evaluate("video => video.currentTime") < 6
    assert page.locator(".pinned-picture rect").first.get_attribute("x") == "10"
    eyes = Eyes()
    eyes.look(page, "pins-workbench")
    assert not eyes.problems, "\n".join(eyes.problems)

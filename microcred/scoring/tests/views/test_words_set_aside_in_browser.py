"""Words set aside and replaced, in a real browser, wide by day and narrow by night: axe finds nothing, all fits."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Quarantine
from microcred.portfolios.operations import object_to_quarantine, save_answer
from microcred.portfolios.tests.make import asked, handed_in, started
from microcred.scoring.operations import claim, enqueue, set_aside
from microcred.scoring.tests.make import published, qualified
from tests.journeys.looking import Eyes, at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)

NAMED = (
    "We met on Tuesdays for six weeks, and wrote our norms down on the second day.\n\n"
    "My student Jessica Miller read the norms aloud, and Wenzhi Tschida asked why nobody had asked the families. "
    "From then on one of the families sat with us, and we changed two of the norms.\n\n"
    "What I would do otherwise: ask the families before the first meeting, and not after the third."
)


@pytest.fixture
def item(cast):
    """Ada's answer names a student whom the helper does not know; Ben has it in hand today."""
    pursuit = started(cast, published(cast))
    save_answer(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit),
        text=NAMED.replace("My student Jessica Miller", "Somebody among us"),
        revision=0,
        at=cast.at,
    )
    qualified(cast, cast.ben)
    submission = handed_in(pursuit, at=now())
    return claim(actor=cast.ben, item=enqueue(actor=None, submission=submission, at=now()), at=now())


def test_from_the_click_to_the_clean_words(cast, live_server, browser: Browser, item):
    eyes = Eyes()
    ben, ada = (at_the_desk(browser, person, live_server.url) for person in (cast.ben, cast.ada))
    ben.goto(reverse("workbench", args=[item.pk]))
    ben.get_by_text("Something private is written here").first.click()
    eyes.look(ben, "words-workbench")
    ben.get_by_label("Where it is").first.fill("second paragraph")
    ben.get_by_role("button", name="A student’s name can be read or heard").first.click()
    expect(ben.get_by_text("Set aside. Nobody opens it now")).to_be_visible()

    ada.goto(reverse("pursuit", args=[item.submission.pursuit_id]))
    eyes.look(ada, "words-workspace")
    ada.get_by_role("link", name="See what you can do").click()
    eyes.look(ada, "words-set-aside")
    field = ada.get_by_label("What assessors read instead")
    field.fill(NAMED.replace("Wenzhi Tschida", "a second grader"))
    ada.get_by_role("button", name="Put these words in their place").click()
    expect(ada.get_by_text("Replace “Jessica Miller” too")).to_be_visible()
    eyes.look(ada, "words-still-named")
    field.fill(NAMED.replace("Wenzhi Tschida", "a second grader").replace("My student Jessica Miller", "Student 1"))
    ada.get_by_role("button", name="Show what changes").click()
    expect(ada.locator("ins").first).to_be_visible()
    eyes.look(ada, "words-changes")
    ada.get_by_role("button", name="Put these words in their place").click()
    expect(ada.get_by_text("A clean copy is in its place")).to_be_visible()
    eyes.look(ada, "words-replaced")
    ada.goto(reverse("submission", args=[item.submission_id]))
    eyes.look(ada, "words-receipt")

    claim(actor=cast.ben, item=item, at=now())
    ben.goto(reverse("workbench", args=[item.pk]))
    expect(ben.get_by_text("Something private was replaced here")).to_be_visible()
    assert "Tschida" not in ben.content()
    eyes.look(ben, "words-workbench-after")
    assert not eyes.problems, "\n".join(eyes.problems)


def test_who_decides_reads_the_words_alone(cast, live_server, browser: Browser, item):
    row = item.submission.texts.get(requirement=asked(item.submission.pursuit))
    reason = Quarantine.Reason.STUDENT_NAME
    aside = set_aside(
        actor=cast.ben, item=item, claim_number=item.claim_number, piece=row, reason=reason, at=now(), words="line 2"
    )
    object_to_quarantine(actor=cast.ada, quarantine=aside, words="Both are characters of our book.", at=now())
    place = cast.places["carolinacred"]
    appoint(actor=None, person=cast.rosa, organization=place, role=Role.ORG_ADMIN, at=cast.at)
    rosa = at_the_desk(browser, cast.rosa, live_server.url)
    eyes = Eyes()
    rosa.goto(reverse("privacy_questions"))
    eyes.look(rosa, "words-questions")
    rosa.get_by_role("link", name="Look and decide").click()
    expect(rosa.get_by_text("Wenzhi Tschida asked why")).to_be_visible()
    assert cast.ada.name not in rosa.content()
    eyes.look(rosa, "words-ruling")
    rosa.get_by_role("button", name="A false alarm: open it again").click()
    expect(rosa.get_by_text("It was a false alarm: the words can be read again.")).to_be_visible()
    assert "Tschida" not in rosa.content(), "decided, nobody here needs to read it any more"
    assert not eyes.problems, "\n".join(eyes.problems)

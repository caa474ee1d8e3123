"""An assessor whose right is paused reads why, and a few papers; a lead sees how it goes and decides."""

from datetime import timedelta

from django.urls import reverse

from microcred.calibration.models import RecalibrationPaper, RightPause, RightPauseEnd
from microcred.calibration.operations import pause_right
from microcred.calibration.queries import is_qualified, pause_of
from microcred.calibration.tests.make import assessor
from microcred.calibration.tests.operations.test_recalibrate import (
    cast,
    certified,
    kim,
    papers,
    pause,
    tried,
    version,
)
from microcred.calibration.tests.views.test_exemplar_bank import page_of, typed
from microcred.foundation.clock import standing_at

__all__ = ["cast", "certified", "kim", "papers", "pause", "tried", "version"]

MINUTE = timedelta(minutes=1)


def save(client, pause, position):
    """Open the paper that is to be read now, and score it as the form sends it."""
    there = client.post(reverse("recalibration", args=[pause.pk]))["Location"]
    given = RecalibrationPaper.objects.get(answer__isnull=True)
    assert there == reverse("recalibration_paper", args=[pause.pk, given.pk])
    before = page_of(client, there)
    said = {**typed(given.paper, position, ""), "form_key": given.pk}
    return given, before, client.post(there, said, follow=True).content.decode()


def test_kim_reads_why_then_the_papers_and_what_is_agreed_after_each(cast, client, kim, version, pause):
    client.force_login(kim)
    here = reverse("recalibration", args=[pause.pk])
    assert here in page_of(client, reverse("practice"))
    assert here in page_of(client, reverse("home"))
    page = page_of(client, here)
    assert "Your right to score is paused" in page
    assert "0 are done" in page
    given, before, after = save(client, pause, 0)
    assert "It names who was at the table." not in before, "what is agreed stands nowhere before"
    assert cast.ada.name not in before
    assert "It names who was at the table." in after
    assert "stricter by 1 level" in after
    assert "Next paper" in after
    _given, _before, after = save(client, pause, 1)
    assert "See how it ended" in after
    page = page_of(client, here)
    if is_qualified(kim, version, at=cast.at):
        assert "You may score it again" in page
    else:
        assert "A lead assessor decides how it goes on" in page
    assert reverse("recalibration_paper", args=[pause.pk, given.pk]) in page


def test_who_reads_as_agreed_goes_on(client, kim, version, pause):
    client.force_login(kim)
    save(client, pause, 1)
    save(client, pause, 1)

    page = page_of(client, reverse("recalibration", args=[pause.pk]))

    assert "You may score it again" in page
    assert RightPauseEnd.objects.get().how == RightPauseEnd.How.RECALIBRATED


def test_a_paper_that_is_not_to_be_read_now_leads_back(client, kim, pause):
    client.force_login(kim)
    given, _before, _after = save(client, pause, 1)
    said = {**typed(given.paper, 0, ""), "form_key": pause.pk}
    there = reverse("recalibration_paper", args=[pause.pk, given.pk])

    page = client.post(there, said, follow=True).content.decode()

    assert "This paper is not the one to be read now" in page


def test_somebody_else_finds_nothing_there(cast, client, pause):
    client.force_login(assessor(cast, "Sam"))

    assert client.get(reverse("recalibration", args=[pause.pk])).status_code == 404


def test_a_lead_sees_the_pause_and_decides(cast, client, kim, version, pause):
    client.force_login(kim)
    save(client, pause, 0)
    save(client, pause, 0)
    client.force_login(cast.lena)
    there = reverse("reader", args=[cast.places["carolinacred"].slug, kim.pk])
    page = page_of(client, there)
    assert "did not end well" in page
    decide = reverse("right_pause_decision", args=[pause.pk])
    assert "Say what you decide by" in client.post(decide, {"decision": "reinstate"}, follow=True).content.decode()
    assert client.post(decide, {"decision": "?"}).status_code == 400
    page = client.post(decide, {"decision": "end", "reason": "We did not come nearer."}, follow=True).content.decode()
    assert "We did not come nearer." in page
    assert "a lead assessor ended the right" in page
    client.force_login(kim)
    assert "We did not come nearer." in page_of(client, reverse("recalibration", args=[pause.pk]))


def test_a_lead_pauses_a_right_from_the_page_of_the_assessor(cast, client, certified, version, papers):
    client.force_login(cast.lena)
    slug = cast.places["carolinacred"].slug
    with standing_at(cast.at + MINUTE):
        page = page_of(client, reverse("reader", args=[slug, certified.pk]))
        assert "Pause a right" in page
        sent = {"version": version.pk, "reason": "Let us talk first."}
        page = client.post(reverse("right_pause", args=[slug, certified.pk]), sent, follow=True).content.decode()
        assert "Let us talk first." in page
        found = pause_of(certified, version)
        decide = reverse("right_pause_decision", args=[found.pk])
        page = client.post(decide, {"decision": "recalibrate"}, follow=True).content.decode()
    assert "0 of 2 papers read" in page
    assert client.post(reverse("right_pause", args=[slug, certified.pk]), {"version": "x"}).status_code == 404


def test_a_reason_of_a_lead_stands_with_their_name(cast, client, certified, version):
    pause_right(actor=cast.lena, assessor=certified, version=version, reason="Let us talk first.", at=cast.at)
    client.force_login(certified)

    page = page_of(client, reverse("recalibration", args=[RightPause.objects.get().pk]))

    assert "Let us talk first." in page
    assert "The lead assessor who paused it ends the pause too." in page

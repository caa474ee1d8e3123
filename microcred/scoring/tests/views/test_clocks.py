"""The page of promised dates."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.portfolios.queries import promise_of
from microcred.scoring.operations import ask_lead, claim
from microcred.scoring.tests import make

CLOCKS = reverse("clocks")


@pytest.fixture
def lena(cast, client):
    client.force_login(cast.lena)
    return client


def test_the_lead_stops_a_clock_and_lets_it_go_on(lena, cast):
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    assert item.submission.alias in lena.get(CLOCKS).content.decode()

    lena.post(reverse("clock_stops", args=[item.pk]), {"reason": "evidence", "note": "A video of no length."})
    assert promise_of(item.submission, at=now()).is_paused
    page = lena.get(CLOCKS).content.decode()
    assert "clock stands still" in page
    assert "Stop the clock" not in page, "it is stopped already"
    assert "Ada" not in page

    lena.post(reverse("clock_goes_on", args=[item.pk]), {"reason": "evidence"})
    assert not promise_of(item.submission, at=now()).is_paused
    assert "Stop the clock" in lena.get(CLOCKS).content.decode()


def test_a_clock_that_stands_still_for_a_question_leads_to_the_questions(lena, cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    at = now() - timedelta(days=1)
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, make.published(cast), at=at), at=at)
    words = "Does one note of a meeting suffice for the second level?"
    held = {"actor": cast.ben, "item": item, "claim_number": item.claim_number}
    ask_lead(criterion=None, words=words, at=at, **held)

    page = lena.get(CLOCKS).content.decode()

    assert "clock stands still" in page
    assert "settling a point" not in page
    assert f'<a href="{reverse("lead_questions")}">questions</a>' in page


def test_other_words_to_the_educator_are_refused_and_given_back(lena, cast):
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    stops = reverse("clock_stops", args=[item.pk])
    first = {"reason": "evidence", "note": "A video of no length."}
    assert [lena.post(stops, first).status_code for _twice in range(2)] == [302, 302]

    refused = lena.post(stops, {"reason": "evidence", "note": "The pages are blank."})

    assert refused.status_code == 409
    assert "The pages are blank." in refused.content.decode()
    assert "A video of no length." in refused.content.decode()


def test_the_educator_reads_why_on_the_receipt_and_the_workspace(client, cast):
    from microcred.portfolios.models import Pause
    from microcred.scoring.operations import stop_clock

    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    stop_clock(actor=cast.lena, item=item, reason=Pause.Reason.EVIDENCE, note="A video of no length.", at=now())
    client.force_login(cast.ada)

    for address in (
        reverse("submission", args=[item.submission_id]),
        reverse("pursuit", args=[item.submission.pursuit_id]),
    ):
        page = client.get(address).content.decode()
        assert "The clock stands still" in page
        assert "A video of no length." in page
        assert "Lena" not in page
    assert "the clock stands still" in client.get(reverse("pursuits")).content.decode()


def test_three_clocks_cost_as_many_queries_as_one(lena, cast):
    version = make.published(cast)
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lena.get(CLOCKS)
        return len(captured)

    queries()
    one = queries()
    for name in ("Second", "Third"):
        make.waiting(make.educator(cast, name), version, at=now() - timedelta(days=1))
    assert queries() == one


def test_the_board_says_how_old_and_how_soon_and_narrows_to_one_version(lena, cast):
    version = make.published(cast)
    other = make.published(cast, name="Cultivating a Shared Purpose")
    soon = make.waiting(cast.ada, version, at=now() - timedelta(days=18))
    fresh = make.waiting(cast.gus, other, at=now() - timedelta(days=1))
    page = lena.get(CLOCKS).content.decode()
    assert "By micro-credential" in page
    assert "badge-warning" in page or "business days left" in page
    narrowed = lena.get(CLOCKS, {"version": str(other.pk)}).content.decode()
    assert fresh.submission.alias in narrowed
    assert soon.submission.alias not in narrowed
    assert "Show all again" in narrowed
    assert soon.submission.alias in lena.get(CLOCKS, {"version": "no-such"}).content.decode()


def test_what_is_in_hand_is_taken_back_with_a_reason(lena, cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    assert "Take it back" not in lena.get(CLOCKS).content.decode(), "nobody has it"
    claim(actor=cast.ben, item=item, at=now())
    page = lena.get(CLOCKS).content.decode()
    assert "Take it back" in page
    assert cast.ben.name in page

    door, held = reverse("claim_taken", args=[item.key]), {"claim": item.claims.get().pk}
    unsaid = lena.post(door, held | {"reason": " "})
    assert unsaid.status_code == 409
    assert "Say why" in unsaid.content.decode()
    taken = lena.post(door, held | {"reason": "It is due tomorrow."}, follow=True).content.decode()

    assert "It is back in the queue" in taken
    assert "Take it back" not in taken
    item.refresh_from_db()
    assert item.assessor is None
    refused = lena.post(door, held | {"reason": "It is due tomorrow."})
    assert refused.status_code == 409
    assert "It is due tomorrow." in refused.content.decode()


def test_a_lead_who_may_read_it_takes_it_back_without_knowing_from_whom(lena, cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.by_another_lead(cast, cast.lena, make.shelf(cast), cast.at)
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, make.published(cast), at=now()), at=now())
    assert cast.ben.name not in lena.get(CLOCKS).content.decode()
    held = {"claim": item.claims.get().pk, "reason": "It is due tomorrow."}
    after = lena.post(reverse("claim_taken", args=[item.key]), held, follow=True).content.decode()
    assert "It is back in the queue" in after
    assert cast.ben.name not in after

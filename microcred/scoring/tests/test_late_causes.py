"""A lead reads why something is late, and is led to what can be done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.scoring.operations import claim, pause_offers, recuse
from microcred.scoring.queries import clocks_for
from microcred.scoring.queries.late_causes import LateFor
from microcred.scoring.tests import make

LONG_AGO = timedelta(days=40)


@pytest.fixture
def late(cast):
    return make.waiting(cast.ada, make.published(cast), at=now() - LONG_AGO)


@pytest.fixture
def page(cast, client):
    client.force_login(cast.lena)
    return lambda: " ".join(client.get(reverse("clocks")).content.decode().split())


def cause(cast):
    (clock,) = clocks_for(cast.lena, at=now())
    return clock.cause


def test_nobody_is_qualified(cast, late, page):
    assert cause(cast).why is LateFor.NOBODY
    assert "Nobody is qualified for it." in page()
    assert reverse("qualified", args=[late.version_id]) in page()


def test_who_is_qualified_has_not_taken_it(cast, late, page):
    make.qualified(cast, cast.ben)
    assert (cause(cast).why, cause(cast).readers) == (LateFor.LEFT, 1)
    assert "1 assessor may read it and has not taken it" in page()


def test_who_is_qualified_has_stepped_back(cast, late, page):
    make.qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=late, at=now())
    recuse(actor=cast.ben, item=item, claim_number=item.claim_number, reason="", at=now())
    assert cause(cast).why is LateFor.BARRED
    assert "has stepped back from it, or has read it" in page()


def test_who_is_qualified_takes_nothing_now(cast, late, page):
    make.qualified(cast, cast.ben)
    pause_offers(actor=cast.ben, at=now())
    found = cause(cast)
    assert (found.why, found.readers, found.paused) == (LateFor.FULL, 1, 1)
    assert "The one who may read it takes nothing now: 1 has paused." in page()


def test_somebody_holds_it_and_a_lead_who_may_not_read_it_sees_who(cast, late, page):
    make.qualified(cast, cast.ben)
    claim(actor=cast.ben, item=late, at=now())
    assert cause(cast).why is LateFor.HELD
    assert f"{cast.ben.name} has had it in hand since" in page()


def test_a_lead_who_may_read_it_does_not_learn_who_holds_it(cast, late, page):
    make.qualified(cast, cast.ben)
    make.qualified(cast, cast.lena)
    claim(actor=cast.ben, item=late, at=now())
    assert (cause(cast).why, cause(cast).holder) == (LateFor.HELD, None)
    assert "Somebody has had it in hand since" in page()
    assert cast.ben.name not in page()


def test_what_is_not_late_has_no_cause(cast, page):
    make.waiting(cast.ada, make.published(cast), at=now())
    assert cause(cast) is None

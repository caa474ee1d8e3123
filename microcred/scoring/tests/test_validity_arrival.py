"""When a validity paper came into the queue, as far as its reader can tell from it: as everything else does."""

from datetime import timedelta

import pytest

from microcred.calibration.models import PaperSet
from microcred.calibration.operations import publish_papers
from microcred.foundation.clock import now
from microcred.foundation.ids import made_at
from microcred.portfolios.models import SubmittedItem
from microcred.scoring.models import QueueItem, Scoring
from microcred.scoring.queries import queue_for, shown_as
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import agreed_on, panel, seeded, the_lot_falls

HOUR = timedelta(hours=1)


def waited(item):
    """For how long the pieces of an item had been there when it came into the queue, by their identifiers."""
    item = QueueItem.of_all.select_related("submission").get(pk=item.pk)
    pieces = SubmittedItem.objects.filter(submission=item.submission).values_list("pk", flat=True)
    return made_at(item.pk) - max(made_at(shown_as(item, pk)) for pk in pieces)


@pytest.fixture
def seed(cast, monkeypatch):
    """Work that was handed in, waited and was decided by the clock on the wall, and comes to Anna as a paper."""
    make.issuer(cast)
    version, two = make.published(cast), panel(cast)
    anna, bob = make.assessor(cast, "Anna"), make.assessor(cast, "Bob")
    decided = make.waiting(make.educator(cast, "Eve"), version, at=now())
    make.read(decided, bob, at=now())
    paper = agreed_on(cast, decided.submission, 1, two)
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=[paper], at=now())
    live = make.waiting(make.educator(cast, "Ida"), version, at=now())
    make.read(live, anna, at=now())
    the_lot_falls(monkeypatch)
    return anna, live, lambda: seeded(Scoring.objects.get(assessor=anna), at=now())


def test_it_comes_after_its_own_pieces_as_everything_does(seed):
    _anna, live, paper = seed

    assert timedelta(0) < waited(live) < HOUR
    assert timedelta(0) < waited(paper()) < HOUR


def test_until_it_has_come_nobody_finds_it(seed, monkeypatch):
    anna, _live, paper = seed
    monkeypatch.setattr("microcred.scoring.operations.validity.handed_in", lambda _seed, _reading, at: at + HOUR)
    item = paper()

    assert queue_for(anna, at=made_at(item.pk) - HOUR / 60).waiting == 0
    assert queue_for(anna, at=made_at(item.pk)).waiting == 1

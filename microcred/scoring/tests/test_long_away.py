"""Whoever read nothing for long by the rubric of their certificate reads a few papers before they go on."""

from datetime import timedelta

import pytest

from microcred.calibration.models import RightPause
from microcred.calibration.operations import reinstate_right
from microcred.calibration.queries import pause_of
from microcred.calibration.tests.make import terms
from microcred.calibration.tests.operations.test_recalibrate import (
    cast,
    certified,
    kim,
    papers,
    tried,
    version,
)
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.scoring import reactions
from microcred.scoring.queries import long_away
from microcred.scoring.tests import make

__all__ = ["cast", "certified", "kim", "papers", "tried", "version"]

AWAY, DAY = timedelta(days=90), timedelta(days=1)


def test_after_ninety_days_without_a_reading_the_right_is_paused_once(cast, certified, papers, version):
    with standing_at(cast.at + AWAY - DAY):
        reactions.recalibrate_after_absence()
    assert pause_of(certified, version) is None
    with standing_at(cast.at + AWAY):
        reactions.recalibrate_after_absence()
        reactions.recalibrate_after_absence()

    pause = pause_of(certified, version)

    assert pause.because == RightPause.Because.ABSENCE
    assert RightPause.objects.count() == 1
    assert "It is a while since you last read" in Notice.objects.get(kind="recalibration_asked").body
    reinstate_right(actor=cast.lena, pause=pause, reason="We talked.", at=cast.at + AWAY)
    assert long_away(at=cast.at + AWAY + DAY) == []
    assert len(long_away(at=cast.at + AWAY * 2 + DAY)) == 1


def test_whoever_read_since_is_left_in_peace(cast, certified, papers, version):
    make.issuer(cast)
    make.read(make.waiting(make.educator(cast, "Zoe"), version, at=cast.at), certified, at=cast.at + DAY)

    assert long_away(at=cast.at + AWAY) == []
    assert [one.assessor for one in long_away(at=cast.at + AWAY + DAY)] == [certified]


@pytest.mark.usefixtures("papers")
def test_terms_say_after_how_long_and_whether(cast, certified):
    terms(cast, recalibration=2, away_days=10)
    assert len(long_away(at=cast.at + 10 * DAY)) == 1
    terms(cast, recalibration=2, away_days=10, pauses=False)

    assert long_away(at=cast.at + 10 * DAY) == []


def test_without_papers_nobody_is_asked(cast, certified):
    assert long_away(at=cast.at + AWAY) == []

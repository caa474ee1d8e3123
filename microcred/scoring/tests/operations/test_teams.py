"""A team hands in one artifact; each member writes, is read, and is decided on alone."""

from datetime import timedelta

import pytest

from microcred.portfolios.operations import (
    join_team,
    leave_team,
    name_teammate,
    save_answer,
    share,
    take_up,
    withdraw,
)
from microcred.portfolios.queries import contents_of, place_in_team, state_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests import make as work
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.operations import enqueue
from microcred.scoring.tests import make

HOUR = timedelta(hours=1)


@pytest.fixture
def team(cast):
    """Ada's and Wen's work, with one plan in both, and a reflection of its own in each."""
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    rows, _place = with_artifact(shareable=True)
    version = make.published(cast, requirements=rows)
    wen = make.educator(cast, "Wen")
    mine, theirs = work.started(cast, version), work.started(cast, version, person=wen)
    shareable = version.requirements.get(shareable=True)
    plan = work.put(mine, "plan.pdf", work.pdf(2), at=cast.at, requirement=shareable)
    name_teammate(actor=cast.ada, pursuit=mine, email=wen.email, at=cast.at)
    join_team(actor=wen, teammate=place_in_team(theirs), at=cast.at)
    take_up(actor=wen, pursuit=theirs, share=share(actor=cast.ada, item=plan, at=cast.at), at=cast.at)
    for pursuit, words in ((mine, "I asked first."), (theirs, "I wrote it down.")):
        save_answer(
            actor=pursuit.person,
            pursuit=pursuit,
            requirement=work.asked(pursuit, "reflection"),
            text=words,
            revision=0,
            at=cast.at,
        )
    return mine, theirs


def read(cast, submission, *, at, short=()):
    return make.read(enqueue(actor=None, submission=submission, at=at), cast.ben, at=at, short=short)


def test_one_meets_it_and_the_other_not_yet(cast, team):
    mine, theirs = team
    first, second = work.handed_in(mine, at=cast.at), work.handed_in(theirs, at=cast.at)
    reflected = work.asked(theirs, "reflection").criteria.get()
    read(cast, first, at=cast.at + HOUR)
    read(cast, second, at=cast.at + 2 * HOUR, short=(reflected,))

    assert (state_of(mine), state_of(theirs)) == (State.EARNED, State.RETURNED)
    said = [[one.text for one in contents_of(each).by_requirement][-1] for each in (first, second)]
    assert said == ["I asked first.", "I wrote it down."]


def test_who_takes_their_submission_back_or_leaves_holds_up_nobody(cast, team):
    mine, theirs = team
    first, second = work.handed_in(mine, at=cast.at), work.handed_in(theirs, at=cast.at)
    withdraw(actor=cast.ada, submission=first, at=cast.at + HOUR)
    leave_team(actor=cast.ada, teammate=place_in_team(mine), at=cast.at + HOUR)
    read(cast, second, at=cast.at + 2 * HOUR)

    assert (state_of(mine), state_of(theirs)) == (State.STARTED, State.EARNED)
    shared = [piece.shared for one in contents_of(second).by_requirement for piece in one.items]
    assert shared.count(True) == 1

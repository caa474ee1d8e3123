"""A paper that too many have read is retired, unless somebody reads it or a lead says otherwise."""

from datetime import timedelta
from uuid import uuid4

import pytest

from microcred.calibration.models import PaperRetirement, PaperSet, UseLimit
from microcred.calibration.operations import (
    KeepingUnreasoned,
    limit_use,
    limit_use_of_paper,
    open_paper,
    practise,
    retire_paper,
)
from microcred.calibration.queries import limits_of, over_used
from microcred.calibration.rules.use import USUAL_LIMIT, limit_of
from microcred.calibration.tests.make import agreed, assessor, levels, publish
from microcred.catalog.models import Stack
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.operations import note_judge

OVER_USED = PaperRetirement.Reason.OVER_USED


@pytest.fixture
def paper(cast):
    paper = agreed(cast)
    publish(cast, paper, kind=PaperSet.Kind.VALIDITY)
    return paper


@pytest.fixture
def stack(paper):
    return Stack.objects.get(places__micro_credential=paper.version.micro_credential_id)


def read(cast, paper, times):
    """So many people have judged it in their queues."""
    for number in range(times):
        note_judge(actor=assessor(cast, f"R{number}"), submission=paper.submission, at=cast.at + timedelta(days=1))


@pytest.mark.parametrize(
    ("of_paper", "of_stacks", "limit"),
    [
        (None, [], USUAL_LIMIT),
        (None, [None], USUAL_LIMIT),
        (None, [80, None, 30], 30),
        (None, [0], None),
        (None, [0, 40], 40),
        (7, [30], 7),
        (0, [30], None),
    ],
)
def test_what_is_said_of_the_paper_holds_and_else_the_lowest_of_its_stacks(of_paper, of_stacks, limit):
    assert limit_of(of_paper, of_stacks) == limit


def test_it_is_over_used_once_it_was_read_as_often_as_its_stack_allows(cast, paper, stack):
    assert limits_of([paper]) == {paper.pk: USUAL_LIMIT}
    limit_use(actor=cast.lena, stack=stack, most=3, at=cast.at)
    read(cast, paper, 2)
    assert over_used() == []

    note_judge(actor=assessor(cast, "Zed"), submission=paper.submission, at=cast.at + timedelta(days=1))
    assert over_used() == [(paper, 3, 3)]

    limit_use_of_paper(actor=cast.lena, paper=paper, most=10, reason="Few are left for the spring.", at=cast.at)
    assert over_used() == []


def test_what_is_only_shown_is_never_over_used(cast, stack, paper):
    limit_use(actor=cast.lena, stack=stack, most=1, at=cast.at)
    shown = agreed(cast, paper.version, person=assessor(cast, "Eve"))
    publish(cast, shown, kind=PaperSet.Kind.PRACTICE)
    kim = assessor(cast)
    open_paper(actor=kim, paper=shown, at=cast.at)
    practise(actor=kim, paper=shown, judgements=levels(shown), form_key=uuid4(), at=cast.at)

    assert over_used() == []


def test_the_rule_retires_it_and_leads_are_told_once_with_the_count(cast, paper):
    for _again in range(2):
        row = retire_paper(actor=None, paper=paper, reason=OVER_USED, read=50, at=cast.at)

    assert (row.reason, row.retired_by) == (OVER_USED, None)
    told = Notice.objects.get(kind="exemplar_over_used")
    assert told.person == cast.lena
    assert "read 50 times" in told.body


def test_nobody_retires_for_another_reason_without_being_a_person(cast, paper):
    with pytest.raises(NotAllowed):
        retire_paper(actor=None, paper=paper, reason=PaperRetirement.Reason.LEAKED, at=cast.at)


def test_a_paper_gets_a_limit_of_its_own_only_for_a_reason(cast, paper):
    with pytest.raises(KeepingUnreasoned):
        limit_use_of_paper(actor=cast.lena, paper=paper, most=10, reason="  ", at=cast.at)
    assert not UseLimit.objects.exists()


@pytest.mark.parametrize("who", ["ben", "cora", "ada"])
def test_nobody_else_says_it(cast, paper, stack, who):
    with pytest.raises(NotAllowed):
        limit_use(actor=getattr(cast, who), stack=stack, most=1, at=cast.at)
    with pytest.raises(NotAllowed):
        limit_use_of_paper(actor=getattr(cast, who), paper=paper, most=1, reason="Mine.", at=cast.at)

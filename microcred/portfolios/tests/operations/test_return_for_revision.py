import pytest

from microcred.portfolios.models import Completion, Return
from microcred.portfolios.operations import NothingSubmitted, complete, return_for_revision
from microcred.portfolios.queries import state_of, workspace_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import asked, handed_in, short, started


def test_what_was_short_comes_back_once(cast):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    found = list(asked(pursuit, "reflection").criteria.all())

    first = return_for_revision(actor=None, submission=submission, short=short(found), at=cast.at)
    again = return_for_revision(actor=None, submission=submission, short=short(found), at=cast.at)

    assert again == first
    assert Return.objects.count() == 1
    assert [(one.criterion, one.level.position, one.comment) for one in first.shortfalls.all()] == [
        (one, 0, "Say who was at the table.") for one in found
    ]
    workspace = workspace_of(pursuit)
    assert workspace.state is State.RETURNED
    assert [row.criterion.id for row in workspace.progress if row.reopened] == [one.pk for one in found]
    assert [work.requirement for work in workspace.work if work.editable] == [
        work.requirement for work in workspace.work if {one.id for one in work.criteria} & {one.pk for one in found}
    ]


def test_an_old_attempt_or_none_or_an_ended_pursuit_does_not_come_back(cast):
    pursuit = started(cast)
    first = handed_in(pursuit, at=cast.at)
    criteria = pursuit.version.criteria.all()
    with pytest.raises(NothingSubmitted):
        return_for_revision(actor=None, submission=first, short=[], at=cast.at)
    return_for_revision(actor=None, submission=first, short=short(criteria), at=cast.at)
    second = handed_in(pursuit, at=cast.at)
    complete(actor=None, pursuit=pursuit, at=cast.at)

    with pytest.raises(NothingSubmitted):
        return_for_revision(actor=None, submission=second, short=short(criteria), at=cast.at)


def test_a_pursuit_completes_once_and_only_with_a_submission(cast):
    pursuit = started(cast)
    with pytest.raises(NothingSubmitted):
        complete(actor=None, pursuit=pursuit, at=cast.at)
    handed_in(pursuit, at=cast.at)

    assert complete(actor=None, pursuit=pursuit, at=cast.at) == complete(actor=None, pursuit=pursuit, at=cast.at)
    assert Completion.objects.count() == 1
    assert state_of(pursuit) is State.EARNED

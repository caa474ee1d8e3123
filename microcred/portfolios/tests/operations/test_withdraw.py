import json
from datetime import timedelta

import pytest

from microcred.foundation.models import OutboxEvent
from microcred.foundation.outbox import deliver_all
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import Withdrawal
from microcred.portfolios.operations import (
    Amiss,
    NothingToWithdraw,
    OpenedAlready,
    TakenBack,
    complete,
    open_submission,
    return_for_revision,
    return_incomplete,
    withdraw,
)
from microcred.portfolios.queries import attempts_used, ending_of, state_of, workspace_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import asked, came_back, fill, handed_in, short, started
from microcred.scoring.models import QueueItem

HOUR = timedelta(hours=1)


def test_what_nobody_has_opened_is_taken_back_and_everything_is_open_again(cast):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    texts = [work.text for work in workspace_of(pursuit).work]

    withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)

    workspace = workspace_of(pursuit)
    assert (state_of(pursuit), workspace.state, workspace.is_open) == (State.STARTED, State.STARTED, True)
    assert [work.text for work in workspace.work] == texts
    assert all(work.editable for work in workspace.work)
    assert attempts_used(pursuit) == 0
    assert ending_of(submission).withdrawal.withdrawn_at == cast.at + HOUR
    assert submission.digest in Notice.objects.get(kind="submission_withdrawn").body
    assert OutboxEvent.objects.filter(name="portfolios.SubmissionWithdrawn").count() == 1


def test_the_next_submission_is_the_same_attempt_and_names_the_one_before(cast):
    pursuit = started(cast)
    first = handed_in(pursuit, at=cast.at)
    withdraw(actor=cast.ada, submission=first, at=cast.at + HOUR)

    second = handed_in(pursuit, at=cast.at + 2 * HOUR)

    assert [(one.number, one.attempt) for one in (first, second)] == [(1, 1), (2, 1)]
    assert json.loads(second.manifest)["previous"] == first.digest
    assert json.loads(second.manifest)["attempt"] == 1
    assert attempts_used(pursuit) == 1


def test_taking_back_twice_is_one_withdrawal(cast):
    submission = handed_in(started(cast), at=cast.at)

    first = withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)
    again = withdraw(actor=cast.ada, submission=submission, at=cast.at + 2 * HOUR)

    assert first == again
    assert Notice.objects.filter(kind="submission_withdrawn").count() == 1


def test_what_was_opened_stays(cast):
    submission = handed_in(started(cast), at=cast.at)
    open_submission(actor=cast.ben, submission=submission, at=cast.at)

    with pytest.raises(OpenedAlready):
        withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)

    assert not Withdrawal.objects.exists()


def test_what_was_taken_back_cannot_be_opened_nor_given_back(cast):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)

    with pytest.raises(TakenBack):
        open_submission(actor=cast.ben, submission=submission, at=cast.at + HOUR)
    with pytest.raises(TakenBack):
        return_incomplete(actor=None, submission=submission, amiss=[Amiss("Legible", None, "No.")], at=cast.at + HOUR)


def test_nobody_takes_back_the_work_of_another(cast):
    submission = handed_in(started(cast), at=cast.at)

    with pytest.raises(NotAllowed):
        withdraw(actor=cast.ben, submission=submission, at=cast.at)


@pytest.mark.parametrize("ended", ["returned", "earned", "incomplete"])
def test_what_does_not_wait_is_not_taken_back(cast, ended):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    if ended == "returned":
        reopened = short(pursuit.version.criteria.all()[:1])
        return_for_revision(actor=None, submission=submission, short=reopened, at=cast.at)
    elif ended == "earned":
        complete(actor=None, pursuit=pursuit, at=cast.at)
    else:
        return_incomplete(actor=None, submission=submission, amiss=[Amiss("Legible", None, "No.")], at=cast.at)

    with pytest.raises(NothingToWithdraw):
        withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)


def test_a_resubmission_that_is_taken_back_is_to_revise_again(cast):
    pursuit = came_back(cast)
    second = handed_in(pursuit, at=cast.at + HOUR)
    withdraw(actor=cast.ada, submission=second, at=cast.at + 2 * HOUR)

    workspace = workspace_of(pursuit)

    assert (workspace.state, second.attempt, workspace.next_attempt) == (State.RETURNED, 2, 2)
    assert workspace.reopened == {one.pk for one in asked(pursuit, "reflection").criteria.all()}
    assert attempts_used(pursuit) == 1
    assert handed_in(pursuit, at=cast.at + 3 * HOUR).attempt == 2


def test_what_was_taken_back_waits_in_no_queue(cast):
    pursuit = fill(started(cast), at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    deliver_all()
    assert QueueItem.objects.get().settled_at is None

    withdraw(actor=cast.ada, submission=submission, at=cast.at + HOUR)
    deliver_all()

    assert QueueItem.objects.get().settled_at is not None


def test_what_is_taken_back_before_the_queue_heard_of_it_never_enters_it(cast):
    withdraw(actor=cast.ada, submission=handed_in(started(cast), at=cast.at), at=cast.at + HOUR)

    deliver_all()

    assert not QueueItem.objects.exists()

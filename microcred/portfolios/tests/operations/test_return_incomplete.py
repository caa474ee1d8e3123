from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.notices.models import Notice
from microcred.portfolios.models import Incompleteness
from microcred.portfolios.operations import (
    Amiss,
    CriterionNotReopened,
    NothingToWithdraw,
    return_incomplete,
    save_answer,
)
from microcred.portfolios.queries import attempts_used, state_of, workspace_of
from microcred.portfolios.rules import Standing, State
from microcred.portfolios.tests.make import asked, came_back, handed_in, started

HOUR = timedelta(hours=1)


def incomplete(cast, pursuit, requirement=None, *, at=None):
    submission = handed_in(pursuit, at=at or cast.at)
    amiss = [Amiss("Every page can be read", requirement, "Page 2 is blank.")]
    return_incomplete(actor=None, submission=submission, amiss=amiss, at=(at or cast.at) + HOUR)
    return submission


def test_incomplete_work_is_open_again_says_what_is_amiss_and_took_no_attempt(cast):
    pursuit = started(cast)
    artifact = asked(pursuit, "artifact")

    incomplete(cast, pursuit, artifact)

    workspace = workspace_of(pursuit)
    assert (state_of(pursuit), workspace.is_open, attempts_used(pursuit)) == (State.INCOMPLETE, True, 0)
    assert [work.requirement for work in workspace.work if work.standing is Standing.AMISS] == [artifact]
    assert [check.words for check in workspace.failed] == ["Page 2 is blank."]
    assert all(work.editable for work in workspace.work)
    assert workspace.ready == workspace.needed - 1
    told = Notice.objects.get(kind="submission_incomplete")
    assert "says nothing about your competence" in told.body
    again = handed_in(pursuit, at=cast.at + 2 * HOUR)
    assert (again.number, again.attempt) == (2, 1)
    assert state_of(pursuit) is State.SUBMITTED


def test_it_comes_back_once(cast):
    pursuit = started(cast)
    submission = incomplete(cast, pursuit)

    return_incomplete(actor=None, submission=submission, amiss=[Amiss("Other", None, "No.")], at=cast.at + 2 * HOUR)

    assert Incompleteness.objects.count() == Notice.objects.filter(kind="submission_incomplete").count() == 1


def test_with_nothing_amiss_it_does_not_come_back(cast):
    submission = handed_in(started(cast), at=cast.at)

    with pytest.raises(NothingToWithdraw):
        return_incomplete(actor=None, submission=submission, amiss=[], at=cast.at)


def test_an_incomplete_resubmission_is_open_as_it_was_and_where_something_is_amiss(cast):
    pursuit = came_back(cast)
    question = asked(pursuit)
    met = [work for work in workspace_of(pursuit).work if not work.editable]
    assert question in [work.requirement for work in met]

    incomplete(cast, pursuit, question, at=cast.at + HOUR)

    workspace = workspace_of(pursuit)
    still = [work.requirement for work in workspace.work if not work.editable]
    assert still == [work.requirement for work in met if work.requirement != question]
    assert (workspace.state, workspace.next_attempt, attempts_used(pursuit)) == (State.INCOMPLETE, 2, 1)
    mine = {"actor": cast.ada, "pursuit": pursuit, "text": "Anew.", "at": cast.at + 3 * HOUR}
    answer = workspace.work[0].answer
    save_answer(**mine, requirement=question, revision=answer.revision)
    closed = (
        next(work for work in workspace.work if not work.editable and work.takes_text)
        if any(work.takes_text for work in workspace.work if not work.editable)
        else None
    )
    if closed is not None:
        with pytest.raises(CriterionNotReopened):
            save_answer(**mine, requirement=closed.requirement, revision=closed.answer.revision)


def test_the_review_repeats_what_was_amiss_and_leads_to_it(client, cast):
    pursuit = started(cast)
    incomplete(cast, pursuit, asked(pursuit, "artifact"))
    client.force_login(cast.ada)

    page = client.get(reverse("submission_form", args=[pursuit.pk])).content.decode()

    assert "Page 2 is blank." in page
    assert f'href="{reverse("pursuit", args=[pursuit.pk])}#requirement-' in page

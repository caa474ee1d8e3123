"""Reading afresh what came back: a promise of its own, and what it raises stays met."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion, Level
from microcred.portfolios.models import Completion
from microcred.portfolios.operations import NothingReadAfresh, NotOpenForIt, end_fresh_reading, read_afresh
from microcred.portfolios.queries import anew_in, is_waiting, promise_of, workspace_of
from microcred.scoring.tests import make

DAY = timedelta(days=1)


@pytest.fixture
def submission(cast):
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=cast.at)
    short = tuple(Criterion.objects.filter(version=item.version).order_by("position")[:2])
    make.read(item, cast.ben, at=cast.at, short=short)
    return item.submission


def test_it_waits_again_until_a_day_counted_from_then(cast, submission):
    before = promise_of(submission, at=cast.at).by
    assert not is_waiting(submission)

    reading = read_afresh(actor=None, submission=submission, at=cast.at + 7 * DAY)

    assert read_afresh(actor=None, submission=submission, at=cast.at + 8 * DAY) == reading
    assert is_waiting(submission)
    assert promise_of(submission, at=cast.at + 7 * DAY).by == reading.by == before + 7 * DAY

    end_fresh_reading(actor=None, submission=submission, raised={}, at=cast.at + 9 * DAY)
    assert not is_waiting(submission)
    assert promise_of(submission, at=cast.at + 9 * DAY).by == before


def test_what_is_raised_is_met_and_not_judged_anew_whatever_changed(cast, submission):
    first, second = Criterion.objects.filter(version=submission.pursuit.version).order_by("position")[:2]
    read_afresh(actor=None, submission=submission, at=cast.at)
    level = Level.objects.get(criterion=first, position=first.required_position)

    end_fresh_reading(actor=None, submission=submission, raised={first.pk: level}, at=cast.at)

    workspace = workspace_of(submission.pursuit)
    assert workspace.reopened == {second.pk}
    assert first.pk not in {each.id for each in anew_in(workspace)}
    assert not Completion.objects.exists()


def test_only_what_came_back_and_only_what_is_under_way(cast, submission):
    with pytest.raises(NothingReadAfresh):
        end_fresh_reading(actor=None, submission=submission, raised={}, at=cast.at)
    waits = make.submitted(cast.gus, submission.pursuit.version, at=cast.at)
    with pytest.raises(NotOpenForIt):
        read_afresh(actor=None, submission=waits, at=cast.at)

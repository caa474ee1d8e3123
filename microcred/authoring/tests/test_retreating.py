from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from microcred.authoring.pack import Pack
from microcred.authoring.retreating import Course, Look, Progress, Signal, is_overdue, progress_of, signals_of
from microcred.authoring.tests.test_pack import criterion, whole

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("course", "begun", "published", "retired", "progress"),
    [
        (None, True, True, True, Progress.UNDECIDED),
        (Course.KEEP, False, False, False, Progress.KEPT),
        (Course.REVISE, False, False, False, Progress.NOT_BEGUN),
        (Course.REVISE, True, False, False, Progress.BEGUN),
        (Course.REVISE, True, True, False, Progress.PUBLISHED),
        (Course.RETIRE, True, False, False, Progress.NOT_BEGUN),
        (Course.RETIRE, False, False, True, Progress.RETIRED),
    ],
)
def test_how_far_a_decision_has_come(course, begun, published, retired, progress):
    assert progress_of(course, begun=begun, published=published, retired=retired) is progress


@pytest.mark.parametrize(
    ("progress", "due_on", "overdue"),
    [
        (Progress.NOT_BEGUN, date(2026, 11, 25), True),
        (Progress.NOT_BEGUN, TODAY, False),
        (Progress.BEGUN, date(2026, 11, 25), True),
        (Progress.PUBLISHED, date(2026, 11, 25), False),
        (Progress.KEPT, date(2026, 11, 25), False),
        (Progress.UNDECIDED, date(2026, 11, 25), False),
        (Progress.NOT_BEGUN, None, False),
    ],
)
def test_overdue_is_what_is_not_done_after_its_day(progress, due_on, overdue):
    assert is_overdue(progress, due_on, today=TODAY) is overdue


def look(**changes) -> Look:
    return Look(**{"published_on": date(2025, 1, 1), "next_review_on": None, "pack": None} | changes)


@pytest.mark.parametrize(
    ("seen", "signals"),
    [
        (look(), ()),
        (look(published_on=date(2023, 11, 26)), (Signal.OLD,)),
        (look(published_on=date(2023, 11, 27)), ()),
        (look(next_review_on=date(2026, 11, 25)), (Signal.REVIEW_OVERDUE,)),
        (look(next_review_on=TODAY), ()),
        (look(pack=whole(criterion(9, 20))), (Signal.NOT_MET,)),
        (look(pack=whole(criterion(8, 20))), ()),
        (look(pack=Pack(uuid4(), "", datetime(2026, 1, 1, tzinfo=UTC), ())), ()),
        (
            look(published_on=date(2020, 2, 29), next_review_on=date(2023, 1, 1), pack=whole(criterion(4, 4))),
            (Signal.NOT_MET, Signal.REVIEW_OVERDUE, Signal.OLD),
        ),
    ],
)
def test_what_calls_for_a_look(seen, signals):
    assert signals_of(seen, today=TODAY) == signals

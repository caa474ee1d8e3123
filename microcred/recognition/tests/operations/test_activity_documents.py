"""Documents of activities: clean copies, searched before anybody opens them, unchanged once confirmed."""

from datetime import UTC, datetime

import pytest

from microcred.foundation.inspection import FileDisguised
from microcred.foundation.inspection.scanning import Verdict
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.storage import read_range
from microcred.portfolios.tests.make import pdf
from microcred.recognition.models import Activity, ActivityDocument
from microcred.recognition.operations import activity_documents as operations
from microcred.recognition.operations.activities import (
    ActivityOver,
    ConfirmedAlready,
    confirm_activities,
    withdraw_activity,
)
from microcred.recognition.queries.activities import can_be_opened, newest_of, unsearched, with_all
from microcred.recognition.rules.engine.policy import Condition, Deadline
from microcred.recognition.tests import make
from tests.cast import Cast


def attach(cast: Cast, activity: Activity, *, name: str = "certificate.pdf", content: bytes = b"", by=None, at=None):
    content = content or pdf()
    return operations.attach_document(
        actor=by or cast.ada, activity=activity, name=name, chunks=[content], size=len(content), at=at or cast.at
    )


def test_a_clean_copy_is_kept_under_its_name(cast: Cast):
    activity = make.activity(cast).activity
    document = attach(cast, activity, name="C:\\papers\\certificate.pdf", content=pdf(Author="Ada"))
    assert document.title == "certificate.pdf"
    assert can_be_opened(document)
    assert newest_of(activity).activity.papers == [document]


def test_what_is_no_paper_is_refused_and_leaves_nothing(cast: Cast):
    activity = make.activity(cast).activity
    with pytest.raises(operations.NotAPaper):
        attach(cast, activity, name="talk.mp4")
    with pytest.raises(FileDisguised):
        attach(cast, activity, content=b"\x89PNG\r\n\x1a\n")
    assert not ActivityDocument.objects.exists()


def test_the_same_bytes_are_attached_once(cast: Cast):
    activity = make.activity(cast).activity
    image = attach(cast, activity)
    with pytest.raises(operations.AttachedAlready):
        attach(cast, activity, content=_again(image))


@pytest.mark.parametrize(
    ("came", "too_late"),
    [(datetime(2026, 9, 14, 3, 59, tzinfo=UTC), False), (datetime(2026, 9, 14, 4, 0, tzinfo=UTC), True)],
)
def test_the_last_day_for_it_ends_at_midnight_where_the_rules_hold(cast: Cast, came, too_late):
    within = Deadline(what="documented", days=30, of=Condition(kinds=("convening",)), clause="cycle")
    make.policy(cast, make.document(deadlines=(within,), examples=make.an_example("20")))
    statement = make.activity(cast)
    attach(cast, statement.activity, at=came)
    found = with_all([newest_of(statement.activity)], reader=cast.omar, at=came)
    assert [bool(one.last_days) for one in found] == [too_late]


def _again(document: ActivityDocument) -> bytes:
    return b"".join(read_range(document.file, 0, document.file.size))


def test_what_is_confirmed_or_somebody_elses_is_left_alone(cast: Cast):
    statement = make.activity(cast)
    document = attach(cast, statement.activity)
    with pytest.raises(NotAllowed):
        attach(cast, statement.activity, by=cast.ben)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    for change in (
        lambda: attach(cast, statement.activity, content=pdf(2)),
        lambda: operations.remove_document(actor=cast.ada, document=document, at=cast.at),
    ):
        with pytest.raises(ConfirmedAlready):
            change()


def test_taken_away_nothing_of_it_is_kept(cast: Cast):
    activity = make.activity(cast).activity
    document = attach(cast, activity)
    first = operations.remove_document(actor=cast.ada, document=document, at=cast.at)
    assert operations.remove_document(actor=cast.ada, document=document, at=cast.at) == first
    assert newest_of(activity).activity.papers == []


def test_what_acts_maliciously_is_refused(cast: Cast, monkeypatch):
    monkeypatch.setattr(operations, "scan", lambda _file: (Verdict.FOUND, "Eicar"))
    with pytest.raises(operations.ActsMalicious):
        attach(cast, make.activity(cast).activity)


def test_while_no_scanner_answers_nobody_opens_it_and_then_it_is_searched(cast: Cast, monkeypatch):
    monkeypatch.setattr(operations, "scan", lambda _file: (Verdict.DOWN, "ConnectionRefusedError"))
    document = attach(cast, make.activity(cast).activity)
    assert not can_be_opened(document)
    assert list(unsearched()) == [document]
    assert operations.search_document(actor=None, document=document, at=cast.at) is None
    monkeypatch.setattr(operations, "scan", lambda _file: (Verdict.FOUND, "Eicar"))
    operations.search_document(actor=None, document=document, at=cast.at)
    refused = ActivityDocument.objects.get()
    assert (can_be_opened(refused), refused.search.outcome) == (False, "refused")
    assert not unsearched()


def test_of_what_was_withdrawn_nothing_is_attached(cast: Cast):
    activity = make.activity(cast).activity
    withdraw_activity(actor=cast.ada, activity=activity, at=cast.at)
    with pytest.raises(ActivityOver):
        attach(cast, activity)

"""When work was first read is kept once; what only the former table knew came along."""

from importlib import import_module

import pytest
from django.db import Error, connection, transaction

from microcred.foundation.frozen import frozen_tables
from microcred.portfolios.models import Opening
from microcred.portfolios.operations import open_submission
from microcred.portfolios.queries import promise_of
from microcred.portfolios.tests.make import handed_in, later, started

MOVE = import_module("microcred.portfolios.migrations.0019_one_opening").MOVE


@pytest.fixture
def former_table(cast):
    """The table as it was, for this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE portfolios_readingbegun (submission_id uuid, begun_at timestamptz)")
        yield lambda submission, at: cursor.execute(
            "INSERT INTO portfolios_readingbegun VALUES (%s, %s)", [submission.pk, at]
        )
        cursor.execute("DROP TABLE portfolios_readingbegun")


def moved():
    with connection.cursor() as cursor:
        cursor.execute(MOVE)


def test_what_only_the_former_table_knew_is_opened_at_that_moment(cast, former_table):
    submission = handed_in(started(cast), at=cast.at)
    former_table(submission, later(cast.at, hours=2))

    moved()

    assert Opening.objects.get(submission=submission).opened_at == later(cast.at, hours=2)
    assert promise_of(submission, at=later(cast.at, days=1)).being_read


def test_what_both_knew_stays_as_it_was_told(cast, former_table):
    submission = handed_in(started(cast), at=cast.at)
    opening = open_submission(actor=cast.ben, submission=submission, at=later(cast.at, hours=1))
    former_table(submission, later(cast.at, hours=2))

    moved()

    assert Opening.objects.get(submission=submission).opened_at == opening.opened_at


def test_an_opening_is_frozen_still(cast):
    submission = handed_in(started(cast), at=cast.at)
    open_submission(actor=cast.ben, submission=submission, at=cast.at)

    assert "portfolios_opening" in frozen_tables()
    with pytest.raises(Error), transaction.atomic():
        Opening.objects.filter(submission=submission).update(opened_at=later(cast.at, days=1))

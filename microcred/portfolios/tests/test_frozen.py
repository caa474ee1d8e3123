import psycopg
import pytest
from django.db import Error, transaction

from microcred.foundation.frozen import frozen_tables
from microcred.portfolios.models import Submission
from microcred.portfolios.tests.make import handed_in, started

FROZEN = [
    "portfolios_submission",
    "portfolios_submittedtext",
    "portfolios_submitteditem",
    "portfolios_attestation",
    "portfolios_item",
    "portfolios_return",
    "portfolios_shortfall",
    "portfolios_completion",
    "portfolios_pursuit",
    "portfolios_answerhistory",
    "programs_arrival",
    "programs_seat",
    "programs_departure",
]


def test_they_are_all_under_the_rule():
    assert set(FROZEN) <= set(frozen_tables())


@pytest.mark.parametrize(
    "change",
    [{"digest": "0" * 64}, {"manifest": "{}"}, {"attempt": 9}, None],
    ids=["digest", "manifest", "attempt", "delete"],
)
def test_the_application_cannot_change_a_submission(cast, change):
    submission = handed_in(started(cast), at=cast.at)
    rows = Submission.objects.filter(pk=submission.pk)
    with pytest.raises(Error), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert rows.get().digest == submission.digest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["portfolios_submission", "portfolios_submittedtext", "portfolios_submitteditem"])
def test_not_even_the_owner_of_the_tables_can(cast, owner_connection, table):
    handed_in(started(cast), at=cast.at)
    for statement in (f"UPDATE {table} SET created_at = now()", f"DELETE FROM {table}"):
        with pytest.raises(psycopg.errors.RaiseException):
            owner_connection.execute(statement)

"""Many verbs in one transaction: the same rows as ever, with less around each."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from microcred.foundation import outbox
from microcred.foundation.ids import uuid7
from microcred.foundation.jobs import AFTER_ALL_ELSE
from microcred.foundation.loading import loading, one_transaction, planned_throughout
from microcred.foundation.locks import hold
from microcred.foundation.models import AuditEntry, PendingDelivery
from microcred.notices.operations import MAIL_JOB, tell
from microcred.organizations.events import MembershipEnded
from microcred.organizations.models import Person
from microcred.organizations.operations import register
from tests.cast import Cast


@pytest.mark.django_db
def test_what_verbs_leave_behind_is_there_at_the_end_without_a_savepoint_for_each(cast: Cast):
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked, one_transaction():
        for number in range(3):
            register(actor=None, name=f"Person {number}", email=f"person-{number}@example.org")
        hold(cast.ada.pk)
        hold(cast.ada.pk)
        assert AuditEntry.objects.count() == before

    assert loading() is None
    assert [entry.verb for entry in AuditEntry.objects.order_by("-pk")[:3]] == ["organizations.register"] * 3
    said = [one["sql"] for one in asked]
    assert sum("foundation_auditentry" in one and "INSERT" in one for one in said) == 1
    assert sum("pg_advisory_xact_lock" in one for one in said) == 1
    assert sum(one.startswith("SAVEPOINT") for one in said) == 1, "that of the whole, within the test's own transaction"

    with CaptureQueriesContext(connection) as asked:
        register(actor=None, name="Another", email="another@example.org")
    assert any(one["sql"].startswith("SAVEPOINT") for one in asked), "afterwards verbs are kept apart again"


@pytest.mark.django_db
def test_a_refusal_within_ends_the_whole(cast: Cast):
    def refused_within() -> None:
        with one_transaction():
            register(actor=None, name="Person", email="person@example.org")
            with suppress(IntegrityError):
                register(actor=None, name="Again", email="person@example.org")
            register(actor=None, name="Another", email="another@example.org")

    with pytest.raises(TransactionManagementError):
        refused_within()

    assert loading() is None
    assert not Person.objects.filter(email="person@example.org").exists()


@pytest.mark.django_db
def test_a_job_is_deferred_for_what_nobody_delivered_and_comes_after_all_else(cast: Cast):
    outbox.deliver_all()
    ProcrastinateJob.objects.all().delete()
    told = {"actor": None, "person": cast.ada, "kind": "x", "subject": "x", "body": "x", "path": "", "at": cast.at}
    news = MembershipEnded(membership_id=uuid7(), by_themselves=True, at=cast.at)
    with one_transaction():
        outbox.announce(news)
        delivered, *left = PendingDelivery.objects.all()
        assert left
        assert not ProcrastinateJob.objects.exists()
        delivered.delete()
        tell(key="1", **told)

    jobs = ProcrastinateJob.objects.all()
    assert {job.args["pending_id"] for job in jobs.filter(task_name="foundation.deliver")} == {
        str(one.pk) for one in left
    }
    assert jobs.get(task_name=MAIL_JOB).priority == -AFTER_ALL_ELSE
    tell(key="2", **told)
    assert sorted(jobs.filter(task_name=MAIL_JOB).values_list("priority", flat=True)) == [-AFTER_ALL_ELSE, 0]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_loads_has_all_its_plans_kept_and_no_other(cast: Cast):
    def ask() -> list[str]:
        for person in (cast.ada, cast.ben, cast.omar):
            assert Person.objects.get(email=person.email) == person
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%organizations_person%'")
            return [statement for (statement,) in cursor.fetchall()]

    with planned_throughout():
        (planned,) = [one for one in ask() if '"email" = $1' in one]
        assert planned.startswith("SELECT")
        assert connection.features.uses_server_side_binding

    assert not [one for one in ask() if '"email" = $1' in one]
    assert not connection.features.uses_server_side_binding

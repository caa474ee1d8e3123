"""Statements whose plan PostgreSQL keeps: the same rows as ever, counted as ever, planned once for a connection."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.foundation.models import AuditEntry
from microcred.foundation.planned import add_planned, ask_planned, write_planned
from microcred.organizations.models import Membership, Role
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def memberships():
    @plan_kept
    @asked_often
    def held(*, people: list[UUID], at: datetime) -> QuerySet[Membership]:
        held = Membership.objects.filter(person__in=people, role__in=[Role.EDUCATOR, Role.ASSESSOR], starts_at__lte=at)
        return held.exclude(organization__name__contains="100%").select_related("organization").order_by("pk")

    return held


def plans_of(words: str) -> list[tuple[int, int]]:
    """How often each prepared statement with some words was carried out: by the plan for all values, by one anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{words}%"]
        )
        return cursor.fetchall()


def test_rows_are_those_of_the_ordinary_question_and_the_plan_is_made_once(cast: Cast, memberships):
    for people in ([cast.ada.pk, cast.ben.pk], [cast.omar.pk, cast.ada.pk], [cast.ben.pk, cast.omar.pk]):
        for at in (cast.at, cast.at - timedelta(days=4000)):
            with CaptureQueriesContext(connection) as asked:
                rows = memberships(people=people, at=at)
                named = [row.organization.name for row in rows]
            assert len(asked) == 1
            assert "organizations_membership" in asked[0]["sql"]
            assert rows == list(memberships.question(people=people, at=at))
            assert named == [row.organization.name for row in memberships.question(people=people, at=at)]

    assert plans_of('organizations_membership"."starts_at" <= $') == [(6, 0)]


def test_it_is_asked_again_after_something_was_rolled_back(cast: Cast, memberships):
    before = memberships(people=[cast.ada.pk], at=cast.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_planned(
            "INSERT INTO organizations_person SELECT * FROM organizations_person WHERE id = %s", [cast.ada.pk]
        )

    assert memberships(people=[cast.ada.pk], at=cast.at) == before


def test_every_asking_goes_to_the_database(cast: Cast, memberships):
    assert memberships(people=[cast.ada.pk], at=cast.at)

    Membership.objects.filter(person=cast.ada).update(starts_at=cast.at + timedelta(days=1))

    assert memberships(people=[cast.ada.pk], at=cast.at) == []


def test_behind_a_pooler_nothing_is_prepared(cast: Cast, memberships, settings):
    settings.PLANS_KEPT = False

    assert memberships(people=[cast.ada.pk], at=cast.at) == list(memberships.question(people=[cast.ada.pk], at=cast.at))
    assert ask_planned("SELECT 'never prepared', %s::int", [4]) == [("never prepared", 4)]
    assert plans_of("organizations_membership") == plans_of("never prepared") == []


def test_a_row_that_is_added_is_what_the_orm_would_have_written(cast: Cast):
    begun = now()
    entry = add_planned(AuditEntry(id=uuid7(), verb="told", actor_id=cast.ada.pk, subjects={"what": ["ä", 1, None]}))

    (found,) = AuditEntry.objects.filter(pk=entry.pk)
    assert (found.verb, found.actor_id, found.subjects, found.within) == (
        "told",
        cast.ada.pk,
        {"what": ["ä", 1, None]},
        None,
    )
    assert begun <= found.created_at <= now()
    assert not entry._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        add_planned(AuditEntry(id=entry.pk, verb="told twice", subjects={}))


def test_what_returns_nothing_is_carried_out(cast: Cast):
    write_planned(
        "UPDATE organizations_person SET name = %(name)s WHERE id = %(id)s", {"name": "Bo", "id": cast.ben.pk}
    )

    cast.ben.refresh_from_db()
    assert cast.ben.name == "Bo"

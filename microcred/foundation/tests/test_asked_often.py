"""Questions that are translated into SQL once: the same rows as ever, and no value of an earlier asking."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext

from microcred.foundation.asked_often import LONGEST_LIST, NotAskable, asked_often
from microcred.organizations.models import Membership, Organization, Person, Role
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def held_by(*, person_id: UUID, at: datetime) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person_id=person_id, starts_at__lte=at)
        .exclude(ends_at__lte=at)
        .select_related("organization")
        .order_by("organization__name", "role")
    )


def test_rows_are_those_of_the_ordinary_question_for_one_person_after_another(cast: Cast):
    ask = asked_often(held_by)

    for person in (cast.ada, cast.ben, cast.omar, cast.ada):
        for at in (cast.at, cast.at - timedelta(days=4000)):
            with CaptureQueriesContext(connection) as asked:
                rows = ask(person_id=person.pk, at=at)
                places = [row.organization.name for row in rows]
            assert len(asked) == 1
            assert rows == list(held_by(person_id=person.pk, at=at))
            assert places == [row.organization.name for row in held_by(person_id=person.pk, at=at)]


def test_every_asking_goes_to_the_database(cast: Cast):
    ask = asked_often(held_by)
    before = ask(person_id=cast.ada.pk, at=cast.at)

    Membership.objects.filter(person=cast.ada).update(ends_at=cast.at)

    assert before
    assert ask(person_id=cast.ada.pk, at=cast.at) == []


def test_lists_of_any_length_each_have_their_own_statement(cast: Cast):
    @asked_often
    def named(*, people: list[UUID], roles: list[str]) -> QuerySet[Membership, tuple[UUID, str]]:
        return Membership.objects.filter(person__in=people, role__in=roles).values_list("person", "role").order_by("pk")

    everyone = [cast.ada.pk, cast.ben.pk, cast.omar.pk]
    for people in ([], everyone[:1], everyone[1:], everyone, [*everyone, *(uuid4() for _ in range(LONGEST_LIST))]):
        roles = [Role.EDUCATOR, Role.ASSESSOR]
        expected = Membership.objects.filter(person__in=people, role__in=roles)
        assert named(people=people, roles=roles) == list(expected.values_list("person", "role").order_by("pk"))


def test_lists_within_arrays_and_annotations_and_prefetched_rows_come_along(cast: Cast):
    @asked_often
    def below(*, places: list[UUID]) -> QuerySet[Organization]:
        return (
            Organization.objects.filter(lineage__overlap=places)
            .annotate(depth=Count("pk"))
            .prefetch_related("parent")
            .order_by("lineage")
        )

    for place in cast.places.values():
        found = below(places=[place.pk])
        assert found == list(Organization.objects.filter(lineage__overlap=[place.pk]).order_by("lineage"))
        assert found[0].depth == 1


def test_what_is_computed_from_an_argument_is_refused(cast: Cast):
    @asked_often
    def lately(*, at: datetime) -> QuerySet[Membership]:
        return Membership.objects.filter(starts_at__gt=at - timedelta(days=7))

    with pytest.raises(NotAskable):
        lately(at=cast.at)


def test_what_is_decided_by_an_argument_is_refused(cast: Cast):
    @asked_often
    def after(*, at: datetime) -> QuerySet[Person]:
        found = Person.objects.filter(created_at__lte=at)
        return found.exclude(name="") if at > datetime(2000, 1, 1, tzinfo=UTC) else found

    with pytest.raises(NotAskable):
        after(at=cast.at)


def test_what_is_taken_from_elsewhere_than_the_arguments_is_refused_once_it_differs(cast: Cast):
    moments = iter([cast.at, cast.at + timedelta(seconds=1)])

    @asked_often
    def by_the_clock(*, person_id: UUID) -> QuerySet[Membership]:
        return Membership.objects.filter(person_id=person_id, starts_at__lte=next(moments))

    with pytest.raises(NotAskable):
        by_the_clock(person_id=cast.ada.pk)


def test_values_without_a_place_in_a_statement_are_refused(cast: Cast):
    @asked_often
    def of(*, person: Person) -> QuerySet[Membership]:
        return Membership.objects.filter(person=person)

    with pytest.raises(NotAskable):
        of(person=cast.ada)
    with pytest.raises(NotAskable):

        @asked_often
        def positional(person_id: UUID) -> QuerySet[Membership]:
            return Membership.objects.filter(person_id=person_id)


def test_the_order_of_arguments_and_what_a_list_says_twice_make_no_difference(cast: Cast):
    @asked_often
    def named(*, people: list[UUID], roles: list[str]) -> QuerySet[Membership, UUID]:
        return Membership.objects.filter(person__in=people, role__in=roles).values_list("person", flat=True)

    assert named(people=[cast.ada.pk, cast.ada.pk], roles=[Role.EDUCATOR, Role.ASSESSOR]) == [cast.ada.pk]
    assert named(roles=[Role.EDUCATOR], people=[cast.ben.pk, cast.ada.pk]) == [cast.ada.pk]
    assert named(people=[cast.ada.pk], roles=[Role.ASSESSOR, Role.EDUCATOR]) == [cast.ada.pk]


def test_what_is_decided_by_a_later_value_shows_itself_in_tests(cast: Cast):
    @asked_often
    def in_roles(*, role: str) -> QuerySet[Membership]:
        memberships = Membership.objects.all()
        return memberships.filter(role=role) if role != Role.EDUCATOR else memberships

    assert in_roles(role=Role.ASSESSOR)
    with pytest.raises(NotAskable):
        in_roles(role=Role.EDUCATOR)


def test_none_is_refused_at_every_asking(cast: Cast):
    ask = asked_often(held_by)
    assert ask(person_id=cast.ada.pk, at=cast.at)
    with pytest.raises(NotAskable):
        ask(person_id=None, at=cast.at)

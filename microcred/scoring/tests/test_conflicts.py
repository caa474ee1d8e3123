"""Whom the queue offers what: never a conflict, and everything else."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.organizations.queries import workplaces_of
from microcred.scoring.operations import claim_next, recuse
from microcred.scoring.tests import make

PLACES = ["rock-hill", "cedar-creek", "blue-ridge", "laurel-fork", "carolinacred", "south-carolina", "mira"]


@pytest.fixture
def crowd(cast):
    """One educator at each place, with work that waits, and an assessor who works nowhere yet."""
    version = make.published(cast)
    reader = make.assessor(cast, "Reader")
    items = {}
    for number, place in enumerate(PLACES):
        person = make.educator(cast, f"Teacher{number}", at_place=place)
        items[make.waiting(person, version, at=cast.at + timedelta(minutes=number)).pk] = person
    return reader, items


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    works_at=st.sets(st.sampled_from(PLACES), max_size=4),
    moves=st.dictionaries(st.integers(0, len(PLACES) - 1), st.sampled_from(PLACES), max_size=3),
)
def test_a_conflict_is_never_offered_and_all_else_is(cast, crowd, works_at, moves):
    """Wherever the assessor works and wherever educators moved since they submitted."""
    reader, items = crowd
    at = cast.at + timedelta(days=1)
    with transaction.atomic():
        before = {person.pk: workplaces_of(person, at=cast.at) for person in items.values()}
        for place in works_at:
            appoint(actor=None, person=reader, organization=cast.places[place], role=Role.COACH, at=at)
        people = list(items.values())
        for number, place in moves.items():
            appoint(actor=None, person=people[number], organization=cast.places[place], role=Role.EDUCATOR, at=at)
        mine = workplaces_of(reader, at=at)
        expected = [
            item
            for item, person in items.items()
            if mine.isdisjoint(before[person.pk]) and mine.isdisjoint(workplaces_of(person, at=at))
        ]
        offered = []
        while (item := claim_next(actor=reader, at=at)) is not None:
            offered.append(item.pk)
            recuse(actor=reader, item=item, claim_number=item.claim_number, reason="", at=at)
        assert offered == expected
        transaction.set_rollback(True)

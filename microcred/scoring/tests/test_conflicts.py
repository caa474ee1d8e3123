"""Whom the queue offers what: never a conflict, and everything else."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.organizations.queries import workplaces_of
from microcred.portfolios.operations import invite_peer, join_as_peer, start
from microcred.scoring.operations import claim, claim_next, recuse
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import readable_by
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


@pytest.mark.parametrize("asked_before", [True, False])
def test_whoever_read_it_with_its_educator_never_judges_it_whatever_they_become(cast, asked_before):
    """Not what they read, and not what the educator hands in later or had handed in before."""
    version, reader = make.published(cast), cast.gus
    make.qualified(cast, cast.ben)
    waiting = [make.waiting(cast.ada, version, at=cast.at)] if not asked_before else []
    open_work = start(
        actor=cast.ada, version=make.published(cast, stack=make.shelf(cast, "another"), name="Another"), at=cast.at
    )
    invitation = invite_peer(actor=cast.ada, pursuit=open_work, email=reader.email, at=cast.at)
    join_as_peer(actor=reader, invitation=invitation, at=cast.at)
    if asked_before:
        waiting = [make.waiting(cast.ada, version, at=cast.at)]
    appoint(actor=None, person=reader, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)
    make.qualified(cast, reader)
    at = cast.at + timedelta(days=1)

    assert claim_next(actor=reader, at=at) is None
    with pytest.raises(TooClose):
        claim(actor=reader, item=waiting[0], at=at)
    assert not readable_by(reader, at=at).exists()
    assert claim_next(actor=cast.ben, at=at) == waiting[0]

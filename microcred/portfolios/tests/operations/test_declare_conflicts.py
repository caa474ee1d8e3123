"""Saying whose work one must not judge: it never comes to them."""

import pytest

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import DeclaredConflict
from microcred.portfolios.operations import declare_conflicts, take_back_conflict, take_back_conflict_with
from microcred.portfolios.reactions import find_who_was_declared
from microcred.scoring.queries import readable_by
from microcred.scoring.tests.make import published, qualified, waiting


@pytest.fixture
def work(cast):
    version = published(cast)
    for reader in (cast.ben, cast.bea):
        qualified(cast, reader)
    return waiting(cast.ada, version, at=cast.at)


def reads(cast, person):
    """Whether the queue offers a reader the work that waits."""
    return readable_by(person, at=cast.at).exists()


def test_work_of_a_school_that_was_declared_is_close(cast, work):
    assert reads(cast, cast.ben)
    declare_conflicts(actor=cast.ben, places=[cast.places["cedar-creek"]], addresses=[], at=cast.at)
    assert not reads(cast, cast.ben)


def test_a_district_stands_for_its_schools(cast, work):
    declare_conflicts(actor=cast.ben, places=[cast.places["rock-hill"]], addresses=[], at=cast.at)
    assert not reads(cast, cast.ben)


def test_work_of_a_person_who_was_declared_is_close(cast, work):
    declare_conflicts(actor=cast.ben, places=[], addresses=["ADA@example.org"], at=cast.at)
    assert not reads(cast, cast.ben)
    assert reads(cast, cast.bea)


def test_who_comes_later_is_found_by_the_address_which_is_then_forgotten(cast):
    declare_conflicts(actor=cast.ben, places=[], addresses=["late@example.org"], at=cast.at)
    find_who_was_declared()
    assert DeclaredConflict.objects.get().email == "late@example.org"

    late = register(actor=None, name="Late", email="late@example.org")
    appoint(actor=None, person=late, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    find_who_was_declared()

    found = DeclaredConflict.objects.get()
    assert (found.educator, found.email) == (late, "")


def test_what_was_said_before_is_not_said_twice(cast):
    facts = {"places": [cast.places["rock-hill"]], "addresses": ["ada@example.org", "new@example.org"], "at": cast.at}
    assert len(declare_conflicts(actor=cast.ben, **facts)) == 3
    assert declare_conflicts(actor=cast.ben, **facts) == []


def test_what_is_taken_back_comes_to_them_again(cast, work):
    school = cast.places["cedar-creek"]
    declare_conflicts(actor=cast.ben, places=[school], addresses=["ada@example.org"], at=cast.at)

    assert take_back_conflict(actor=cast.ben, place=school, at=cast.at)
    assert not take_back_conflict(actor=cast.ben, place=school, at=cast.at), "twice is once"
    assert not reads(cast, cast.ben), "they are still too close to Ada"
    take_back_conflict_with(actor=cast.ben, address="ADA@example.org ", at=cast.at)
    assert reads(cast, cast.ben)


def test_who_has_no_account_yet_is_taken_back_by_their_address(cast):
    declare_conflicts(actor=cast.ben, places=[], addresses=["late@example.org", "gus@example.org"], at=cast.at)
    take_back_conflict_with(actor=cast.ben, address="late@example.org", at=cast.at)

    assert DeclaredConflict.objects.get().educator == cast.gus


def test_nobody_takes_back_what_another_declared(cast):
    for one in (cast.ben, cast.bea):
        declare_conflicts(actor=one, places=[cast.places["rock-hill"]], addresses=["ada@example.org"], at=cast.at)
    take_back_conflict(actor=cast.ben, place=cast.places["rock-hill"], at=cast.at)
    take_back_conflict_with(actor=cast.ben, address="ada@example.org", at=cast.at)

    assert set(DeclaredConflict.objects.values_list("person", flat=True)) == {cast.bea.pk}
    assert DeclaredConflict.objects.count() == 2

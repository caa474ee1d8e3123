"""As whom one can sign in to a demonstration: the cast, and of the scored world those whose page tells most."""

import pytest

from microcred.organizations.operations import register
from microcred.site.demo.cast import SCORED_READERS, SECOND_READER, SIGNING_IN, signing_in
from microcred.site.demo.scored import _person
from microcred.site.demo.truth import FIRST_HABITS, Habit

pytestmark = pytest.mark.django_db


def test_readers_of_the_scored_world_are_there_with_it_alone():
    assert signing_in() == SIGNING_IN
    _person("assessor", 1)

    names = [member.name for member in signing_in()]

    assert names.index("Petra Fonseca") == names.index(SECOND_READER.name) + 1
    assert len(names) == len(SIGNING_IN) + 1


def test_they_bear_the_names_and_habits_of_those_whom_they_sign_in():
    for place, (member, habit) in enumerate(
        zip(SCORED_READERS, (Habit.HARSH, Habit.LENIENT, Habit.DRIFTS), strict=True)
    ):
        person, is_new = _person("assessor", place)
        assert is_new
        assert (person.name, person.email) == (member.name, member.email)
        assert FIRST_HABITS[place] is habit


def test_a_name_alike_signs_nobody_in():
    register(actor=None, name="Petra Fonseca", email="petra@example.org")
    assert signing_in() == SIGNING_IN

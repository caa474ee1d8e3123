"""What tests begin with comes again as it was made, and only where everything is as it was."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from microcred.organizations.models import Organization, Person
from microcred.organizations.operations import found, register
from tests import remembered as memory
from tests.cast import BEGAN
from tests.remembered import remembered

pytestmark = pytest.mark.django_db


@dataclass
class School:
    place: Organization
    head: Person


@pytest.fixture
def next_test(monkeypatch):
    """Runs something as a test of its own, undone afterwards, in a process that remembers nothing else."""
    monkeypatch.setattr(memory, "_memory", memory._Memory())

    def run(story):
        memory._memory.standing = ()
        with transaction.atomic():
            told = story()
            transaction.set_rollback(True)
        return told

    return run


def school(made: list | None = None) -> School:
    if made is not None:
        made.append("a school")
    head = register(actor=None, name="Kim", email="kim@example.org")
    place = found(actor=None, slug="elm", name="Elm", kind=Organization.Kind.SCHOOL, at=BEGAN)
    return School(place, head)


def test_it_is_made_once_and_comes_again_with_the_same_rows_and_objects(next_test):
    made: list[str] = []

    def story():
        begun = remembered("a school", lambda: school(made))
        return begun, list(Person.objects.values()), list(Organization.objects.values())

    (first, *rows), (again, *rows_again) = next_test(story), next_test(story)
    assert made == ["a school"]
    assert rows_again == rows
    assert again == first
    assert again.head is not first.head


def test_what_is_made_of_it_comes_on_top_and_changes_it_as_before(next_test):
    def rename(begun: School) -> Person:
        begun.head.name = "Kim Lee"
        begun.head.save(update_fields=["name"])
        return begun.head

    def story():
        begun = remembered("a school", school)
        head = remembered("a new name", lambda: rename(begun), begun)
        return head is begun.head, begun.head.name, Person.objects.get().name

    assert [next_test(story) for _ in range(3)] == [(True, "Kim Lee", "Kim Lee")] * 3


def test_after_something_else_was_written_it_is_made_anew(next_test):
    made: list[str] = []

    def story(*, otherwise: bool):
        if otherwise:
            register(actor=None, name="Amy", email="amy@example.org")
        remembered("a school", lambda: school(made))
        return Person.objects.count()

    assert [next_test(lambda way=way: story(otherwise=way)) for way in (False, True, False)] == [1, 2, 1]
    assert len(made) == 2


def test_what_writes_nothing_is_done_each_time(next_test):
    done: list[int] = []
    for _ in range(3):
        next_test(lambda: remembered("elsewhere", lambda: done.append(1)))
    assert len(done) == 3


def test_what_does_not_come_again_as_it_was_is_made_each_time(next_test, monkeypatch):
    made: list[str] = []
    next_test(lambda: remembered("a school", lambda: school(made)))
    (kept,) = memory._memory.beginnings.values()
    kept.digest = "of other rows"
    assert next_test(lambda: (remembered("a school", lambda: school(made)), Person.objects.count())[1]) == 1
    assert len(made) == 2

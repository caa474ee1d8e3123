"""Many people at once."""

from benchmarks.frame.bulk import copy_rows
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person


def many_people(count: int, word: str = "person") -> list[Person]:
    """Register people by COPY, who cannot sign in: hashing thousands of passwords is not what is measured."""
    made = now()
    people = [
        Person(id=uuid7(), created_at=made, name=f"{word} {number}", email=f"{word}-{number}@example.org")
        for number in range(count)
    ]
    copy_rows(people)
    return people

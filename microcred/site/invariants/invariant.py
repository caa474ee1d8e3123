"""A promise about the data, and how to find what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

Find = Callable[[], list[str]]


@dataclass(frozen=True)
class Invariant:
    """A promise, and how to find what breaks it: one line for each violation."""

    promise: str
    violations: Find


def by_sql(promise: str, sql: str) -> Invariant:
    """Make an invariant of a query whose every row is a violation, described by its first column."""

    def find() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [str(row[0]) for row in cursor.fetchall()]

    return Invariant(promise, find)

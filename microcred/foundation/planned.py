"""Statements that PostgreSQL plans once for each connection, however often they are asked.

A question over many tables takes longer to plan than to answer: of the 21 ms that PostgreSQL spent on one claim from
the queue, 16 went into plans that were the same each time. Django binds values on its own side, so that no two
statements are alike and each is planned anew. What is asked here is prepared on the server instead, with the values
apart; the connection says that such a plan fits all values (`plan_cache_mode`), so only statements belong here whose
best plan does not hang on them, as it is with whatever is found by identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import connection, models
from psycopg import Cursor

R = TypeVar("R", bound=models.Model)


def ask_planned(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask a statement whose plan is kept, and return all rows.

    Args:
        sql: the same text each time, with `%s` or `%(name)s` for values.
        values: for the places, of the same types each time.
    """
    with _cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def write_planned(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    """Carry out a statement that returns nothing, and whose plan is kept."""
    with _cursor() as cursor:
        cursor.execute(sql, values)


def add_planned(row: R) -> R:
    """Insert a new row, of a table without parents in the database. For what is written all the time: Django writes the
    statement anew for each row, which takes it longer than PostgreSQL takes to insert it."""
    sql, fields = _insertion(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    write_planned(sql, values)
    row._state.adding, row._state.db = False, connection.alias
    return row


@cache
def _insertion(model: type[models.Model]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(model._meta.local_concrete_fields)
    columns, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', fields  # noqa: S608 - names of ours


def _cursor() -> Any:
    if not settings.PLANS_KEPT:
        return connection.cursor()
    # As the connection opens its own cursors, so that statements are logged, wrapped and counted like all others.
    wrapper: Any = connection
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors:
        return wrapper._prepare_cursor(_Prepared(wrapper.connection))


class _Prepared(Cursor[tuple[Any, ...]]):
    """A cursor that prepares whatever it executes."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = True, binary: bool | None = None
    ) -> Self:
        return super().execute(query, params, prepare=True, binary=binary)

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        # Psycopg remembers what it sent, but not of prepared statements; Django's log of queries reads it here.
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)

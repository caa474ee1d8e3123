"""What many tests begin with, made once for each process and afterwards written again as it was, in one statement.

The first test that asks for a beginning has it made by the operations, as the product makes it. Its rows are then read
back, and the next test gets the same rows, with the same identifiers, and copies of the same objects. Each test undoes
what it did, as ever; what is remembered is nothing that a test did.

Nothing is remembered of a beginning that finds other rows there already. What follows from a commit happens where a
test commits, when the beginning is made, and not again when it is written again.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from django.db import connection
from django.db.transaction import atomic

Made = TypeVar("Made")

_beginnings: dict[str, tuple[Any, str, list[Any]]] = {}
"""By name: what was made, and the statement and the rows with which it is written again."""

TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)
"""

COLUMNS = """
SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes, from memory where it was made before.

    Args:
        make: makes it in an empty database, the same each time, and returns what can be copied.
    """
    if name in _beginnings:
        made, statement, rows = _beginnings[name]
        with atomic(), connection.cursor() as cursor:
            cursor.execute(statement, rows)
        return deepcopy(made)
    with atomic():
        was_empty = not _filled()
        made = make()
        if was_empty:
            _beginnings[name] = (deepcopy(made), *_written_again(_filled()))
    return made


def forget() -> None:
    """Have everything made anew: tables were emptied and count from one, so that what stands in memory would stand in
    the way of new rows."""
    _beginnings.clear()


def _filled() -> list[str]:
    """The tables that hold rows, beside those that migrations filled."""
    from tests.database import INSTALLED

    with connection.cursor() as cursor:
        cursor.execute(TABLES, [sorted(INSTALLED)])
        asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(asked))
        return sorted(table for (table,) in cursor.fetchall())


def _written_again(tables: list[str]) -> tuple[str, list[Any]]:
    statements, rows = [], []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(COLUMNS, [f'"{table}"'])
            columns = ", ".join(column for (column,) in cursor.fetchall())
            cursor.execute(f'SELECT jsonb_agg(to_jsonb(t))::text FROM "{table}" AS t')
            rows += cursor.fetchone()
            said = f'SELECT {columns} FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)'
            # what refers to a row of a table that comes later is looked at when the test ends
            statements.append(f'INSERT INTO "{table}" ({columns}) {said}')
    return "; ".join(statements), rows

"""Bulk rows by COPY, where making them one by one through their verbs would take longer than what is measured."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import CharField, JSONField, Model, TextField

BATCH = 10_000


def copy_rows(rows: Sequence[Model]) -> None:
    """Write unsaved rows of one model; every field must have its value. In batches, for the time limit."""
    model = type(rows[0])
    fields = model._meta.concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    # Asking each field to prepare each value would take most of the time; only these change theirs.
    prepared = {field.attname for field in fields if isinstance(field, JSONField | TextField | CharField)}
    for start in range(0, len(rows), BATCH):
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows[start : start + BATCH]:
                copy.write_row(
                    [
                        field.get_db_prep_save(getattr(row, field.attname), connection)
                        if field.attname in prepared
                        else getattr(row, field.attname)
                        for field in fields
                    ]
                )


def multiply(
    owner_url: str, rows: Mapping[type[Model], Sequence[UUID]], times: int, *, changes: Mapping[str, str]
) -> None:
    """Write rows as often again as wanted, in the database alone, where even COPY would take longer than the measuring.
    What points to one of the rows points to its copy of the same number.

    Args:
        rows: in an order in which nothing points to what comes later.
        changes: by column, what it is in copy `n`, in SQL.
    """
    with psycopg.connect(owner_url) as owner:
        for model, those in rows.items():
            columns, copied = [], []
            for field in model._meta.concrete_fields:
                column = str(field.column)
                columns.append(column)
                own = field.primary_key or field.related_model in rows
                copied.append(changes.get(column, f"md5({column}::text || n)::uuid" if own else column))
            statement = (
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(copied)} "  # noqa: S608 - names of our own
                f"FROM generate_series(1, {times}) AS n, {model._meta.db_table} AS row WHERE row.id = ANY (%s)"
            )
            owner.execute(statement.encode(), [list(those)])

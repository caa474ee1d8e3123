"""Bulk rows by COPY, where making them one by one through their verbs would take longer than what is measured."""

from collections.abc import Sequence

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

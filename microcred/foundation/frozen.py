"""Rows that are never edited: PostgreSQL refuses, whoever asks.

Two walls. A trigger refuses UPDATE and DELETE to everybody, the owner of the table included; and the role of the
application is not even granted them.
"""

from typing import Any

import pgtrigger
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations import RunSQL

APPLICATION_ROLE = "microcred_app"


def frozen() -> list[pgtrigger.Protect]:
    """Return the triggers that refuse UPDATE and DELETE on every row of a table."""
    return [
        pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
        pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
    ]


def unedited() -> list[pgtrigger.Protect]:
    """Return the trigger that refuses UPDATE and no more: for rows that nobody edits, and that may be forgotten."""
    return [pgtrigger.Protect(name="unedited", operation=pgtrigger.Update)]


def frozen_tables() -> list[str]:
    """Return the names of all frozen tables, sorted."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == "no_update" for trigger in getattr(model._meta, "triggers", []))
    )


def take_deletion(*tables: str) -> RunSQL:
    """Return the step of a migration that takes DELETE on tables away from the role of the application.

    For tables that verbs write again and never delete from. What is forgotten of them with an account, the owner of the
    tables forgets (`accounts.guarded`).
    """
    revoked = "\n".join(f"REVOKE DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLE};" for table in tables)
    granted = "\n".join(f"GRANT DELETE ON {table} TO {APPLICATION_ROLE};" for table in tables)
    return RunSQL(_where_there_is_a_role(revoked), reverse_sql=_where_there_is_a_role(granted))


def _where_there_is_a_role(statements: str) -> str:
    there = f"EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}')"
    return f"DO $$ BEGIN IF {there} THEN {statements} END IF; END $$"


def take_rights_to_frozen_tables(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Leave the role of the application only SELECT and INSERT on frozen tables. Runs after each migration."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [APPLICATION_ROLE])
        (exists,) = cursor.fetchone() or (False,)
        if not exists:
            return
        there = set(connection.introspection.table_names(cursor))
        for table in filter(there.__contains__, frozen_tables()):
            name = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {APPLICATION_ROLE}")

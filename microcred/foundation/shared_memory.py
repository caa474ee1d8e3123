"""Django's cache in a table of ours, so that limits hold across server processes and nothing else need be installed.

Who asks how often (`ACCOUNT_RATE_LIMITS`), and which one-time codes were used, is kept by django-allauth in Django's
cache. In the memory of each process every limit would be as many times too generous as there are processes. Django's
own cache in a database reads, counts all rows and writes for each value, and throws away a third of them when there
are many; a limit must neither cost that nor be forgotten so. Here each question is one statement, and `add`, by
which allauth locks what it counts, is decided by the primary key. The clock is the database's: one for all.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

CLEANED = 2
"""Rows beyond their time that each new value takes with it: more than it adds, so that the table stays small."""

GET = """
SELECT value::text FROM foundation_remembered WHERE key = %(key)s AND (until IS NULL OR until > clock_timestamp())
"""

CLEAN = """
WITH past AS (
    DELETE FROM foundation_remembered WHERE key IN (
        SELECT key FROM foundation_remembered WHERE until <= clock_timestamp() AND key <> %(key)s
        ORDER BY until LIMIT %(cleaned)s FOR UPDATE SKIP LOCKED
    )
)
"""

WRITE = """
INSERT INTO foundation_remembered AS held (key, value, until)
VALUES (%(key)s, %(value)s::jsonb, clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, until = EXCLUDED.until
"""

SET = CLEAN + WRITE
ADD = CLEAN + WRITE + "WHERE held.until <= clock_timestamp() RETURNING true"
TOUCH = """
UPDATE foundation_remembered SET until = clock_timestamp() + make_interval(secs => %(seconds)s)
WHERE key = %(key)s AND (until IS NULL OR until > clock_timestamp())
RETURNING true
"""
DELETE = "DELETE FROM foundation_remembered WHERE key = %(key)s RETURNING until IS NULL OR until > clock_timestamp()"


class SharedMemory(BaseCache):
    """Values that JSON can hold, under text keys, until their time is over."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` where none is or its time is over."""
        found = self._ask(GET, key, version)
        return default if found is None else json.loads(found)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value for so many seconds; None is for ever."""
        self._ask(SET, key, version, value=json.dumps(value), seconds=self._seconds(timeout), cleaned=CLEANED)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless one is there; whether it was kept. Of all who try at once, one is told so."""
        kept = self._ask(ADD, key, version, value=json.dumps(value), seconds=self._seconds(timeout), cleaned=CLEANED)
        return bool(kept)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for so many seconds from now."""
        return bool(self._ask(TOUCH, key, version, seconds=self._seconds(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return bool(self._ask(DELETE, key, version))

    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM foundation_remembered")

    def _ask(self, statement: str, key: Any, version: int | None, **values: Any) -> Any:
        named = self.make_and_validate_key(key, version=version)
        with connection.cursor() as cursor:
            cursor.execute(statement, {"key": named, **values})
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def _seconds(self, timeout: Any) -> float | None:
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

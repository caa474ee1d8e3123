"""pgtrigger as an app of Django, which enters hundreds of triggers in the time of a few.

Its registry makes two indexes of all triggers anew for each that is entered, to see that no name is taken twice: every
process that starts would pay a tenth of its start for it. Here the indexes are kept while models enter theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pgtrigger import registry
from pgtrigger.apps import PGTriggerConfig


class TriggersConfig(PGTriggerConfig):
    """pgtrigger's app, under its own name."""

    def ready(self) -> None:
        """Do what pgtrigger does, with kept indexes."""
        with kept_indexes():
            super().ready()  # type: ignore[no-untyped-call]


class _Indexed(registry._Registry):
    """The registry while it is filled: the same refusals, and each trigger looked at once."""

    by_db_table: dict[tuple[str, str], Any] = {}  # noqa: RUF012 - in the place of a property, and never filled itself
    pg_function_names: set[str] = set()  # noqa: RUF012

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))


@contextmanager
def kept_indexes() -> Iterator[None]:
    """Keep the indexes of the registry for a while, in which triggers are only added."""
    filled = registry._registry
    indexed = _Indexed()
    indexed.data = filled.data
    indexed.by_db_table, indexed.pg_function_names = filled.by_db_table, filled.pg_function_names
    registry._registry = indexed
    try:
        yield
    finally:
        registry._registry = filled

"""Rows that are never edited: PostgreSQL refuses, whoever asks."""

import pgtrigger


def frozen(*, deletable: bool = False) -> list[pgtrigger.Protect]:
    """Return the triggers that refuse UPDATE (and DELETE, unless `deletable`) on every row of a table."""
    triggers = [pgtrigger.Protect(name="no_update", operation=pgtrigger.Update)]
    if not deletable:
        triggers.append(pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete))
    return triggers

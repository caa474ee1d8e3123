"""How much of a person stands in each table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from microcred.accounts.inventory import GIVEN_ONCE, TABLES, Fate, Table
from microcred.organizations.models import Person


@dataclass(frozen=True)
class Holding:
    """One table of the inventory, and how many rows of it are a person's."""

    table: Table
    rows: int


@dataclass(frozen=True)
class Staying:
    """What stays after an erasure for one reason, and how many rows that is."""

    why: str
    rows: int


def rows_of(person: Person, model: type[Model], way: str, also: str = "") -> QuerySet[Any]:
    """The rows of a table that lead to a person by a way, but for those that tell of somebody who has not agreed.

    Args:
        also: another way that leads there too.
    """
    told = GIVEN_ONCE.get(f"{model._meta.label}.{way}", Q())
    theirs = Q(**{way: person}) | Q(**{also: person}) if also else Q(**{way: person})
    return model._default_manager.filter(told, theirs)


def holdings_of(person: Person) -> list[Holding]:
    """The tables in which something of a person stands, in the order of the inventory."""
    counted = (
        Holding(table, rows_of(person, apps.get_model(table.label), table.whose, table.also).count())
        for table in TABLES
    )
    return [holding for holding in counted if holding.rows]


def going(holdings: Sequence[Holding]) -> int:
    """How many rows an erasure leaves nothing of."""
    return sum(holding.rows for holding in holdings if holding.table.fate is Fate.GONE)


def staying(holdings: Sequence[Holding]) -> list[Staying]:
    """What an erasure leaves, by the reason why, in the language of whoever reads it."""
    rows: dict[str, int] = {}
    for holding in holdings:
        if holding.table.fate is not Fate.GONE:
            rows[str(holding.table.why)] = rows.get(str(holding.table.why), 0) + holding.rows
    return [Staying(why, count) for why, count in rows.items()]

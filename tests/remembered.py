"""What many tests begin with, made once for each process and afterwards written again as it was, in one statement.

The first test that asks for a beginning has it made by the operations, as the product makes it. The rows that came,
changed or went are then kept, and the next test that stands at the same point gets the same rows, with the same
identifiers, and copies of the same objects. Beginnings build on each other: the cast, a version they published, work on
it that waits. Each test undoes what it did, as ever; what is remembered is nothing that a test did.

So is every fixture of the product's tests that asks for nothing but the cast, the database and other such fixtures, and
gives rows or plain values. A fixture whose effect is elsewhere too (a file of its own, a setting, a clock) asks for
what it changes, and is made each time; so is whatever follows something that was written otherwise.

Nothing is kept that was made where other rows were than the beginning knows, and nothing is used again before it was
once seen to give exactly the rows that were made. What follows from a commit happens where a test commits, when the
beginning is made, and not again when it is written again.
"""

import hashlib
import inspect
import io
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import pytest
from django.db import DatabaseError, connection
from django.db.models import Manager, Model, QuerySet
from django.db.transaction import atomic

Made = TypeVar("Made")
Rows = dict[str, dict[str, str]]
"""By table and primary key, as JSON: a row, as JSON, in the order in which the rows stand."""

Chain = tuple[str, ...]
"""The beginnings that stand in the database, in the order in which they came."""

TABLES = """
SELECT pg_class.relname, array_agg(quote_ident(attname) ORDER BY attnum) FILTER (WHERE attnum = ANY (indkey::int[])),
       array_agg(quote_ident(attname) ORDER BY attnum)
FROM pg_class
JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)
GROUP BY pg_class.relname
"""

HAVE_PAGES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""

MAY_STAND_STILL = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
"""Whether triggers may stand still for a moment: what they would do is among the rows already."""

ONLY_READ = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "EXPLAIN")


@dataclass(frozen=True)
class _Table:
    name: str
    key: list[str]
    columns: list[str]


@dataclass
class _Beginning:
    """What was made at one point: the statement that writes it again, and everything that fixtures gave."""

    statement: str
    rows: list[str]
    made: bytes
    digest: str
    """of all rows there are afterwards"""

    is_proven: bool = False


@dataclass
class _Memory:
    """What this process remembers, and where the test that runs now stands."""

    beginnings: dict[Chain, _Beginning] = field(default_factory=dict)
    unfit: set[Chain] = field(default_factory=set)
    """What cannot be remembered: made each time."""

    standing: Chain | None = ()
    """None: something else was written."""

    tables: list[_Table] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    """By table: asks for every row of it."""

    empty: str = ""
    is_ours: bool = False
    """Whether what is written now is a beginning, and no test's doing."""

    given: set[str] = field(default_factory=set)
    """The fixtures of this test that are remembered."""


_memory = _Memory()


def remembered(name: str, make: Callable[[], Made], *around: object) -> Made:
    """Return what `make` makes, from memory where it was made before at the same point.

    Args:
        make: makes it, the same each time, and returns what can be copied.
        around: what it is made from, which it may change.
    """
    before = _memory.standing
    if before is None:
        return make()
    here = (*before, name)
    if here in _memory.unfit:
        return make()
    known = list(_things_in(around))
    if here in _memory.beginnings:
        made = _written_again(here, known)
        if here not in _memory.unfit:
            return made[0]
        return make()
    return _made(here, make, known)


def forget() -> None:
    """Have everything made anew: tables were emptied and count from one, so that what stands in memory would stand in
    the way of new rows."""
    _memory.beginnings.clear()


def _made(here: Chain, make: Callable[[], Made], known: list[Any]) -> Made:
    with _ours(), atomic():
        before = _rows()
        states = [tuple(map(dict, _states(thing))) for thing in known]
        made = make()
    last = _memory.beginnings.get(here[:-1])
    if _digest(before) != (last.digest if last else _memory.empty):
        _memory.standing = None
        return made
    with _ours():
        after = _rows()
    statement, rows = _statement(before, after)
    if not statement:  # What it does is elsewhere, and is done each time.
        _memory.unfit.add(here)
        return made
    changes = [_Change.between(was, _states(thing)) for was, thing in zip(states, known, strict=True)]
    try:
        kept = _dumped((made, [(number, change) for number, change in enumerate(changes) if change]), known)
    except (pickle.PicklingError, TypeError, AttributeError):
        _memory.unfit.add(here)
        _memory.standing = None
        return made
    _memory.beginnings[here] = _Beginning(statement, rows, kept, _digest(after))
    _memory.standing = here
    return made


def _written_again(here: Chain, known: list[Any]) -> Any:
    """What was made, in a tuple; `unfit` names it afterwards where it cannot be had that way."""
    beginning = _memory.beginnings[here]
    try:
        with _ours(), atomic(), connection.cursor() as cursor:
            cursor.execute(beginning.statement, beginning.rows)
            if not beginning.is_proven and _digest(_rows()) != beginning.digest:
                raise DatabaseError(f"{here} does not come again as it was")
    except DatabaseError:
        _memory.unfit.add(here)
        _memory.standing = None
        return ()
    beginning.is_proven = True
    made, changes = _loaded(beginning.made, known)
    for number, change in changes:
        change.come_over(known[number])
    _memory.standing = here
    return (made,)


@contextmanager
def _ours() -> Iterator[None]:
    was, _memory.is_ours = _memory.is_ours, True
    try:
        yield
    finally:
        _memory.is_ours = was


def _watched(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Sees that something else than a beginning is written."""
    if _memory.standing is not None and not _memory.is_ours:
        said = sql if isinstance(sql, str) else str(sql)
        if not said.lstrip().upper().startswith(ONLY_READ):
            _memory.standing = None
    return execute(sql, params, many, context)


# Rows


def _rows() -> Rows:
    """Every row there is, beside those that migrations wrote."""
    if not _memory.tables:
        _find_tables()
    found: Rows = {}
    with connection.cursor() as cursor:
        # A table without a page holds no row, and asking all of them for none takes most of the time.
        cursor.execute(HAVE_PAGES)
        with_pages = {name for (name,) in cursor.fetchall()}
        asked = [_memory.asked[table.name] for table in _memory.tables if table.name in with_pages]
        if not asked:
            return found
        cursor.execute(" UNION ALL ".join(asked))
        for table, key, row in cursor.fetchall():
            found.setdefault(table, {})[key] = row
    return found


def _find_tables() -> None:
    from tests.database import INSTALLED

    with connection.cursor() as cursor:
        cursor.execute(TABLES, [sorted(INSTALLED)])
        _memory.tables = sorted((_Table(*found) for found in cursor.fetchall()), key=lambda table: table.name)
    _memory.asked = {
        table.name: f"(SELECT '{table.name}', jsonb_build_array({', '.join(table.key)})::text,"
        f' to_jsonb(t)::text FROM "{table.name}" AS t ORDER BY t.ctid)'
        for table in _memory.tables
    }
    _memory.empty = _digest({})
    if _watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watched)


def _digest(rows: Rows) -> str:
    total = hashlib.sha256()
    for table in sorted(rows):
        total.update(json.dumps([table, sorted(rows[table].values())]).encode())
    return total.hexdigest()


def _statement(before: Rows, after: Rows) -> tuple[str, list[str]]:
    """What makes one state of the other, and the rows it says."""
    statements, said = [], []

    def say(statement: str, rows: list[str]) -> None:
        statements.append(statement)
        said.append(f"[{', '.join(rows)}]")

    for table in _memory.tables:
        was, now = before.get(table.name, {}), after.get(table.name, {})
        name, columns = f'"{table.name}"', ", ".join(table.columns)
        given = f"jsonb_populate_recordset(NULL::{name}, %s::jsonb)"
        same = " AND ".join(f"t.{part} = said.{part}" for part in table.key)
        if gone := [row for key, row in was.items() if key not in now]:
            say(f"DELETE FROM {name} AS t USING {given} AS said WHERE {same}", gone)
        for row, changed in _changed(was, now, table).items():
            values = ", ".join(f'"{column}" = said."{column}"' for column in changed)
            say(f"UPDATE {name} AS t SET {values} FROM {given} AS said WHERE {same}", [row])
        if come := [row for key, row in now.items() if key not in was]:
            say(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {given}", come)
    if not statements:
        return "", []
    with connection.cursor() as cursor:
        cursor.execute(MAY_STAND_STILL)
        if cursor.fetchone() == (True,):
            statements = [
                "SET LOCAL session_replication_role = replica",
                *statements,
                "SET LOCAL session_replication_role = origin",
            ]
    return "; ".join(statements), said


def _changed(was: dict[str, str], now: dict[str, str], table: _Table) -> dict[str, list[str]]:
    """The rows that became others, with the columns that changed: the role may write no more than an operation may."""
    found = {}
    for key, row in now.items():
        if key in was and was[key] != row:
            old, new = json.loads(was[key], parse_float=str), json.loads(row, parse_float=str)
            found[row] = [column for column in new if old[column] != new[column]]
    return found


# Objects


def _things_in(value: object) -> Iterator[Any]:
    """Everything with a state of its own that can be reached from a value, in a settled order."""
    seen: dict[int, object] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, Model) or type(one).__module__.startswith(("microcred.", "tests.")):
            yield one
            waiting += [*getattr(one, "__dict__", {}).values(), *_related(one).values()]


def _related(thing: object) -> dict[str, object]:
    """What a row knows of the rows that it refers to."""
    return thing._state.fields_cache if isinstance(thing, Model) else {}


def _states(thing: object) -> tuple[dict, dict]:
    return getattr(thing, "__dict__", {}), _related(thing)


@dataclass
class _Change:
    """What became of one of these: new or other values, and what is gone, of itself and of what it knows of others."""

    values: tuple[dict, dict]
    gone: tuple[list, list]

    @classmethod
    def between(cls, was: tuple[dict, dict], now: tuple[dict, dict]) -> "_Change":
        values = [
            {key: value for key, value in new.items() if key not in old or old[key] is not value}
            for old, new in zip(was, now, strict=True)
        ]
        gone = [[key for key in old if key not in new] for old, new in zip(was, now, strict=True)]
        return cls((values[0], values[1]), (gone[0], gone[1]))

    def __bool__(self) -> bool:
        return any(self.values) or any(self.gone)

    def come_over(self, thing: object) -> None:
        for state, values, gone in zip(_states(thing), self.values, self.gone, strict=True):
            state.update(values)
            for key in gone:
                state.pop(key, None)


class _Kept(pickle.Pickler):
    """Writes objects down; those that a beginning was made from stay the ones of the test."""

    def __init__(self, file: io.BytesIO, known: list[Any]) -> None:
        super().__init__(file)
        self.numbers = {id(thing): number for number, thing in enumerate(known)}

    def persistent_id(self, obj: object) -> int | None:
        if isinstance(obj, QuerySet | Manager):
            raise pickle.PicklingError("asked anew each time")
        return self.numbers.get(id(obj))


class _Again(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, known: list[Any]) -> None:
        super().__init__(file)
        self.known = known

    def persistent_load(self, number: int) -> Any:
        return self.known[number]


def _dumped(value: object, known: list[Any]) -> bytes:
    file = io.BytesIO()
    _Kept(file, known).dump(value)
    return file.getvalue()


def _loaded(kept: bytes, known: list[Any]) -> Any:
    return _Again(io.BytesIO(kept), known).load()


# Fixtures


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test begins with nothing, but those that share a story: they begin with that."""
    names, asked = {*getattr(item, "fixturenames", ())}, item.get_closest_marker("django_db")
    commits = bool(asked and asked.kwargs.get("transaction")) or bool(names & {"transactional_db", "live_server"})
    # What follows from a commit is written where tests commit, and nowhere else.
    _memory.standing = None if "story" in names else ("commits",) if commits else ()
    _memory.given = set() if "story" in names else {"db", "cast"}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Remember what a fixture makes that asks for nothing but what is remembered."""
    make = fixturedef.func
    if not _is_beginning(fixturedef):
        return (yield)

    def recalled(**asked: object) -> Any:
        if not _memory.given.issuperset(asked):
            return make(**asked)
        made = remembered(f"{make.__module__}.{make.__qualname__}", partial(make, **asked), *asked.values())
        _memory.given.add(fixturedef.argname)
        return made

    fixturedef.func = recalled
    try:
        return (yield)
    finally:
        fixturedef.func = make


def _is_beginning(fixturedef: Any) -> bool:
    make = fixturedef.func
    return (
        fixturedef.scope == "function"
        and bool(fixturedef.argnames)
        and fixturedef.argname != "cast"
        and getattr(make, "__module__", "").startswith("microcred.")
        and not inspect.isgeneratorfunction(make)
    )

"""`@asked_often`: a question that every request asks is translated into SQL once, and asked again with other values.

Django translates a QuerySet anew each time; for a question over a few tables that takes longer than PostgreSQL needs
for the answer. What is kept here is the text of a statement, never a row and never a value: each asking goes to the
database.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from microcred.foundation.planned import ask_planned

P = ParamSpec("P")
Row = TypeVar("Row")

LONGEST_LIST = 64
"""Each length of a list has a statement of its own; longer lists are rare, and translated each time."""

MOST_TRANSLATIONS = 64
"""That are kept of one question; further lengths of its lists are translated each time."""

compares_more = 0
"""How many askings beside the first are compared with an ordinary translation, of each statement: some in tests, so
that a question that decides by its arguments shows itself whichever of them came first."""

compared: Counter["_Translation"] = Counter()
"""How many were, since a test began."""

_numbers = count(1)
"""For stand-ins, no two of which are alike."""


class NotAskable(TypeError):
    """A question that cannot be translated once: its answer is no QuerySet of what its arguments are, as they are."""


class AskedOften(Generic[P, Row]):
    """A question with the translations of it that this process has needed, one for each length of its lists."""

    def __init__(self, question: Callable[P, QuerySet[Any, Row]]) -> None:
        self.question = question
        self.plan_kept = False
        self._translations: dict[tuple[tuple[str, int], ...], _Translation] = {}
        update_wrapper(self, question)
        parameters = inspect.signature(question).parameters.values()
        if any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in parameters):
            raise NotAskable(f"{question.__qualname__}: its arguments must be keyword-only")

    def __call__(self, *args: P.args, **values: P.kwargs) -> list[Row]:
        """Ask the database.

        Args:
            values: identifiers, moments, days, strings, or lists of them.

        Raises:
            NotAskable: when first asked, if the statement depends on the values in another way than by holding them;
                always, if a value is None, which no statement compares like the others.
        """
        asked, lengths = _fit(values)
        translation = self._translations.get(lengths)
        if translation is None:
            if len(self._translations) == MOST_TRANSLATIONS or not all(0 < each <= LONGEST_LIST for _, each in lengths):
                return list(self.question(*args, **values))
            translation = self._translations[lengths] = _Translation(self.question, asked, self.plan_kept)
        elif compared[translation] < compares_more:
            compared[translation] += 1
            translation.compare(self.question, asked)
        return list(translation.queryset(asked))

    def first(self, *args: P.args, **values: P.kwargs) -> Row | None:
        """Ask, and return the first row, or None. The question should say how many rows it wants."""
        return next(iter(self(*args, **values)), None)


def asked_often(question: Callable[P, QuerySet[Any, Row]]) -> AskedOften[P, Row]:
    """Make a function that returns a QuerySet one that returns its rows, whose SQL is written once.

    The function may only put its arguments into the QuerySet: what it computes from them, or decides by them, would be
    kept. Both are found out when it is first asked, by comparing with an ordinary translation, and refused.

    Raises:
        NotAskable: at import, when an argument is positional.
    """
    return AskedOften(question)


def plan_kept(question: AskedOften[P, Row]) -> AskedOften[P, Row]:
    """Let PostgreSQL keep the plan of a question too (`foundation.planned`): for one over many tables, asked for nearly
    every request of some page, whose best plan is the same for all values."""
    question.plan_kept = True
    return question


class _Translation:
    """One statement: its SQL, what Django knows of its columns, and which argument belongs in which place."""

    def __init__(self, question: Callable[..., QuerySet[Any, Any]], values: Mapping[str, Any], plan_kept: bool) -> None:
        stand_ins = {name: _stand_in_for(value) for name, value in values.items()}
        self.answer = question(**stand_ins)
        self.compiler = self.answer.query.get_compiler(using=self.answer.db)
        try:
            self.sql, parameters = self.compiler.as_sql()
        except EmptyResultSet:
            raise NotAskable(f"{question.__qualname__}: can have no answer") from None
        sources = _sources_of(stand_ins)
        self.places = [_Place(parameter, sources) for parameter in parameters]
        self.compare(question, values)
        self.query = self.answer.query.chain(klass=_Translated)
        self.to_plan = _with_constants(self.sql, self.places) if plan_kept else None

    def compare(self, question: Callable[..., QuerySet[Any, Any]], values: Mapping[str, Any]) -> None:
        """Compare with an ordinary translation.

        Raises:
            NotAskable: when the two differ.
        """
        try:
            ordinary = question(**values).query.get_compiler(using=self.answer.db).as_sql()
        except EmptyResultSet:
            raise NotAskable(f"{question.__qualname__}: can have no answer") from None
        if ordinary != (self.sql, self.parameters(values)):
            raise NotAskable(f"{question.__qualname__}: computes from its arguments, or decides by them")

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in the order of the statement's places."""
        return tuple(place.filled(values) for place in self.places)

    def queryset(self, values: Mapping[str, Any]) -> QuerySet[Any, Any]:
        """An ordinary QuerySet in all but who writes its SQL: rows become what they always become."""
        query = copy(self.query)
        vars(query)["translation"] = self
        vars(query)["values"] = values
        asked = type(self.answer)(model=self.answer.model, query=query, using=self.answer.db)
        known = vars(self.answer)
        vars(asked).update({name: known[name] for name in ("_iterable_class", "_fields", "_prefetch_related_lookups")})
        return asked


class _Translated(Query):
    """A query that hands out a compiler whose work is done."""

    translation: _Translation
    values: Mapping[str, Any]

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        translation, values = self.translation, self.values
        compiler: SQLCompiler = copy(translation.compiler)
        compiler.query, compiler.connection = self, connections[using] if using else connection
        if translation.to_plan is None:
            vars(compiler)["as_sql"] = lambda: (translation.sql, translation.parameters(values))
        else:
            sql, places = translation.to_plan
            vars(compiler)["execute_sql"] = lambda *_, **__: iter(
                [ask_planned(sql, [place.filled(values) for place in places])]
            )
        return compiler


class _Place:
    """A parameter of a statement: a constant, an argument, or a list with arguments in it."""

    def __init__(self, parameter: Any, sources: Mapping[Any, "_Source"]) -> None:
        self.constant = parameter
        self.parts = [_Place(part, sources) for part in parameter] if isinstance(parameter, list) else None
        self.source = None if self.parts is not None else sources.get(parameter)
        self.hangs_on_values: bool = self.source is not None or any(one.hangs_on_values for one in self.parts or ())

    def filled(self, values: Mapping[str, Any]) -> Any:
        if self.parts is not None:
            return [part.filled(values) for part in self.parts]
        if self.source is None:
            return self.constant
        name, number = self.source
        return values[name] if number is None else values[name][number]


def _with_constants(sql: str, places: Sequence[_Place]) -> tuple[str, list[_Place]]:
    """A statement with its constants written into it, and the places that are left."""
    left: list[_Place] = []
    of_parameters = iter(places)

    def filled(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        place = next(of_parameters)
        if place.hangs_on_values:
            left.append(place)
            return found[0]
        return Literal(place.filled({})).as_string(connection.connection).replace("%", "%%")

    return re.sub("%[%s]", filled, sql), left


def _fit(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[tuple[str, int], ...]]:
    """The values, each of a list once, and the lengths of the lists by name, whatever order they were given in."""
    if None in values.values():
        raise NotAskable("None cannot stand in a question that is asked often")
    asked = {name: list(dict.fromkeys(value)) if isinstance(value, list) else value for name, value in values.items()}
    return asked, tuple(sorted((name, len(value)) for name, value in asked.items() if isinstance(value, list)))


_Source = tuple[str, int | None]
"""The name of an argument and, when it is a list, the number of the one meant."""


def _sources_of(stand_ins: Mapping[str, Any]) -> dict[Any, _Source]:
    sources: dict[Any, _Source] = {}
    for name, stand_in in stand_ins.items():
        if isinstance(stand_in, list):
            sources.update({one: (name, number) for number, one in enumerate(stand_in)})
        else:
            sources[stand_in] = (name, None)
    return sources


def _stand_in_for(value: Any) -> Any:
    """A value of the same kind that nobody has ever said, so that it can be found again in a statement."""
    number = next(_numbers)
    match value:
        case list():
            return [_stand_in_for(one) for one in value]
        case UUID():
            return uuid4()
        case datetime():
            return datetime(9, 9, 9, tzinfo=UTC) + timedelta(microseconds=number)
        case date():
            return date(9, 9, 9) + timedelta(days=number)
        case str():
            return uuid4().hex
        case _:
            raise NotAskable(f"{type(value).__name__} cannot stand in a question that is asked often")

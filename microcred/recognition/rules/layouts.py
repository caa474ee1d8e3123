"""Files of confirmed credit in the layout of an agency, and its answer read back. Layouts are data. Pure."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Annotated, Any, Final, Literal, Self

from django.utils.translation import gettext_noop as noted
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from microcred.recognition.rules.clauses import Stated

Fact = Literal[
    "key",
    "kind",
    "corrects",
    "licence_number",
    "licence_type",
    "family_name",
    "given_name",
    "full_name",
    "district",
    "jurisdiction",
    "cycle_first_day",
    "cycle_last_day",
    "licence_first_day",
    "licence_last_day",
    "amount",
    "unit",
    "entries",
    "titles",
    "approved_on",
    "issuers",
]
"""What a line may say."""
Total = Literal["file_number", "made_on", "lines", "amount_total"]
"""What the first or last line of a file may say."""
Name = Annotated[str, Field(min_length=1, max_length=200)]

NO_COLUMN: Final = noted("There is no column “%(name)s”.")
NEITHER: Final = noted(
    "Line %(number)s says “%(said)s”, which is neither yes nor no. Yes is one of these: %(yes)s. No is one of these: "
    "%(no)s."
)
NOT_HERE: Final = noted("Line %(number)s is about “%(key)s”, which is not in this file.")
BOTH: Final = noted("It says yes and no of “%(key)s”.")

USUAL_YES: Final = ("accepted", "yes", "ok")
USUAL_NO: Final = ("rejected", "no", "error")
"""what says yes and no in an answer beside the words of its layout; upper and lower case do not matter"""

MOST_RESPONSE: Final = 2_000_000
"""characters of an answer that are read"""


class Column(Stated):
    """One column: what stands in it, or a constant; in a file of fixed width also how wide, and on which side.

    Args:
        days: how days are written, as `strftime` has it.
        places: decimal places of amounts; `point`: whether with one, else in the smallest amounts.
        codes: what stands for a value, such as a code of the agency for a unit.
    """

    name: Name
    value: Fact | Total | None = None
    constant: str | None = None
    width: int | None = Field(default=None, ge=1, le=500)
    align: Literal["left", "right"] = "left"
    pad: Annotated[str, Field(min_length=1, max_length=1)] = " "
    days: str = "%Y-%m-%d"
    places: int = Field(default=2, ge=0, le=4)
    point: bool = True
    codes: dict[str, str] = Field(default_factory=dict)
    element: str = ""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.value is None) == (self.constant is None):
            raise PydanticCustomError("column", "a column says a value or a constant, one of them")
        return self


class Response(Stated):
    """How an agency answers: a table, with the column of our key, the one that says yes or no, and the reason."""

    delimiter: Literal[",", ";", "|", "\t"] = ","
    key: Name
    status: Name
    accepted: tuple[Name, ...]
    rejected: tuple[Name, ...]
    reason: Name

    @property
    def yes(self) -> tuple[str, ...]:
        """Every word that says yes: those of the agency, then those that everybody uses and the agency not for no."""
        return _with_usual(self.accepted, USUAL_YES, self.rejected)

    @property
    def no(self) -> tuple[str, ...]:
        """Every word that says no."""
        return _with_usual(self.rejected, USUAL_NO, self.accepted)


def _with_usual(own: tuple[str, ...], usual: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    said = {one.casefold() for one in (*own, *others)}
    return (*own, *(one for one in usual if one not in said))


class Layout(Stated):
    """How a file for an agency is laid out.

    Args:
        marker: that it must be checked with the agency before anybody relies on it.
        jurisdiction: the slug of the agency whose it is, or `any`.
        first, last: the columns of a line before and after all others; none where there is no such line.
    """

    format: Literal["microcred-layout/1"]
    id: Name
    version: int = Field(ge=1)
    name: Name
    jurisdiction: Name
    source: Name
    marker: Name = "verify with the agency"
    form: Literal["fixed", "csv"]
    delimiter: Literal[",", ";", "|", "\t"] = ","
    names: bool = True
    encoding: Literal["ascii", "utf-8"] = "utf-8"
    line_end: Literal["\n", "\r\n"] = "\r\n"
    extension: Literal["csv", "txt", "dat"] = "csv"
    first: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    last: tuple[Column, ...] = ()
    response: Response

    @model_validator(mode="after")
    def _whole(self) -> Self:
        every = (*self.first, *self.columns, *self.last)
        if self.form == "fixed" and any(one.width is None for one in every):
            raise PydanticCustomError("width", "in a file of fixed width every column says how wide it is")
        if not any(one.value == "key" for one in self.columns):
            raise PydanticCustomError("key", "a line carries its key; otherwise nobody could tell what was sent twice")
        return self


class DoesNotFit(ValueError):
    """A value that the layout has no room or no letter for: in which column, and why."""

    def __init__(self, column: str, value: str, why: Literal["width", "letters", "line"]) -> None:
        self.column, self.value, self.why = column, value, why
        super().__init__(f"{column}: {value!r} ({why})")


def line_of(layout: Layout, facts: Mapping[str, Any]) -> str:
    """One line, without its end.

    Raises:
        DoesNotFit: nothing is cut off in silence.
    """
    return _line(layout, layout.columns, facts)


def file_of(layout: Layout, lines: Sequence[str], totals: Mapping[str, Any]) -> str:
    """The whole file: a first line or names where the layout has them, the lines, a last line."""
    before = [_line(layout, layout.first, totals)] if layout.first else []
    if layout.form == "csv" and layout.names:
        before.append(_separated(layout, [column.name for column in layout.columns]))
    after = [_line(layout, layout.last, totals)] if layout.last else []
    return "".join(line + layout.line_end for line in (*before, *lines, *after))


def _line(layout: Layout, columns: Sequence[Column], facts: Mapping[str, Any]) -> str:
    cells = [_cell(layout, column, facts) for column in columns]
    return "".join(cells) if layout.form == "fixed" else _separated(layout, cells)


def _separated(layout: Layout, cells: Sequence[str]) -> str:
    target = StringIO()
    csv.writer(target, delimiter=layout.delimiter, lineterminator="").writerow(cells)
    return target.getvalue()


def _cell(layout: Layout, column: Column, facts: Mapping[str, Any]) -> str:
    text = _text(column, column.constant if column.value is None else facts[column.value])
    if "\n" in text or "\r" in text:
        raise DoesNotFit(column.name, text, "line")
    if layout.encoding == "ascii" and not text.isascii():
        raise DoesNotFit(column.name, text, "letters")
    if column.width is None:
        return text
    if len(text) > column.width:
        raise DoesNotFit(column.name, text, "width")
    fill = column.pad * (column.width - len(text))
    return text + fill if column.align == "left" else fill + text


def _text(column: Column, value: Any) -> str:
    if isinstance(value, date):
        return value.strftime(column.days)
    if isinstance(value, Decimal):
        exact = f"{value:.{column.places}f}"
        return exact if column.point else exact.replace(".", "")
    text = str(value)
    return column.codes.get(text, text)


@dataclass(frozen=True)
class Answer:
    """What an agency says of one line."""

    key: str
    accepted: bool
    reason: str


@dataclass(frozen=True)
class ReadBack:
    """An answer that was read: of which lines, and what of it could not be used and why."""

    answers: tuple[Answer, ...]
    problems: tuple["Problem", ...]


@dataclass(frozen=True)
class Problem:
    """Something of an answer that could not be used: a sentence with its values, translated when it is read."""

    message: str
    values: Mapping[str, object]


def read_response(layout: Layout, text: str, *, keys: Iterable[str]) -> ReadBack:
    """Read an agency's answer about lines that were sent. A line that says two things, something unknown, or is about
    no line of the file, is a problem and counts for nothing.

    Args:
        keys: of the lines that were sent.
    """
    shape, sent = layout.response, set(keys)
    says_yes, says_no = ({one.casefold() for one in words} for words in (shape.yes, shape.no))
    lines = text.lstrip("\ufeff")[:MOST_RESPONSE].replace("\x00", "").splitlines()
    rows = csv.DictReader(lines, delimiter=shape.delimiter)
    lacking = [name for name in (shape.key, shape.status) if name not in (rows.fieldnames or ())]
    if lacking:
        return ReadBack((), tuple(Problem(NO_COLUMN, {"name": name}) for name in lacking))
    said: dict[str, Answer] = {}
    problems: list[Problem] = []
    told_twice: set[str] = set()
    for number, row in _numbered(rows):
        key, status = (row.get(shape.key) or "").strip(), (row.get(shape.status) or "").strip()
        yes = status.casefold() in says_yes
        if not yes and status.casefold() not in says_no:
            known = {"yes": ", ".join(shape.yes), "no": ", ".join(shape.no)}
            problems.append(Problem(NEITHER, {"number": number, "said": status, **known}))
        elif key not in sent:
            problems.append(Problem(NOT_HERE, {"number": number, "key": key}))
        else:
            answer = Answer(key, yes, (row.get(shape.reason) or "").strip())
            if said.setdefault(key, answer).accepted != yes:
                told_twice.add(key)
    problems += [Problem(BOTH, {"key": key}) for key in sorted(told_twice)]
    return ReadBack(tuple(one for key, one in said.items() if key not in told_twice), tuple(problems))


def _numbered(rows: Iterator[dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the numbers of their lines; one that is no row at all ends them."""
    try:
        yield from enumerate(rows, start=2)
    except csv.Error:
        return

"""Lists of people who are to get an award: read from CSV, and looked at row by row before anything is done.

A fault names its row and the fact, so that whoever made the list can mend it.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from microcred.openbadges.characters import refused_character

REQUIRED = ("email", "name", "earned_on")
OPTIONAL = ("expires_on", "reference")
MOST_ROWS = 1_000_000
LONGEST_NAME, LONGEST_REFERENCE = 150, 200
_WRITER = json.JSONEncoder(ensure_ascii=False)
_EMAIL = re.compile(r"[^@\s\"<>(),:;\[\]\\]+@[^@\s.]+(?:\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list.

    Args:
        line: where it stands in the file, from 1.
        email: in lower case.
        earned_at: the beginning of the day, where the issuer is.
        reference: what the award is called where it comes from; may be empty.
    """

    line: int
    email: str
    name: str
    earned_at: datetime
    expires_at: datetime | None = None
    reference: str = ""

    def as_json(self) -> list[Any]:
        """The row as it is written down, without its line."""
        until = self.expires_at.isoformat() if self.expires_at else None
        return [self.email, self.name, self.earned_at.isoformat(), until, self.reference]

    @classmethod
    def from_json(cls, line: int, row: Sequence[Any]) -> "Listed":
        """The row that `as_json` wrote."""
        email, name, earned_at, expires_at, reference = row
        until = datetime.fromisoformat(expires_at) if expires_at else None
        return cls(line, email, name, datetime.fromisoformat(earned_at), until, reference)


@dataclass(frozen=True)
class Fault:
    """Something wrong with a row, in words. Line 1 is the header."""

    line: int
    fact: str

    def __str__(self) -> str:
        return _("Row %(line)s: %(fact)s") % {"line": self.line, "fact": self.fact}


def read_csv(text: str, *, time_zone: str) -> tuple[list[Listed], list[Fault]]:
    """The rows of a CSV file with a header, and what is wrong with it.

    Args:
        text: columns `email`, `name`, `earned_on` and, if wanted, `expires_on` and `reference`, separated by commas,
            semicolons or tabs; days as 2026-11-25.
        time_zone: where the days begin, an IANA name.
    """
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator_of(text))
    rows: list[Listed] = []
    faults: list[Fault] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        faults = list(_faults_of_header(header))
        if faults:
            return [], faults
        read = _reader(header, ZoneInfo(time_zone))
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            found = read(reader.line_num, values)
            if isinstance(found, Listed):
                rows.append(found)
            else:
                faults.extend(found)
    except csv.Error as error:
        faults.append(Fault(reader.line_num, _("it is not CSV: %(problem)s.") % {"problem": error}))
    return rows, faults


def faults_among(rows: Sequence[Listed], *, at: datetime) -> Iterator[Fault]:
    """What is wrong with rows that are well-formed each: doubled, in the future, ended before they began."""
    first: dict[str, int] = {}
    for row in rows:
        if row.email in first:
            yield Fault(
                row.line,
                _("%(email)s stands in row %(line)s already.") % {"email": row.email, "line": first[row.email]},
            )
        first.setdefault(row.email, row.line)
        if row.earned_at > at:
            yield Fault(row.line, _("the day it was earned lies in the future."))
        if row.expires_at is not None and row.expires_at <= row.earned_at:
            yield Fault(row.line, _("it expires before it was earned."))


def digest_of(rows: Sequence[Listed]) -> str:
    """SHA-256 of what a list says, hexadecimal: equal for equal rows in equal order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(_WRITER.encode(row.as_json()).encode() + b"\n")
    return digest.hexdigest()


def _separator_of(text: str) -> str:
    """What separates the columns of the header. Spreadsheets write semicolons where a comma marks decimals."""
    header, _end, _rest = text.partition("\n")
    return next((separator for separator in (";", "\t") if separator in header and "," not in header), ",")


def _faults_of_header(header: Sequence[str]) -> Iterator[Fault]:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in (*REQUIRED, *OPTIONAL)]
    if missing:
        yield Fault(1, _("the header lacks %(names)s.") % {"names": ", ".join(missing)})
    if unknown:
        known = ", ".join((*REQUIRED, *OPTIONAL))
        names = ", ".join(name or "“”" for name in unknown)
        yield Fault(1, _("the header names %(names)s; known are %(known)s.") % {"names": names, "known": known})
    if len(set(header)) != len(header):
        yield Fault(1, _("the header names a column twice."))


Read = Callable[[int, Sequence[str]], Listed | list[Fault]]


def _reader(header: Sequence[str], zone: ZoneInfo) -> Read:
    """What makes a row of the values under this header."""
    place = {name: number for number, name in enumerate(header)}

    def value(values: Sequence[str], name: str) -> str:
        return values[place[name]].strip() if name in place else ""

    def read(line: int, values: Sequence[str]) -> Listed | list[Fault]:
        if len(values) != len(header):
            counts = {"values": len(values), "columns": len(header)}
            return [Fault(line, _("it has %(values)s values for %(columns)s columns.") % counts)]
        email, name, reference = (value(values, each) for each in ("email", "name", "reference"))
        facts = [*_facts_of_words(email.lower(), name, reference)]
        days = {each: _day(value(values, each)) for each in ("earned_on", "expires_on")}
        if days["earned_on"] is None:
            facts.append(_("“%(text)s” is not a day; write it as 2026-11-25.") % {"text": value(values, "earned_on")})
        if days["expires_on"] is None and value(values, "expires_on"):
            facts.append(_("“%(text)s” is not a day; write it as 2026-11-25.") % {"text": value(values, "expires_on")})
        earned, expires = days["earned_on"], days["expires_on"]
        if facts or earned is None:
            return [Fault(line, fact) for fact in facts]
        return Listed(
            line, email.lower(), name, _begins(earned, zone), _begins(expires, zone) if expires else None, reference
        )

    return read


def _facts_of_words(email: str, name: str, reference: str) -> Iterator[str]:
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        yield _("“%(text)s” is not an e-mail address.") % {"text": email}
    if not name:
        yield _("it has no name.")
    if len(name) > LONGEST_NAME:
        yield _("the name is longer than %(most)s characters.") % {"most": LONGEST_NAME}
    if len(reference) > LONGEST_REFERENCE:
        yield _("the reference is longer than %(most)s characters.") % {"most": LONGEST_REFERENCE}
    for text in (email, name, reference):
        refused = refused_character(text)
        if refused:
            yield _("it holds the character %(character)s, which cannot be signed.") % {"character": refused}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)

"""What comes of applying policies to a record: entries, totals and reasons, in the reader's language where wanted."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.recognition.rules.amounts import plain

RESULT_FORMAT: Final = "microcred-recognition/1"

Came = Literal["met", "not met", "open", "limited"]
Outcome = Literal["counted", "partly", "not counted", "undecided"]


class Cited(NamedTuple):
    """A clause of a policy. What the platform itself says has no standing and no source."""

    policy: str
    id: str
    words: str
    standing: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """How reasons name it: the policy's id and the clause's."""
        return f"{self.policy}#{self.id}"

    def as_json(self) -> dict[str, str]:
        """As a document."""
        return {**self._asdict(), "words": _(self.words) if not self.standing else self.words}


class Reason(NamedTuple):
    """One clause applied: what came of it, on what, and what would change it.

    Args:
        message: a message of the catalogue with fields; `values` fill them: text, days, amounts.
    """

    clause: Cited
    came: Came
    message: str
    values: Mapping[str, Any]
    way_forward: str = ""

    @property
    def words(self) -> str:
        """The reason in the reader's language."""
        return in_words(self.message, self.values)

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "clause": self.clause.key,
            "result": self.came,
            "words": self.words,
            "way_forward": _(self.way_forward) if self.way_forward else "",
        }


def in_words(message: str, values: Mapping[str, Any]) -> str:
    """A sentence in the reader's language, with days and amounts as people write them."""
    return (_(message) % {name: _said(name, value) for name, value in values.items()}) if values else _(message)


def _said(name: str, value: Any) -> str:
    if name in ("unit", "measure"):
        return _(value)
    if isinstance(value, date):
        return format_date(value, format="long", locale=Locale.parse(get_language() or "en", sep="-"))
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return _(" or ").join(str(one) for one in value)
    return str(value)


class Entry(NamedTuple):
    """What one award or activity comes to in one cycle.

    Args:
        worth: before limits; zero where nothing is known of it.
        categories: where the amount stands, by category.
    """

    item: str
    title: str
    kind: str
    day: date
    outcome: Outcome
    amount: Decimal
    worth: Decimal
    option: str
    categories: tuple[tuple[str, Decimal], ...]
    reasons: tuple[Reason, ...]

    @property
    def decided_by(self) -> Cited:
        """The clause that kept it from counting, or cut it; else the one that says how much it is."""
        for reason in self.reasons:
            if reason.came != "met":
                return reason.clause
        return self.reasons[0].clause

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "item": self.item,
            "title": self.title,
            "kind": self.kind,
            "day": self.day.isoformat(),
            "outcome": self.outcome,
            "amount": plain(self.amount),
            "worth": plain(self.worth),
            "option": self.option,
            "categories": {name: plain(amount) for name, amount in self.categories},
            "decided_by": self.decided_by.key,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A category, a minimum or an alternative, and how far it is met.

    Args:
        rounded: what the rounding of its entries took away, where nothing else is missing.
    """

    id: str
    name: str
    clause: Cited
    needed: Decimal
    amount: Decimal
    rounded: Decimal = Decimal(0)

    @property
    def missing(self) -> Decimal:
        """What is still needed. What rounding took away is not."""
        return max(self.needed - self.amount - self.rounded, Decimal(0))

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "id": self.id,
            "name": self.name,
            "clause": self.clause.key,
            "needed": plain(self.needed),
            "amount": plain(self.amount),
            "missing": plain(self.missing),
            "met": not self.missing,
        }


@dataclass(frozen=True, slots=True)
class CycleResult:
    """One policy applied to one cycle of a person.

    Args:
        policies: the policy, and before it those that it makes stricter.
        closed: whether the cycle closed before the day of the evaluation.
        conditions: the side conditions. alternatives: each with whether it is met.
        rounded: what the rounding of its entries took away, where nothing else is missing in all.
    """

    policy: str
    version: int
    name: str
    jurisdiction: str
    marker: str
    policies: tuple[str, ...]
    licence: str
    first_day: date
    last_day: date
    closed: bool
    unit: str
    needed: Decimal | None
    total_clause: Cited | None
    total: Decimal
    categories: tuple[Part, ...]
    minimums: tuple[Part, ...]
    conditions: tuple[Reason, ...]
    alternatives: tuple[tuple[str, str, Cited, bool], ...]
    entries: tuple[Entry, ...]
    rounded: Decimal = Decimal(0)

    @property
    def missing(self) -> Decimal:
        """What is still needed in all. What rounding took away is not."""
        return max((self.needed or Decimal(0)) - self.total - self.rounded, Decimal(0))

    @property
    def met(self) -> bool:
        """Whether everything that the policy asks is there."""
        return (
            not self.missing
            and all(not part.missing for part in (*self.categories, *self.minimums))
            and all(reason.came == "met" for reason in self.conditions)
            and (not self.alternatives or any(met for _id, _name, _clause, met in self.alternatives))
        )

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "policy": self.policy,
            "version": self.version,
            "name": self.name,
            "jurisdiction": self.jurisdiction,
            "note": _(self.marker),
            "policies": list(self.policies),
            "licence": self.licence,
            "cycle": {
                "first_day": self.first_day.isoformat(),
                "last_day": self.last_day.isoformat(),
                "closed": self.closed,
            },
            "unit": self.unit,
            "needed": None if self.needed is None else plain(self.needed),
            "total": plain(self.total),
            "rounded": plain(self.rounded),
            "missing": plain(self.missing),
            "met": self.met,
            "clause": self.total_clause.key if self.total_clause else "",
            "categories": [part.as_json() for part in self.categories],
            "minimums": [part.as_json() for part in self.minimums],
            "conditions": [reason.as_json() for reason in self.conditions],
            "alternatives": [
                {"id": identifier, "name": name, "clause": clause.key, "met": met}
                for identifier, name, clause, met in self.alternatives
            ],
            "entries": [entry.as_json() for entry in self.entries],
        }


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A policy that does not apply to the person on that day, and why."""

    policy: str
    name: str
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {"policy": self.policy, "name": self.name, "reason": self.reason.as_json()}


@dataclass(frozen=True)
class Evaluation:
    """Everything that came of it.

    Args:
        policies: the digest of the policies.
    """

    person: str
    at: str
    results: tuple[CycleResult, ...]
    not_applied: tuple[NotApplied, ...]
    policies: str

    @cached_property
    def digest(self) -> str:
        """The same for the same record, policies and day, in whatever order they came."""
        lines = [self.policies, self.at]
        for result in self.results:
            lines.append(f"{result.policy}|{result.first_day}|{result.last_day}|{result.licence}|{result.total}")
            lines.append(f"{result.needed}|{result.met}")
            for entry in result.entries:
                kept = ";".join(
                    [f"{reason.clause.policy}#{reason.clause.id}:{reason.came}" for reason in entry.reasons]
                )
                lines.append(f"{entry.item}|{entry.day}|{entry.amount}|{entry.categories}|{entry.outcome}|{kept}")
            lines += [f"{part.id}|{part.needed}|{part.amount}" for part in (*result.categories, *result.minimums)]
            lines += [f"{reason.clause.key}|{reason.came}" for reason in result.conditions]
        lines += [f"{one.policy}|{one.reason.clause.key}|{one.reason.came}" for one in self.not_applied]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def clauses(self) -> dict[str, Cited]:
        """Every clause that a reason names."""
        found: dict[str, Cited] = {}
        for result in self.results:
            cited = [reason.clause for entry in result.entries for reason in entry.reasons]
            cited += [reason.clause for reason in result.conditions]
            cited += [part.clause for part in (*result.categories, *result.minimums)]
            cited += [clause for _id, _name, clause, _met in result.alternatives]
            cited += [result.total_clause] if result.total_clause else []
            found |= {clause.key: clause for clause in cited}
        return dict(sorted((found | {one.reason.clause.key: one.reason.clause for one in self.not_applied}).items()))

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "format": RESULT_FORMAT,
            "person": self.person,
            "at": self.at,
            "digest": self.digest,
            "results": [result.as_json() for result in self.results],
            "not_applied": [one.as_json() for one in self.not_applied],
            "clauses": {key: clause.as_json() for key, clause in self.clauses().items()},
        }

"""What the rules of stipends are about: offers, awards that were earned, and what was entered before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from microcred.rewards.rules.years import JULY


class Basis(StrEnum):
    """What an offer pays for."""

    AWARD = "award"
    NTH = "nth"
    """so many micro-credentials together, once"""
    HOURS = "hours"
    """so many hours' worth of them, once"""
    STACK = "stack"
    """everything that a stack holds, once"""


class Benefit(StrEnum):
    """What an educator takes for an award: one of two where an offer gives a stipend instead of credit, or no stipend
    at all, of any offer."""

    STIPEND = "stipend"
    CREDIT = "credit"
    DECLINED = "declined"


class Standing(StrEnum):
    """Whether an award holds."""

    HOLDS = "holds"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One edition of an offer: what it pays for awards earned from a day on.

    Attributes:
        clause: where it stands, e.g. the number of a board policy, in the words of who stated it.
        starts_on, ends_on: half-open; no end: until other terms hold.
        stated_at: of two for the same day the later one holds.
        amount: for one award, or once for the milestone.
        micro_credentials: those it is for; None: any. Of a stack: what the stack holds.
        needed: awards, or hours, of the milestone.
        roles, places: one must work in one of these roles at one of these organizations, or below it, on the day.
        most_in_year, most_in_all: caps for one person; None: none.
        instead_of_credit: only awards count for which the stipend was chosen, not the credit.
    """

    id: UUID
    clause: str
    starts_on: date
    ends_on: date | None = None
    stated_at: datetime
    amount: Decimal
    micro_credentials: frozenset[UUID] | None = None
    needed: Decimal = Decimal(1)
    roles: frozenset[str] = frozenset({"educator"})
    places: frozenset[UUID]
    most_in_year: Decimal | None = None
    most_in_all: Decimal | None = None
    instead_of_credit: bool = False


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody pays for, with all its editions and its budgets by fiscal year."""

    id: UUID
    basis: Basis
    currency: str
    zone: str
    year_begins: int = JULY
    editions: tuple[Terms, ...]
    budgets: Mapping[int, Decimal] = field(default_factory=dict)

    def terms_on(self, day: date) -> Terms | None:
        """The edition that holds on a day: of those that had begun, the one that began last."""
        begun = [each for each in self.editions if each.starts_on <= day]
        last = max(begun, key=lambda each: (each.starts_on, each.stated_at, each.id), default=None)
        return None if last is None or (last.ends_on is not None and last.ends_on <= day) else last


@dataclass(frozen=True, kw_only=True)
class Post:
    """A role somebody held on the day of an award, and where: the organization and all above it."""

    role: str
    lineage: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class Earned:
    """An award as the rules see it."""

    id: UUID
    person: UUID
    micro_credential: UUID
    earned_at: datetime
    hours: Decimal
    standing: Standing = Standing.HOLDS
    posts: tuple[Post, ...] = ()
    benefit: Benefit | None = None


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A line of the ledger as the rules see it.

    Attributes:
        key: what of the offer it pays: the micro-credential, or the milestone.
        year: the fiscal year whose budget it draws on.
        reversed: whether it was taken back; then it draws on nothing.
        again: whether what was taken back may be due anew.
    """

    offer: UUID
    person: UUID
    key: str
    turn: int
    year: int
    amount: Decimal
    reversed: bool = False
    again: bool = True


@dataclass(frozen=True, kw_only=True)
class Step:
    """One reason: a code for its sentence, and what fills it: amounts as decimal text, days as ISO 8601."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The step as it is stored with an entry: in no reader's language."""
        return {"code": self.code, "values": dict(self.values)}


@dataclass(frozen=True, kw_only=True)
class Due:
    """What an offer comes to for somebody, and is not entered yet.

    Attributes:
        terms: the edition that decided.
        awards: what it rests on, in the order in which it was earned.
        earned_on: the day of the last of them, by the clock of who pays.
        full: what the terms say; `amount`: what is left of it by caps and budget.
        steps: why, in order: what pays, then what cut it.
    """

    offer: UUID
    terms: UUID
    person: UUID
    key: str
    turn: int
    awards: tuple[UUID, ...]
    earned_on: date
    year: int
    full: Decimal
    amount: Decimal
    steps: tuple[Step, ...]

    @property
    def cut(self) -> Decimal:
        """What caps and budget took off."""
        return self.full - self.amount


@dataclass(frozen=True, kw_only=True)
class Passed:
    """That an award does not count for an offer that would be for it, and why."""

    offer: UUID
    person: UUID
    award: UUID
    step: Step


@dataclass(frozen=True, kw_only=True)
class Towards:
    """How far somebody is on the way to a milestone."""

    offer: UUID
    person: UUID
    have: Decimal
    needed: Decimal


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """All that an offer comes to: what is due, in the order in which the budget is given out, and what is not."""

    due: tuple[Due, ...] = ()
    passed: tuple[Passed, ...] = ()
    towards: tuple[Towards, ...] = ()

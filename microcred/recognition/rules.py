"""What an award is worth under a policy: rules as data, and one pure function that applies them, step by step.

A policy states its rules as clauses. Each clause carries the words a person reads, where they stand, and whether they
are published or a district's own statement, so that nobody mistakes one for the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from pydantic import BaseModel, ConfigDict, Field

HUNDREDTH: Final = Decimal("0.01")
"""The smallest amount of credit that is entered. Amounts are rounded down: rounding must never make credit."""

DAYS: Final = frozenset({"earned", "last", "oldest"})
"""The values of a step that are days."""

NONE: Final[Mapping[str, str]] = {}

Positive = Annotated[Decimal, Field(gt=0, allow_inf_nan=False, max_digits=8, decimal_places=2)]


class Stated(BaseModel):
    """Part of a policy: as it was stated, for good."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Standing(StrEnum):
    """Who says so."""

    PUBLISHED = "published"
    """The jurisdiction has published the clause; the source says where."""

    DEMONSTRATION = "demonstration"
    """Nobody has published it: a statement made for the demonstration."""


class Clause(Stated):
    """One rule in words.

    Args:
        words: the rule, as a person without legal training reads it.
        source: where it stands published; of a demonstration statement, whose statement it is.
    """

    words: str = Field(min_length=1)
    standing: Standing
    source: str = Field(min_length=1)


class Conversion(Stated):
    """A published rate: so much credit for so much of a measure, e.g. 20 renewal credits for 1 semester hour."""

    measure: str = Field(min_length=1)
    credits: Positive
    per: Positive
    clause: Clause


class Closing(Stated):
    """The day of the year on which cycles close; the last day that belongs to them."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class CycleRule(Stated):
    """How long a renewal cycle lasts, when it closes and how much credit it needs."""

    years: int = Field(ge=1, le=10)
    closes: Closing
    needed: Positive
    clause: Clause


class AgeRule(Stated):
    """Credit may be at most so many years old when the cycle closes."""

    years: int = Field(ge=1, le=20)
    clause: Clause


class PolicyRules(Stated):
    """The rules of a jurisdiction. A rule that is left out is not asked.

    Args:
        unit: what amounts are counted in, in the plural.
        conversions: the jurisdiction's published rates; they are shown to readers.
        attested_hours: the rate at which hours that a district attests for a micro-credential become credit.
        employees_only: only people who work for a district may use credit of this kind.
        confirmation: a coordinator of the district must confirm each entry.
        once: one award may fund one cycle, once.
    """

    unit: str = Field(min_length=1)
    cycle: CycleRule
    conversions: tuple[Conversion, ...] = ()
    attested_hours: Conversion
    oldest: AgeRule | None = None
    employees_only: Clause | None = None
    confirmation: Clause
    once: Clause

    def clauses(self) -> list[tuple[str, Clause]]:
        """Every clause with its code, in the order in which they are applied."""
        named: list[tuple[str, Clause | None]] = [
            ("employees_only", self.employees_only),
            ("cycle", self.cycle.clause),
            ("oldest", self.oldest.clause if self.oldest else None),
            ("once", self.once),
            ("attested_hours", self.attested_hours.clause),
            ("confirmation", self.confirmation),
        ]
        return [(code, clause) for code, clause in named if clause is not None]


class Result(StrEnum):
    """What came of one step."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"
    """It cannot be said yet: something is not on record."""


class Worth(StrEnum):
    """What came of a policy as a whole."""

    COUNTS = "counts"
    DOES_NOT_COUNT = "does_not_count"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class CycleFacts:
    """A renewal cycle: the half-open period of days `starts_on` up to, not including, `ends_on`."""

    starts_on: date
    ends_on: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to the cycle."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AwardFacts:
    """What is on record about an award and its holder when a policy is applied.

    Args:
        earned_on: the day in the district's time zone.
        employer: the district the holder works for, by name; empty when none is on record.
        cycle: the holder's renewal cycle that the award would fund; None when none is on record.
        hours: the hours the district attests for the micro-credential; None when it has not.
        funded: the policy of this jurisdiction under which the award counts already, by name; empty when none.
        revoked: whether the issuer has revoked the award.
    """

    earned_on: date
    employer: str = ""
    cycle: CycleFacts | None = None
    hours: Decimal | None = None
    funded: str = ""
    revoked: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One clause applied: what it says, what is on record, what came of it and what would change it.

    Args:
        message: what is on record, as a message of the catalogue with fields.
        values: what fills the fields; days as ISO 8601.
    """

    code: str
    result: Result
    clause: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    way_forward: str = ""
    standing: str = ""
    source: str = ""

    @property
    def facts(self) -> str:
        """What is on record, in words of the reader's language."""
        return in_words(self.message, self.values)

    def as_json(self) -> dict[str, Any]:
        """The step as it is stored with the recognition: in no reader's language, so that two evaluations compare."""
        return {
            "code": self.code,
            "result": self.result.value,
            "clause": self.clause,
            "message": self.message,
            "values": dict(self.values),
            "way_forward": self.way_forward,
            "standing": self.standing,
            "source": self.source,
        }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an award is worth under a policy, and every step that led there.

    Args:
        amount: credit in the policy's unit, to the hundredth; zero unless it counts.
    """

    worth: Worth
    amount: Decimal
    steps: tuple[Step, ...]

    @property
    def decisive(self) -> Step | None:
        """The first step that kept the award from counting."""
        return next((step for step in self.steps if step.result is not Result.MET), None)

    def explanation(self) -> list[dict[str, Any]]:
        """The steps as they are stored."""
        return [step.as_json() for step in self.steps]


def evaluate(rules: PolicyRules, facts: AwardFacts) -> Outcome:
    """Apply a policy to an award. Every clause is asked, also after one has failed, so that a reader sees them all."""
    steps = [step for step in _steps(rules, facts) if step is not None]
    results = {step.result for step in steps}
    if Result.NOT_MET in results:
        worth = Worth.DOES_NOT_COUNT
    elif Result.OPEN in results:
        worth = Worth.UNDECIDED
    else:
        worth = Worth.COUNTS
    amount = Decimal(0)
    if worth is Worth.COUNTS and facts.hours is not None:
        amount = converted(facts.hours, rules.attested_hours)
        if amount == 0:
            worth = Worth.DOES_NOT_COUNT
    return Outcome(worth=worth, amount=amount, steps=tuple(steps))


def in_words(message: str, values: Mapping[str, str]) -> str:
    """A sentence of a step in the reader's language, days as that language writes them."""
    said = {name: _day(date.fromisoformat(value)) if name in DAYS else value for name, value in values.items()}
    if "unit" in said:
        said["unit"] = _(said["unit"])
    return (_(message) % said) if said else _(message)


def explained(explanation: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """A stored explanation in the reader's language. What a jurisdiction wrote stays as it wrote it."""
    return [
        {
            **{name: step[name] for name in ("code", "result", "standing", "source")},
            "clause": _(step["clause"]),
            "facts": in_words(step["message"], step["values"]) if "message" in step else step["facts"],
            "way_forward": _(step["way_forward"]) if step["way_forward"] else "",
        }
        for step in explanation
    ]


def converted(quantity: Decimal, rate: Conversion) -> Decimal:
    """The credit for a quantity of a measure, rounded down to the hundredth."""
    return (quantity * rate.credits / rate.per).quantize(HUNDREDTH, rounding=ROUND_DOWN)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February stands in for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def closing_problem(rules: PolicyRules, *, starts_on: date, ends_on: date) -> str:
    """What is wrong with a cycle under a policy, in words; empty when nothing is. `ends_on` is its first day after."""
    last_day = ends_on - timedelta(days=1)
    closes = rules.cycle.closes
    if (last_day.month, last_day.day) != (closes.month, closes.day):
        return _("A cycle under this policy closes on day %(day)s of month %(month)s.") % {
            "day": closes.day,
            "month": closes.month,
        }
    if starts_on < years_before(ends_on, rules.cycle.years):
        return _("A cycle under this policy lasts at most %(years)s years.") % {"years": rules.cycle.years}
    return ""


def plain(amount: Decimal) -> str:
    """An amount without needless zeros: 20, 13.33, 7.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _steps(rules: PolicyRules, facts: AwardFacts) -> Iterable[Step | None]:
    if facts.revoked:
        yield Step(
            code="revoked",
            result=Result.NOT_MET,
            clause=noted("An award that its issuer has revoked earns no credit."),
            message=noted("The issuer has revoked this award."),
            way_forward=noted("Ask the issuer; the reason stands on the credential's page."),
        )
    yield _employment(rules, facts)
    yield _cycle(rules, facts)
    yield _age(rules, facts)
    yield _once(rules, facts)
    yield _hours(rules, facts)


def _step(
    code: str, clause: Clause, result: Result, message: str, way_forward: str = "", *, values: Mapping[str, str] = NONE
) -> Step:
    return Step(
        code=code,
        result=result,
        clause=clause.words,
        message=message,
        values=values,
        way_forward=way_forward,
        standing=clause.standing.value,
        source=clause.source,
    )


def _employment(rules: PolicyRules, facts: AwardFacts) -> Step | None:
    if rules.employees_only is None:
        return None
    if facts.employer:
        return _step(
            "employees_only",
            rules.employees_only,
            Result.MET,
            noted("You work for %(district)s."),
            values={"district": facts.employer},
        )
    return _step(
        "employees_only",
        rules.employees_only,
        Result.NOT_MET,
        noted("No district that you work for is on record here."),
        noted(
            "Ask your district's administrator for an invitation; the award is looked at again when you have joined."
        ),
    )


def _cycle(rules: PolicyRules, facts: AwardFacts) -> Step:
    clause = rules.cycle.clause
    if facts.cycle is None:
        return _step(
            "cycle",
            clause,
            Result.OPEN,
            noted("No renewal cycle of yours that holds this award is on record."),
            noted("Ask your renewal coordinator to enter your cycle; the award is looked at again then."),
        )
    days = {"earned": facts.earned_on.isoformat(), "last": facts.cycle.last_day.isoformat()}
    if facts.earned_on >= facts.cycle.ends_on:
        return _step(
            "cycle",
            clause,
            Result.NOT_MET,
            noted("You earned it on %(earned)s, after this cycle closed on %(last)s."),
            noted("It can fund your next cycle once that is on record."),
            values=days,
        )
    return _step(
        "cycle", clause, Result.MET, noted("You earned it on %(earned)s; your cycle closes on %(last)s."), values=days
    )


def _age(rules: PolicyRules, facts: AwardFacts) -> Step | None:
    if rules.oldest is None or facts.cycle is None:
        return None
    oldest = years_before(facts.cycle.ends_on, rules.oldest.years)
    days = {"earned": facts.earned_on.isoformat(), "oldest": oldest.isoformat()}
    if facts.earned_on < oldest:
        return _step(
            "oldest",
            rules.oldest.clause,
            Result.NOT_MET,
            noted("You earned it on %(earned)s, before %(oldest)s: it is too old for this cycle."),
            noted("An award earned since then can take its place."),
            values=days,
        )
    return _step(
        "oldest",
        rules.oldest.clause,
        Result.MET,
        noted("You earned it on %(earned)s, not before %(oldest)s."),
        values=days,
    )


def _once(rules: PolicyRules, facts: AwardFacts) -> Step:
    if facts.funded:
        return _step(
            "once",
            rules.once,
            Result.NOT_MET,
            noted("It counts already under “%(policy)s”."),
            noted("Nothing is lost: the award counts where it stands already."),
            values={"policy": facts.funded},
        )
    return _step("once", rules.once, Result.MET, noted("The award has not been counted before."))


def _hours(rules: PolicyRules, facts: AwardFacts) -> Step:
    rate = rules.attested_hours
    if facts.hours is None:
        return _step(
            "attested_hours",
            rate.clause,
            Result.OPEN,
            noted("Your district has not stated how many hours this micro-credential stands for."),
            noted("Ask your renewal coordinator; the award is looked at again as soon as the hours are stated."),
        )
    amount = converted(facts.hours, rate)
    words = {
        "hours": plain(facts.hours),
        "credits": plain(rate.credits),
        "per": plain(rate.per),
        "amount": plain(amount),
        "unit": rules.unit,
    }
    if amount == 0:
        return _step(
            "attested_hours",
            rate.clause,
            Result.NOT_MET,
            noted("Your district attests %(hours)s hours, which come to less than a hundredth of a credit."),
            noted("Ask your renewal coordinator whether the hours are stated as meant."),
            values=words,
        )
    return _step(
        "attested_hours",
        rate.clause,
        Result.MET,
        noted("Your district attests %(hours)s hours: %(hours)s × %(credits)s ÷ %(per)s = %(amount)s %(unit)s."),
        values=words,
    )


def _day(day: date) -> str:
    return format_date(day, format="long", locale=Locale.parse(get_language() or "en", sep="-"))


def rules_from(data: Any) -> PolicyRules:
    """The rules a policy row or a policy file holds.

    Raises:
        pydantic.ValidationError: when the data is not of this shape.
    """
    return PolicyRules.model_validate(data)

"""A policy: one jurisdiction's rules as a document, every rule with the clause that it rests on."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from microcred.recognition.rules.clauses import Clause, Stated
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.record import Record
from microcred.recognition.rules.engine.values import Amount, AmountOrNone, Day, Language, Name, Names, Slug, Text

POLICY_FORMAT = "microcred-policy/1"


class CitedClause(Clause):
    """A clause with the id by which rules and reasons name it."""

    id: Slug


class Ruled(Stated):
    """A rule, and the id of its clause."""

    clause: Slug


class MonthDay(Stated):
    """A day of every year."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class Cycle(Ruled):
    """How long the time is in which credit is gathered, and what fixes it.

    Args:
        anchor: `fixed` closes on a day of the year, `licence` runs from the day of issue, `school year` is a year.
        closes: the last day of a cycle or of a school year. What a licence says of its own last day goes before it.
        earned: `in cycle`: from the first to the last day. `by close`: earlier too, as far as credit may be old.
    """

    anchor: Literal["fixed", "licence", "school year"]
    years: int = Field(default=1, ge=1, le=20)
    closes: MonthDay | None = None
    earned: Literal["in cycle", "by close"] = "in cycle"


class Rounding(Stated):
    """The one rounding: of what one award or activity is worth, in the policy's unit."""

    places: int = Field(default=2, ge=0, le=4)
    mode: Literal["down", "half up"] = "down"


class Needed(Ruled):
    """An amount that is needed, of everyone or of some."""

    amount: AmountOrNone
    when: Condition | None = None


class Rate(Ruled):
    """So much credit for so much of a measure. `whole`: only whole multiples of `per` count."""

    unit: Name
    credits: AmountOrNone
    per: Amount = Decimal(1)
    whole: bool = False


class Requirement(Ruled):
    """What must hold for an activity to count, or, among the side conditions, for a licence to be renewed.

    With `when`, it is asked only where the record says that it is about that: what is not on record is not about it.
    """

    id: Slug
    that: Condition
    when: Condition | None = None
    way_forward: str = ""


class Age(Ruled):
    """How old credit may be on the last day of the cycle; what is exactly so many years old then still counts."""

    years: int = Field(ge=1, le=20)


class Deadline(Ruled):
    """So many days after completion, something must have been done."""

    what: Literal["documented", "requested", "certificate issued"]
    days: int = Field(ge=0, le=3650)
    of: Condition | None = None


class PriorApproval(Ruled):
    """Approved before it began. `days_before`: at least so long before; `valid_days`: at most so long before."""

    by_roles: tuple[Name, ...] = ()
    own_employer: bool = False
    days_before: int = Field(default=0, ge=0, le=3650)
    valid_days: int | None = Field(default=None, ge=1, le=3650)
    of: Condition | None = None


class Confirmation(Ruled):
    """Approved afterwards by somebody in one of these roles, of the holder's own employer where it says so."""

    by_roles: tuple[Name, ...] = ()
    own_employer: bool = False
    of: Condition | None = None


class Cap(Ruled):
    """At most so much per activity, year of the cycle, or cycle; for each option, kind or topic apart if it says so."""

    id: Slug
    amount: AmountOrNone
    per: Literal["activity", "year", "cycle"]
    each: Literal["option", "kind", "topic"] | None = None
    of: Condition | None = None


class Floor(Ruled):
    """Nothing counts below so much of one activity, or of one topic, year or cycle together."""

    id: Slug
    at_least: Amount
    per: Literal["activity", "topic", "year", "cycle"]
    of: Condition | None = None


class Multiplier(Ruled):
    """Credit is multiplied by the level of what was done; at a level that is not named it cannot be said."""

    levels: dict[Name, Amount] = Field(min_length=1)
    of: Condition | None = None


class Option(Ruled):
    """One way of earning credit. What several could take is taken by the first, in the order of the policy.

    Args:
        takes: which awards and activities; None: every one.
        rates: in the place of the policy's. Of several measures that a record holds, the first rate named is used.
    """

    id: Slug
    name: Name
    takes: Condition | None = None
    rates: tuple[Rate, ...] = ()
    requires: tuple[Requirement, ...] = ()


class Category(Ruled):
    """A part of the total. Nothing stands in two categories at once."""

    id: Slug
    name: Name
    takes: Condition | None = None
    needed: tuple[Needed, ...] = ()
    maximum: Amount | None = None


class Minimum(Ruled):
    """So much of what counts must be of a kind, whatever category it stands in."""

    id: Slug
    name: Name
    of: Condition
    needed: tuple[Needed, ...] = Field(min_length=1)


class Part(Stated):
    """One of the things that an alternative asks together."""

    amount: AmountOrNone | None = None
    of: Condition | None = None
    that: Condition | None = None


class Alternative(Ruled):
    """One of several ways of meeting the policy: all of these together."""

    id: Slug
    name: Name
    all_of: tuple[Part, ...] = Field(min_length=1)


class Expected(Stated):
    """What a worked example must come to. What is not stated is not compared."""

    applies: bool = True
    total: AmountOrNone | None = None
    needed: AmountOrNone | None = None
    missing: AmountOrNone | None = None
    met: bool | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    entries: dict[Name, AmountOrNone] = Field(default_factory=dict)
    outcomes: dict[Name, Literal["counted", "partly", "not counted", "undecided"]] = Field(default_factory=dict)
    decided_by: dict[Name, Name] = Field(default_factory=dict)
    categories: dict[Slug, AmountOrNone] = Field(default_factory=dict)


class Example(Stated):
    """A worked example: a record, a day, and what must come of it."""

    name: Text
    at: Day
    record: Record
    expect: Expected


class Currency(Stated):
    """When the sources were read, and that they must be read again before anybody relies on them."""

    read_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    marker: Text = "verify with the agency"


class Policy(Stated):
    """A jurisdiction's rules.

    Args:
        jurisdiction: the state's short name; of a district overlay the district's name, as records say an employer's.
        overlays: of an overlay, the id of the policy that it makes stricter.
        effective_from, effective_until: the days on which this version holds, the second of them no more.
        effective_by: which day decides that: the day of the evaluation, or the last day of the cycle.
        licences_of: the jurisdiction of the licences it is about, where that is not its own.
        applies_to: which of these licences, and whose.
        unit: what its amounts are counted in.
        units: names of units of its own.
        total: what is needed; the first whose `when` holds.
        splitting: whether one activity may stand in several categories by parts.
        repeats: whether the same micro-credential earned twice counts twice in a cycle.
        stipend_or_credit: the clause that says nobody has both.
        translations: by language, what its names, units and clauses are in it; whoever reads another reads them as they
            stand.
        exceptions: the clause by which who confirms may let something count in spite of the others of this policy.
    """

    format: Literal["microcred-policy/1"]
    id: Slug
    version: int = Field(ge=1)
    name: Name
    jurisdiction: Name
    kind: Literal["state", "district"]
    overlays: Slug | None = None
    time_zone: Name = "UTC"
    effective_from: Day
    effective_until: Day | None = None
    effective_by: Literal["day", "close"] = "day"
    currency: Currency
    clauses: tuple[CitedClause, ...] = Field(min_length=1)
    licences_of: Name | None = None
    applies_to: Requirement | None = None
    unit: Name | None = None
    units: Names = ()
    rounding: Rounding | None = None
    cycle: Cycle | None = None
    total: tuple[Needed, ...] = ()
    rates: tuple[Rate, ...] = ()
    options: tuple[Option, ...] = ()
    requires: tuple[Requirement, ...] = ()
    oldest: Age | None = None
    deadlines: tuple[Deadline, ...] = ()
    prior_approval: tuple[PriorApproval, ...] = ()
    confirmation: tuple[Confirmation, ...] = ()
    multipliers: tuple[Multiplier, ...] = ()
    floors: tuple[Floor, ...] = ()
    caps: tuple[Cap, ...] = ()
    categories: tuple[Category, ...] = ()
    minimums: tuple[Minimum, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    side_conditions: tuple[Requirement, ...] = ()
    splitting: bool = True
    repeats: bool = False
    stipend_or_credit: Slug | None = None
    exceptions: Slug | None = None
    translations: dict[Language, dict[Text, Text]] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()


def policy_schema() -> dict[str, Any]:
    """The JSON Schema of a policy document."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Policy.model_json_schema()}

"""A person's record as a document: licences, work, awards and other activities, approvals. What the engine is given."""

from collections import Counter
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from microcred.recognition.rules.clauses import Stated
from microcred.recognition.rules.engine.sentences import refused
from microcred.recognition.rules.engine.values import Amount, AmountOrNone, Day, Moment, Name, Names, Share, Text

RECORD_FORMAT = "microcred-record/1"


class Completion(Stated):
    """Something that a person has behind them, such as a training that a side condition asks."""

    name: Name
    completed_on: Day


class Holder(Stated):
    """The person."""

    id: Name = "holder"
    name: str = ""
    experience_years: AmountOrNone | None = None
    degrees: Names = ()
    completions: tuple[Completion, ...] = ()
    facts: dict[Name, bool] = Field(default_factory=dict)


class Licence(Stated):
    """A licence or certificate. `expires_on` is the last day on which it holds; `replaces` ends another one's cycle."""

    id: Name
    jurisdiction: Name
    type: Name
    grade_bands: Names = ()
    issued_on: Day
    expires_on: Day | None = None
    replaces: Name | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires_on is not None and self.expires_on < self.issued_on:
            raise refused("expires_before_issue")
        return self


class Employment(Stated):
    """Work for an employer, from its first to its last day; without a last day it goes on."""

    employer: Name
    employer_kind: str = "district"
    jurisdiction: str = ""
    role: str = ""
    first_day: Day
    last_day: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise refused("ends_before_it_begins")
        return self


class PartOf(Stated):
    """A part of an activity that has topics of its own."""

    share: Share
    topics: Names = ()
    standards: Names = ()


class Activity(Stated):
    """Something that may be worth credit.

    Args:
        kind: such as `college course`, `CEU course`, `assessor service`.
        earned_at: when it was completed: a day, or a time with its offset.
        amounts: what its document states, by unit: at most one amount of each.
        topics: the first is its main topic.
        parts: how it is split, where it is about several things; shares of at most 1 together.
        micro_credential: which one it is; two awards of the same one are a repeat.
        benefit: what its holder takes for it where not both can be had.
    """

    id: Name
    kind: Name
    title: str = ""
    earned_at: Moment
    started_on: Day | None = None
    requested_on: Day | None = None
    documented_on: Day | None = None
    certificate_issued_on: Day | None = None
    amounts: dict[Name, Amount] = Field(default_factory=dict)
    topics: Names = ()
    standards: Names = ()
    parts: tuple[PartOf, ...] = ()
    micro_credential: str = ""
    issuer: str = ""
    issuer_kind: str = ""
    quality_frameworks: Names = ()
    proofs: Names = ()
    level: str = ""
    benefit: Literal["credit", "stipend"] | None = None
    facts: dict[Name, bool] = Field(default_factory=dict)
    revoked_at: Moment | None = None

    @model_validator(mode="after")
    def _not_more_than_itself(self) -> Self:
        for unit, times in Counter(unit.casefold() for unit in self.amounts).items():
            if times > 1:
                raise refused("amount_twice", unit=unit)
        if sum((part.share for part in self.parts), Decimal(0)) > 1:
            raise refused("parts_above_whole")
        return self


class Award(Activity):
    """A micro-credential that was awarded."""

    kind: Name = "micro-credential"


class Approval(Stated):
    """What somebody said of an activity: before it began, or afterwards. Without a policy it is meant for all.

    Args:
        before_it_began: said before it began, where that is known by more than the day.
    """

    item: Name
    decision: Literal["approved", "denied"] = "approved"
    decided_on: Day
    before_it_began: bool = False
    by: Name
    role: str = ""
    employer: str = ""
    policy: str = ""


class Override(Stated):
    """A decision by a person in the place of a rule, with its reason. Limits and categories still hold. Nobody's own
    decision about themselves counts.

    Args:
        at_most: it only limits what the rules give to an amount, and lifts no clause.
    """

    policy: Name
    item: Name
    counts: bool
    amount: AmountOrNone | None = None
    at_most: bool = False
    reason: Text
    by: Name
    decided_on: Day

    @model_validator(mode="after")
    def _of_one_mind(self) -> Self:
        if not self.counts and self.amount:
            raise refused("override_of_two_minds")
        if self.at_most and (not self.counts or self.amount is None):
            raise refused("override_without_limit")
        return self


class Credited(Stated):
    """That something has been counted already, in a cycle that closed on a day."""

    item: Name
    policy: Name
    last_day: Day


class Record(Stated):
    """All that is on record about one person when policies are applied."""

    format: Literal["microcred-record/1"]
    person: Holder = Holder()
    licences: tuple[Licence, ...] = ()
    employment: tuple[Employment, ...] = ()
    awards: tuple[Award, ...] = ()
    activities: tuple[Activity, ...] = ()
    approvals: tuple[Approval, ...] = ()
    overrides: tuple[Override, ...] = ()
    credited: tuple[Credited, ...] = ()

    @model_validator(mode="after")
    def _of_one_piece(self) -> Self:
        items = [*self.awards, *self.activities]
        held: dict[str, Activity] = {}
        for item in items:
            if held.setdefault(item.id, item) != item:
                raise refused("item_twice", id=item.id)
        licences = Counter(licence.id for licence in self.licences)
        for identifier, times in licences.items():
            if times > 1:
                raise refused("licence_twice", id=identifier)
        for licence in self.licences:
            if licence.replaces is not None and licence.replaces not in licences:
                raise refused("replaces_nothing", id=licence.id, other=licence.replaces)
        about = [("approval_of_nothing", one.item) for one in self.approvals]
        about += [("override_of_nothing", one.item) for one in self.overrides]
        about += [("credit_of_nothing", one.item) for one in self.credited]
        for what, named in about:
            if named not in held:
                raise refused(what, id=named)
        ruled = Counter((one.policy, one.item) for one in self.overrides)
        for (policy, overruled), times in ruled.items():
            if times > 1:
                raise refused("override_twice", item=overruled, policy=policy)
        return self

    def items(self) -> list[Activity]:
        """Awards and activities, each once, in the order of their ids."""
        return [held for _, held in sorted({item.id: item for item in (*self.awards, *self.activities)}.items())]


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Record.model_json_schema()}

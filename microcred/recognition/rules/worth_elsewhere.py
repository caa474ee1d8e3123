"""What micro-credentials would be worth in a place, on a record that is partly supposed. Pure: the engine decides.

Nothing here knows a rule of any state. A record is put together of what is on record of somebody and of what is
supposed where nothing is; the policies of the place are applied to it; the answer says which was which.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine import CycleResult, Entry, Policy, Prepared, Reason, Record, evaluate, prepare
from microcred.recognition.rules.engine.record import Activity as Done
from microcred.recognition.rules.engine.record import Approval, Award, Employment, Holder, Licence
from microcred.recognition.rules.languages import Words, words_in

Word = Literal["counts", "partly", "open", "not"]

WORDS: dict[str, Word] = {"counted": "counts", "partly": "partly", "undecided": "open", "not counted": "not"}

STANDARD = "standard"
"""The licence that is supposed where the rules of a place name none to which they apply."""

OUTSIDE = "third party"
"""What an issuer is to a place that it does not belong to."""

KINDS_OF_ISSUERS = {
    "state": "state agency",
    "university": "university",
    "district": "district",
    "school": "district",
}
"""What issuers of a place's own are to its rules, by the kind of organization; others are third parties."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A micro-credential as something that somebody has earned or would.

    Args:
        hours: contact hours, as its author expects them or as a district attests them; None: nobody says.
        issuer_kind: the kind of the organization that issues it.
        jurisdictions: the places to which its issuer belongs, as policies name them.
        issuer_lineage: the issuer and what is above it, from the root of the tree down.
        frameworks: the quality frameworks by which its design was reviewed; `editions` are their identifiers.
        scored_here: that people judged evidence here, which is kept; None: nobody knows.
        facts: statements that hold of it in the place that is asked about.
        accepted_as: what its issuer is to that place by an agreement or an acceptance; empty: none.
    """

    id: str
    title: str
    micro_credential: str
    hours: Decimal | None
    issuer: str
    issuer_kind: str
    earned_at: date | datetime
    started_on: date | None = None
    jurisdictions: frozenset[str] = frozenset()
    issuer_lineage: tuple[UUID, ...] = ()
    frameworks: tuple[str, ...] = ()
    editions: frozenset[UUID] = frozenset()
    scored_here: bool | None = True
    facts: tuple[str, ...] = ()
    accepted_as: str = ""
    revoked_at: datetime | None = None

    def standing_in(self, place: str) -> dict[str, Any]:
        """What it is to the rules of a place: by whom it was issued, how its quality is assured, what holds of it."""
        return {
            "issuer": self.issuer,
            "issuer_kind": issuer_kind_in(place, self),
            "quality_frameworks": self.frameworks,
            "proofs": ("scored rubric",) if self.scored_here else (),
            "facts": dict.fromkeys(self.facts, True),
        }

    def as_award(self, place: str, *, asked_in_time: bool) -> Award:
        """As an award of a record that the rules of a place are applied to."""
        day = self.earned_at.date() if isinstance(self.earned_at, datetime) else self.earned_at
        return Award(
            id=self.id,
            title=self.title,
            micro_credential=self.micro_credential,
            **self.standing_in(place),
            amounts={"contact hours": self.hours} if self.hours else {},
            earned_at=self.earned_at,
            started_on=self.started_on or day,
            certificate_issued_on=day,
            requested_on=day if asked_in_time else None,
            documented_on=day if asked_in_time else None,
            revoked_at=self.revoked_at,
        )


def issuer_kind_in(place: str, offered: Offered) -> str:
    """What the issuer is to a place: what it is accepted as, its own kind where it belongs there, or a third party."""
    if offered.accepted_as:
        return offered.accepted_as
    if place.casefold() in {one.casefold() for one in offered.jurisdictions}:
        return KINDS_OF_ISSUERS.get(offered.issuer_kind, OUTSIDE)
    return OUTSIDE


@dataclass(frozen=True, slots=True)
class Supposed:
    """What an answer rests on beside the micro-credentials: what is on record of the reader, or is supposed.

    Args:
        licence: its type, as the rules of the place name it; empty: the first they are about.
        issued_on: the first day of the licence that holds now.
        expires_on: its last day, where that is on record.
        degrees: what is on record of them.
        employer: the name of the district that employs the reader, where it is on record.
        employer_kind: what kind of employer; empty: nobody employs them.
        confirmed: that it is asked for and documented in time, and that who may approves it before and after.
        on_record: which of these are on record and were not supposed, by the name of the field.
    """

    issued_on: date
    band: str = "K-5"
    licence: str = ""
    expires_on: date | None = None
    degrees: tuple[str, ...] = ()
    employer: str = ""
    employer_kind: str = "district"
    confirmed: bool = True
    on_record: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction with every policy that says something there; those of its districts apply to whom they employ.

    Args:
        stated: that its own office stated them here; else they are examples.
    """

    name: str
    policies: tuple[Policy, ...]
    ready: Prepared
    stated: bool = False

    @property
    def words(self) -> Words:
        """What its policies say in the reader's language, where they give words in it."""
        return {text: told for policy in self.policies for text, told in words_in(policy.translations).items()}

    @property
    def licences_of(self) -> str:
        """The jurisdiction of the licences that its rules are about."""
        return self.policies[0].licences_of or self.name

    @property
    def marker(self) -> str:
        """What its example policies say of themselves."""
        return self.policies[0].currency.marker

    @property
    def licence_types(self) -> tuple[str, ...]:
        """The types of licences that its rules name, those to which they apply first."""
        about = [
            name
            for policy in self.policies
            if policy.applies_to is not None
            for name in policy.applies_to.that.licence_types
        ]
        named = [name for policy in self.policies for name in _named(policy.model_dump(exclude={"examples"}))]
        first = [STANDARD] if STANDARD in about or not about else []
        return tuple(dict.fromkeys([*first, *about, *named]))


def _named(stated: Any) -> Iterator[str]:
    if isinstance(stated, dict):
        for key, value in stated.items():
            if key == "licence_types":
                yield from value
            else:
                yield from _named(value)
    elif isinstance(stated, list | tuple):
        for one in stated:
            yield from _named(one)


def places_of(policies: Iterable[Policy], *, stated: bool = False) -> dict[str, Place]:
    """The jurisdictions of policies, each with what holds there. An overlay belongs to the place that it overlays.

    Args:
        stated: that offices stated them here; else they are examples.

    Raises:
        Unprepared: an overlay lacks its base.
    """
    by_id: dict[str, list[Policy]] = {}
    for policy in policies:
        by_id.setdefault(policy.id, []).append(policy)
    found: dict[str, list[Policy]] = {}
    for versions in by_id.values():
        base = versions[0]
        while base.overlays is not None and base.overlays in by_id:
            base = by_id[base.overlays][0]
        found.setdefault(base.jurisdiction, []).extend(versions)
    return {
        name: Place(name, tuple(sorted(among, key=lambda one: one.overlays is not None)), prepare(among), stated)
        for name, among in found.items()
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """What micro-credentials would be worth in a place.

    Args:
        result: of the strictest policy that applies; None: none does, and `why_not` says for which reason.
        own: whether the reader belongs to the place, by what is on record.
    """

    place: Place
    supposed: Supposed
    result: CycleResult | None
    why_not: Reason | None = None
    own: bool = False

    def entry_of(self, identifier: str) -> Entry | None:
        """What came of one micro-credential."""
        entries = self.result.entries if self.result is not None else ()
        return next((entry for entry in entries if entry.item == identifier), None)

    def word_of(self, identifier: str) -> Word:
        """Whether it counts, counts in part, cannot be told, or does not."""
        entry = self.entry_of(identifier)
        return WORDS[entry.outcome] if entry is not None else "open"

    def categories_of(self, entry: Entry) -> list[tuple[str, Decimal]]:
        """The categories in which it stands, as people name them."""
        names = {part.id: part.name for part in self.result.categories} if self.result is not None else {}
        return [(names.get(identifier, identifier), amount) for identifier, amount in entry.categories]


def answer(
    place: Place,
    supposed: Supposed,
    offered: Sequence[Offered],
    *,
    on: date,
    own: bool = False,
    beside: Sequence[Done] = (),
) -> Answer:
    """Apply the rules of a place to what somebody has, or would have, on a day.

    Args:
        beside: courses, convenings and the like that are on record of them.
    """
    known = "licence" in supposed.on_record or supposed.licence in place.licence_types
    licence = supposed.licence if known else place.licence_types[0]
    held = replace(supposed, licence=licence)
    evaluation = evaluate(record_of(place, held, offered, on=on, beside=beside), place.ready, on)
    if not evaluation.results:
        reasons = sorted((one.reason for one in evaluation.not_applied), key=lambda one: not one.clause.source)
        return Answer(place, held, None, reasons[0] if reasons else None, own)
    strictest = max(evaluation.results, key=lambda result: (len(result.policies), not result.closed, result.policy))
    return Answer(place, held, strictest, None, own)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was supposed, turned round, where that changes what a micro-credential is worth."""

    what: Literal["employed", "confirmed"]
    entry: Entry

    @property
    def amount(self) -> str:
        """What it would be then, without needless zeros."""
        return plain(self.entry.amount)


def turns(place: Place, supposed: Supposed, offered: Sequence[Offered], entry: Entry, *, on: date) -> list[Turn]:
    """What would change the worth of a micro-credential: each thing that is supposed of its holder, by itself.

    Args:
        entry: what came of it as everything is supposed.
    """
    tries: list[tuple[Literal["employed", "confirmed"], Supposed]] = [
        ("employed", replace(supposed, employer="", employer_kind="" if supposed.employer_kind else "district")),
        ("confirmed", replace(supposed, confirmed=not supposed.confirmed)),
    ]
    found = []
    for what, otherwise in tries:
        other = answer(place, otherwise, offered, on=on).entry_of(entry.item)
        if other is not None and (other.amount, other.outcome) != (entry.amount, entry.outcome):
            found.append(Turn(what, other))
    return found


def record_of(
    place: Place, supposed: Supposed, offered: Sequence[Offered], *, on: date, beside: Sequence[Done] = ()
) -> Record:
    """The record that the rules of a place are applied to."""
    working = supposed.employer or _an_employer(place)
    earned = [*(one.earned_at for one in offered), *(one.earned_at for one in beside)]
    licence = Licence(
        id="licence",
        jurisdiction=place.licences_of,
        type=supposed.licence,
        grade_bands=(supposed.band,),
        issued_on=supposed.issued_on,
        expires_on=supposed.expires_on,
    )
    work = Employment(
        employer=working,
        employer_kind=supposed.employer_kind,
        jurisdiction=place.licences_of,
        role="teacher",
        first_day=min(supposed.issued_on, *map(_day, earned), on),
    )
    awards = tuple(one.as_award(place.name, asked_in_time=supposed.confirmed) for one in offered)
    activities = tuple(_asked_for(one, in_time=supposed.confirmed) for one in beside)
    return Record(
        format="microcred-record/1",
        person=Holder(id="reader", degrees=supposed.degrees),
        licences=(licence,),
        employment=(work,) if supposed.employer_kind else (),
        awards=awards,
        activities=activities,
        approvals=tuple(_approvals(place, working, (*awards, *activities), on=on)) if supposed.confirmed else (),
    )


def _an_employer(place: Place) -> str:
    first = place.policies[0]
    return place.name if first.kind == "district" else f"A district in {place.name}, supposed"


def _asked_for(one: Done, *, in_time: bool) -> Done:
    """An activity as one that is asked for in a place where nobody has been asked for it yet."""
    day = (one.certificate_issued_on or _day(one.earned_at)) if in_time else None
    return one.model_copy(update={"requested_on": day, "documented_on": day})


def _approvals(place: Place, employer: str, items: Iterable[Award | Done], *, on: date) -> Iterator[Approval]:
    before = [one for policy in place.policies for one in policy.prior_approval]
    after = [one for policy in place.policies for one in policy.confirmation]
    early = max((one.days_before for one in before), default=0) or 1
    for one in items:
        began = one.started_on or on
        for role in _roles(before):
            decided_on = began - timedelta(days=early)
            yield Approval(item=one.id, decided_on=decided_on, by="who may", role=role, employer=employer)
        for role in _roles(after):
            yield Approval(item=one.id, decided_on=on, by="who may", role=role, employer=employer)


def _roles(rules: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(role for rule in rules for role in (rule.by_roles or ("",))))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment

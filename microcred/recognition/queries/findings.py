"""What the rules make of a person's awards: those they have, and one they would earn now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_noop as noted

from microcred.catalog.models import MicroCredential, Version
from microcred.credentials.models import Award
from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.organizations.models import Person
from microcred.recognition.models import Cycle, Policy, Recognition
from microcred.recognition.queries.policies import (
    document_of,
    policies_about,
    policies_about_each,
    prepared,
)
from microcred.recognition.queries.records import HOURS, OnRecord, earned, on_record, on_records, record_of
from microcred.recognition.rules import Standing, as_kept, plain
from microcred.recognition.rules.engine import CycleResult, Entry, Evaluation, Prepared, Reason, Record, evaluate
from microcred.recognition.rules.engine.evaluation import NO_LICENCE
from microcred.recognition.rules.engine.judging import NO_AMOUNT, NOT_APPROVED
from microcred.recognition.rules.engine.record import Award as Earned

_OURS: Final = {
    NO_LICENCE: (
        "cycle",
        noted("No renewal cycle of yours under these rules is on record."),
        noted("Ask your renewal coordinator to enter your cycle; the award is looked at again then."),
    ),
    NO_AMOUNT: (
        "hours",
        noted("Your district has not stated how many hours this micro-credential stands for."),
        noted("Ask your renewal coordinator; the award is looked at again as soon as the hours are stated."),
    ),
}
"""Where something is missing that somebody enters here: which fact, and whom to ask, in the words of this place."""

_TO_ASK: Final = (
    noted("The rules ask for approval before you begin, and none is on record yet."),
    noted("Ask for it before you begin: the button is beside this."),
)
"""Of what has not been begun, in the place of words about what was begun without approval."""

_OUTCOMES: Final = {
    "counted": Recognition.Outcome.COUNTS,
    "partly": Recognition.Outcome.PARTLY,
    "not counted": Recognition.Outcome.DOES_NOT_COUNT,
    "undecided": Recognition.Outcome.UNDECIDED,
}


@dataclass(frozen=True)
class Finding:
    """What one policy says of one award in one cycle.

    Args:
        item: the award's identifier as text.
        cycle: None where none of the person's is on record; then the days are those that the rules say.
        asks_ruling: whether a coordinator must confirm it before it counts.
        why_not: in the place of an entry, what keeps the policy from being applied yet.
    """

    item: str
    policy: Policy
    cycle: Cycle | None
    result: CycleResult | None
    entry: Entry | None
    asks_ruling: bool
    why_not: tuple[Reason, ...] = ()

    @property
    def outcome(self) -> Recognition.Outcome:
        """What came out."""
        return _OUTCOMES[self.entry.outcome] if self.entry is not None else Recognition.Outcome.UNDECIDED

    @property
    def amount(self) -> Decimal:
        """The credit, in the policy's unit."""
        return self.entry.amount if self.entry is not None else Decimal(0)

    @property
    def unit(self) -> str:
        """What the policy counts in; empty where it was not applied."""
        return self.result.unit if self.result is not None else ""

    @property
    def amount_in_words(self) -> str:
        """The credit, without needless zeros."""
        return plain(self.amount)

    @cached_property
    def explanation(self) -> list[dict[str, Any]]:
        """The steps that led there, as they are kept."""
        return as_kept(map(_in_our_words, self.entry.reasons if self.entry is not None else self.why_not))

    @property
    def rests_on_a_demonstration(self) -> bool:
        """Whether any clause it rests on was stated for a demonstration only."""
        return any(step["standing"] == Standing.DEMONSTRATION for step in self.explanation)


@dataclass(frozen=True)
class Examined:
    """A person as rules have looked at them: what is on record, their awards, and what came out."""

    found: OnRecord
    awards: Sequence[Award]
    record: Record
    findings: Sequence[Finding]


def findings_on(person: Person, *, at: datetime) -> list[Finding]:
    """What every policy says of every award of a person, as far as it speaks about them."""
    return [finding for one in examined([person], at=at) for finding in one.findings]


def examined(
    people: Sequence[Person],
    *,
    at: datetime,
    with_rulings: bool = True,
    supposed: Sequence[Policy] = (),
) -> list[Examined]:
    """The same of several people, in as many queries as of one; without those about whom no policy speaks, or who have
    nothing.

    Args:
        with_rulings: whether it is told what must be ruled on (`Finding.asks_ruling`); all is said to be without it.
        supposed: statements that nobody has made, taken to hold for who belongs to their jurisdictions.
    """
    ids = [person.pk for person in people]
    policies = policies_about_each(ids, at=at, supposed=supposed)
    awards = _awards_of_each(ids)
    those = [person for person in people if policies[person.pk] and awards.get(person.pk)]
    if not those:
        return []
    wanted = {award.version.micro_credential_id for person in those for award in awards[person.pk]}
    records = on_records(those, policies, at=at, micro_credentials=wanted)
    return [
        Examined(
            found,
            awards[pk],
            *_findings(found, [earned(award, found) for award in awards[pk]], with_rulings=with_rulings),
        )
        for pk, found in records.items()
    ]


def prospects(person: Person, micro_credential_id: UUID, *, at: datetime) -> list[Finding]:
    """What a micro-credential would be worth to a person who earned it now: the very rules and records that decide
    when they do."""
    policies = policies_about(person, at=at)
    if not policies:
        return []
    awards = _awards_of(person)
    wanted = {one.version.micro_credential_id for one in awards} | {micro_credential_id}
    found = on_record(person, policies, at=at, micro_credentials=wanted)
    hours = found.hours(micro_credential_id, earned_at=at)
    asked = Earned(
        id="asked",
        earned_at=at,
        # What has not been begun is begun at once: whatever was decided by now comes before.
        started_on=found.began_on(micro_credential_id) or day_in(at, document_of(policies[0]).time_zone),
        amounts={HOURS: hours} if hours is not None else {},
        micro_credential=str(micro_credential_id),
        issuer=MicroCredential.objects.select_related("owner").get(pk=micro_credential_id).owner.name,
    )
    _record, findings = _findings(found, [asked, *(earned(one, found) for one in awards)])
    said = [each for each in findings if each.item == "asked"]
    return said if micro_credential_id in found.begun else [_not_begun(each) for each in said]


def _not_begun(finding: Finding) -> Finding:
    if finding.entry is None:
        return finding
    message, way_forward = _TO_ASK
    reasons = tuple(
        one._replace(message=message, values={}, way_forward=way_forward) if one.message == NOT_APPROVED else one
        for one in finding.entry.reasons
    )
    return replace(finding, entry=finding.entry._replace(reasons=reasons))


def needed_in(cycle: Cycle, *, at: datetime) -> Decimal | None:
    """How much a cycle needs by its policy, before anything is in it.

    Args:
        cycle: it need not be stored.
    """
    ready = prepared(list(Policy.objects.filter(slug=cycle.policy.slug).order_by("number")))
    found = OnRecord(cycle.person, at, [cycle.policy], [cycle], [], {cycle.district_id: cycle.district}, [])
    day = max(cycle.starts_on, min(at.date(), cycle.last_day))
    results = evaluate(record_of(found, [], as_if_confirmed=False), ready, day).results
    return next((result.needed for result in results if result.policy == cycle.policy.slug), None)


def _awards_of(person: Person) -> list[Award]:
    return _awards_of_each([person.pk]).get(person.pk, [])


def _awards_of_each(people: Sequence[UUID]) -> dict[UUID, list[Award]]:
    versions = Version.objects.defer("design", "competency")
    rows = (
        Award.objects.filter(among("person", people, of="uuid"))
        .prefetch_related(Prefetch("version", versions), "issuer", "revocation")
        .order_by("earned_at", "pk")
    )
    found: dict[UUID, list[Award]] = {}
    for award in rows:
        found.setdefault(award.person_id, []).append(award)
    return found


def _findings(found: OnRecord, awards: Sequence[Earned], *, with_rulings: bool = True) -> tuple[Record, list[Finding]]:
    ready = prepared(found.policies)
    record = record_of(found, awards, as_if_confirmed=True)
    # A moment, so that a day ends where a policy's jurisdiction is.
    said = evaluate(record, ready, found.at)
    without = {}
    if with_rulings:
        unasked = evaluate(record_of(found, awards, as_if_confirmed=False), ready, found.at)
        without = {
            (result.policy, result.first_day, entry.item): entry.amount
            for result in unasked.results
            for entry in result.entries
        }
    rows = {(policy.slug, policy.number): policy for policy in found.policies}
    cycles = {str(cycle.pk): cycle for cycle in found.cycles}
    findings = [
        Finding(
            item=entry.item,
            policy=rows[result.policy, result.version],
            cycle=cycles.get(result.licence) or _cycle_of(found, rows[result.policy, result.version], result.first_day),
            result=result,
            entry=entry,
            asks_ruling=not without.get((result.policy, result.first_day, entry.item)),
        )
        for result in _strictest(said)
        for entry in result.entries
    ]
    return record, findings + list(_not_yet(found, said, ready, awards))


def _strictest(said: Evaluation) -> list[CycleResult]:
    """The results without those that another one makes stricter."""
    below = {(policy, result.first_day, result.licence) for result in said.results for policy in result.policies[:-1]}
    return [one for one in said.results if (one.policy, one.first_day, one.licence) not in below]


def _cycle_of(found: OnRecord, policy: Policy, first_day: date) -> Cycle | None:
    same = (one for one in found.cycles if one.policy.family == policy.family and one.starts_on == first_day)
    return next(same, None)


def _not_yet(found: OnRecord, said: Evaluation, ready: Prepared, awards: Iterable[Earned]) -> Iterable[Finding]:
    """Policies that would speak of the person's awards once something is on record. Of a policy and what makes it
    stricter, the stricter one speaks."""
    open_ones = {one.policy: one.reason for one in said.not_applied if one.reason.came == "open"}
    below = {policy.id for slug in open_ones for policy in ready.chains[slug][-1].policies[:-1]}
    newest = {policy.slug: policy for policy in found.policies}
    for slug, reason in open_ones.items():
        if slug not in below:
            for award in awards:
                if award.revoked_at is None:
                    hours = () if award.amounts else _hours_wanted(ready, slug)
                    why_not = (reason, *hours)
                    yield Finding(award.id, newest[slug], None, None, None, asks_ruling=True, why_not=why_not)


def _hours_wanted(ready: Prepared, slug: str) -> tuple[Reason, ...]:
    """That attested hours are missing too, where the policy has a rate for them: both can be entered at once."""
    for way in ready.chains[slug][-1].ways:
        for unit, rates in way.rates:
            if unit == HOURS:
                return (Reason(rates[0].cited, "open", NO_AMOUNT, {}),)
    return ()


def _in_our_words(reason: Reason) -> Reason:
    if reason.message not in _OURS:
        return reason
    code, message, way_forward = _OURS[reason.message]
    return reason._replace(clause=reason.clause._replace(id=code), message=message, values={}, way_forward=way_forward)

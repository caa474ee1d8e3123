"""What the rules make of a person's awards and activities: those they have, and an award they would earn now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_noop as noted

from microcred.foundation.days import day_in
from microcred.organizations.models import Person
from microcred.recognition.models import ActivityStatement, Cycle, LicenceStatement, Policy, Recognition
from microcred.recognition.queries.activities import standing_of_each
from microcred.recognition.queries.issued import agreed_for_renewal, issued_each, issued_of, newest_version
from microcred.recognition.queries.lines import AwardLine, awards_of_each
from microcred.recognition.queries.policies import (
    document_of,
    policies_about,
    policies_about_each,
    prepared,
)
from microcred.recognition.queries.records import HOURS, OnRecord, earned, on_record, on_records, record_of
from microcred.recognition.queries.standing import standings_of
from microcred.recognition.rules import Standing, as_kept, plain
from microcred.recognition.rules.engine import Cited, CycleResult, Entry, Evaluation, Prepared, Reason, Record, evaluate
from microcred.recognition.rules.engine.evaluation import NO_LICENCE, WHOSE
from microcred.recognition.rules.engine.judging import NO_AMOUNT, NOT_APPROVED, PLATFORM
from microcred.recognition.rules.engine.record import Award as Earned
from microcred.recognition.rules.reciprocity import Cover, Purpose, Terms, cover_of, laid_on
from microcred.recognition.rules.worth_elsewhere import Offered

_OURS: Final = {
    NO_LICENCE: (
        "cycle",
        noted("No renewal cycle of yours under these rules is on record."),
        noted(
            "Put your license on record: once it is confirmed, its cycle is there. The renewal coordinator of your "
            "district can enter a cycle too."
        ),
    ),
    NO_AMOUNT: (
        "hours",
        noted("The office that keeps your cycle has not stated how many hours this micro-credential stands for."),
        noted("Ask that office; the award is looked at again as soon as the hours are stated."),
    ),
}
"""Where something is missing that somebody enters here: which fact, and whom to ask, in the words of this place."""

# In explanations that were written down before, and are read in the reader's language still.
noted("Ask your renewal coordinator to enter your cycle; the award is looked at again then.")
noted("Your district has not stated how many hours this micro-credential stands for.")
noted("Ask your renewal coordinator; the award is looked at again as soon as the hours are stated.")

_CLOSED_BEFORE: Final = noted(
    "The renewal cycle on record closed on %(last)s. What is of %(day)s belongs to a later one, which is not on record."
)
_NEXT_CYCLE: Final = noted(
    "Ask the office that keeps your cycle to enter the next one, or have your renewed license put on record; it is "
    "looked at again then."
)

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
    """What one policy says of one award or activity in one cycle.

    Args:
        item: the identifier, as text, of the award or of what was stated of the activity.
        cycle: None where none of the person's is on record; then the days are those that the rules say.
        is_award: or an activity.
        why_not: in the place of an entry, what keeps the policy from being applied yet.
        unasked: what the same comes to as long as nobody confirms anything.
    """

    item: str
    policy: Policy
    cycle: Cycle | None
    result: CycleResult | None
    entry: Entry | None
    why_not: tuple[Reason, ...] = ()
    is_award: bool = True
    unasked: "Unasked | None" = field(default=None, compare=False, repr=False)

    @property
    def asks_ruling(self) -> bool:
        """Whether a coordinator must confirm it before it counts. What stands of an activity was confirmed, or is
        confirmed by where it stands."""
        if not self.is_award:
            return False
        if self.unasked is None or self.result is None:
            return True
        return not self.unasked.amounts.get((self.result.policy, self.result.first_day, self.item))

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
class Unasked:
    """What a person's record comes to as long as nobody confirms anything; worked out once somebody wants to know."""

    found: OnRecord
    awards: Sequence[Earned]

    @cached_property
    def amounts(self) -> dict[tuple[str, date, str], Decimal]:
        """Amounts by policy, first day and item."""
        record = record_of(self.found, self.awards, as_if_confirmed=False)
        return _amounts(evaluate(record, prepared(self.found.policies), self.found.at))


AGREED: Final = Cited(
    PLATFORM, "agreement", noted("What offices have agreed upon is laid on the record before the rules are applied.")
)


@dataclass(frozen=True)
class Held:
    """A person's awards as rules look at them, as what was issued, and what offices have agreed upon about such.

    Args:
        issued: by award, also of others. agreed: by the office that recognizes.
    """

    awards: Sequence[Earned]
    issued: Mapping[str, Offered]
    agreed: Mapping[UUID, Sequence[Terms]]


@dataclass(frozen=True)
class Examined:
    """A person as rules have looked at them: what is on record, their awards, and what came out.

    Attributes:
        asked: what the rules ask of each cycle that is on record, and what is there, by cycle.
    """

    found: OnRecord
    awards: Sequence[AwardLine]
    held: Held
    record: Record
    findings: Sequence[Finding]
    asked: Mapping[UUID, CycleResult]


def findings_on(person: Person, *, at: datetime) -> list[Finding]:
    """What every policy says of every award and activity of a person, as far as it speaks about them."""
    return [finding for one in examined([person], at=at) for finding in one.findings]


def examined(
    people: Sequence[Person],
    *,
    at: datetime,
    supposed: Sequence[Policy] = (),
    without: UUID | None = None,
    unruled: Collection[UUID] = (),
    nothing_too: bool = False,
) -> list[Examined]:
    """The same of several people, in as many queries as of one; without those about whom no policy speaks, or who have
    nothing.

    Args:
        nothing_too: whether who has nothing yet is among them.
        supposed: statements that nobody has made, taken to hold for who belongs to their jurisdictions.
        without: an award that is taken to have been revoked at that moment, and its entries to be reversed.
        unruled: entries that are taken to be reversed, as what was ruled on them is taken back.
    """
    those = gathered(people, at=at, supposed=supposed, without=without, unruled=unruled, nothing_too=nothing_too)
    return [Examined(one.found, one.awards, one.held, *_findings(one.found, one.held)) for one in those]


@dataclass(frozen=True)
class Gathered:
    """Everything about a person that rules are going to be applied to."""

    found: OnRecord
    awards: Sequence[AwardLine]
    held: Held

    def confirming(self, one: ActivityStatement) -> list[Finding]:
        """What the rules would say of an activity if it stood as it is here, with its ruling, and the rest as it is."""
        others = [each for each in self.found.activities if each.activity_id != one.activity_id]
        _record, findings, _asked = _findings(replace(self.found, activities=[*others, one]), self.held)
        return [each for each in findings if each.item == str(one.pk)]


def gathered(
    people: Sequence[Person],
    *,
    at: datetime,
    supposed: Sequence[Policy] = (),
    without: UUID | None = None,
    unruled: Collection[UUID] = (),
    nothing_too: bool = False,
) -> list[Gathered]:
    """What `examined` applies rules to.

    Args:
        nothing_too: whether who has nothing yet is among them.
    """
    ids = [person.pk for person in people]
    standings = standings_of(ids)
    policies = policies_about_each(ids, at=at, supposed=supposed, standings=standings)
    awards, activities = awards_of_each(ids), standing_of_each(ids)
    those = [one for one in people if policies[one.pk] and (nothing_too or one.pk in awards or one.pk in activities)]
    if not those:
        return []
    wanted = {award.micro_credential_id for person in those for award in awards.get(person.pk, ())}
    records = on_records(those, policies, at=at, micro_credentials=wanted, activities=activities, standings=standings)
    if without is not None:
        awards, records = _supposed_revoked(without, awards, records, at)
    if unruled:
        records = {person: _supposed_unruled(unruled, found) for person, found in records.items()}
    issued = issued_each([award for person in those for award in awards.get(person.pk, ())], on=at.date())
    agreed = agreed_for_renewal({policy.jurisdiction_id for person in those for policy in policies[person.pk]})
    return [
        Gathered(found, own, _held(own, found, issued, agreed))
        for found, own in ((found, awards.get(pk, [])) for pk, found in records.items())
    ]


def _supposed_revoked(
    award_id: UUID, awards: Mapping[UUID, list[AwardLine]], records: Mapping[UUID, OnRecord], at: datetime
) -> tuple[dict[UUID, list[AwardLine]], dict[UUID, OnRecord]]:
    """The same as if it had been; nothing is written."""
    return {
        person: [one._replace(revoked_at=at) if one.pk == award_id else one for one in own]
        for person, own in awards.items()
    }, {
        person: replace(
            found,
            entries=[one._replace(is_reversed=True) if one.item_id == award_id else one for one in found.entries],
        )
        for person, found in records.items()
    }


def _supposed_unruled(entries: Collection[UUID], found: OnRecord) -> OnRecord:
    return replace(
        found,
        entries=[
            one._replace(outcome=None, ruled_at=None, ruled_by_id=None, is_reversed=True, gives_way=True)
            if one.pk in entries
            else one
            for one in found.entries
        ],
    )


def _held(
    awards: Sequence[AwardLine],
    found: OnRecord,
    issued: Mapping[str, Offered],
    agreed: Mapping[UUID, Sequence[Terms]],
) -> Held:
    return Held([earned(award, found) for award in awards], issued, agreed)


def prospects(person: Person, micro_credential_id: UUID, *, at: datetime) -> list[Finding]:
    """What a micro-credential is worth to a person who holds it, or would be if they earned it now: the very rules and
    records that decide when they do."""
    policies = policies_about(person, at=at)
    if not policies:
        return []
    awards = awards_of_each([person.pk]).get(person.pk, [])
    wanted = {one.version.micro_credential_id for one in awards} | {micro_credential_id}
    found = on_record(person, policies, at=at, micro_credentials=wanted)
    issued = issued_each(awards, on=at.date())
    agreed = agreed_for_renewal({policy.jurisdiction_id for policy in policies})
    held = _held(awards, found, issued, agreed)
    its_own = {
        one.id for one in awards if one.version.micro_credential_id == micro_credential_id and not one.revoked_at
    }
    if its_own:
        return [each for each in _findings(found, held)[1] if each.item in its_own]
    hours = found.hours(micro_credential_id, earned_at=at)
    version = newest_version(micro_credential_id)
    asked = Earned(
        id="asked",
        earned_at=at,
        # What has not been begun is begun at once: whatever was decided by now comes before.
        started_on=found.began_on(micro_credential_id) or day_in(at, document_of(policies[0]).time_zone),
        amounts={HOURS: hours} if hours is not None else {},
        micro_credential=str(micro_credential_id),
        certificate_issued_on=at.date(),
    )
    offered = {**held.issued, "asked": replace(issued_of(version, on=at.date()), id="asked", earned_at=at)}
    _record, findings, _asked = _findings(found, Held([asked, *held.awards], offered, agreed))
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


def needed_in(cycle: Cycle, *, at: datetime, licence: LicenceStatement | None = None) -> Decimal | None:
    """How much a cycle needs by the rules that are about its person, before anything is in it.

    Args:
        cycle: it need not be stored.
        licence: what is confirmed of the licence that it follows.
    """
    about = policies_about(cycle.person, at=at)
    family = [one for one in about if one.family == cycle.policy.family]
    if not any(one.slug == cycle.policy.slug for one in family):
        family = list(Policy.objects.filter(slug=cycle.policy.slug).select_related("jurisdiction").order_by("number"))
    found = on_record(cycle.person, family, at=at, micro_credentials=())
    found = replace(found, cycles=[cycle], activities=[], licences=[licence] if licence else [])
    day = max(cycle.starts_on, min(at.date(), cycle.last_day))
    said = evaluate(record_of(found, [], as_if_confirmed=False), prepared(family), day)
    asked = [one.needed for one in _strictest(said) if cycle.policy.slug in one.policies]
    return max((needed for needed in asked if needed is not None), default=None)


def as_confirmed(one: Examined) -> dict[UUID, CycleResult]:
    """What the rules ask of each of a person's cycles, and what of it is there without anything that waits."""
    found: dict[UUID, CycleResult] = {}
    for own, base, agreed in _by_office(one.found, one.held):
        laid, _covers = _laid(one.held, base, agreed)
        said = evaluate(record_of(own, laid, as_if_confirmed=False), prepared(own.policies), own.at)
        found |= _by_cycle(own, said)
    return found


def _findings(found: OnRecord, held: Held) -> tuple[Record, list[Finding], dict[UUID, CycleResult]]:
    """What comes of applying every policy: those of each office to the record as its agreements have it."""
    said = [_of_office(own, *_laid(held, base, agreed)) for own, base, agreed in _by_office(found, held)]
    # Licences and work are the same for every office; what is laid on the awards is not.
    findings = [finding for _record, findings, _asked in said for finding in findings]
    return said[0][0], findings, {pk: one for _record, _findings, asked in said for pk, one in asked.items()}


def _by_office(found: OnRecord, held: Held) -> Iterator[tuple[OnRecord, Policy, Sequence[Terms]]]:
    """The record with the policies of one office after the other, its oldest statement, and what it has agreed."""
    bases = {policy.slug: policy for policy in reversed(found.policies) if policy.slug == policy.family}
    offices: dict[UUID, list[Policy]] = {}
    for policy in found.policies:
        offices.setdefault(bases[policy.family].jurisdiction_id, []).append(policy)
    for office, policies in offices.items():
        base = bases[policies[0].family]
        done = [one for one in found.activities if one.activity.is_for(office)]
        same = len(offices) == 1 and len(done) == len(found.activities)
        own = found if same else replace(found, policies=policies, activities=done)
        yield own, base, held.agreed.get(office, ())


def _laid(held: Held, base: Policy, agreed: Sequence[Terms]) -> tuple[list[Earned], dict[str, tuple[Earned, Cover]]]:
    """The awards as they are to the rules of an office; and those that an agreement covers without it, by award."""
    place, office = document_of(base).jurisdiction, base.jurisdiction_id
    laid, covers = [], {}
    standing: dict[int, dict[str, Any]] = {}
    for award in held.awards:
        issued = held.issued[award.id]
        if not agreed:
            stands = standing.get(id(issued))
            if stands is None:
                by = (issued.issuer, issued.issuer_kind, issued.frameworks, issued.scored_here)
                stands = standing[id(issued)] = _standing(place, office in issued.issuer_lineage, *by)
            laid.append(_standing_as(award, stands))
            continue
        inside = office in issued.issuer_lineage
        there = replace(
            issued,
            id=award.id,
            earned_at=award.earned_at,
            jurisdictions=frozenset({place} if inside else ()),
            hours=award.amounts.get(HOURS),
        )
        cover = cover_of(there, agreed, purpose=Purpose.RENEWAL)
        carried = laid_on(there, cover)
        one = _standing_as(award, carried.standing_in(place))
        if cover is not None and carried != there:
            covers[award.id] = (_standing_as(award, there.standing_in(place)), cover)
        laid.append(one)
    return laid, covers


def _standing_as(award: Earned, stands: dict[str, Any]) -> Earned:
    """An award as it is to rules somewhere. What an office confirmed of this very award goes before what holds of all
    that an agreement covers."""
    return award.but(**{**stands, "facts": {**stands["facts"], **award.facts}} if award.facts else stands)


@lru_cache(maxsize=4096)
def _standing(
    place: str, inside: bool, issuer: str, issuer_kind: str, frameworks: tuple[str, ...], scored_here: bool | None
) -> dict[str, Any]:
    """What an award is to the rules of a place that has agreed upon nothing: the same for all of a version."""
    return Offered(
        id="",
        title="",
        micro_credential="",
        hours=None,
        issuer=issuer,
        issuer_kind=issuer_kind,
        earned_at=date.min,
        jurisdictions=frozenset({place} if inside else ()),
        frameworks=frameworks,
        scored_here=scored_here,
    ).standing_in(place)


def _of_office(
    found: OnRecord,
    awards: Sequence[Earned],
    covers: Mapping[str, tuple[Earned, Cover]],
) -> tuple[Record, list[Finding], dict[UUID, CycleResult]]:
    ready = prepared(found.policies)
    record = record_of(found, awards, as_if_confirmed=True)
    # A moment, so that a day ends where a policy's jurisdiction is.
    said = evaluate(record, ready, found.at)
    unasked = Unasked(found, awards)
    uncovered = {}
    if covers:
        bare = [covers[one.id][0] if one.id in covers else one for one in awards]
        uncovered = _amounts(evaluate(record_of(found, bare, as_if_confirmed=True), ready, found.at))
    rows = {(policy.slug, policy.number): policy for policy in found.policies}
    cycles = {str(cycle.pk): cycle for cycle in found.cycles}
    of_awards = {one.id for one in awards}
    settled = {one.item for one in found.entries if not one.gives_way}
    settled |= {one.id for one in awards if one.revoked_at is not None}
    findings = []
    for result in _strictest(said):
        for entry in result.entries:
            key = (result.policy, result.first_day, entry.item)
            policy = rows[result.policy, result.version]
            if result.closed and entry.day > result.last_day and entry.item not in settled:
                late = Reason(WHOSE, "open", _CLOSED_BEFORE, {"last": result.last_day, "day": entry.day}, _NEXT_CYCLE)
                findings.append(
                    Finding(entry.item, policy, None, None, None, why_not=(late,), is_award=entry.item in of_awards)
                )
                continue
            carried = entry.item in covers and entry.amount != uncovered.get(key, Decimal(0))
            by_agreement = (_by_agreement(covers[entry.item][1]),) if carried else ()
            findings.append(
                Finding(
                    item=entry.item,
                    policy=policy,
                    cycle=cycles.get(result.licence) or _cycle_of(found, policy, result.first_day),
                    result=result,
                    entry=entry._replace(reasons=(*entry.reasons, *by_agreement)) if by_agreement else entry,
                    is_award=entry.item in of_awards,
                    unasked=unasked,
                )
            )
    return record, findings + list(_not_yet(found, said, ready, awards)), _by_cycle(found, said)


def _by_cycle(found: OnRecord, said: Evaluation) -> dict[UUID, CycleResult]:
    cycles = {str(cycle.pk): cycle for cycle in found.cycles}
    bases = {policy.slug: policy for policy in found.policies}
    results: dict[UUID, CycleResult] = {}
    for one in _strictest(said):
        cycle = cycles.get(one.licence) or _cycle_of(found, bases[one.policy], one.first_day)
        before = results.get(cycle.pk) if cycle is not None else None
        # Of two districts, what the stricter asks.
        if cycle is not None and (before is None or (before.needed or 0) < (one.needed or 0)):
            results[cycle.pk] = one
    return results


def _amounts(said: Evaluation) -> dict[tuple[str, date, str], Decimal]:
    return {
        (result.policy, result.first_day, entry.item): entry.amount
        for result in said.results
        for entry in result.entries
    }


def _by_agreement(cover: Cover) -> Reason:
    terms = cover.terms
    return Reason(
        AGREED,
        "met",
        noted("It counts so because %(recognizer)s accepts what %(issuer)s awards, by an agreement from %(day)s on."),
        {"recognizer": terms.recognizer_name, "issuer": terms.issuer_name, "day": terms.starts_on},
    )


def _strictest(said: Evaluation) -> list[CycleResult]:
    """The results without those that another one makes stricter."""
    below = {(policy, result.first_day, result.licence) for result in said.results for policy in result.policies[:-1]}
    return [one for one in said.results if (one.policy, one.first_day, one.licence) not in below]


def _cycle_of(found: OnRecord, policy: Policy, first_day: date) -> Cycle | None:
    same = (one for one in found.cycles if one.policy.family == policy.family and one.starts_on == first_day)
    return next(same, None)


def _not_yet(found: OnRecord, said: Evaluation, ready: Prepared, awards: Iterable[Earned]) -> Iterable[Finding]:
    """Policies that would speak of the person's awards and activities once something is on record. Of a policy and what
    makes it stricter, the stricter one speaks."""
    open_ones = {one.policy: one.reason for one in said.not_applied if one.reason.came == "open"}
    below = {policy.id for slug in open_ones for policy in ready.chains[slug][-1].policies[:-1]}
    newest = {policy.slug: policy for policy in found.policies}
    for slug, reason in open_ones.items():
        if slug not in below:
            for award in awards:
                if award.revoked_at is None:
                    hours = () if award.amounts else _hours_wanted(ready, slug)
                    why_not = (reason, *hours)
                    yield Finding(award.id, newest[slug], None, None, None, why_not=why_not)
            for one in found.activities:
                nothing = (str(one.pk), newest[slug], None, None, None)
                yield Finding(*nothing, why_not=(reason,), is_award=False)


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

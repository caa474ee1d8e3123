"""What is on record about a person, as the document that rules are applied to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.organizations.models import Membership, Organization, Person
from microcred.recognition.models import (
    ActivityAllowance,
    ActivityStatement,
    Allowance,
    ApprovalDecision,
    Attestation,
    CompletionStatement,
    Cycle,
    FactStatement,
    LicenceStatement,
    Policy,
    Ruling,
)
from microcred.recognition.queries.activities import done, said_of, standing_of_each
from microcred.recognition.queries.allowances import allowances_of_each, allowed_of_each, overrides_for
from microcred.recognition.queries.lines import AwardLine, EntryLine, entries_of_each
from microcred.recognition.queries.policies import document_of
from microcred.recognition.queries.prior_approvals import (
    COORDINATOR,
    begun_by_each,
    decisions_about_each,
    on_the_record,
)
from microcred.recognition.queries.standing import Standing, as_changed, standings_of
from microcred.recognition.rules.engine import RECORD_FORMAT, Record
from microcred.recognition.rules.engine.record import Activity as Done
from microcred.recognition.rules.engine.record import Approval, Credited, Employment, Holder, Licence
from microcred.recognition.rules.engine.record import Award as Earned
from microcred.recognition.rules.engine.record import Completion as Completed
from microcred.recognition.rules.keeping import keeper
from microcred.recognition.rules.prior_approval import OFFICER
from microcred.rewards.queries import stipends_taken

R = TypeVar("R")

Work = tuple[UUID, date, date | None, str, str]

HOURS: Final = "contact hours"
"""How policies name the unit that districts attest."""
SOMEBODY: Final = "somebody"
"""Who would confirm what nobody has ruled on."""


@dataclass(frozen=True)
class OnRecord:
    """Everything on record about a person under some policies.

    Args:
        policies: every statement, the oldest of each first.
        entries: the person's entries, with their rulings, reversals and adjustments.
        districts: those that the person works or has worked for, and those that keep or kept their cycles.
        offices: the same, and the states that keep a cycle of theirs, or would as no district of theirs does.
        work: a district, the first and last day of the work there, as what, and the state as policies name it.
        licences: what is confirmed of each of the person's licences.
        completions: the same of what they have completed.
        facts: the same of what else rules ask about them.
        facts_of_things: what rules ask about a single award or statement of an activity, and whether it is so, by the
            identifier of that.
        activities: what stands of what the person did beside awards.
        employed: the districts of whose work something is confirmed; of others, being a member stands for it.
        attested: what these offices attest, the statement that goes before others first.
        stipends: the awards for which the person chose a stipend.
        begun: when micro-credentials were begun.
        approvals: what was decided before they were, the newest first.
        allowances: what coordinators allowed, the newest of each thing first.
    """

    person: Person
    at: datetime
    policies: Sequence[Policy]
    cycles: list[Cycle]
    entries: Sequence[EntryLine]
    districts: Mapping[UUID, Organization]
    work: Sequence[Work]
    offices: Mapping[UUID, Organization] = field(default_factory=dict)
    attested: Sequence[Attestation] = field(default=())
    stipends: Collection[UUID] = field(default=())
    begun: Mapping[UUID, datetime] = field(default_factory=dict)
    approvals: Sequence[ApprovalDecision] = field(default=())
    allowances: Sequence[Allowance | ActivityAllowance] = field(default=())
    licences: Sequence[LicenceStatement] = field(default=())
    completions: Sequence[CompletionStatement] = field(default=())
    facts: Sequence[FactStatement] = field(default=())
    facts_of_things: Mapping[UUID, Mapping[str, bool]] = field(default_factory=dict)
    employed: Collection[UUID] = field(default=())
    activities: Sequence[ActivityStatement] = field(default=())

    @cached_property
    def entered_at(self) -> dict[str, datetime]:
        """When credit was first written into the ledger, by award as rules know it."""
        found: dict[str, datetime] = {}
        for entry in self.entries:
            before = found.get(entry.item)
            if before is None or entry.created_at < before:
                found[entry.item] = entry.created_at
        return found

    def began_on(self, micro_credential_id: UUID) -> date | None:
        """The day on which a micro-credential was begun, where its rules hold."""
        began = self.begun.get(micro_credential_id) if self.begun else None
        if began is None:
            return None
        return day_in(began, document_of(self.policies[0]).time_zone if self.policies else "UTC")

    def zone_of(self, policy: Policy) -> ZoneInfo:
        """Where a policy's days end."""
        return ZoneInfo(document_of(policy).time_zone)

    def working_for(self, day: date) -> list[UUID]:
        """The districts that the person worked for on a day; those of which that is confirmed first."""
        found = [pk for pk, first, last, _role, _state in self.work if first <= day and (last is None or day <= last)]
        return sorted(dict.fromkeys(found), key=lambda pk: pk not in self.employed)

    def keeper_under(self, policy: Policy, cycle: Cycle | None = None) -> Organization | None:
        """Who keeps a cycle under a policy from now on.

        Args:
            cycle: None: one that is begun now. One that has closed stays with whoever kept it.
        """
        today = day_in(self.at, document_of(policy).time_zone)
        if cycle is not None and cycle.ends_on <= today:
            return cycle.keeper
        place = policy.jurisdiction
        working = (self.districts[pk] for pk in self.working_for(today) if pk in self.districts)
        return keeper(
            now=cycle.keeper if cycle is not None else None,
            state=place if place.kind == Organization.Kind.STATE else None,
            working=[one for one in working if place.pk in one.lineage],
            left=cycle is not None and self._left(cycle.keeper_id, today),
        )

    def _left(self, district_id: UUID, today: date) -> bool:
        days = [(first, last) for pk, first, last, _role, _state in self.work if pk == district_id]
        return bool(days) and all(last is not None and last < today for _first, last in days)

    def speaking(self, office: Organization, moment: datetime) -> list[tuple[str, str]]:
        """As what, and for which employer, an office spoke of this person at a moment: for itself, and in the place of
        those that kept before it what it kept then."""
        those = [office]
        for cycle in self.cycles:
            keepers = cycle.keepers_until(moment)
            if keepers[-1].pk == office.pk:
                those += keepers[:-1]
        return [_spoken_by(one) for one in dict.fromkeys(those)]

    def hours(
        self, micro_credential_id: UUID, *, earned_at: datetime, entered_at: datetime | None = None
    ) -> Decimal | None:
        """The hours attested for a micro-credential on the day it was earned, by the office that keeps or kept the
        cycle it would fund, a district that the person worked for then before others; else by one that they work for.
        A statement about the micro-credential goes before one about all; of two alike the newer counts.

        Args:
            entered_at: when credit for it was written into the ledger. What is attested later leaves it as it is.
        """
        by_office = self._attested_by
        days = {pk: earned_at.astimezone(zone).date() for pk, (zone, _attested) in by_office.items()}
        for office_id in self._attesting(days):
            for one in by_office[office_id][1]:
                if (
                    (one.micro_credential_id is None or one.micro_credential_id == micro_credential_id)
                    and one.starts_on <= days[office_id]
                    and (entered_at is None or one.created_at <= entered_at)
                ):
                    return one.hours
        return None

    @cached_property
    def _attested_by(self) -> dict[UUID, tuple[ZoneInfo, list[Attestation]]]:
        found: dict[UUID, tuple[ZoneInfo, list[Attestation]]] = {}
        for one in self.attested:
            zone = ZoneInfo(self.offices[one.office_id].time_zone)
            found.setdefault(one.office_id, (zone, []))[1].append(one)
        return found

    def _attesting(self, days: Mapping[UUID, date]) -> Iterator[UUID]:
        """Of some offices those whose word counts on a day, as it is there, one after the other."""
        if not days:
            return
        working = [
            at for at, first, last, _role, _state in self.work if at in days and first <= days[at] <= (last or days[at])
        ]
        kept = [
            (pk, cycle)
            for cycle in self.cycles
            for pk in (cycle.keeper_id, *(one.pk for one, _until in reversed(cycle.kept_before)))
            if pk in days and cycle.ends_on > days[pk]
        ]
        if len(kept) > 1:
            kept.sort(key=lambda one: (one[0] not in working, one[1].starts_on > days[one[0]], one[1].ends_on))
        yield from (pk for pk, _cycle in kept)
        yield from working
        yield from (pk for pk in days if self.offices[pk].kind == Organization.Kind.STATE)


def on_record(
    person: Person, policies: Sequence[Policy], *, at: datetime, micro_credentials: Iterable[UUID]
) -> OnRecord:
    """Look up what is on record, in as many queries for many awards as for one.

    Args:
        micro_credentials: those of which attested hours are wanted.
    """
    return on_records([person], {person.pk: policies}, at=at, micro_credentials=micro_credentials)[person.pk]


def _state_above(lineage: Iterable[UUID], named: Mapping[UUID, str], districts: Collection[UUID]) -> str:
    """The state above a district, as policies name it."""
    return next((named[above] for above in lineage if above in named and above not in districts), "")


def on_records(
    people: Sequence[Person],
    policies: Mapping[UUID, Sequence[Policy]],
    *,
    at: datetime,
    micro_credentials: Iterable[UUID],
    activities: Mapping[UUID, Sequence[ActivityStatement]] | None = None,
    standings: Mapping[UUID, Standing] | None = None,
) -> dict[UUID, OnRecord]:
    """What is on record of each of several people, by person, in as many queries as of one.

    Args:
        policies: those that speak about each, by person.
        activities: what stands of those of each, by person, where somebody has looked already.
        standings: of each person, where somebody has looked already.
    """
    ids = [person.pk for person in people]
    activities = standing_of_each(ids) if activities is None else activities
    kept = as_changed(
        Cycle.objects.filter(among("person", ids, of="uuid")).prefetch_related("policy__jurisdiction", "keeper")
    )
    cycles = _by_person((cycle.person_id, cycle) for cycle in sorted(kept, key=lambda cycle: (cycle.ends_on, cycle.pk)))
    by_id = {cycle.pk: cycle for cycle in kept}
    entries = entries_of_each(ids, by_id)
    held = _by_person(
        (person, (lineage, first, last))
        for person, lineage, first, last in Membership.objects.filter(among("person", ids, of="uuid"))
        .order_by("starts_at", "pk")
        .values_list("person_id", "organization__lineage", "starts_at", "ends_at")
    )
    standings = standings_of(ids) if standings is None else standings
    nodes = {node for those in held.values() for lineage, _first, _last in those for node in lineage}
    nodes |= {pk for those in cycles.values() for cycle in those for pk in _keepers(cycle)}
    nodes |= {one.employment.district_id for standing in standings.values() for one in standing.work}
    around = {place.pk: place for place in Organization.objects.filter(pk__in=nodes)}
    every_district = {pk: place for pk, place in around.items() if place.kind == Organization.Kind.DISTRICT}
    states = {
        policy.jurisdiction_id: policy.jurisdiction
        for those in policies.values()
        for policy in those
        if policy.jurisdiction.kind == Organization.Kind.STATE
    }
    states |= {pk: place for pk, place in around.items() if place.kind == Organization.Kind.STATE}
    attested: dict[UUID, list[Attestation]] = {}
    for one in _attested([*every_district, *states], list(micro_credentials)):
        attested.setdefault(one.office_id, []).append(one)
    stipends = stipends_taken(*people)
    begun = begun_by_each(ids, set(micro_credentials))
    asking = [pk for pk in ids if any(document_of(one).prior_approval for one in policies[pk])]
    approvals = decisions_about_each(asking) if asking else {}
    allowances, of_activities = allowances_of_each(ids), allowed_of_each(activities)
    found = {}
    for person in people:
        own_cycles, own_work = cycles.get(person.pk, []), held.get(person.pk, [])
        own_nodes = {node for lineage, _first, _last in own_work for node in lineage}
        own_nodes |= {pk for cycle in own_cycles for pk in _keepers(cycle)}
        standing = standings.get(person.pk, Standing())
        employed = {one.employment.district_id for one in standing.work}
        own_nodes |= employed
        districts = {pk: place for pk, place in every_district.items() if pk in own_nodes}
        work = _work(own_work, standing, own_cycles, districts, policies[person.pk])
        offices = {**districts, **_states_for(own_cycles, policies[person.pk], states, districts, work, at)}
        found[person.pk] = OnRecord(
            person=person,
            at=at,
            policies=policies[person.pk],
            cycles=[cycle for cycle in own_cycles if not cycle.has_ended],
            entries=entries.get(person.pk, []),
            districts=districts,
            work=work,
            offices=offices,
            attested=[one for pk in offices for one in attested.get(pk, ())],
            stipends=stipends,
            begun=begun.get(person.pk, {}),
            approvals=approvals.get(person.pk, ()),
            allowances=(*allowances.get(person.pk, ()), *of_activities.get(person.pk, ())),
            licences=standing.licences,
            completions=standing.completions,
            facts=standing.facts,
            facts_of_things=_of_things(standing),
            employed=employed,
            activities=activities.get(person.pk, ()),
        )
    return found


def _of_things(standing: Standing) -> dict[UUID, dict[str, bool]]:
    found: dict[UUID, dict[str, bool]] = {}
    for one in sorted(standing.of_things, key=lambda one: one.fact.name):
        if one.fact.thing_id is not None:
            found.setdefault(one.fact.thing_id, {})[one.fact.name] = one.is_so
    return found


def _keepers(cycle: Cycle) -> list[UUID]:
    return [cycle.keeper_id, *(keeper.pk for keeper, _until in cycle.kept_before)]


def _states_for(
    cycles: Iterable[Cycle],
    policies: Iterable[Policy],
    states: Mapping[UUID, Organization],
    districts: Mapping[UUID, Organization],
    work: Iterable[Work],
    at: datetime,
) -> dict[UUID, Organization]:
    """The states that keep or kept a cycle of somebody's, and those under whose policies no district would."""
    found = {pk: states[pk] for cycle in cycles for pk in _keepers(cycle) if pk in states}
    for policy in policies:
        pk = policy.jurisdiction_id
        if pk in states and pk not in found:
            today = day_in(at, document_of(policy).time_zone)
            there = (one for one, first, last, _role, _state in work if first <= today and (not last or today <= last))
            if not any(pk in districts[one].lineage for one in there):
                found[pk] = states[pk]
    return found


def _by_person(rows: Iterable[tuple[UUID, R]]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for person, row in rows:
        found.setdefault(person, []).append(row)
    return found


def _work(
    held: Sequence[tuple[list[UUID], datetime, datetime | None]],
    standing: Standing,
    cycles: Sequence[Cycle],
    districts: Mapping[UUID, Organization],
    policies: Iterable[Policy],
) -> list[Work]:
    named = {policy.jurisdiction_id: document_of(policy).jurisdiction for policy in policies}
    employers = {one.employment.district_id for one in standing.work}
    work = [
        (
            one.employment.district_id,
            one.first_day,
            one.last_day,
            one.role,
            _state_above(one.employment.district.lineage, named, districts),
        )
        for one in standing.work
    ]
    earliest = {
        node: starts_at
        for lineage, starts_at, _ends_at in sorted(held, key=lambda one: one[1], reverse=True)
        for node in lineage
    }
    work += [
        (
            node,
            _since(day_in(starts_at, districts[node].time_zone), node, cycles)
            if starts_at == earliest[node]
            else day_in(starts_at, districts[node].time_zone),
            day_in(ends_at - timedelta(microseconds=1), districts[node].time_zone) if ends_at else None,
            "",
            _state_above(lineage, named, districts),
        )
        for lineage, starts_at, ends_at in held
        for node in lineage
        if node in districts and node not in employers
    ]
    return [one for one in work if one[2] is None or one[1] <= one[2]]


def _since(joined: date, district_id: UUID, cycles: Iterable[Cycle]) -> date:
    """A district that entered somebody's cycle says that they are its own since it began; when they got an account here
    says nothing of that. One to which a cycle went over later says nothing of before."""
    kept = [cycle for cycle in cycles if cycle.entered_by == district_id and cycle.starts_on <= joined < cycle.ends_on]
    return min((cycle.starts_on for cycle in kept), default=joined)


def _attested(offices: list[UUID], micro_credentials: list[UUID]) -> QuerySet[Attestation]:
    about = Q(micro_credential__in=micro_credentials) | Q(micro_credential__isnull=True)
    return Attestation.objects.filter(about, office__in=offices).order_by(
        F("micro_credential").asc(nulls_last=True), "-starts_on", "-created_at", "-pk"
    )


def hours_attested(micro_credential_id: UUID, office: Organization, *, earned_at: datetime) -> Decimal | None:
    """The hours an office attests for a micro-credential on the day it was earned."""
    statements = _attested([office.pk], [micro_credential_id]).filter(
        starts_on__lte=day_in(earned_at, office.time_zone)
    )
    return statements.values_list("hours", flat=True).first()


def record_of(found: OnRecord, awards: Sequence[Earned], *, as_if_confirmed: bool) -> Record:
    """The document.

    Args:
        as_if_confirmed: whether what no coordinator has ruled on counts as confirmed.
    """
    slugs: dict[str, list[str]] = {}
    for policy in found.policies:
        if policy.slug not in slugs.setdefault(policy.family, []):
            slugs[policy.family].append(policy.slug)
    items = {*(one.id for one in awards), *(str(one.pk) for one in found.activities)}
    return Record.known(
        format=RECORD_FORMAT,
        person=_holder(found),
        licences=tuple(_licences(found)),
        employment=tuple(
            Employment.known(
                employer=found.districts[district].name.strip(),
                jurisdiction=state,
                role=role,
                first_day=first,
                last_day=last,
            )
            for district, first, last, role, state in found.work
        ),
        awards=tuple(awards),
        activities=tuple(activities_in(found)),
        approvals=(
            *_approvals(found, awards, slugs, as_if_confirmed=as_if_confirmed),
            *on_the_record(
                ((one.id, UUID(one.micro_credential)) for one in awards if one.micro_credential),
                found.approvals,
                found.begun,
            ),
            *said_of(
                found.activities,
                slugs,
                {policy.slug: found.zone_of(policy) for policy in found.policies},
                found.speaking,
            ),
        ),
        overrides=tuple(overrides_for(items, found.allowances, slugs)),
        credited=tuple(
            Credited.known(item=entry.item, policy=slug, last_day=entry.cycle.last_day)
            for entry in found.entries
            if entry.stands and entry.counted > 0 and entry.item in items
            for slug in slugs.get(entry.family, [])
        ),
    )


def activities_in(found: OnRecord) -> list[Done]:
    """What the person did beside awards, as rules look at it."""
    zone = document_of(found.policies[0]).time_zone if found.policies else "UTC"
    return [_with_facts(done(one, zone), found.facts_of_things.get(one.pk)) for one in found.activities]


def _with_facts(one: Done, facts: Mapping[str, bool] | None) -> Done:
    """An activity with what is confirmed of it, which goes before what it came with."""
    return one.but(facts={**one.facts, **facts}) if facts else one


def _holder(found: OnRecord) -> Holder:
    """Who it is, with the degrees and the experience that their licences say they have, what is completed, and
    what else is on record about them."""
    years = [
        one.experience_years + max(Decimal((found.at.date() - one.issued_on).days // 365), Decimal(0))
        for one in found.licences
        if one.experience_years is not None
    ]
    return Holder.known(
        id=str(found.person.pk),
        name=found.person.name.strip(),
        degrees=tuple(sorted({one.degree for one in found.licences if one.degree})),
        experience_years=max(years) if years else None,
        completions=tuple(
            sorted(
                (Completed.known(name=one.completion.name, completed_on=one.completed_on) for one in found.completions),
                key=lambda one: one.name,
            )
        ),
        facts={one.fact.name: one.is_so for one in sorted(found.facts, key=lambda one: one.fact.name)},
    )


def _licences(found: OnRecord) -> Iterable[Licence]:
    """What is confirmed of licences; and for each cycle that follows none of them, that there is one."""
    named = {
        policy.jurisdiction_id: document_of(policy).licences_of or document_of(policy).jurisdiction
        for policy in found.policies
        if policy.slug == policy.family
    }
    held = {one.licence_id for one in found.licences}
    for one in found.licences:
        yield Licence.known(
            id=str(one.licence_id),
            jurisdiction=named.get(one.jurisdiction_id, one.jurisdiction.name),
            type=one.type.strip(),
            grade_bands=tuple(one.grade_bands),
            issued_on=one.issued_on,
            expires_on=one.expires_on,
            replaces=str(one.replaces_id) if one.replaces_id in held else None,
        )
    for cycle in found.cycles:
        if cycle.followed not in held:
            yield _licence(cycle)


def _licence(cycle: Cycle) -> Licence:
    """A cycle on record says of a licence that the policy is about when it expires."""
    document = document_of(cycle.policy)
    types = document.applies_to.that.licence_types if document.applies_to is not None else ()
    return Licence.known(
        id=str(cycle.pk),
        jurisdiction=document.licences_of or document.jurisdiction,
        type=types[0] if types else "license",
        issued_on=cycle.starts_on,
        expires_on=cycle.last_day,
    )


def _approvals(
    found: OnRecord, awards: Sequence[Earned], slugs: Mapping[str, Sequence[str]], *, as_if_confirmed: bool
) -> Iterable[Approval]:
    zones = {policy.slug: ZoneInfo(document_of(policy).time_zone) for policy in found.policies}
    ruled = {(one.item, one.family): one for one in found.entries if one.ruled_at is not None}
    spoken = list(map(_spoken_by, found.offices.values()))
    today = {slug: found.at.astimezone(zone).date() for slug, zone in zones.items()}
    for award in awards:
        for family, slug in ((family, slug) for family, named in slugs.items() for slug in named):
            entry = ruled.get((award.id, family))
            if entry is not None and entry.ruled_at is not None:
                confirmed = entry.outcome == Ruling.Outcome.CONFIRMED
                for role, employer in map(_spoken_by, entry.cycle.keepers_until(entry.ruled_at)):
                    yield Approval.known(
                        item=award.id,
                        decision="approved" if confirmed else "denied",
                        decided_on=_not_before(award, entry.ruled_at, zones[slug]),
                        by=str(entry.ruled_by_id),
                        role=role,
                        employer=employer,
                        policy=slug,
                    )
            elif as_if_confirmed:
                earlier = isinstance(award.earned_at, datetime) and award.earned_at <= found.at
                day = today[slug] if earlier else _not_before(award, found.at, zones[slug])
                for role, employer in spoken:
                    yield Approval.known(
                        item=award.id,
                        decided_on=day,
                        by=SOMEBODY,
                        role=role,
                        employer=employer,
                        policy=slug,
                    )


def _spoken_by(office: Organization) -> tuple[str, str]:
    """As what, and for which employer, whoever rules for an office speaks: a state's officer for none."""
    return (OFFICER, "") if office.kind == Organization.Kind.STATE else (COORDINATOR, office.name.strip())


def _not_before(award: Earned, moment: datetime, zone: ZoneInfo) -> date:
    """The day of a moment, or that on which the award was earned where it is later."""
    earned_at = award.earned_at
    if isinstance(earned_at, datetime):
        return max(moment, earned_at).astimezone(zone).date()
    return max(moment.astimezone(zone).date(), earned_at)


def earned(award: AwardLine, found: OnRecord) -> Earned:
    """An award as rules look at it."""
    hours = found.hours(award.micro_credential_id, earned_at=award.earned_at, entered_at=found.entered_at.get(award.id))
    return Earned.known(
        id=award.id,
        title=award.title,
        earned_at=award.earned_at,
        started_on=found.began_on(award.micro_credential_id),
        amounts={HOURS: hours} if hours is not None else {},
        micro_credential=award.micro_credential,
        # The signed credential is its certificate, and bears the day on which it was earned.
        certificate_issued_on=award.earned_at.date(),
        benefit="stipend" if found.stipends and award.pk in found.stipends else "credit",
        facts=dict(found.facts_of_things.get(award.pk, {})),
        # Whatever moment is asked about, nothing is entered for what is known to be revoked.
        revoked_at=min(award.revoked_at, found.at) if award.revoked_at is not None else None,
    )

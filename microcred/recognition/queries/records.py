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
    Cycle,
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
from microcred.rewards.queries import stipends_taken

R = TypeVar("R")

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
        districts: those that the person works or has worked for, and those that keep their cycles.
        work: a district, the first and last day of the work there, as what, and the state as policies name it.
        licences: what is confirmed of each of the person's licences.
        activities: what stands of what the person did beside awards.
        employed: the districts of whose work something is confirmed; of others, being a member stands for it.
        attested: what these districts attest, the statement that goes before others first.
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
    work: Sequence[tuple[UUID, date, date | None, str, str]]
    attested: Sequence[Attestation] = field(default=())
    stipends: Collection[UUID] = field(default=())
    begun: Mapping[UUID, datetime] = field(default_factory=dict)
    approvals: Sequence[ApprovalDecision] = field(default=())
    allowances: Sequence[Allowance | ActivityAllowance] = field(default=())
    licences: Sequence[LicenceStatement] = field(default=())
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

    def hours(
        self, micro_credential_id: UUID, *, earned_at: datetime, entered_at: datetime | None = None
    ) -> Decimal | None:
        """The hours attested for a micro-credential on the day it was earned, by the district that keeps the cycle it
        would fund, else by one that the person works for. A statement about the micro-credential goes before one about
        all; of two alike the newer counts.

        Args:
            entered_at: when credit for it was written into the ledger. What is attested later leaves it as it is.
        """
        by_district = self._attested_by
        days = {pk: earned_at.astimezone(zone).date() for pk, (zone, _attested) in by_district.items()}
        for district_id in self._attesting(days):
            for one in by_district[district_id][1]:
                if (
                    (one.micro_credential_id is None or one.micro_credential_id == micro_credential_id)
                    and one.starts_on <= days[district_id]
                    and (entered_at is None or one.created_at <= entered_at)
                ):
                    return one.hours
        return None

    @cached_property
    def _attested_by(self) -> dict[UUID, tuple[ZoneInfo, list[Attestation]]]:
        found: dict[UUID, tuple[ZoneInfo, list[Attestation]]] = {}
        for one in self.attested:
            zone = ZoneInfo(self.districts[one.district_id].time_zone)
            found.setdefault(one.district_id, (zone, []))[1].append(one)
        return found

    def _attesting(self, days: Mapping[UUID, date]) -> Iterator[UUID]:
        """Of some districts those whose word counts on a day, as it is there, one after the other."""
        if not days:
            return
        to_come = [
            cycle for cycle in self.cycles if cycle.district_id in days and cycle.ends_on > days[cycle.district_id]
        ]
        if len(to_come) > 1:
            to_come.sort(key=lambda cycle: (cycle.starts_on > days[cycle.district_id], cycle.ends_on))
        for cycle in to_come:
            yield cycle.district_id
        for at, first, last, _role, _state in self.work:
            if at in days and first <= days[at] <= (last or days[at]):
                yield at


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
    kept = as_changed(Cycle.objects.filter(among("person", ids, of="uuid")).prefetch_related("policy", "district"))
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
    nodes |= {cycle.district_id for those in cycles.values() for cycle in those}
    nodes |= {one.employment.district_id for standing in standings.values() for one in standing.work}
    around = {place.pk: place for place in Organization.objects.filter(pk__in=nodes)}
    every_district = {pk: place for pk, place in around.items() if place.kind == Organization.Kind.DISTRICT}
    attested: dict[UUID, list[Attestation]] = {}
    for one in _attested(list(every_district), list(micro_credentials)):
        attested.setdefault(one.district_id, []).append(one)
    stipends = stipends_taken(*people)
    begun = begun_by_each(ids, set(micro_credentials))
    asking = [pk for pk in ids if any(document_of(one).prior_approval for one in policies[pk])]
    approvals = decisions_about_each(asking) if asking else {}
    allowances, of_activities = allowances_of_each(ids), allowed_of_each(activities)
    found = {}
    for person in people:
        own_cycles, own_work = cycles.get(person.pk, []), held.get(person.pk, [])
        own_nodes = {node for lineage, _first, _last in own_work for node in lineage}
        own_nodes |= {cycle.district_id for cycle in own_cycles}
        standing = standings.get(person.pk, Standing())
        employed = {one.employment.district_id for one in standing.work}
        own_nodes |= employed
        districts = {pk: place for pk, place in every_district.items() if pk in own_nodes}
        found[person.pk] = OnRecord(
            person=person,
            at=at,
            policies=policies[person.pk],
            cycles=own_cycles,
            entries=entries.get(person.pk, []),
            districts=districts,
            work=_work(own_work, standing, own_cycles, districts, policies[person.pk]),
            attested=[one for pk in districts for one in attested.get(pk, ())],
            stipends=stipends,
            begun=begun.get(person.pk, {}),
            approvals=approvals.get(person.pk, ()),
            allowances=(*allowances.get(person.pk, ()), *of_activities.get(person.pk, ())),
            licences=standing.licences,
            employed=employed,
            activities=activities.get(person.pk, ()),
        )
    return found


def _by_person(rows: Iterable[tuple[UUID, R]]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for person, row in rows:
        found.setdefault(person, []).append(row)
    return found


def _work(
    held: Iterable[tuple[list[UUID], datetime, datetime | None]],
    standing: Standing,
    cycles: Sequence[Cycle],
    districts: Mapping[UUID, Organization],
    policies: Iterable[Policy],
) -> list[tuple[UUID, date, date | None, str, str]]:
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
    work += [
        (
            node,
            _since(day_in(starts_at, districts[node].time_zone), node, cycles),
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
    """A district that keeps somebody's cycle says that they are its own since it began; when they got an account here
    says nothing of that."""
    kept = [cycle for cycle in cycles if cycle.district_id == district_id and cycle.starts_on <= joined < cycle.ends_on]
    return min((cycle.starts_on for cycle in kept), default=joined)


def _attested(districts: list[UUID], micro_credentials: list[UUID]) -> QuerySet[Attestation]:
    about = Q(micro_credential__in=micro_credentials) | Q(micro_credential__isnull=True)
    return Attestation.objects.filter(about, district__in=districts).order_by(
        F("micro_credential").asc(nulls_last=True), "-starts_on", "-created_at", "-pk"
    )


def hours_attested(micro_credential_id: UUID, district: Organization, *, earned_at: datetime) -> Decimal | None:
    """The hours a district attests for a micro-credential on the day it was earned."""
    statements = _attested([district.pk], [micro_credential_id]).filter(
        starts_on__lte=day_in(earned_at, district.time_zone)
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
            *said_of(found.activities, slugs, {policy.slug: found.zone_of(policy) for policy in found.policies}),
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
    return [done(one, zone) for one in found.activities]


def _holder(found: OnRecord) -> Holder:
    """Who it is, with the degrees and the experience that their licences say they have."""
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
    names = {pk: district.name.strip() for pk, district in found.districts.items()}
    today = {slug: found.at.astimezone(zone).date() for slug, zone in zones.items()}
    for award in awards:
        for family, slug in ((family, slug) for family, named in slugs.items() for slug in named):
            entry = ruled.get((award.id, family))
            if entry is not None and entry.ruled_at is not None:
                confirmed = entry.outcome == Ruling.Outcome.CONFIRMED
                yield Approval.known(
                    item=award.id,
                    decision="approved" if confirmed else "denied",
                    decided_on=_not_before(award, entry.ruled_at, zones[slug]),
                    by=str(entry.ruled_by_id),
                    role=COORDINATOR,
                    employer=names[entry.cycle.district_id],
                    policy=slug,
                )
            elif as_if_confirmed:
                earlier = isinstance(award.earned_at, datetime) and award.earned_at <= found.at
                day = today[slug] if earlier else _not_before(award, found.at, zones[slug])
                for name in names.values():
                    yield Approval.known(
                        item=award.id,
                        decided_on=day,
                        by=SOMEBODY,
                        role=COORDINATOR,
                        employer=name,
                        policy=slug,
                    )


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
        # Whatever moment is asked about, nothing is entered for what is known to be revoked.
        revoked_at=min(award.revoked_at, found.at) if award.revoked_at is not None else None,
    )

"""Questions about policies, and what is on record about an award when one is applied."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from microcred.credentials.models import Award
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of, states_of
from microcred.recognition.models import Attestation, Cycle, Entry, Policy
from microcred.recognition.rules import (
    AwardFacts,
    CycleFacts,
    Outcome,
    PolicyRules,
    Standing,
    evaluate,
    plain,
    rules_from,
)


def rules_of(policy: Policy) -> PolicyRules:
    """The rules of a policy, typed."""
    return rules_from(policy.rules)


def day_in(organization: Organization, moment: datetime) -> date:
    """The calendar day of a moment where an organization is."""
    return moment.astimezone(ZoneInfo(organization.time_zone)).date()


def policies_for(award: Award, *, at: datetime) -> list[Policy]:
    """The policies that speak about an award: of every state and district its holder belongs to, in force on the day
    it was earned. Of a policy stated again, only the newest statement that was in force then."""
    return _policies_about(award.person, earned_at=award.earned_at, at=at)


def _policies_about(person: Person, *, earned_at: datetime, at: datetime) -> list[Policy]:
    jurisdictions = [*states_of(person, at=at), *districts_of(person, at=at)]
    found: dict[tuple[object, str], Policy] = {}
    stated = Policy.objects.filter(jurisdiction__in=jurisdictions).select_related("jurisdiction")
    for policy in stated.order_by("jurisdiction__name", "name", "number"):
        earned_on = day_in(policy.jurisdiction, earned_at)
        if policy.starts_on <= earned_on and (policy.ends_on is None or earned_on < policy.ends_on):
            found[policy.jurisdiction_id, policy.name] = policy
    return list(found.values())


def policies_in_force(*, on: date) -> QuerySet[Policy]:
    """The newest statement of each policy in force on a day, with its jurisdiction."""
    newest = (
        Policy.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
        .order_by("jurisdiction_id", "name", "-number")
        .distinct("jurisdiction_id", "name")
    )
    return (
        Policy.objects.filter(pk__in=newest.values("pk"))
        .select_related("jurisdiction")
        .order_by("jurisdiction__name", "name")
    )


def cycle_for(person: Person, policy: Policy, *, earned_on: date) -> Cycle | None:
    """The cycle that an award earned on a day would fund: the one that holds the day, else the next to close after it,
    else the last one that closed before it."""
    cycles = list(
        Cycle.objects.filter(person=person, policy__jurisdiction=policy.jurisdiction_id, policy__name=policy.name)
        .select_related("district")
        .order_by("ends_on", "starts_on")
    )
    open_then = [cycle for cycle in cycles if cycle.ends_on > earned_on]
    holding = [cycle for cycle in open_then if cycle.starts_on <= earned_on]
    best = holding or open_then or list(reversed(cycles))
    return best[0] if best else None


def hours_attested(micro_credential_id: UUID, district: Organization, *, earned_at: datetime) -> Decimal | None:
    """The hours a district attests for a micro-credential on the day it was earned. A statement about the
    micro-credential goes before one about all; of two alike the newer counts."""
    statement = (
        Attestation.objects.filter(
            Q(micro_credential=micro_credential_id) | Q(micro_credential__isnull=True),
            district=district,
            starts_on__lte=day_in(district, earned_at),
        )
        .order_by(F("micro_credential").asc(nulls_last=True), "-starts_on", "-created_at", "-pk")
        .first()
    )
    return statement.hours if statement else None


def facts_about(award: Award, policy: Policy, *, at: datetime) -> tuple[AwardFacts, Cycle | None]:
    """What is on record about an award when a policy is applied, and the cycle it would fund."""
    facts, cycle = _facts(award.person, award.version.micro_credential_id, policy, earned_at=award.earned_at, at=at)
    return replace(facts, funded=_what_it_funds(award, policy), revoked=hasattr(award, "revocation")), cycle


def _facts(
    person: Person, micro_credential_id: UUID, policy: Policy, *, earned_at: datetime, at: datetime
) -> tuple[AwardFacts, Cycle | None]:
    employers = list(districts_of(person, at=at))
    earned_on = day_in(policy.jurisdiction, earned_at)
    cycle = cycle_for(person, policy, earned_on=earned_on)
    district = cycle.district if cycle else next(iter(employers), None)
    hours = hours_attested(micro_credential_id, district, earned_at=earned_at) if district is not None else None
    return (
        AwardFacts(
            earned_on=earned_on,
            employer=district.name if district is not None and district in employers else "",
            cycle=CycleFacts(starts_on=cycle.starts_on, ends_on=cycle.ends_on) if cycle else None,
            hours=hours,
        ),
        cycle,
    )


@dataclass(frozen=True)
class Prospect:
    """What a policy would say if a person earned a micro-credential now."""

    policy: Policy
    outcome: Outcome
    unit: str

    @property
    def amount(self) -> str:
        """The credit, without needless zeros."""
        return plain(self.outcome.amount)

    @property
    def rests_on_a_demonstration(self) -> bool:
        """Whether any clause it rests on was stated for a demonstration only."""
        return any(step.standing == Standing.DEMONSTRATION for step in self.outcome.steps)


def prospects(person: Person, micro_credential_id: UUID, *, at: datetime) -> list[Prospect]:
    """What a micro-credential would be worth to a person who earned it now: the very rules and records that decide
    when they do."""
    found = []
    for policy in _policies_about(person, earned_at=at, at=at):
        rules = rules_of(policy)
        facts, _cycle = _facts(person, micro_credential_id, policy, earned_at=at, at=at)
        found.append(Prospect(policy=policy, outcome=evaluate(rules, facts), unit=rules.unit))
    return found


def _what_it_funds(award: Award, policy: Policy) -> str:
    """The policy of this jurisdiction that the award funds a cycle under already: one award funds one cycle, once."""
    entry = (
        Entry.objects.filter(award=award, policy__jurisdiction=policy.jurisdiction_id)
        .exclude(policy=policy)
        .select_related("policy")
        .first()
    )
    return entry.policy.name if entry else ""

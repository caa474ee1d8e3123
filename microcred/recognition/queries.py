"""Questions about policies, what is on record about an award, and what waits for a coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Prefetch, Q, QuerySet

from microcred.credentials.models import Award
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import district_names_of, districts_of, organizations_where, states_of
from microcred.recognition.models import Attestation, Cycle, Entry, Policy, Recognition, Ruling
from microcred.recognition.rules import (
    AwardFacts,
    CycleFacts,
    Outcome,
    PolicyRules,
    Result,
    Standing,
    evaluate,
    plain,
    rules_from,
)

WAITING = Q(ruling__isnull=True, reversal__isnull=True)
CONFIRMED = Q(ruling__outcome=Ruling.Outcome.CONFIRMED, reversal__isnull=True)
DECLINED = Q(ruling__outcome=Ruling.Outcome.DECLINED, reversal__isnull=True)
REVERSED = Q(reversal__isnull=False)


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


def latest_recognitions(person: Person) -> QuerySet[Recognition]:
    """The last word of each policy on each of a person's awards."""
    return (
        Recognition.objects.filter(award__person=person)
        .select_related(
            "award__version__micro_credential",
            "award__issuer",
            "award__revocation",
            "policy__jurisdiction",
            "entry__ruling__ruled_by",
            "entry__reversal",
        )
        .order_by("award_id", "policy_id", "-evaluated_at", "-pk")
        .distinct("award_id", "policy_id")
    )


def undecided_awards(
    district: Organization, *, micro_credential_id: UUID | None = None, at: datetime
) -> QuerySet[Award]:
    """Awards of people below a district that no policy has let count yet, to be looked at again."""
    awards = Award.objects.filter(
        person__memberships__organization__lineage__contains=[district.pk],
        person__memberships__starts_at__lte=at,
        revocation__isnull=True,
    ).exclude(pk__in=Entry.objects.values("award"))
    if micro_credential_id is not None:
        awards = awards.filter(version__micro_credential=micro_credential_id)
    return awards.distinct()


def awards_without_entry(person: Person) -> QuerySet[Award]:
    """A person's current awards that fund nothing yet."""
    return Award.objects.filter(person=person, revocation__isnull=True).exclude(pk__in=Entry.objects.values("award"))


def unexamined_awards(person: Person) -> QuerySet[Award]:
    """A person's awards that no policy has spoken about."""
    return (
        Award.objects.filter(person=person)
        .exclude(pk__in=Recognition.objects.filter(award__person=person).values("award"))
        .select_related("version__micro_credential", "issuer", "revocation")
        .order_by("-earned_at", "-pk")
    )


def recognitions_under(policy: Policy, person: Person) -> QuerySet[Recognition]:
    """The last word of one policy on each of a person's awards."""
    return latest_recognitions(person).filter(policy__jurisdiction=policy.jurisdiction_id, policy__name=policy.name)


def with_all(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with what their pages show, in four queries: one of fifteen joins takes longer to plan than to run."""
    awards = Award.objects.select_related("version__micro_credential", "issuer", "person", "revocation")
    return entries.select_related(
        "recognition", "cycle__district", "cycle__person", "ruling__ruled_by", "reversal"
    ).prefetch_related("policy__jurisdiction", Prefetch("award", awards))


def ledger_for(coordinator: Person, *, at: datetime) -> QuerySet[Entry]:
    """The entries of the districts that a person coordinates."""
    districts = organizations_where(coordinator, Role.RECOGNIZER, at=at)
    return with_all(Entry.objects.filter(cycle__district__in=districts))


def in_state(entries: QuerySet[Entry], state: str) -> QuerySet[Entry]:
    """The entries in one state, those that wait longest first, others newest first."""
    condition, order = {
        "waiting": (WAITING, "entered_at"),
        "confirmed": (CONFIRMED, "-entered_at"),
        "declined": (DECLINED, "-entered_at"),
        "reversed": (REVERSED, "-entered_at"),
    }[state]
    return entries.filter(condition).order_by(order, "pk")


def attestations_of(districts: QuerySet[Organization]) -> QuerySet[Attestation]:
    """The hours that districts have stated, the newest first."""
    return (
        Attestation.objects.filter(district__in=districts)
        .select_related("district", "micro_credential__entry", "stated_by")
        .order_by("-starts_on", "-created_at")
    )


def cycles_in(districts: QuerySet[Organization]) -> QuerySet[Cycle]:
    """The renewal cycles that districts keep, those that close first at the top."""
    return (
        Cycle.objects.filter(district__in=districts)
        .select_related("person", "policy", "district")
        .order_by("ends_on", "person__name", "pk")
    )


def educators_of(districts: QuerySet[Organization], *, at: datetime) -> QuerySet[Person]:
    """The educators of districts and of what is below them."""
    nodes = Organization.objects.filter(lineage__overlap=list(districts.values_list("pk", flat=True)))
    holding = Q(memberships__ends_at__isnull=True) | Q(memberships__ends_at__gt=at)
    return (
        Person.objects.filter(holding, memberships__organization__in=nodes, memberships__role=Role.EDUCATOR)
        .distinct()
        .order_by("name", "pk")
    )


def undecided_for(districts: QuerySet[Organization], *, at: datetime) -> QuerySet[Recognition]:
    """What waits for a district's own statement: the last word on an award of its people is that it is undecided."""
    latest = (
        Recognition.objects.filter(award__person__in=educators_of(districts, at=at))
        .order_by("award_id", "policy_id", "-evaluated_at", "-pk")
        .distinct("award_id", "policy_id")
    )
    return (
        Recognition.objects.filter(pk__in=latest.values("pk"), outcome=Recognition.Outcome.UNDECIDED)
        .select_related("award__person", "award__version__micro_credential", "policy")
        .order_by("evaluated_at", "pk")
    )


def undecided_under(jurisdictions: QuerySet[Organization]) -> QuerySet[Recognition]:
    """What the rules of some jurisdictions could not decide: the last word of a policy on an award that still holds."""
    latest = (
        Recognition.objects.filter(policy__jurisdiction__in=jurisdictions, award__revocation__isnull=True)
        .order_by("award_id", "policy__jurisdiction_id", "policy__name", "-evaluated_at", "-pk")
        .distinct("award_id", "policy__jurisdiction_id", "policy__name")
    )
    return (
        Recognition.objects.filter(pk__in=latest.values("pk"), outcome=Recognition.Outcome.UNDECIDED)
        .select_related("award__version", "policy")
        .order_by("evaluated_at", "pk")
    )


@dataclass(frozen=True)
class Missing:
    """An award that rules could not decide: which facts are not on record, and the districts that can enter them.

    `codes` are those of the steps left open. Whose award it is does not stand here: who states rules need not know.
    """

    title: str
    earned_at: datetime
    policy: Policy
    codes: tuple[str, ...]
    districts: tuple[str, ...]


def missing_in(recognitions: Iterable[Recognition], *, at: datetime) -> list[Missing]:
    """What each of some undecided recognitions waits for, and from whom."""
    found = list(recognitions)
    districts = district_names_of({each.award.person_id for each in found}, at=at)
    return [
        Missing(
            title=each.award.version.title,
            earned_at=each.award.earned_at,
            policy=each.policy,
            codes=tuple(step["code"] for step in each.explanation if step["result"] == Result.OPEN.value),
            districts=tuple(districts[each.award.person_id]),
        )
        for each in found
    ]


def counts_by_state(entries: QuerySet[Entry]) -> dict[str, int]:
    """How many entries are in each state, in one query."""
    return entries.order_by().aggregate(
        waiting=Count("pk", filter=WAITING),
        confirmed=Count("pk", filter=CONFIRMED),
        declined=Count("pk", filter=DECLINED),
        reversed=Count("pk", filter=REVERSED),
    )


def cycles_of(person: Person) -> QuerySet[Cycle]:
    """A person's renewal cycles, the one that closes last first, each with its entries."""
    entries = with_all(Entry.objects.order_by("award__earned_at", "pk"))
    return (
        Cycle.objects.filter(person=person)
        .select_related("policy__jurisdiction", "district")
        .prefetch_related(Prefetch("entries", queryset=entries))
        .order_by("-ends_on", "-starts_on")
    )


def total(entries: Iterable[Entry]) -> Decimal:
    """The credit of some entries together."""
    return sum((entry.amount for entry in entries), Decimal(0))

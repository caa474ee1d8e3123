"""Questions about the ledger: entries, cycles, the last word of each policy, and what waits for a coordinator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import district_names_of
from microcred.recognition.models import (
    ActivityStatement,
    Adjustment,
    Attestation,
    Cycle,
    CycleChange,
    Entry,
    Policy,
    Recognition,
    Ruling,
)
from microcred.recognition.queries.delegations import ruled_by
from microcred.recognition.queries.keeping import educators_kept, left_to
from microcred.recognition.queries.policies import asking_to_confirm
from microcred.recognition.queries.standing import as_changed, kept_by

_STATEMENTS = Prefetch("statement", ActivityStatement.objects.select_related("activity__person", "ruling"))
_ADJUSTMENTS = Prefetch("adjustments", Adjustment.objects.select_related("recognition"))

WAITING = Q(ruling__isnull=True, reversal__isnull=True, asks_ruling=True)
CONFIRMED = Q(Q(ruling__outcome=Ruling.Outcome.CONFIRMED) | Q(asks_ruling=False), reversal__isnull=True)
DECLINED = Q(ruling__outcome=Ruling.Outcome.DECLINED, reversal__isnull=True)
REVERSED = Q(reversal__isnull=False)

MOST_UNDECIDED = 20
"""Of what waits for a statement, so many are named; when they are done, the next are."""


def latest_recognitions(person: Person) -> list[Recognition]:
    """The last word of each policy on each of a person's awards and activities."""
    return [*_last_words(person_id=person.pk), *_last_words_on_activities(person_id=person.pk)]


@asked_often
def _last_words(*, person_id: UUID) -> QuerySet[Recognition]:
    return _last_words_on(Recognition.objects.filter(award__person=person_id))


@asked_often
def _last_words_on_activities(*, person_id: UUID) -> QuerySet[Recognition]:
    of = Recognition.objects.filter(statement__activity__person=person_id)
    return (
        of.select_related("statement__activity", "policy")
        .order_by("statement_id", "policy__family", "-evaluated_at", "-pk")
        .distinct("statement_id", "policy__family")
    )


@asked_often
def _last_words_under(*, person_id: UUID, family: str) -> QuerySet[Recognition]:
    return _last_words_on(Recognition.objects.filter(award__person=person_id, policy__family=family))


def _last_words_on(recognitions: QuerySet[Recognition]) -> QuerySet[Recognition]:
    return (
        recognitions.select_related("award__version", "award__issuer", "award__revocation", "policy")
        .order_by("award_id", "policy__family", "-evaluated_at", "-pk")
        .distinct("award_id", "policy__family")
    )


def people_with_undecided(
    office: Organization, *, micro_credential_id: UUID | None = None, at: datetime
) -> QuerySet[Person]:
    """People of a district, or left to a state, with an award that funds nothing yet, to be looked at again.

    Args:
        micro_credential_id: only such an award.
    """
    standing = Entry.objects.exclude(reversal__change__isnull=False).exclude(ruling__retraction__isnull=False)
    standing = standing.exclude(reversal__retraction__isnull=False)
    awards = Award.objects.filter(revocation__isnull=True).exclude(pk__in=standing.values("award"))
    if micro_credential_id is not None:
        awards = awards.filter(version__micro_credential=micro_credential_id)
    belonging = Q(memberships__organization__lineage__contains=[office.pk], memberships__starts_at__lte=at)
    if office.kind == Organization.Kind.STATE:
        belonging = Q(pk__in=kept_by([office.pk]).values("person")) | left_to(office.pk, at=at)
    return Person.objects.filter(belonging, pk__in=awards.values("person")).distinct().order_by("pk")


def unexamined_awards(person: Person) -> list[Award]:
    """A person's awards that no policy has spoken about."""
    return _unexamined(person_id=person.pk)


@asked_often
def _unexamined(*, person_id: UUID) -> QuerySet[Award]:
    return (
        Award.objects.filter(person=person_id)
        .exclude(pk__in=Recognition.objects.filter(award__person=person_id).values("award"))
        .select_related("version", "issuer", "revocation")
        .order_by("-earned_at", "-pk")
    )


def recognitions_under(policy: Policy, person: Person) -> list[Recognition]:
    """The last word of one policy on each of a person's awards."""
    return _last_words_under(person_id=person.pk, family=policy.family)


def in_their_cycles(entries: list[Entry]) -> list[Entry]:
    """The same entries, each with its cycle as it is by now."""
    cycles = {cycle.pk: cycle for cycle in as_changed(entry.cycle for entry in entries)}
    for entry in entries:
        entry.cycle = cycles[entry.cycle_id]
    return entries


def with_all(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with what their pages show, in five queries: one of fifteen joins takes longer to plan than to run."""
    awards = Award.objects.select_related("version__micro_credential", "issuer", "person", "revocation")
    ruled = ("ruling__ruled_by", "ruling__retraction", "reversal__retraction")
    return entries.select_related("recognition", "cycle__keeper", "cycle__person", *ruled).prefetch_related(
        "policy__jurisdiction", Prefetch("award", awards), _STATEMENTS, _ADJUSTMENTS
    )


def ledger_for(coordinator: Person, *, at: datetime) -> QuerySet[Entry]:
    """The entries of the offices that a person rules for: as coordinator of a district or in the place of one, as
    officer of a state."""
    return with_all(Entry.objects.filter(cycle__in=kept_by(ruled_by(coordinator, at=at))))


def ledger_of(offices: Sequence[UUID]) -> QuerySet[Entry]:
    """The entries of some offices, by their identifiers."""
    return Entry.objects.filter(cycle__in=kept_by(offices))


def in_state(entries: QuerySet[Entry], state: str) -> QuerySet[Entry]:
    """The entries in one state, those that wait longest first, others newest first."""
    condition, order = {
        "waiting": (WAITING, "entered_at"),
        "confirmed": (CONFIRMED, "-entered_at"),
        "declined": (DECLINED, "-entered_at"),
        "reversed": (REVERSED, "-entered_at"),
    }[state]
    return entries.filter(condition).order_by(order, "pk")


def waiting_titles(offices: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """The micro-credentials of which entries wait, by title."""
    found = Entry.objects.filter(WAITING, cycle__in=kept_by(offices)).order_by()
    named = found.values_list("award__version__micro_credential", "award__version__title").distinct()
    return sorted(dict(named).items(), key=lambda one: one[1].casefold())


def waiting_people(offices: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """The educators of whom entries wait, by name."""
    found = Entry.objects.filter(WAITING, cycle__in=kept_by(offices)).order_by()
    named = found.values_list("award__person", "award__person__name").distinct()
    return sorted(dict(named).items(), key=lambda one: one[1].casefold())


def colleagues_of(districts: QuerySet[Organization], *, at: datetime) -> QuerySet[Person]:
    """Everybody who belongs to districts or to what is below them, by name."""
    holding = Q(memberships__ends_at__isnull=True) | Q(memberships__ends_at__gt=at)
    below = Organization.objects.filter(lineage__overlap=list(districts.values_list("pk", flat=True)))
    belonging = Person.objects.filter(holding, memberships__organization__in=below, memberships__starts_at__lte=at)
    return belonging.distinct().order_by("name", "pk")


def attestations_of(offices: QuerySet[Organization]) -> QuerySet[Attestation]:
    """The hours that offices have stated, the newest first."""
    return (
        Attestation.objects.filter(office__in=offices)
        .select_related("office", "micro_credential__entry", "stated_by")
        .order_by("-starts_on", "-created_at")
    )


def cycles_in(offices: QuerySet[Organization]) -> QuerySet[Cycle]:
    """The renewal cycles that offices keep, those that close first, by now, at the top. Their other days are those
    with which they were entered (`as_changed`)."""
    latest = CycleChange.objects.filter(cycle=OuterRef("pk")).order_by("-pk").values("ends_on")[:1]
    kept = kept_by(offices).alias(closes=Coalesce(Subquery(latest), F("ends_on")))
    return kept.select_related("person", "policy", "keeper").order_by("closes", "person__name", "pk")


def undecided_for(offices: Sequence[UUID], *, at: datetime) -> list[Recognition]:
    """What waits for an office's own statement: the last word on an award of its people is that it is undecided.

    The first `MOST_UNDECIDED`, those that wait longest first.

    Args:
        offices: identifiers; what is below a district counts, and of a state those who are left to it.
    """
    states, districts = _apart(offices)
    if not states:
        return _undecided(districts=districts, at=at)
    return list(_shown_undecided(_undecided_among(educators_kept(offices, at=at))))


def undecided_count(offices: Sequence[UUID], *, at: datetime) -> int:
    """How many wait for such a statement in all."""
    states, districts = _apart(offices)
    if not states:
        return _undecided_count.first(districts=districts, at=at) or 0
    return _undecided_among(educators_kept(offices, at=at)).count()


def _apart(offices: Sequence[UUID]) -> tuple[list[UUID], list[UUID]]:
    states = set(_states_among(offices=list(offices)))
    return [pk for pk in offices if pk in states], [pk for pk in offices if pk not in states]


@asked_often
def _states_among(*, offices: list[UUID]) -> QuerySet[Organization, UUID]:
    found = Organization.objects.filter(pk__in=offices, kind=Organization.Kind.STATE)
    return found.order_by("pk").values_list("pk", flat=True)


@asked_often
def _undecided(*, districts: list[UUID], at: datetime) -> QuerySet[Recognition]:
    return _shown_undecided(_undecided_among(_educators(districts, at)))


def _shown_undecided(found: QuerySet[Recognition]) -> QuerySet[Recognition]:
    return found.select_related("award__person", "award__version").order_by("evaluated_at", "pk")[:MOST_UNDECIDED]


@asked_often
def _undecided_count(*, districts: list[UUID], at: datetime) -> QuerySet[Recognition, int]:
    found = _undecided_among(_educators(districts, at))
    return found.annotate(count=Window(Count("pk"))).values_list("count", flat=True)[:1]


def _undecided_among(people: QuerySet[Person]) -> QuerySet[Recognition]:
    latest = (
        Recognition.objects.filter(award__person__in=people)
        .order_by("award_id", "policy__family", "-evaluated_at", "-pk")
        .distinct("award_id", "policy__family")
    )
    return Recognition.objects.filter(pk__in=latest.values("pk"), outcome=Recognition.Outcome.UNDECIDED)


def _educators(districts: list[UUID], at: datetime) -> QuerySet[Person]:
    nodes = Organization.objects.filter(lineage__overlap=districts)
    holding = Q(memberships__ends_at__isnull=True) | Q(memberships__ends_at__gt=at)
    return (
        Person.objects.filter(holding, memberships__organization__in=nodes, memberships__role=Role.EDUCATOR)
        .distinct()
        .order_by("name", "pk")
    )


def undecided_under(jurisdictions: QuerySet[Organization]) -> QuerySet[Recognition]:
    """What the rules of some jurisdictions could not decide: the last word of a policy on an award that still holds."""
    latest = (
        Recognition.objects.filter(policy__jurisdiction__in=jurisdictions, award__revocation__isnull=True)
        .order_by("award_id", "policy__family", "-evaluated_at", "-pk")
        .distinct("award_id", "policy__family")
    )
    return (
        Recognition.objects.filter(pk__in=latest.values("pk"), outcome=Recognition.Outcome.UNDECIDED)
        .select_related("award__version", "policy")
        .order_by("evaluated_at", "pk")
    )


@dataclass(frozen=True)
class Missing:
    """An award that rules could not decide: which facts are not on record, and the districts that can enter them; none
    where it is left to the state's own office.

    `steps` are those left open. Whose award it is does not stand here: who states rules need not know.
    """

    title: str
    earned_at: datetime
    policy: Policy
    steps: tuple[dict[str, Any], ...]
    districts: tuple[str, ...]


def missing_in(recognitions: Iterable[Recognition], *, at: datetime) -> list[Missing]:
    """What each of some undecided recognitions waits for, and from whom."""
    found = list(recognitions)
    districts = district_names_of({each.earned.person_id for each in found}, at=at)
    return [
        Missing(
            title=each.title,
            earned_at=each.earned.earned_at,
            policy=each.policy,
            steps=tuple(step for step in each.explanation if step["result"] == "open"),
            districts=tuple(districts[each.earned.person_id]),
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


def cycles_of(person: Person) -> list[tuple[Cycle, list[Entry]]]:
    """A person's renewal cycles, the one that closes last first, each with its entries by the day of what they are
    for."""
    entries: dict[UUID, list[Entry]] = {}
    for entry in sorted(_with_awards(_entries_of(person_id=person.pk)), key=lambda one: one.earned_on):
        entries.setdefault(entry.cycle_id, []).append(entry)
    return [(cycle, entries.get(cycle.pk, [])) for cycle in renewal_cycles(person)]


def renewal_cycles(person: Person) -> list[Cycle]:
    """A person's renewal cycles alone, the one that closes last first."""
    cycles = as_changed(_cycles_of(person_id=person.pk))
    return sorted(cycles, key=lambda cycle: (cycle.ends_on, cycle.starts_on), reverse=True)


@asked_often
def _cycles_of(*, person_id: UUID) -> QuerySet[Cycle]:
    cycles = Cycle.objects.filter(person=person_id).select_related("policy__jurisdiction", "keeper")
    return cycles.order_by("-ends_on", "-starts_on")


@asked_often
def _entries_of(*, person_id: UUID) -> QuerySet[Entry]:
    return _ruled(Entry.objects.filter(cycle__person=person_id)).order_by("award__earned_at", "pk")


def shown(ids: list[UUID]) -> list[Entry]:
    """A page of entries with what their list shows, in the same order; in two queries that are quick to plan."""
    found = {entry.pk: entry for entry in _with_awards(_entries(ids=ids))}
    return [found[pk] for pk in ids]


@asked_often
def _entries(*, ids: list[UUID]) -> QuerySet[Entry]:
    return _ruled(Entry.objects.filter(pk__in=ids))


def _ruled(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related(
        "recognition", "cycle", "ruling__ruled_by", "ruling__retraction", "reversal__retraction"
    )


def _with_awards(entries: list[Entry]) -> list[Entry]:
    """The same entries, each with its award or activity, its adjustments and its cycle as it is by now at hand."""
    in_their_cycles(entries)
    carried = carried_by(entries)
    for entry in entries:
        entry.carried = carried.get(entry.pk)
    prefetch_related_objects(entries, _ADJUSTMENTS)
    prefetch_related_objects([entry for entry in entries if entry.statement_id is not None], _STATEMENTS)
    of_awards = [entry for entry in entries if entry.award_id is not None]
    awards = {award.pk: award for award in _awards(ids=list({entry.item_id for entry in of_awards}))}
    for entry in of_awards:
        entry.award = awards[entry.item_id]
    return entries


def carried_by(entries: Iterable[Entry]) -> dict[UUID, Ruling]:
    """The rulings by which entries count that stand in the place of confirmed ones, though nobody was asked again, by
    entry. One that was taken back is carried no longer, and what counts by rules that ask nobody carries none. No query
    where none stands in another's place.

    Args:
        entries: with their own rulings, where they have any.
    """
    found: dict[UUID, Ruling] = {}
    stand = {
        one.pk: (one.moved_from_id, one.policy_id)
        for one in entries
        if one.moved_from_id is not None and one.award_id is not None and not one.asks_ruling
    }
    asking = asking_to_confirm({policy for _before, policy in stand.values()}) if stand else set()
    above = {pk: before for pk, (before, policy) in stand.items() if policy in asking}
    while above:
        before = Entry.objects.select_related("ruling__ruled_by", "ruling__retraction").in_bulk(set(above.values()))
        higher: dict[UUID, UUID | None] = {}
        for pk, one in ((pk, before[parent]) for pk, parent in above.items()):
            ruling = getattr(one, "ruling", None)
            if ruling is None:
                if not one.asks_ruling:
                    higher[pk] = one.moved_from_id
            elif not hasattr(ruling, "retraction"):
                found[pk] = ruling
        above = {pk: parent for pk, parent in higher.items() if parent is not None}
    return found


@asked_often
def _awards(*, ids: list[UUID]) -> QuerySet[Award]:
    return Award.objects.filter(pk__in=ids).select_related("version", "issuer", "person", "revocation")


def total(entries: Iterable[Entry]) -> Decimal:
    """The credit of some entries together."""
    return sum((entry.counted for entry in entries), Decimal(0))

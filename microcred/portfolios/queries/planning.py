"""What an educator means to do, by when, and what it asks of their weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from microcred.catalog.models import Requirement, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.backward import BackwardPlan, Piece, plan_backward
from microcred.portfolios.models import Answer, Item, PlanEntry, Pursuit
from microcred.portfolios.queries.steps import NOTHING_BEGUN, Step, steps_of
from microcred.portfolios.rules import OPEN, State


@dataclass(frozen=True)
class Asked:
    """One thing that a version asks for, as a plan names it, and whether something of it is there already."""

    number: int
    requirement: Requirement
    is_done: bool


@dataclass(frozen=True)
class Planned:
    """One entry of a plan as its owner finds it today."""

    entry: PlanEntry
    version: Version | None
    """what a start would be on, or what was started; None: it is offered no more"""
    step: Step
    asked: tuple[Asked, ...]
    today: date

    @property
    def is_begun(self) -> bool:
        """Whether there is work on it that goes on."""
        return self.step.state in (*OPEN, State.SUBMITTED)

    @property
    def is_earned(self) -> bool:
        """Whether it is done."""
        return self.step.state is State.EARNED

    @property
    def days_left(self) -> int | None:
        """Days until the target, negative once it is over; None without one, or where nothing is left to do."""
        waits = self.step.state in (State.SUBMITTED, State.EARNED)
        return (self.entry.target_on - self.today).days if self.entry.target_on and not waits else None

    @property
    def backward(self) -> BackwardPlan | None:
        """By when each piece is to be there; None without a day ahead to plan from, or with nothing left to make."""
        if self.version is None or self.days_left is None or self.days_left < 0 or self.entry.target_on is None:
            return None
        pieces = [Piece(one.number, one.requirement.kind, one.is_done) for one in self.asked]
        return plan_backward(pieces, hours=self.version.hours, begin_on=self.today, target_on=self.entry.target_on)

    @property
    def stages(self) -> list[tuple[date, float, Asked]]:
        """The same with what each piece is: the day, the hours, what is asked."""
        plan, by_number = self.backward, {one.number: one for one in self.asked}
        return [(stage.ready_on, stage.hours, by_number[stage.number]) for stage in plan.stages] if plan else []


@dataclass(frozen=True)
class Plan:
    """A whole plan: what is to be begun in its owner's order, what goes on, and what is done."""

    ahead: tuple[Planned, ...]
    begun: tuple[Planned, ...]
    earned: tuple[Planned, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on it."""
        return not (self.ahead or self.begun or self.earned)

    @property
    def hours_ahead(self) -> int:
        """Hours of work on all that is to be begun."""
        return sum(one.version.hours for one in self.ahead if one.version)

    @property
    def next_due(self) -> Planned | None:
        """What is to be handed in next, among all that has a day and waits for its owner."""
        dated = [one for one in (*self.begun, *self.ahead) if one.days_left is not None]
        return min(dated, key=lambda one: one.days_left or 0, default=None)


def today_of(person: Person, at: datetime) -> date:
    """The day it is where a person is."""
    return at.astimezone(ZoneInfo(person.time_zone)).date()


def plan_of(person: Person, *, at: datetime) -> Plan:
    """A person's plan, in the same few queries however long it is."""
    planned = _planned(person, _entries(person_id=person.pk), at)
    begun = sorted((one for one in planned if one.is_begun), key=_by_target)
    return Plan(
        ahead=tuple(one for one in planned if not one.is_begun and not one.is_earned),
        begun=tuple(begun),
        earned=tuple(one for one in planned if one.is_earned),
    )


def planned(entry: PlanEntry, *, at: datetime) -> Planned:
    """One entry of a plan."""
    (one,) = _planned(entry.person, [entry], at)
    return one


def plan_entry_of(person: Person, micro_credential_id: UUID) -> PlanEntry | None:
    """The entry by which a micro-credential stands on a person's plan."""
    return _entry.first(person_id=person.pk, micro_credential_id=micro_credential_id)


def _planned(person: Person, entries: Sequence[PlanEntry], at: datetime) -> list[Planned]:
    steps = steps_of(person, [entry.micro_credential_id for entry in entries]) if entries else {}
    versions = {}
    for entry in entries:
        step = steps.get(entry.micro_credential_id, NOTHING_BEGUN)
        offered = getattr(entry.micro_credential, "entry", None)
        versions[entry.pk] = step.pursuit.version if step.pursuit else offered and offered.version
    asked = _asked_by_version([version for version in versions.values() if version])
    there = _requirements_with_evidence([step.pursuit for step in steps.values() if step.pursuit])
    found = []
    for entry in entries:
        version = versions[entry.pk]
        wanted = asked.get(version.pk, []) if version else []
        found.append(
            Planned(
                entry,
                version,
                steps.get(entry.micro_credential_id, NOTHING_BEGUN),
                tuple(Asked(number, row, row.pk in there) for number, row in enumerate(wanted, start=1)),
                today_of(person, at),
            )
        )
    return found


def _asked_by_version(versions: Iterable[Version]) -> Mapping[UUID, list[Requirement]]:
    asked: dict[UUID, list[Requirement]] = {}
    for row in Requirement.objects.filter(version__in=list(versions)).order_by("version", "position"):
        asked.setdefault(row.version_id, []).append(row)
    return asked


def _requirements_with_evidence(pursuits: Iterable[Pursuit]) -> set[UUID]:
    """What has something written or put in, of some pursuits; whether it suffices, the workspace says."""
    ids = [pursuit.pk for pursuit in pursuits]
    if not ids:
        return set()
    written = Answer.objects.filter(pursuit__in=ids).exclude(text="").values_list("requirement", flat=True)
    put_in = Item.objects.filter(pursuit__in=ids, removal__isnull=True).values_list("requirement", flat=True)
    return set(written.union(put_in))


def _by_target(one: Planned) -> tuple[bool, date]:
    return one.entry.target_on is None, one.entry.target_on or date.max


@asked_often
def _entries(*, person_id: UUID) -> QuerySet[PlanEntry]:
    own = PlanEntry.objects.filter(person=person_id).select_related("micro_credential__entry__version")
    return own.order_by(F("position"), "pk")


@asked_often
def _entry(*, person_id: UUID, micro_credential_id: UUID) -> QuerySet[PlanEntry]:
    return PlanEntry.objects.filter(person=person_id, micro_credential=micro_credential_id)

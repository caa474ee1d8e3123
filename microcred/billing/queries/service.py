"""What somebody takes to their renewal: what they read on which days, and the hours that it counts for.

Like all that assessors see of their work, it says nothing of which reading of its submission one was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from microcred.billing.models import Line, Period, Unit
from microcred.billing.queries.periods import minutes_of
from microcred.billing.queries.work import Done, State
from microcred.catalog.models import Version
from microcred.foundation.days import day_in
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Cycle


@dataclass(frozen=True)
class Served:
    """What somebody read of one version: how many readings, from which day to which, and what they count for.

    Or a module of the training: then there are no readings, and `training` names one time that it was done.
    """

    version: Version | None
    first: date
    last: date
    readings: int
    minutes: int | None
    training: Unit | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        if self.training is not None:
            return self.training.title
        return self.version.title if self.version is not None else ""


@dataclass(frozen=True)
class ServedFor:
    """The same for everything that one organization offers, the earliest first."""

    organization: Organization
    rows: tuple[Served, ...]

    @property
    def first(self) -> date:
        """The day of the first reading."""
        return min(row.first for row in self.rows)

    @property
    def last(self) -> date:
        """The day of the last reading."""
        return max(row.last for row in self.rows)

    @property
    def readings(self) -> int:
        """How many there are."""
        return sum(row.readings for row in self.rows)

    @property
    def minutes(self) -> int | None:
        """What they count for; None where nothing is said of that."""
        return minutes_of(row.minutes for row in self.rows)


@dataclass(frozen=True)
class ServiceRecord:
    """A person's service from one day to another, both included, on their own calendar.

    Attributes:
        parts: by organization, in the order of their names. What was taken back is left out.
        fixed: minutes that stand in locked periods, and change only if they are taken back.
        uncounted: readings of which nobody has said what they count for.
        taken_back: readings left out because their pay and service were taken back.
    """

    first: date
    last: date
    parts: tuple[ServedFor, ...]
    fixed: int
    uncounted: int
    taken_back: int

    @property
    def readings(self) -> int:
        """How many it holds."""
        return sum(part.readings for part in self.parts)

    @property
    def minutes(self) -> int | None:
        """What they count for; None where nothing is said of that."""
        return minutes_of(part.minutes for part in self.parts)

    @property
    def trains(self) -> bool:
        """Whether training is among it."""
        return any(row.training is not None for part in self.parts for row in part.rows)

    @property
    def open(self) -> int:
        """Minutes that no locked period holds yet."""
        return (self.minutes or 0) - self.fixed


def service_days(done: Sequence[Done], cycles: Iterable[Cycle], *, today: date) -> tuple[date, date]:
    """The days that a record begins with: the renewal cycle of today so far, or all since the first reading.

    Args:
        done: everything that the person has read, the newest first.
    """
    current = next((cycle for cycle in cycles if cycle.starts_on <= today < cycle.ends_on), None)
    if current is not None:
        return current.starts_on, today
    return (min(done[-1].day, today) if done else today), today


def between(done: Iterable[Done], first: date, last: date) -> list[Done]:
    """The readings from one day to another, both included."""
    return [each for each in done if first <= each.day <= last]


def service_record(done: Iterable[Done], first: date, last: date) -> ServiceRecord:
    """The service from one day to another, both included.

    Args:
        done: everything that the person has read.
    """
    within = between(done, first, last)
    counted = [each for each in within if each.state is not State.TAKEN_BACK]
    by_place: dict[UUID, list[Done]] = defaultdict(list)
    for each in counted:
        by_place[each.unit.organization_id].append(each)
    parts = [ServedFor(own[0].unit.organization, _rows(own)) for own in by_place.values()]
    return ServiceRecord(
        first=first,
        last=last,
        parts=tuple(sorted(parts, key=lambda part: (part.organization.name.casefold(), part.organization.pk))),
        fixed=sum(each.minutes or 0 for each in counted if each.state is State.PAID),
        uncounted=sum(each.minutes is None for each in counted),
        taken_back=sum(each.unit.training_id is None for each in within)
        - sum(each.unit.training_id is None for each in counted),
    )


@dataclass(frozen=True)
class ServedIn:
    """What a locked period counts as somebody's service: from which day to which, and how many minutes. What was taken
    back since is left out; with nothing left, the days are those of the period."""

    assessor: Person
    first: date
    last: date
    minutes: int


def served_in(period: Period, *, assessor: Person | None = None) -> list[ServedIn]:
    """What a locked period counts as service, by person.

    Args:
        assessor: only theirs.
    """
    lines = Line.objects.filter(period=period).select_related("unit__assessor", "reversal")
    if assessor is not None:
        lines = lines.filter(unit__assessor=assessor)
    by_person: dict[Person, list[Line]] = defaultdict(list)
    for line in lines.order_by("pk"):
        by_person[line.unit.assessor].append(line)
    return [_served(period, person, of) for person, of in by_person.items()]


def _served(period: Period, person: Person, lines: Sequence[Line]) -> ServedIn:
    counted = [line for line in lines if line.minutes and not hasattr(line, "reversal")]
    days = [day_in(line.unit.read_at, period.organization.time_zone) for line in counted]
    minutes = sum(line.minutes or 0 for line in counted)
    return ServedIn(person, min(days, default=period.starts_on), max(days, default=period.last_day), minutes)


def _rows(done: Iterable[Done]) -> tuple[Served, ...]:
    by_subject: dict[UUID | None, list[Done]] = defaultdict(list)
    for each in done:
        training = each.unit.training
        by_subject[each.unit.version_id if training is None else training.edition.module_id].append(each)
    rows = [_row(own[0].unit, own) for own in by_subject.values()]
    return tuple(sorted(rows, key=lambda row: (row.training is not None, row.first, row.last, row.title)))


def _row(unit: Unit, done: list[Done]) -> Served:
    days = [each.day for each in done]
    minutes = minutes_of(each.minutes for each in done)
    if unit.training_id is not None:
        return Served(None, min(days), max(days), 0, minutes, training=unit)
    return Served(unit.version, min(days), max(days), len(done), minutes)

"""Questions about programs: who stands where, which windows are open, what is on the board."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from microcred.catalog.models import MicroCredential, Version
from microcred.foundation.asked_often import asked_often
from microcred.notices.queries import told_under
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.programs.models import Arrival, Milestone, Program, Window
from microcred.programs.offering import offering
from microcred.programs.rules import agreement_needed, holds, place_in_time


class Place(StrEnum):
    """Where a person stands in a program."""

    SEAT = "seat"
    WAITING = "waiting"
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """A person's place in a program: `number` is the order of arrival, `ahead` how many wait before them."""

    place: Place
    arrival: Arrival | None = None
    ahead: int = 0

    @property
    def number(self) -> int | None:
        """The order of arrival, from 1; None for who never joined or left."""
        return self.arrival.number if self.arrival else None

    @property
    def has_seat(self) -> bool:
        """Whether the person holds a seat."""
        return self.place is Place.SEAT

    @property
    def waits(self) -> bool:
        """Whether the person is on the waiting list."""
        return self.place is Place.WAITING

    @property
    def place_in_line(self) -> int:
        """The place on the waiting list, from 1."""
        return self.ahead + 1


def programs_on_offer() -> QuerySet[Program]:
    """All programs, those that open for joining last first."""
    return Program.objects.select_related("owner").order_by("-joining_opens_at", "name", "pk")


def present(program: Program) -> QuerySet[Arrival]:
    """Who joined and did not leave, in the order of arrival."""
    return Arrival.objects.filter(program=program, departure__isnull=True).order_by("number")


def waiting_list(program: Program) -> QuerySet[Arrival]:
    """Who waits for a seat, in the order of arrival."""
    return present(program).filter(seat__isnull=True)


def arrival_of(person: Person, program: Program) -> Arrival | None:
    """The arrival by which a person is in a program now."""
    return _arrival.first(person_id=person.pk, program_id=program.pk)


def standing_of(person: Person, program: Program) -> Standing:
    """Where a person stands in a program."""
    arrival = arrival_of(person, program)
    if arrival is None:
        return Standing(Place.NONE)
    if hasattr(arrival, "seat"):
        return Standing(Place.SEAT, arrival)
    return Standing(Place.WAITING, arrival, waiting_list(program).filter(number__lt=arrival.number).count())


def seats_held_by(person: Person) -> QuerySet[Program]:
    """The programs in which a person holds a seat."""
    held = Arrival.objects.filter(person=person, departure__isnull=True, seat__isnull=False)
    return Program.objects.filter(pk__in=held.values("program")).order_by("-joining_opens_at", "pk")


def programs_for(version: Version) -> QuerySet[Program]:
    """The programs whose stacks hold a version's micro-credential."""
    return (
        Program.objects.filter(stacks__places__micro_credential=version.micro_credential_id)
        .distinct()
        .order_by("-joining_opens_at", "pk")
    )


def programs_offering(version: Version, *, at: datetime) -> QuerySet[Program]:
    """Those of them in which new work on it may be started: no license that they offered it under has ended."""
    offered = offering(version.micro_credential_id, at=at)
    return programs_for(version).filter(pk__in=offered.values("program"))


def windows_of(program: Program, takes: Window.Takes | None = None) -> list[Window]:
    """The windows of a program, or those of one kind, the earliest first."""
    return [window for window in _windows(program_id=program.pk) if takes is None or window.takes == takes]


def offered_in(program: Program, *, at: datetime) -> list[MicroCredential]:
    """The micro-credentials of a program's stacks that are on offer, by title, each with its entry at hand.

    `may_start` says whether new work on it may be started in the program: the license to offer it has not ended;
    `language` is that of its words.
    """
    return _offered(program_id=program.pk, at=at)


def nudge_key(at: datetime) -> str:
    """The key under which a nudge is told: one for each day, in universal time."""
    return f"nudge:{at.astimezone(UTC).date().isoformat()}"


def nudged_today(people: Collection[UUID], *, at: datetime) -> set[UUID]:
    """Those of some people who were nudged today."""
    return told_under(nudge_key(at), people)


def board_of(program: Program) -> QuerySet[Arrival]:
    """Everyone who is in a program, in the order of arrival, with the person and the seat at hand."""
    return present(program).select_related("person", "seat")


@dataclass(frozen=True)
class ProgramDate:
    """A window or a milestone as the page shows it. `takes` is empty for a milestone."""

    name: str
    takes: str
    opens_at: datetime
    closes_at: datetime
    state: str
    """past, now or ahead"""


@dataclass(frozen=True)
class ProgramPage:
    """A program as its reader finds it at a moment."""

    program: Program
    standing: Standing | None
    """None for a visitor"""
    manages: bool
    joining_open: bool
    joining_ahead: bool
    seats_left: int
    agreement_needed: bool
    offered: tuple[MicroCredential, ...]
    dates: tuple[ProgramDate, ...]
    zone: str
    """in which the dates are read; empty: the reader's own. Visitors read them in the program's"""


def page_of(person: Person | None, program: Program, *, at: datetime) -> ProgramPage:
    """What the page of a program shows to a person, or to a visitor."""
    return ProgramPage(
        program=program,
        standing=standing_of(person, program) if person else None,
        manages=bool(person and acts_as(person, Role.PROGRAM_MANAGER, for_organization=program.owner, at=at)),
        joining_open=holds(program.joining_opens_at, program.joining_closes_at, at),
        joining_ahead=at < program.joining_opens_at,
        seats_left=program.seats - program.taken,
        agreement_needed=agreement_needed(program.agreement),
        offered=tuple(offered_in(program, at=at)),
        dates=_dates(program, at),
        zone="" if person else program.owner.time_zone,
    )


def _dates(program: Program, at: datetime) -> tuple[ProgramDate, ...]:
    windows = [(row.opens_at, row.closes_at, row.name, row.get_takes_display()) for row in windows_of(program)]
    milestones = [(row.starts_at, row.ends_at, row.name, "") for row in _milestones(program_id=program.pk)]
    return tuple(
        ProgramDate(name, takes, opens, closes, place_in_time(opens, closes, at))
        for opens, closes, name, takes in sorted([*windows, *milestones], key=lambda date: (date[0], date[1]))
    )


def program_page(slug: str) -> Program | None:
    """A program by its slug with what its page shows."""
    return _program.first(slug=slug)


@asked_often
def _program(*, slug: str) -> QuerySet[Program]:
    return Program.objects.filter(slug=slug).select_related("owner").prefetch_related("stacks")


@asked_often
def _windows(*, program_id: UUID) -> QuerySet[Window]:
    return Window.objects.filter(program=program_id).order_by("opens_at", "pk")


@asked_often
def _milestones(*, program_id: UUID) -> QuerySet[Milestone]:
    return Milestone.objects.filter(program=program_id)


@asked_often
def _arrival(*, person_id: UUID, program_id: UUID) -> QuerySet[Arrival]:
    in_it = Arrival.objects.filter(program=program_id, person=person_id, departure__isnull=True)
    return in_it.select_related("seat").order_by("number")[:1]


@asked_often
def _offered(*, program_id: UUID, at: datetime) -> QuerySet[MicroCredential]:
    stacks = Program.stacks.through._default_manager.filter(program=program_id).values("stack")
    offered = MicroCredential.objects.filter(places__stack__in=stacks, entry__isnull=False)
    may_start = Exists(offering(OuterRef("pk"), at=at).filter(program=program_id))
    said = offered.select_related("entry").annotate(may_start=may_start, language=F("entry__version__language"))
    return said.distinct().order_by("entry__title", "pk")

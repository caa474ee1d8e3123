"""How much somebody who reads wants offered, and what follows from it at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from microcred.calibration.queries import versions_for
from microcred.catalog.models import Version
from microcred.foundation.asked_often import asked_often, plan_kept
from microcred.organizations.models import Person
from microcred.scoring.models import Availability, Claim, GivenBack
from microcred.scoring.rules import FREE_RETURNS, Stop, counted, last_day_away, week_of, what_stops


@dataclass(frozen=True)
class Offering:
    """What somebody said of how much they read, and what it comes to now.

    Attributes:
        said: the edition that counts; None where they never said anything.
        used: of the most in a week, how much is used up; what a lead took from them is not. `given_back`: by them in
            this week, and not taken again.
        away_until: the last day away, where they are.
        stops: why nothing is offered; None where something is.
        week_ends_on: the day on which the next week begins.
    """

    said: Availability | None = None
    used: int = 0
    given_back: int = 0
    away_until: date | None = None
    stops: Stop | None = None
    week_ends_on: date | None = None

    @property
    def unwanted(self) -> list[UUID]:
        """The micro-credentials of which nothing is offered."""
        return self.said.unwanted if self.said else []

    @property
    def most(self) -> int | None:
        """The most in a week; None where there is none."""
        return self.said.most_a_week if self.said else None

    @property
    def left(self) -> int | None:
        """How much more is offered this week; None where there is no limit."""
        return None if self.most is None else max(self.most - self.used, 0)

    @property
    def free_returns(self) -> int:
        """How much more can be given back this week without its counting."""
        return max(FREE_RETURNS - self.given_back, 0)


NOTHING_SAID = Offering()
"""Of whoever never said how much they want."""


def offering_to(person: Person, *, at: datetime) -> Offering:
    """What may be offered to a person at a moment: one query."""
    week = week_of(at, person.time_zone)
    said = _newest.first(person_id=person.pk, week=week)
    if said is None:
        return NOTHING_SAID
    taken, given_back, taken_from = (vars(said)[name] or 0 for name in ("taken", "given_back", "taken_from"))
    used = counted(taken - taken_from, given_back)
    away = last_day_away(at.astimezone(ZoneInfo(person.time_zone)).date(), said.away)
    return Offering(
        said,
        used,
        given_back,
        away,
        what_stops(paused=said.paused, away=away is not None, most=said.most_a_week, used=used),
        week.date() + timedelta(days=7),
    )


def availability_of(people: Collection[UUID]) -> dict[UUID, Availability]:
    """What some people said last, by person, of those who said anything."""
    said = Availability.objects.filter(assessor__in=people).order_by("assessor", "-declared_at", "-pk")
    return {row.assessor_id: row for row in said.distinct("assessor")}


def editions_of_availability(person: Person) -> QuerySet[Availability]:
    """Everything that a person said of how much they read, the newest first."""
    return Availability.objects.filter(assessor=person).order_by("-declared_at", "-pk")


def versions_to_offer(person: Person, *, at: datetime) -> list[Version]:
    """The newest version of each micro-credential that a person may score, by its name."""
    newest = Version.objects.filter(pk__in=versions_for(person, at=at)).order_by("micro_credential", "-published_at")
    rows = newest.distinct("micro_credential").select_related("micro_credential")
    return sorted(rows, key=lambda version: (str(version.title), str(version.pk)))


def given_back_since(people: Collection[UUID], *, since: datetime) -> dict[UUID, int]:
    """How often some people gave something back themselves since a moment, by person."""
    rows = GivenBack.objects.filter(assessor__in=people, given_back_at__gte=since, taken_by__isnull=True)
    return dict(rows.values_list("assessor").annotate(times=Count("pk")))


@plan_kept
@asked_often
def _newest(*, person_id: UUID, week: datetime) -> QuerySet[Availability]:
    mine = {"assessor": OuterRef("assessor")}
    first = Claim.objects.filter(own_number=1, claimed_at__gte=week, **mine)
    again = Claim.objects.filter(item=OuterRef("item"), assessor=OuterRef("assessor")).filter(
        claimed_at__gte=OuterRef("given_back_at"), number__gt=OuterRef("claim__number")
    )
    back = GivenBack.objects.filter(~Exists(again), given_back_at__gte=week, claim__claimed_at__gte=week, **mine)
    # What was taken first in an earlier week uses up nothing of this one, so that nothing of it comes back.
    counted_now = first.filter(item=OuterRef("item"))
    said = Availability.objects.filter(assessor=person_id).annotate(
        taken=_number_of(first),
        given_back=_number_of(back.filter(taken_by__isnull=True)),
        taken_from=_number_of(back.filter(Exists(counted_now), taken_by__isnull=False)),
    )
    return said.order_by("-declared_at", "-pk")[:1]


def _number_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("assessor").annotate(n=Count("pk")).values("n"))

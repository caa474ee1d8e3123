"""How many business days an office promises for an answer, and until when it was promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.calendars.rules import ONE_DAY, BusinessCalendar
from microcred.foundation.asked_often import asked_often
from microcred.foundation.days import beginning_of, day_in
from microcred.organizations.models import Organization
from microcred.recognition.models import RulingTerms

RULING_DAYS: Final = 10
"""business days in which an answer is due where nobody promised otherwise"""


@dataclass(frozen=True)
class Promised:
    """What an office has promised, its last word at the end.

    Args:
        said: from which moment on, and how many business days; the first from ever.
    """

    zone: str
    calendar: BusinessCalendar
    said: Sequence[tuple[datetime | None, int]]

    def days_at(self, moment: datetime) -> int:
        """How many business days were promised at a moment."""
        return next(days for since, days in reversed(self.said) if since is None or since <= moment)

    @property
    def days(self) -> int:
        """How many it promises now."""
        return self.said[-1][1]

    def due(self, entered_at: datetime) -> date:
        """The last day for an answer to what came at a moment."""
        return self.calendar.after(day_in(entered_at, self.zone), self.days_at(entered_at))

    def overdue(self, at: datetime) -> Q:
        """Of what has an `entered_at`, that of which the last day is over."""
        found = Q(pk__in=())
        for number, (since, days) in enumerate(self.said):
            until = self.said[number + 1][0] if number + 1 < len(self.said) else None
            of = Q(entered_at__lt=self._before(days, at))
            of &= Q(entered_at__gte=since) if since is not None else Q()
            of &= Q(entered_at__lt=until) if until is not None else Q()
            found |= of
        return found

    def _before(self, days: int, at: datetime) -> datetime:
        today = day_in(at, self.zone)
        # The first day whose last day for an answer has not passed: from there back, everything is overdue.
        day = today - days * ONE_DAY
        while self.calendar.after(day, days) >= today:
            day -= ONE_DAY
        return beginning_of(day + ONE_DAY, self.zone)


def promised_by(office: Organization) -> Promised:
    """What an office promises, itself or by the nearest above it."""
    rows: dict[UUID, list[RulingTerms]] = {}
    for row in _terms_of(places=office.lineage):
        rows.setdefault(row.organization_id, []).append(row)
    moments = sorted({row.declared_at for of in rows.values() for row in of})
    said: list[tuple[datetime | None, int]] = [(None, RULING_DAYS)]
    said += [(moment, _at(rows, office.lineage, moment)) for moment in moments]
    return Promised(office.time_zone, calendar_of(office).calendar, said)


def promised_by_each(offices: Iterable[Organization]) -> dict[UUID, Promised]:
    """The same of several."""
    return {office.pk: promised_by(office) for office in offices}


def terms_said_by(office: Organization) -> QuerySet[RulingTerms]:
    """Everything that an office itself has said, the last first."""
    return RulingTerms.objects.filter(organization=office).select_related("declared_by").order_by("-declared_at", "-pk")


def _at(rows: Mapping[UUID, Sequence[RulingTerms]], lineage: Sequence[UUID], moment: datetime) -> int:
    for place in reversed(lineage):
        said = [row for row in rows.get(place, ()) if row.declared_at <= moment]
        if said:
            return said[-1].business_days
    return RULING_DAYS


@asked_often
def _terms_of(*, places: list[UUID]) -> QuerySet[RulingTerms]:
    return RulingTerms.objects.filter(organization__in=places).order_by("declared_at", "pk")

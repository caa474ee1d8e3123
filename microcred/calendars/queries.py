"""Questions about business calendars: which counts where, and what it said."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from microcred.calendars.models import ClosedDays, Edition
from microcred.calendars.rules import WEEKDAYS, Base, BusinessCalendar, Closure
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization


@dataclass(frozen=True)
class InForce:
    """The calendar that counts in an organization; `edition` is None where nobody at or above it has said anything."""

    calendar: BusinessCalendar
    edition: Edition | None = None

    def is_of(self, organization: Organization) -> bool:
        """Whether it is an organization's own, not one from above."""
        return self.edition is not None and self.edition.organization_id == organization.pk


def calendar_of(organization: Organization) -> InForce:
    """The calendar that counts in an organization: its own last edition, or that of the nearest above it."""
    latest = {edition.organization_id: edition for edition in _latest(places=organization.lineage)}
    edition = next((latest[place] for place in reversed(organization.lineage) if place in latest), None)
    if edition is None:
        return InForce(WEEKDAYS)
    return InForce(calendars_by([edition])[edition.pk], edition)


def calendars_by(editions: Collection[Edition]) -> dict[UUID, BusinessCalendar]:
    """What some editions say, in one query however many they are."""
    closed: dict[UUID, list[Closure]] = {edition.pk: [] for edition in editions}
    for row in _closed(editions=list(closed)) if closed else ():
        closed[row.edition_id].append(Closure(row.name, row.first_day, row.last_day))
    return {
        edition.pk: BusinessCalendar(frozenset(edition.weekend), Base(edition.base), tuple(closed[edition.pk]))
        for edition in editions
    }


def editions_of(organization: Organization) -> QuerySet[Edition]:
    """Everything that an organization's own calendar said, the last first."""
    return Edition.objects.filter(organization=organization).select_related("saved_by").order_by("-number")


@asked_often
def _latest(*, places: list[UUID]) -> QuerySet[Edition]:
    said = Edition.objects.filter(organization__in=places).select_related("organization", "saved_by")
    return said.order_by("organization", "-number").distinct("organization")


@asked_often
def _closed(*, editions: list[UUID]) -> QuerySet[ClosedDays]:
    return ClosedDays.objects.filter(edition__in=editions).order_by("first_day", "last_day", "name")

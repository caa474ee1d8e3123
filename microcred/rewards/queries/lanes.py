"""Salary lanes: who has reached which by what was earned, and what was exported of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from microcred.foundation.days import beginning_of
from microcred.organizations.models import Organization, Person, Role
from microcred.rewards import rules
from microcred.rewards.models import LaneExport, LaneExportRow, LaneSchedule
from microcred.rewards.queries.facts import earned_since
from microcred.rewards.rules import Change, Crossing


def schedules_of(organization: Organization) -> QuerySet[LaneSchedule]:
    """An organization's schedules of lanes, the one that holds first."""
    found = LaneSchedule.objects.filter(organization=organization).select_related("organization", "stated_by")
    return found.prefetch_related("lanes").order_by("-number")


def schedule_of(organization: Organization) -> LaneSchedule | None:
    """The schedule that holds: the one that was stated last."""
    return schedules_of(organization).first()


def as_ruled_schedule(schedule: LaneSchedule) -> rules.Schedule:
    """A schedule as the rules know it."""
    return rules.Schedule(
        zone=schedule.organization.time_zone,
        year_begins=schedule.year_begins,
        measure=rules.Measure(schedule.measure),
        hours_per_credit=schedule.hours_per_credit,
        counts_from=schedule.counts_from,
        effect=rules.Effect(schedule.effect),
        without_stipends=schedule.without_stipends,
        roles=frozenset({Role.EDUCATOR.value}),
        place=schedule.organization_id,
        lanes=tuple(rules.LaneTerms(name=lane.name, threshold=lane.threshold) for lane in schedule.lanes.all()),
    )


def crossings_in(schedule: LaneSchedule, *, at: datetime) -> tuple[Crossing, ...]:
    """Who has reached which lane by a moment. Five queries."""
    ruled = as_ruled_schedule(schedule)
    since = beginning_of(schedule.counts_from, ruled.zone)
    earned = earned_since(since, [schedule.organization_id], at=at)
    taken = {each.id for each in earned if each.benefit is rules.Benefit.STIPEND}
    return rules.crossings(ruled, earned, taken)


def exports_of(organization: Organization) -> QuerySet[LaneExport]:
    """What an organization exported, the newest first, with how many rows were new, changed and withdrawn."""
    found = LaneExport.objects.filter(schedule__organization=organization)
    counted = {
        name: Count("rows", filter=Q(rows__change=change))
        for name, change in (("new", "new"), ("changed", "changed"), ("withdrawn", "withdrawn"))
    }
    return (
        found.select_related("schedule__organization", "exported_by")
        .annotate(all=Count("rows"), **counted)
        .order_by("-number")
    )


def exported_last(organization: Organization) -> LaneExport | None:
    """The last export."""
    return exports_of(organization).first()


def stood_in(export: LaneExport | None) -> dict[tuple[UUID, str], Crossing]:
    """What stood in an export and was not withdrawn in it, by person and lane."""
    if export is None:
        return {}
    rows = LaneExportRow.objects.filter(export=export).exclude(change=LaneExportRow.Change.WITHDRAWN)
    return {
        (row.person_id, row.lane): Crossing(
            person=row.person_id,
            lane=row.lane,
            crossed_on=row.crossed_on,
            holds_from=row.holds_from,
            amount=row.amount,
            awards=tuple(row.awards),
        )
        for row in rows
    }


def rows_of(export: LaneExport) -> QuerySet[LaneExportRow]:
    """The rows of an export, by name."""
    found = LaneExportRow.objects.filter(export=export).select_related("person")
    return found.order_by("person__name", "person", "crossed_on", "lane")


@dataclass(frozen=True)
class Reached:
    """Who reached a lane, with what became of it since the last export."""

    person: Person
    crossing: Crossing
    change: LaneExportRow.Change


def reached_in(schedule: LaneSchedule, *, at: datetime) -> list[Reached]:
    """Who has reached which lane, by name, with what changed since the last export."""
    found = rules.compared(crossings_in(schedule, at=at), stood_in(exported_last(schedule.organization)))
    people = Person.objects.in_bulk({each.person for each, _change in found})
    told = [Reached(people[each.person], each, LaneExportRow.Change(change.value)) for each, change in found]
    return sorted(told, key=lambda one: (one.person.name.casefold(), one.person.pk, one.crossing.crossed_on))


def digest_of(rows: Iterable[tuple[Crossing, Change]]) -> str:
    """The SHA-256, hexadecimal, of what does not change of an export: a line of person, lane, days, amount and change
    for each row, without names and addresses, in the order of persons and lanes."""
    lines = sorted(
        f"{each.person},{each.lane},{each.crossed_on},{each.holds_from},{each.amount:.2f},{change.value}"
        for each, change in rows
    )
    return sha256("\n".join(lines).encode()).hexdigest()

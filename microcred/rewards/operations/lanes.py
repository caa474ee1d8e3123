"""The verbs of salary lanes: stating them, and exporting who reached which."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.rewards.models import Lane, LaneExport, LaneExportRow, LaneSchedule
from microcred.rewards.queries import crossings_in, digest_of, exported_last, stood_in
from microcred.rewards.rules import JULY, Change, Effect, Measure, compared


class NoSource(Refusal):
    """Lanes stand in a document."""

    message = _("Say in which document the lanes stand, and where in it.")
    field = "source"


class NoLanes(Refusal):
    """A schedule has lanes, each of which takes something."""

    message = _("Give at least one lane, each with a name of its own and with more than nothing to reach.")
    field = "lanes"


class NoConversion(Refusal):
    """Credits stand for hours."""

    message = _("Say how many hours one credit stands for.")
    field = "hours_per_credit"


class NobodyYet(Refusal):
    """A file with nothing in it is no use to payroll."""

    message = _("Nobody has reached a lane yet. There is nothing to export.")


class NothingChanged(Refusal):
    """The same again would be taken for something new."""

    message = _(
        "This was exported before, on {day} as number {number}, and nothing has changed since. Take that file again."
    )


@operation
def state_lanes(
    *,
    actor: Person,
    organization: Organization,
    source: str,
    measure: Measure,
    hours_per_credit: Decimal | None,
    counts_from: date,
    effect: Effect,
    without_stipends: bool,
    lanes: Mapping[str, Decimal],
    at: datetime,
    year_begins: int = JULY,
) -> LaneSchedule:
    """State a district's salary lanes, in place of those before. Exports that were made stay as they are.

    Args:
        actor: an administrator of the organization, or above.
        source: the document in which they stand, in words.
        lanes: how much each takes, by its name.

    Raises:
        NoSource, NoLanes, NoConversion, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if not source.strip():
        raise NoSource
    if not lanes or any(not name.strip() or threshold <= 0 for name, threshold in lanes.items()):
        raise NoLanes
    if measure is Measure.CREDITS and (hours_per_credit is None or hours_per_credit <= 0):
        raise NoConversion
    hold(organization.pk)
    schedule = LaneSchedule.objects.create(
        organization=organization,
        number=LaneSchedule.objects.filter(organization=organization).count() + 1,
        source=source.strip(),
        measure=measure.value,
        hours_per_credit=hours_per_credit if measure is Measure.CREDITS else None,
        counts_from=counts_from,
        effect=effect.value,
        without_stipends=without_stipends,
        year_begins=year_begins,
        stated_at=at,
        stated_by=actor,
    )
    Lane.objects.bulk_create(
        [Lane(schedule=schedule, name=name.strip(), threshold=threshold) for name, threshold in lanes.items()]
    )
    return schedule


@operation
def export_lanes(*, actor: Person, schedule: LaneSchedule, at: datetime) -> LaneExport:
    """Write down who reached which lane, with what changed since the export before, and a receipt.

    Args:
        actor: an administrator or a renewal coordinator of the organization, or above.

    Raises:
        NobodyYet, NothingChanged: it was exported before, and is as it was.
        NotAllowed.
    """
    organization = schedule.organization
    may = [acts_as(actor, role, for_organization=organization, at=at) for role in (Role.ORG_ADMIN, Role.RECOGNIZER)]
    if not any(may):
        raise NotAllowed
    hold(organization.pk)
    last = exported_last(organization)
    found = compared(crossings_in(schedule, at=at), stood_in(last))
    if last is None and not found:
        raise NobodyYet
    if last is not None and all(change is Change.SAME for _each, change in found):
        raise NothingChanged(day=date_format(last.exported_at), number=last.number)
    export = LaneExport.objects.create(
        schedule=schedule,
        number=1 if last is None else last.number + 1,
        digest=digest_of(found),
        exported_at=at,
        exported_by=actor,
    )
    LaneExportRow.objects.bulk_create(
        LaneExportRow(
            export=export,
            person_id=each.person,
            lane=each.lane,
            crossed_on=each.crossed_on,
            holds_from=each.holds_from,
            amount=each.amount,
            awards=list(each.awards),
            change=change.value,
        )
        for each, change in found
    )
    return export

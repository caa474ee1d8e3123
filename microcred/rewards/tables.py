"""What payroll gets: of a locked period a row for each payout, of lanes a row for each person and lane.

Columns keep their English names: programs read them.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from microcred.foundation.comma_separated import as_csv
from microcred.foundation.days import day_in
from microcred.foundation.money import price
from microcred.rewards.models import EmployeeNumber, LaneExport, LaneExportRow, Payout, StipendPeriod
from microcred.rewards.rules import year_named

PAYOUTS = (
    "organization",
    "first_day",
    "last_day",
    "payout_id",
    "kind",
    "entry_id",
    "person_id",
    "employee_number",
    "name",
    "email",
    "offer",
    "clause",
    "earned_on",
    "fiscal_year",
    "amount",
    "currency",
    "reason",
)


def payouts_as_csv(period: StipendPeriod, payouts: Iterable[Payout], numbers: Mapping[UUID, EmployeeNumber]) -> str:
    """A row for each stipend that is paid, and for each that is taken back; the amounts sum to what the period pays.

    Args:
        numbers: by which payroll knows people by now, by person.
    """
    return as_csv(
        PAYOUTS,
        (
            (
                period.organization.name,
                period.starts_on.isoformat(),
                period.last_day.isoformat(),
                str(each.pk),
                each.kind,
                str(each.entry_id),
                str(each.entry.person_id),
                _number(numbers, each.entry.person_id),
                each.entry.person.name,
                each.entry.person.email,
                each.entry.offer.name,
                each.entry.edition.clause,
                each.entry.earned_on.isoformat(),
                year_named(each.entry.year, each.entry.offer.year_begins),
                price(each.amount, each.entry.offer.currency),
                each.entry.offer.currency,
                _reason(each),
            )
            for each in payouts
        ),
    )


def _reason(payout: Payout) -> str:
    if payout.kind == Payout.Kind.PAID:
        return ""
    return payout.entry.reversal.reason or payout.entry.reversal.cause


def _number(numbers: Mapping[UUID, EmployeeNumber], person_id: UUID) -> str:
    one = numbers.get(person_id)
    return one.number if one is not None else ""


LANES = (
    "organization",
    "export_number",
    "receipt",
    "exported_on",
    "person_id",
    "employee_number",
    "name",
    "email",
    "lane",
    "measure",
    "earned_together",
    "reached_on",
    "holds_from",
    "change",
    "awards",
    "source",
)


def lanes_as_csv(export: LaneExport, rows: Iterable[LaneExportRow], numbers: Mapping[UUID, EmployeeNumber]) -> str:
    """A row for each person and lane. `change`: new, same, changed, or withdrawn since the export before.

    Args:
        numbers: by which payroll knows people by now, by person.
    """
    schedule = export.schedule
    return as_csv(
        LANES,
        (
            (
                schedule.organization.name,
                export.number,
                export.digest,
                day_in(export.exported_at, schedule.organization.time_zone).isoformat(),
                str(row.person_id),
                _number(numbers, row.person_id),
                row.person.name,
                row.person.email,
                row.lane,
                schedule.measure,
                row.amount,
                row.crossed_on.isoformat(),
                row.holds_from.isoformat(),
                row.change,
                " ".join(str(each) for each in row.awards),
                schedule.source,
            )
            for row in rows
        ),
    )

"""What payroll gets of a locked period, as tables, a row for each person or for each reading; and one's own readings.

The columns keep their English names, whoever takes them: programs read them.
"""

from collections.abc import Iterable, Iterator

from microcred.billing.models import Period, Unit
from microcred.billing.queries import Done, Entry, shares_of
from microcred.billing.rules import hours
from microcred.foundation.comma_separated import Cell, as_csv
from microcred.foundation.days import day_in
from microcred.foundation.money import price

OWN = ("read_on", "micro_credential", "version", "organization", "minutes", "amount", "currency", "state", "kind")
PEOPLE = (
    "organization",
    "first_day",
    "last_day",
    "assessor_id",
    "name",
    "email",
    "readings",
    "taken_back",
    "hours",
    "amount",
    "currency",
)
READINGS = (
    "organization",
    "first_day",
    "last_day",
    "line_id",
    "kind",
    "reverses",
    "assessor_id",
    "name",
    "email",
    "micro_credential",
    "version",
    "read_on",
    "minutes",
    "amount",
    "currency",
    "reason",
)


def own_readings_as_csv(done: Iterable[Done]) -> str:
    """What somebody has read, a row for each reading and currency: the minutes stand in its first.

    Amounts are what came of it, paid, taken back and still to be paid together.
    """
    return as_csv(OWN, (row for each in done for row in _own(each)))


def _own(done: Done) -> Iterator[tuple[Cell, ...]]:
    of = done.unit
    minutes: Cell = "" if done.minutes is None else done.minutes
    sums: list[tuple[Cell, Cell]] = [(price(amount, name), name) for name, amount in done.amounts.items()]
    for amount, currency in sums or [("", "")]:
        names = (of.title, _label(of), of.organization.name)
        yield done.day.isoformat(), *names, minutes, amount, currency, done.state.value, _kind(of)
        minutes = ""


def people_as_csv(period: Period, entries: Iterable[Entry]) -> str:
    """A row for each person and currency, by name."""
    return as_csv(
        PEOPLE,
        (
            (
                *_of(period),
                str(share.person.pk),
                share.person.name,
                share.person.email,
                share.readings,
                share.taken_back,
                "" if share.minutes is None else hours(share.minutes),
                price(amount, currency),
                currency,
            )
            for share in shares_of(entries)
            for currency, amount in share.amounts.items()
        ),
    )


def readings_as_csv(period: Period, entries: Iterable[Entry]) -> str:
    """A row for each reading that is paid, then one for each whose pay is taken back; the amounts sum to the total.

    Which reading of its submission one was, no row says: who takes the table may assess too.
    """
    return as_csv(
        READINGS,
        (
            (
                *_of(period),
                str((each.reversal or each.line or each.unit).pk),
                "reversal" if each.reversal else _kind(each.unit),
                str(each.reversal.line_id) if each.reversal else "",
                str(each.unit.assessor_id),
                each.unit.assessor.name,
                each.unit.assessor.email,
                each.unit.title,
                _label(each.unit),
                day_in(each.unit.read_at, each.unit.organization.time_zone).isoformat(),
                "" if each.minutes is None else each.minutes,
                price(each.money.amount, each.money.currency),
                each.money.currency,
                each.reversal.reason if each.reversal else "",
            )
            for each in entries
        ),
    )


def _kind(unit: Unit) -> str:
    """Which reading it was stays unsaid."""
    return "reading" if unit.training_id is None else "training"


def _label(unit: Unit) -> str:
    return "" if unit.version is None or unit.training_id is not None else unit.version.label


def _of(period: Period) -> tuple[Cell, ...]:
    return period.organization.name, period.starts_on.isoformat(), period.last_day.isoformat()

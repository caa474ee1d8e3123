"""What payroll gets of a locked period, a row for each payout. Columns keep their English names: programs read them."""

from collections.abc import Iterable

from microcred.foundation.comma_separated import as_csv
from microcred.foundation.money import price
from microcred.rewards.models import Payout, StipendPeriod
from microcred.rewards.rules import year_named

PAYOUTS = (
    "organization",
    "first_day",
    "last_day",
    "payout_id",
    "kind",
    "entry_id",
    "person_id",
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


def payouts_as_csv(period: StipendPeriod, payouts: Iterable[Payout]) -> str:
    """A row for each stipend that is paid, and for each that is taken back; the amounts sum to what the period pays."""
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

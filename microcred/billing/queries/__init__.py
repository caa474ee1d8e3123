"""The questions that billing answers: what is paid for work, what a period comes to, what somebody has done."""

from microcred.billing.queries.owed import Owed, owed_by, unpriced_in
from microcred.billing.queries.periods import (
    Entry,
    Share,
    Standing,
    corrections_in,
    end_of,
    entries_of,
    first_open,
    kinds_in,
    last_of,
    minutes_of,
    open_before,
    periods_of,
    periods_to_lock,
    shares_of,
    standings_of,
)
from microcred.billing.queries.rates import rate_in_force, rate_that_applied, rates_of
from microcred.billing.queries.service import ServiceRecord, between, service_days, service_record
from microcred.billing.queries.work import Done, Month, Payment, has_worked, months_of, payments_of, work_of_person

__all__ = [
    "Done",
    "Entry",
    "Month",
    "Owed",
    "Payment",
    "ServiceRecord",
    "Share",
    "Standing",
    "between",
    "corrections_in",
    "end_of",
    "entries_of",
    "first_open",
    "has_worked",
    "kinds_in",
    "last_of",
    "minutes_of",
    "months_of",
    "open_before",
    "owed_by",
    "payments_of",
    "periods_of",
    "periods_to_lock",
    "rate_in_force",
    "rate_that_applied",
    "rates_of",
    "service_days",
    "service_record",
    "shares_of",
    "standings_of",
    "unpriced_in",
    "work_of_person",
]

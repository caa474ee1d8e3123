"""Which cycle a person is in: from a licence, from a day of the year, or from a school year."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from microcred.recognition.rules.amounts import years_before
from microcred.recognition.rules.engine.policy import Cycle, MonthDay
from microcred.recognition.rules.engine.prepared import Chain
from microcred.recognition.rules.engine.record import Licence, Record


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle, half-open: from `starts_on` up to, not including, `ends_on`."""

    starts_on: date
    ends_on: date
    licence: Licence | None

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.ends_on - timedelta(days=1)


def spans(chain: Chain, record: Record, day: date) -> list[Span]:
    """The person's cycles under a policy that are open on a day; where none is, the one that closed last."""
    licences = [
        one for one in record.licences if one.jurisdiction.casefold() == chain.licences_of and one.issued_on <= day
    ]
    if chain.cycle.anchor == "school year":
        return _school_years(chain, record, licences, day)
    replaced = {one.replaces: one.issued_on for one in licences if one.replaces is not None}
    found: list[Span] = []
    for licence in sorted(licences, key=lambda one: one.id):
        span = span_of(chain, licence, replaced.get(licence.id))
        if span is not None:
            found.append(span)
    open_now = [span for span in found if span.starts_on <= day < span.ends_on]
    if open_now or not found:
        return sorted(open_now, key=_closing)
    last = max(span.ends_on for span in found)
    return [span for span in found if span.ends_on == last]


def _closing(span: Span) -> tuple[date, str]:
    return span.ends_on, span.licence.id if span.licence else ""


def span_of(chain: Chain, licence: Licence, replaced_on: date | None) -> Span | None:
    """The cycle of a licence under a policy, open or not; None where it has no day.

    Args:
        replaced_on: the first day of the licence that takes its place.
    """
    years = chain.cycle.years
    if licence.expires_on is not None:
        ends_on = licence.expires_on + timedelta(days=1)
    else:
        ends_on = years_before(licence.issued_on, -years)
        if chain.cycle.closes is not None and chain.cycle.anchor == "fixed":
            ends_on = closing_before(chain.cycle.closes, ends_on)
    starts_on = max(licence.issued_on, years_before(ends_on, years))
    if replaced_on is not None:
        ends_on = min(ends_on, replaced_on)
    return Span(starts_on, ends_on, licence) if starts_on < ends_on else None


def _school_years(chain: Chain, record: Record, licences: list[Licence], day: date) -> list[Span]:
    holds = [one for one in licences if one.expires_on is None or day <= one.expires_on]
    works = any(
        one.jurisdiction.casefold() == chain.licences_of
        and one.first_day <= day
        and (one.last_day is None or day <= one.last_day)
        for one in record.employment
    )
    if not holds and not works:
        return []
    starts_on = closing_before(chain.cycle.closes or MonthDay(month=6, day=30), day)
    ends_on = years_before(starts_on, -chain.cycle.years)
    return [Span(starts_on, ends_on, min(holds, key=lambda one: one.id) if holds else None)]


def closing_before(closes: MonthDay, day: date) -> date:
    """The latest first-day-after a closing that is not after a day."""
    ends_on = _day_after(closes, day.year)
    return ends_on if ends_on <= day else _day_after(closes, day.year - 1)


def _day_after(closes: MonthDay, year: int) -> date:
    try:
        last = date(year, closes.month, closes.day)
    except ValueError:
        last = date(year, closes.month, 28)
    return last + timedelta(days=1)


def closing_problem(rule: Cycle, *, starts_on: date, ends_on: date) -> str:
    """What is wrong with a person's cycle under a rule, in the reader's words; empty when nothing is.

    Args:
        ends_on: the first day after it.
    """
    if starts_on >= ends_on:
        return _("A cycle has at least one day.")
    last_day = ends_on - timedelta(days=1)
    closes = rule.closes
    if closes is not None and rule.anchor == "fixed" and ends_on != _day_after(closes, last_day.year):
        return _("A cycle under this policy closes on day %(day)s of month %(month)s.") % {
            "day": closes.day,
            "month": closes.month,
        }
    if starts_on < years_before(ends_on, rule.years):
        return _("A cycle under this policy lasts at most %(years)s years.") % {"years": rule.years}
    return ""


def year_of(span: Span, day: date) -> int:
    """Which year of the cycle a day is in: the calendar year in which that year of the cycle begins."""
    begins = (span.ends_on.month, span.ends_on.day)
    return day.year if (day.month, day.day) >= begins else day.year - 1

"""An educator's renewal cycles on their home: how they fill, and what is still to do."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from microcred.foundation.asked_often import asked_often
from microcred.foundation.days import day_in
from microcred.organizations.models import Person
from microcred.recognition.models import Cycle, CycleChange, Entry
from microcred.recognition.queries import CONFIRMED, WAITING
from microcred.recognition.queries.outlook import Outlook, outlooks
from microcred.recognition.queries.policies import words_of
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.ahead import Ahead, What
from microcred.recognition.rules.forecast import forecast
from microcred.recognition.rules.languages import said
from microcred.site.homes.shapes import CreditBar, address, plain

LAST_YEAR = 365
"""days before a cycle closes from which its parts are looked at too, and not its total alone"""


def bars(person: Person, *, at: datetime) -> tuple[CreditBar, ...]:
    """The renewal cycles that are open today, with what is confirmed and what waits."""
    found = as_changed(_cycles(person_id=person.pk, since=at.date() - timedelta(days=1)))
    cycles = [(cycle, day_in(at, cycle.policy.jurisdiction.time_zone)) for cycle in found]
    cycles = sorted(
        (pair for pair in cycles if pair[0].starts_on <= pair[1] < pair[0].ends_on and not pair[0].has_ended),
        key=lambda pair: (pair[0].ends_on, pair[0].pk),
    )
    last_year = any((cycle.ends_on - today).days <= LAST_YEAR for cycle, today in cycles)
    lacking = {one.cycle.pk: one for one in outlooks([person], at=at).get(person.pk, ())} if last_year else {}
    return tuple(
        CreditBar(
            label=said(cycle.policy.name, words_of([cycle.policy])),
            confirmed=plain(cycle.confirmed),
            waiting=plain(cycle.waiting),
            needed=plain(lacking[cycle.pk].needed if cycle.pk in lacking else cycle.needed or Decimal(0)),
            last_day=cycle.ends_on - timedelta(days=1),
            href=address("transcript"),
            words=_still_to_do(cycle, today, lacking.get(cycle.pk)),
        )
        for cycle, today in cycles
    )


def _still_to_do(cycle: Any, today: date, lacking: Outlook | None) -> str:
    """What a cycle lacks, once all that waits is confirmed: in all and how much that is a month; else in a part.

    Args:
        lacking: what lies ahead, in its last year; credit that will be too old is not counted then.
    """
    needed, counted = cycle.needed or Decimal(0), cycle.confirmed + cycle.waiting
    if lacking is not None:
        total, pace = _first(lacking, What.TOTAL), lacking.forecast
        missing = (total.amount if total else None) or Decimal(0)
    else:
        missing = needed - counted
        pace = forecast(starts_on=cycle.starts_on, ends_on=cycle.ends_on, needed=needed, counted=counted, today=today)
    if missing > 0:
        facts = {"amount": plain(missing), "month": plain(pace.each_month) if pace else ""}
        if pace is None:
            return _("%(amount)s are still to be earned.") % facts
        return _("%(amount)s are still to be earned: %(month)s a month from now on.") % facts
    part = _first(lacking, What.PART) if lacking is not None else None
    if part is None or part.amount is None:
        return ""
    return _("Enough in all, but %(amount)s of “%(name)s” are missing.") % {
        "amount": plain(part.amount),
        "name": part.name,
    }


def _first(lacking: Outlook, what: What) -> Ahead | None:
    return next((one for one in lacking.ahead if one.what is what), None)


@asked_often
def _cycles(*, person_id: UUID, since: date) -> QuerySet[Any]:
    """The cycles that end after a day, with the credit that is `confirmed` and what is `waiting`."""
    nothing = Value(Decimal(0), output_field=DecimalField())

    def sum_of(amount: str, those: Q) -> Coalesce:
        of_cycle = Entry.objects.filter(those, cycle=OuterRef("pk")).order_by().values("cycle")
        return Coalesce(Subquery(of_cycle.annotate(sum=Sum(amount)).values("sum")), nothing)

    later = CycleChange.objects.filter(cycle__person=person_id, ends_on__gt=since).values("cycle")
    return (
        Cycle.objects.filter(Q(ends_on__gt=since) | Q(pk__in=later), person=person_id)
        .select_related("policy__jurisdiction")
        .annotate(
            confirmed=sum_of("amount", CONFIRMED) + sum_of("adjustments__amount", CONFIRMED),
            waiting=sum_of("amount", WAITING) + sum_of("adjustments__amount", WAITING),
        )
        .order_by("ends_on", "pk")
    )

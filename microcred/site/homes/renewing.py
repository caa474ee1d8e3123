"""An educator's renewal cycles on their home: how they fill, and what is still to do."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.recognition.models import Cycle, CycleChange, Entry
from microcred.recognition.queries import CONFIRMED, WAITING
from microcred.recognition.queries.outlook import Outlook, totals_ahead
from microcred.recognition.queries.policies import words_of
from microcred.recognition.rules.ahead import Ahead, What
from microcred.recognition.rules.languages import said
from microcred.site.homes.shapes import CreditBar, address, plain


def bars(person: Person, *, at: datetime) -> tuple[CreditBar, ...]:
    """The renewal cycles that are open today, with what is confirmed and what waits."""
    summed = {cycle.pk: cycle for cycle in _cycles(person_id=person.pk, since=at.date() - timedelta(days=1))}
    if not summed:
        return ()
    return tuple(
        CreditBar(
            label=said(one.cycle.policy.name, words_of([one.cycle.policy])),
            confirmed=plain(summed[one.cycle.pk].confirmed),
            waiting=plain(summed[one.cycle.pk].waiting),
            needed=plain(one.needed),
            last_day=one.cycle.last_day,
            href=address("transcript"),
            words=_still_to_do(one),
        )
        for one in totals_ahead(person, at=at)
        if one.cycle.pk in summed
    )


def _still_to_do(lies: Outlook) -> str:
    """What a cycle lacks, once all that waits is confirmed: in all and how much that is a month; else in a part. Credit
    that will be too old when it closes is not counted."""
    total, pace = _first(lies, What.TOTAL), lies.forecast
    missing = (total.amount if total else None) or Decimal(0)
    if missing > 0:
        facts = {"amount": plain(missing), "month": plain(pace.each_month) if pace else ""}
        if pace is None:
            return _("%(amount)s are still to be earned.") % facts
        return _("%(amount)s are still to be earned: %(month)s a month from now on.") % facts
    part = _first(lies, What.PART)
    if part is None or part.amount is None:
        return ""
    return _("Enough in all, but %(amount)s of “%(name)s” are missing.") % {
        "amount": plain(part.amount),
        "name": part.name,
    }


def _first(lies: Outlook, what: What) -> Ahead | None:
    return next((one for one in lies.ahead if one.what is what), None)


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
        .annotate(
            confirmed=sum_of("amount", CONFIRMED) + sum_of("adjustments__amount", CONFIRMED),
            waiting=sum_of("amount", WAITING) + sum_of("adjustments__amount", WAITING),
        )
        .order_by("ends_on", "pk")
    )

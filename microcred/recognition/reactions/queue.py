"""The door of news around rulings: what is allowed, who rules in whose place, and what waits too long."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.organizations.models import Organization
from microcred.recognition import operations
from microcred.recognition.events import CreditAllowed, Delegated, LessAllowed
from microcred.recognition.models import (
    ActivityAllowance,
    Allowance,
    Cycle,
    CycleChange,
    Delegation,
    Entry,
)
from microcred.recognition.queries.bulk import overdue_in
from microcred.recognition.queries.keeping import keepers_at
from microcred.recognition.queries.ledger import WAITING
from microcred.recognition.queries.policies import as_read, unit_of
from microcred.recognition.queries.ruling_terms import promised_by
from microcred.recognition.rules import plain
from microcred.recognition.rules.reason_codes import REASON_CODES

LESS: Final = _("At most {amount} for “{title}”")
WHY_LESS: Final = _(
    "{district} allows at most {amount} for “{title}”: {reason}\n\n{words}\n\n{counts}What you can do: {way}"
)
COUNTS: Final = _("It is confirmed, and counts for {amount} {unit} under “{policy}”.\n\n")


@on(CreditAllowed)
def tell_what_is_allowed(event: CreditAllowed) -> None:
    """The ledger follows what a coordinator allows; the educator hears in one letter how much that is or what exception
    was made, what counts now, why, and what they can do."""
    found = Allowance.objects.select_related("award__person", "award__version", "office", "policy")
    allowance = found.get(pk=event.allowance_id)
    operations.recognize(actor=None, person=allowance.award.person, at=now())
    facts = {
        "title": title_for_readers(allowance.award.version),
        "district": allowance.office.name,
        "words": allowance.words,
        "amount": plain(allowance.amount) if allowance.amount is not None else "",
    }
    reason = REASON_CODES.get(allowance.code)
    if reason is None:
        subject = _("An exception was made for “{title}”")
        body = _(
            "{district} has made an exception so that “{title}” can count:\n\n{words}\n\nYour transcript shows what "
            "comes of it."
        )
    else:
        subject, body = LESS, WHY_LESS
        counts = _what_counts(Entry.objects.filter(award=allowance.award_id, family=allowance.policy.family))
        facts |= {"reason": reason.words, "way": reason.way_forward, "counts": counts}
    tell(
        actor=None,
        person=allowance.award.person,
        kind="credit_allowed",
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=reverse("transcript"),
        key=f"credit-allowed:{allowance.pk}",
        at=now(),
    )


@on(LessAllowed)
def look_again_and_tell_how_much(event: LessAllowed) -> None:
    """The ledger follows what a coordinator allows of an activity, and its educator hears how much, why, and what they
    can do."""
    found = ActivityAllowance.objects.select_related("statement__activity__person", "office", "policy")
    allowance = found.get(pk=event.allowance_id)
    person, at = allowance.statement.activity.person, now()
    operations.recognize(actor=None, person=person, at=at)
    reason = REASON_CODES[allowance.code]
    facts = {
        "title": allowance.statement.name,
        "district": allowance.office.name,
        "words": allowance.words,
        "amount": plain(allowance.amount),
        "reason": reason.words,
        "way": reason.way_forward,
        "counts": _what_counts(Entry.objects.filter(statement=allowance.statement_id, family=allowance.policy.family)),
    }
    tell(
        actor=None,
        person=person,
        kind="credit_allowed",
        subject=format_lazy(LESS, **facts),
        body=format_lazy(WHY_LESS, **facts),
        path=reverse("transcript"),
        key=f"less-allowed:{allowance.pk}",
        at=at,
    )


def _what_counts(entries: QuerySet[Entry]) -> str | Promise:
    """What the entry that stands counts for, in a sentence; nothing where none does any more."""
    entry = entries.filter(reversal__isnull=True).select_related("policy").prefetch_related("adjustments").first()
    if entry is None:
        return ""
    policy, unit = (as_read(one, entry.policy) for one in (entry.policy.name, unit_of(entry.policy)))
    return format_lazy(COUNTS, amount=plain(entry.counted), unit=unit, policy=policy)


@on(Delegated)
def tell_the_delegate(event: Delegated) -> None:
    """A colleague hears that they rule in somebody's place, and until when."""
    delegation = Delegation.objects.select_related("district", "delegator", "delegate").get(pk=event.delegation_id)
    zone = delegation.district.time_zone
    facts = {
        "name": delegation.delegator.name,
        "district": delegation.district.name,
        "first": day_in_words_lazy(day_in(delegation.starts_at, zone)),
        "until": day_in_words_lazy(day_in(delegation.ends_at, zone)),
    }
    tell(
        actor=None,
        person=delegation.delegate,
        kind="delegated",
        subject=format_lazy(_("You rule on credit in the place of {name}"), **facts),
        body=format_lazy(
            _(
                "From {first}, and until {until} begins, you rule on renewal credit at {district} in the place of "
                "{name}: on everybody’s but your own and theirs. You can end it at any time."
            ),
            **facts,
        ),
        path=reverse("recognitions"),
        key=f"delegated:{delegation.pk}",
        at=now(),
    )


@jobs.every(minutes=6 * 60)
def remind_of_credit_that_waits() -> None:
    """Coordinators hear once a day, of each district, that credit has waited longer than it should."""
    remind(at=now())


def remind(*, at: datetime) -> None:
    """The same at a moment."""
    cycles = Cycle.objects.filter(pk__in=Entry.objects.filter(WAITING).order_by().values("cycle"))
    moved = CycleChange.objects.filter(cycle__in=cycles)
    kept = Q(pk__in=cycles.values("keeper")) | Q(pk__in=moved.values("keeper"))
    for district in Organization.objects.filter(kept).order_by("pk"):
        count = overdue_in(district, at=at).count()
        days = promised_by(district).days if count else 0
        today = day_in(at, district.time_zone)
        for reader in keepers_at(district, at=at) if count else ():
            facts = {"district": district.name, "count": count, "days": days}
            tell(
                actor=None,
                person=reader,
                kind="credit_overdue",
                subject=format_lazy(_("Overdue at {district}: {count} entries of renewal credit"), **facts),
                body=format_lazy(
                    _(
                        "They have waited for longer than was promised; what comes now is answered within {days} "
                        "business days. Confirm or decline them, confirm a set at once, or let a colleague rule in "
                        "your place."
                    ),
                    **facts,
                ),
                path=reverse("recognitions"),
                key=f"credit-overdue:{district.pk}:{today.isoformat()}",
                at=at,
            )

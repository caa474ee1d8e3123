"""What becomes of credit whose cycle leaves it no place any more."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as noted

from microcred.foundation.outbox import announce
from microcred.organizations.models import Person
from microcred.recognition.events import CreditReversed
from microcred.recognition.models import Cycle, CycleChange, Entry, Reversal, Ruling
from microcred.recognition.queries.policies import document_of
from microcred.recognition.queries.standing import as_changed

HAS_ENDED = noted("The renewal cycle in which it counted has ended; the reason stands there.")
IN_ANOTHER = noted("It was earned within the days of another renewal cycle by now, and counts there as the rules say.")
AFTER_CLOSE = noted("It was earned after this renewal cycle closed, by the days to which the cycle was corrected.")


def reverse_what_fell_out(person: Person, *, at: datetime) -> list[Reversal]:
    """Reverse entries of a cycle that has ended, those for a day that is no longer in their cycle and is in another one
    under the same rules, and those that were earned after the close that somebody corrected. What they are worth there
    is entered in their place when the person is looked at next. Call it under the person's lock."""
    changes = {one.cycle_id: one for one in CycleChange.objects.filter(cycle__person=person).order_by("pk")}
    if not changes:
        return []
    cycles = as_changed(Cycle.objects.filter(person=person).select_related("policy"))
    by_id = {cycle.pk: cycle for cycle in cycles}
    entries = Entry.objects.filter(cycle__in=list(changes), reversal__isnull=True)
    reversals = []
    for entry in entries.select_related("award", "statement", "ruling").order_by("pk"):
        cycle = by_id[entry.cycle_id]
        if hasattr(entry, "ruling") and entry.ruling.outcome == Ruling.Outcome.DECLINED:
            continue
        is_late = changes[cycle.pk].changed_by_id is not None and _day_of(entry, cycle) >= cycle.ends_on
        if cycle.has_ended or is_late or _is_of_another(entry, cycle, cycles):
            late = AFTER_CLOSE if is_late and not _is_of_another(entry, cycle, cycles) else IN_ANOTHER
            reason = HAS_ENDED if cycle.has_ended else late
            reversals.append(Reversal(entry=entry, change=changes[cycle.pk], reversed_at=at, reason=reason))
    Reversal.objects.bulk_create(reversals)
    if reversals:
        announce(*(CreditReversed(one.entry_id) for one in reversals))
    return reversals


def _is_of_another(entry: Entry, cycle: Cycle, cycles: list[Cycle]) -> bool:
    day = _day_of(entry, cycle)
    others = (one for one in cycles if one.pk != cycle.pk and one.policy.family == cycle.policy.family)
    return not _holds(cycle, day) and any(_holds(one, day) for one in others if not one.has_ended)


def _holds(cycle: Cycle, day: date) -> bool:
    return cycle.starts_on <= day < cycle.ends_on


def _day_of(entry: Entry, cycle: Cycle) -> date:
    """The day of what an entry is for, where its rules hold."""
    moment = entry.moment
    return (
        moment.astimezone(ZoneInfo(document_of(cycle.policy).time_zone)).date()
        if isinstance(moment, datetime)
        else moment
    )

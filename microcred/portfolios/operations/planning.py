"""Planning: saving a micro-credential for later, with a day to aim for; and letting a calendar read the dates."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.foundation.locks import hold
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import CalendarFeed, PlanEntry
from microcred.portfolios.queries.planning import today_of

MOST_PLANNED = 100
"""of one person: far more than anybody earns in a career, and still one page"""

LONGEST_NOTE = 2000
"""characters"""


class TargetInThePast(Refusal):
    """Nobody can aim for a day that is over."""

    message = _("{day} is over. Choose today or a later day, or leave the day out until you know it.")
    field = "target_on"
    status = 422


class PlanFull(Refusal):
    """As many as a page can show."""

    message = _(
        "Your plan holds {count} micro-credentials, as many as fit. Take one off that you no longer mean to do."
    )


class NoteTooLong(Refusal):
    """A note is a few words."""

    message = _("This note has {count} characters; a note holds {limit}.")
    field = "note"
    status = 422


@operation
def put_on_plan(
    *, actor: Person, micro_credential: MicroCredential, target_on: date | None = None, note: str = "", at: datetime
) -> PlanEntry:
    """Save a micro-credential for oneself, behind what is there. What is on the plan already stays as it is.

    Raises:
        PlanFull, TargetInThePast, NoteTooLong.
    """
    hold(actor.pk)
    own = PlanEntry.objects.filter(person=actor)
    there = own.filter(micro_credential=micro_credential).first()
    if there is not None:
        return there
    if own.count() >= MOST_PLANNED:
        raise PlanFull(count=MOST_PLANNED)
    _day_can_be_kept(actor, target_on, at)
    last = own.aggregate(last=Max("position"))["last"] or 0
    return PlanEntry.objects.create(
        person=actor,
        micro_credential=micro_credential,
        position=last + 1,
        target_on=target_on,
        note=_short_note(note),
        changed_at=at,
    )


@operation
def change_plan(*, actor: Person, entry: PlanEntry, target_on: date | None, note: str, at: datetime) -> PlanEntry:
    """Aim for another day, or for none, and note something else. A day that stands there may have passed meanwhile.

    Raises:
        TargetInThePast, NoteTooLong, NotAllowed.
    """
    _own(actor, entry)
    if target_on != entry.target_on:
        _day_can_be_kept(actor, target_on, at)
    entry.target_on, entry.note, entry.changed_at = target_on, _short_note(note), at
    entry.save(update_fields=["target_on", "note", "changed_at"])
    return entry


@operation
def put_before(*, actor: Person, entry: PlanEntry, other: PlanEntry) -> PlanEntry:
    """Let two entries of one plan change places.

    Raises:
        NotAllowed.
    """
    _own(actor, entry)
    _own(actor, other)
    hold(actor.pk)
    there = {row.pk: row for row in PlanEntry.objects.filter(pk__in=[entry.pk, other.pk])}
    if len(there) == 2:
        one, two = there[entry.pk], there[other.pk]
        one.position, two.position = two.position, one.position
        PlanEntry.objects.bulk_update([one, two], ["position"])
    return entry


@operation
def take_off_plan(*, actor: Person, entry: PlanEntry) -> None:
    """Take a micro-credential off the plan. Work that was begun on it stays.

    Raises:
        NotAllowed.
    """
    _own(actor, entry)
    entry.delete()


@operation
def open_calendar(*, actor: Person, at: datetime) -> CalendarFeed:
    """Let a calendar read the dates, under a new address; one that was there before leads nowhere from now on."""
    hold(actor.pk)
    CalendarFeed.objects.filter(person=actor).delete()
    return CalendarFeed.objects.create(person=actor, opened_at=at)


@operation
def close_calendar(*, actor: Person) -> None:
    """Let no calendar read the dates any more."""
    CalendarFeed.objects.filter(person=actor).delete()


def _own(actor: Person, entry: PlanEntry) -> None:
    if entry.person_id != actor.pk:
        raise NotAllowed


def _day_can_be_kept(actor: Person, target_on: date | None, at: datetime) -> None:
    if target_on is not None and target_on < today_of(actor, at):
        raise TargetInThePast(day=day_in_words_lazy(target_on))


def _short_note(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(count=len(note), limit=LONGEST_NOTE)
    return note

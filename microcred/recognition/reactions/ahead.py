"""The door of the clock: who is short when a cycle closes, and what is due before, told in good time and once."""

import logging
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.moments import day_in_words_lazy
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.recognition.queries.outlook import (
    Outlook,
    due_key,
    due_mark,
    outlooks,
    people_with_something_ahead,
    told_already,
)
from microcred.recognition.queries.policies import as_read
from microcred.recognition.rules import plain
from microcred.recognition.rules.ahead import Ahead, What

log = logging.getLogger(__name__)

AT_ONCE = 100
"""people who are looked at together"""
CYCLE, DUE = "cycle_ahead", "due_ahead"


@jobs.every(minutes=60)
def warn_of_what_lies_ahead() -> None:
    """Each hour another part of everybody, so that each is looked at once a day."""
    at = now()
    warn(at=at, part=at.hour)


def warn(*, at: datetime, part: int | None = None) -> None:
    """Tell who is short a year, half a year and two months before their cycle closes, and what is due a month and a
    week before. Each is told once; after a standstill only what counts by then. One who fails holds up no other."""
    people = list(people_with_something_ahead(at=at, part=part))
    for start in range(0, len(people), AT_ONCE):
        those = {person.pk: person for person in people[start : start + AT_ONCE]}
        told = told_already(those, (CYCLE, DUE))
        for person_id, found in outlooks(list(those.values()), at=at).items():
            try:
                _warn(those[person_id], found, told, at=at)
            except Exception:
                log.exception("%s was not told what lies ahead", person_id)


def _warn(person: Person, found: list[Outlook], told: set[tuple[UUID, str]], *, at: datetime) -> None:
    for outlook in found:
        if outlook.ahead and outlook.mark is not None and (person.pk, outlook.key) not in told:
            _tell_of_cycle(person, outlook, at=at)
        for one in outlook.due:
            if due_mark(one) is not None and (person.pk, due_key(one)) not in told:
                _tell_of_due(person, outlook, one, at=at)


def _tell_of_cycle(person: Person, outlook: Outlook, *, at: datetime) -> None:
    cycle, pace = outlook.cycle, outlook.forecast
    lines: list[str | Promise] = [_line(one, outlook) for one in outlook.ahead]
    if pace is not None and pace.each_month:
        facts = {"amount": plain(pace.each_month), "unit": as_read(outlook.unit, cycle.policy)}
        lines += ["", format_lazy(_("With {amount} {unit} a month it is enough."), **facts)]
    tell(
        actor=None,
        person=person,
        kind=CYCLE,
        subject=format_lazy(
            _("Your renewal cycle closes on {day}, and something is missing"), day=day_in_words_lazy(cycle.last_day)
        ),
        body=format_lazy(
            _(
                "By what is on record of you, this is missing under “{policy}” on {day}, even once all that waits is "
                "confirmed:\n\n{lines}\n\nYour transcript shows it. Each micro-credential in the catalogue says what "
                "it would count for."
            ),
            policy=as_read(cycle.policy.name, cycle.policy),
            day=day_in_words_lazy(cycle.last_day),
            lines=format_lazy("\n".join("{}" for _one in lines), *lines),
        ),
        path=reverse("transcript"),
        key=outlook.key,
        at=at,
    )


def _line(one: Ahead, outlook: Outlook) -> Promise:
    amount = plain(one.amount) if one.amount is not None else ""
    policy = outlook.cycle.policy
    facts = {"amount": amount, "unit": as_read(outlook.unit, policy), "name": as_read(one.name, policy)}
    if one.what is What.TOTAL:
        return format_lazy(_("- {amount} {unit} in all"), **facts)
    if one.what is What.PART:
        return format_lazy(_("- {amount} {unit} of “{name}”"), **facts)
    return format_lazy(_("- {amount} {unit} for “{name}” are too old by then"), **facts)


def _tell_of_due(person: Person, outlook: Outlook, one: Ahead, *, at: datetime) -> None:
    is_approval = one.what is What.APPROVAL
    policy = outlook.cycle.policy
    facts = {
        "title": one.name,
        "day": day_in_words_lazy(one.last_day),
        "policy": as_read(policy.name, policy),
    }
    subject = _("Begin “{title}” by {day}") if is_approval else _("Due by {day}: a document for “{title}”")
    body = (
        _(
            "You were allowed to begin “{title}” and have not begun. The approval under “{policy}” runs out: its last "
            "day is {day}. Begin before, or ask again."
        )
        if is_approval
        else _(
            "For “{title}” to count under “{policy}” something must be on record by {day}. Your transcript says what "
            "is missing, and by which clause."
        )
    )
    tell(
        actor=None,
        person=person,
        kind=DUE,
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=reverse("transcript"),
        key=due_key(one),
        at=at,
    )

"""An educator's home: what to write, what came back, what counts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.asked_often import asked_often
from microcred.foundation.moments import weekday_in_words
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.queries import latest_pursuits_of, promise_of_listed, reopened_criteria
from microcred.portfolios.rules import State
from microcred.programs.models import Arrival, Program, Window
from microcred.programs.queries import next_window, open_window, seats_held_by
from microcred.recognition.models import Cycle, Ruling
from microcred.site.homes.shapes import CreditBar, Line, NextStep, Section, address, plain
from microcred.site.offers import programs_open_now

MOST_SHOWN = 8

STATUS = {
    State.STARTED: (gettext_lazy("In progress"), "neutral"),
    State.SUBMITTED: (gettext_lazy("Being read"), "info"),
    State.RETURNED: (gettext_lazy("Not yet: to revise"), "warning"),
    State.EARNED: (gettext_lazy("Earned"), "success"),
    State.MOVED: (gettext_lazy("Moved over"), "neutral"),
}


def step(person: Person, *, at: datetime) -> NextStep:
    """What came back goes before what was begun, what was begun before what could be."""
    pursuits = _pursuits(person)
    for candidates in (_revise(pursuits, at=at), _go_on(pursuits, at=at), _begin(person, pursuits, at=at)):
        found = _soonest(candidates)
        if found:
            return found
    return _wait(pursuits, at=at) or _browse()


def sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """All pursuits, the latest first."""
    lines = tuple(_line(pursuit, at=at) for pursuit in _pursuits(person)[:MOST_SHOWN])
    if not lines:
        return ()
    return (Section(_("Your micro-credentials"), lines, more=address("pursuits"), more_words=_("All your work")),)


def _pursuits(person: Person) -> list[Pursuit]:
    """What the person works on, each version called as in the language of the page."""
    pursuits = latest_pursuits_of(person)
    say_titles([pursuit.version for pursuit in pursuits], get_language() or "")
    return pursuits


def _line(pursuit: Pursuit, *, at: datetime) -> Line:
    where = pursuit.program.name if pursuit.program else _("on your own")
    promise = promise_of_listed(pursuit, at=at)
    if promise:
        promised = (
            _("%(where)s · feedback was promised by %(day)s")
            if promise.is_late
            else _("%(where)s · feedback by %(day)s")
        )
        note = promised % {"where": where, "day": weekday_in_words(promise.day)}
    else:
        note = _("%(where)s · started") % {"where": where}
    status, tone = STATUS[_state(pursuit)]
    return Line(
        title=pursuit.version.title,
        href=address("pursuit", pursuit.pk),
        note=note,
        status=str(status),
        tone=tone,
        when=None if promise else pursuit.started_at,
    )


def seats_in_words(program: Program) -> str:
    """How many seats a program has left."""
    left = program.seats - program.taken
    if not left:
        return _("All seats are taken; you can wait for one that becomes free.")
    return ngettext("One seat is left.", "%(count)d seats are left, first come, first served.", left) % {"count": left}


def bars(person: Person, *, at: datetime) -> tuple[CreditBar, ...]:
    """The renewal cycles that are open today, with what is confirmed and what waits."""
    cycles = _cycles(person_id=person.pk, since=at.date() - timedelta(days=1))
    return tuple(
        CreditBar(
            label=cycle.policy.name,
            confirmed=plain(cycle.confirmed),
            waiting=plain(cycle.waiting),
            needed=plain(cycle.needed),
            last_day=cycle.ends_on - timedelta(days=1),
            href=address("transcript"),
        )
        for cycle in cycles
        if cycle.starts_on <= at.astimezone(ZoneInfo(cycle.policy.jurisdiction.time_zone)).date() < cycle.ends_on
    )


@asked_often
def _cycles(*, person_id: UUID, since: date) -> QuerySet[Any]:
    """The cycles that end after a day, with the credit that is `confirmed` and what is `waiting`."""
    stands = Q(entries__reversal__isnull=True)
    confirmed = Q(entries__ruling__outcome=Ruling.Outcome.CONFIRMED)
    waiting = Q(entries__ruling__isnull=True)
    nothing = Value(Decimal(0), output_field=DecimalField())
    return (
        Cycle.objects.filter(person=person_id, ends_on__gt=since)
        .select_related("policy__jurisdiction")
        .annotate(
            confirmed=Coalesce(Sum("entries__amount", filter=stands & confirmed), nothing),
            waiting=Coalesce(Sum("entries__amount", filter=stands & waiting), nothing),
        )
        .order_by("ends_on", "pk")
    )


def _revise(pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    for pursuit in pursuits:
        if _state(pursuit) != State.RETURNED:
            continue
        short = len(reopened_criteria(pursuit))
        window = open_window(pursuit.program, Window.Takes.RESUBMISSIONS, at) if pursuit.program else None
        yield NextStep(
            title=_("Revise %(title)s") % {"title": pursuit.version.title},
            words=ngettext(
                "Your feedback is here. One criterion is short; only what feeds it is open again.",
                "Your feedback is here. %(count)d criteria are short; only what feeds them is open again.",
                short,
            )
            % {"count": short},
            href=f"{address('pursuit', pursuit.pk)}#to-do",
            action=_("See the feedback and revise"),
            by=window.closes_at if window else None,
        )


def _go_on(pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    for pursuit in pursuits:
        if _state(pursuit) != State.STARTED:
            continue
        window = open_window(pursuit.program, Window.Takes.SUBMISSIONS, at) if pursuit.program else None
        later = next_window(pursuit.program, Window.Takes.SUBMISSIONS, at) if pursuit.program and not window else None
        words = _("What you wrote is saved.")
        if later:
            words = _("What you wrote is saved. Submissions open again with %(window)s.") % {"window": later.name}
        yield NextStep(
            title=_("Go on with %(title)s") % {"title": pursuit.version.title},
            words=words,
            href=address("pursuit", pursuit.pk),
            action=_("Open the workspace"),
            by=window.closes_at if window else None,
            takes=_hours(pursuit.version.hours),
        )


def _begin(person: Person, pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    begun = {pursuit.program_id for pursuit in pursuits}
    for program in seats_held_by(person):
        if program.pk not in begun:
            window = open_window(program, Window.Takes.SUBMISSIONS, at)
            yield NextStep(
                title=_("Choose your first micro-credential in %(program)s") % {"program": program.name},
                words=_("You hold a seat. Each micro-credential shows its whole rubric before you start."),
                href=address("program", program.slug),
                action=_("See what the program offers"),
                by=window.closes_at if window else None,
                takes=_("ten minutes to choose"),
            )
    if pursuits:
        return
    joined = Arrival.objects.filter(person=person, departure__isnull=True).values("program")
    for program in programs_open_now(at=at).exclude(pk__in=joined):
        yield NextStep(
            title=_("Join %(program)s") % {"program": program.name},
            words=seats_in_words(program),
            href=address("program", program.slug),
            action=_("Read what it asks and offers"),
            by=program.joining_closes_at,
            takes=_("five minutes"),
        )


def _wait(pursuits: Sequence[Pursuit], *, at: datetime) -> NextStep | None:
    promises = [(promise.by, pursuit) for pursuit in pursuits if (promise := promise_of_listed(pursuit, at=at))]
    if not promises:
        return None
    by, first = min(promises, key=lambda promised: promised[0])
    return NextStep(
        title=_("Nothing to do: %(title)s is being read") % {"title": first.version.title},
        words=_("An assessor reads it blind against the rubric you know. You are told as soon as there is a decision."),
        href=address("pursuit", first.pk),
        action=_("See what you handed in"),
        by=by,
    )


def _browse() -> NextStep:
    return NextStep(
        title=_("Find a micro-credential worth your time"),
        words=_("Each shows what it asks, how it is judged and how long it takes, before you start."),
        href=address("catalogue"),
        action=_("Browse the catalogue"),
        takes=_("ten minutes to choose"),
    )


def _soonest(steps: Iterator[NextStep]) -> NextStep | None:
    """The step with the nearest deadline; one without a deadline only when no other has one."""
    return min(steps, key=lambda step: (step.by is None, step.by or datetime.max.replace(tzinfo=UTC)), default=None)


def _state(pursuit: Pursuit) -> State:
    """The state that `pursuits_of` has asked along."""
    return State(vars(pursuit)["state"])


def _hours(hours: int) -> str:
    return ngettext("about an hour in all", "about %(count)d hours in all", hours) % {"count": hours}

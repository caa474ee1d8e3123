"""The homes of those who run programs and support the people in them: program managers and coaches."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.integrity.queries import open_cases
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import CoachRequest, TimeRequest
from microcred.portfolios.queries import requests_for, shared_with, waiting_time_requests
from microcred.programs.models import Program, Window
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def manager_step(person: Person, *, at: datetime) -> NextStep:
    """The window that closes next, and who of those with a seat has not begun."""
    programs = _programs(person, Role.PROGRAM_MANAGER, at=at)
    window = (
        Window.objects.filter(program__in=programs.values("pk"), opens_at__lte=at, closes_at__gt=at)
        .select_related("program")
        .order_by("closes_at")
        .first()
    )
    program = window.program if window else programs.first()
    if program is None:
        return NextStep(
            title=_("No program to run"),
            words=_("Your organization has opened no program yet. An operator can open one."),
            href=address("programs"),
            action=_("See programs elsewhere"),
        )
    if window is None:
        return NextStep(
            title=_("See how %(program)s stands") % {"program": program.name},
            words=_("No window is open now."),
            href=address("program_board", program.slug),
            action=_("Open the board"),
        )
    words = _("%(window)s is open. The board shows who has begun, who has submitted and who may need a nudge.")
    return NextStep(
        title=_("See who needs a nudge in %(program)s") % {"program": program.name},
        words=words % {"window": window.name},
        href=address("program_board", program.slug),
        action=_("Open the board"),
        by=window.closes_at,
    )


def manager_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """Each program with its seats, the open cases of originality, and who waits for a sign-off."""
    lines = []
    for program in _programs(person, Role.PROGRAM_MANAGER, at=at)[:MOST_SHOWN]:
        seats = _("%(taken)d of %(seats)d seats taken") % {"taken": program.taken, "seats": program.seats}
        waiting: int = vars(program)["waiting"]
        if waiting:
            seats += ", " + ngettext("%(count)d waits", "%(count)d wait", waiting) % {"count": waiting}
        lines.append(Line(title=program.name, href=address("program_board", program.slug), note=seats))
    found = (Section(_("Programs"), tuple(lines)),) if lines else ()
    return (*found, *_asking_time(person, at=at), *_originality(person, at=at), *_asking(person, at=at))


def _asking_time(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """Who asks for more time and waits for an answer, the longest first; why stands where it is answered."""
    waiting = list(waiting_time_requests(person, at=at)[:MOST_SHOWN])
    say_titles([asked.pursuit.version for asked in waiting], get_language() or "")
    lines = tuple(
        Line(
            title=_who(asked),
            href=address("time_answer", asked.pk),
            note=_("%(title)s · asked") % {"title": asked.pursuit.version.title},
            status=_("Waits for you"),
            tone="info",
            when=asked.asked_at,
        )
        for asked in waiting
    )
    return (Section(_("They ask for more time"), lines),) if lines else ()


def _originality(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """How many cases of originality are open, while any is."""
    count, new = open_cases(person, at=at)
    if not count:
        return ()
    title = ngettext("%(count)d case of originality is open", "%(count)d cases of originality are open", count)
    note = ngettext("nobody has looked at %(new)d of them", "nobody has looked at %(new)d of them", new) if new else ""
    line = Line(title=title % {"count": count}, href=address("cases"), note=note % {"new": new} if new else "")
    return (Section(_("Originality"), (line,)),)


def coach_step(person: Person, *, at: datetime) -> NextStep:
    """Where the people one supports are busy."""
    asked = requests_for(person, at=at).filter(answer__isnull=True).first()
    if asked:
        return NextStep(
            title=_("%(name)s asks for a coach") % {"name": _who(asked)},
            words=_("Their attempts are used up, and the next one waits for your sign-off."),
            href=address("coach_request", asked.pk),
            action=_("See what was short"),
        )
    program = _programs(person, Role.COACH, at=at).first()
    if program is None:
        return NextStep(
            title=_("Nobody to support yet"),
            words=_("Your organization runs no program at present."),
            href=address("catalogue"),
            action=_("Know the rubrics meanwhile"),
        )
    return NextStep(
        title=_("Know what %(program)s asks") % {"program": program.name},
        words=_("The same rubric that assessors use is open to you and to everyone you support."),
        href=address("program", program.slug),
        action=_("See the program"),
        by=program.joining_closes_at if program.joining_closes_at > at else None,
    )


def coach_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """Who waits for a sign-off, the longest first, and who shares their goals."""
    return (*_asking(person, at=at), *_sharing(person))


def _asking(person: Person, *, at: datetime) -> tuple[Section, ...]:
    waiting = list(requests_for(person, at=at).filter(answer__isnull=True)[:MOST_SHOWN])
    say_titles([asked.pursuit.version for asked in waiting], get_language() or "")
    asking = tuple(
        Line(
            title=_who(asked),
            href=address("coach_request", asked.pk),
            note=_("%(title)s · asked") % {"title": asked.pursuit.version.title},
            status=_("Waits for you"),
            tone="info",
            when=asked.asked_at,
        )
        for asked in waiting
    )
    if not asking:
        return ()
    return (Section(_("They ask for you"), asking, more=address("coaching"), more_words=_("All requests")),)


def _sharing(person: Person) -> tuple[Section, ...]:
    sharing = tuple(
        Line(title=shared.person.name, href=address("shared_goal", shared.pk), note=_("shares goals and contracts"))
        for shared in shared_with(person)[:MOST_SHOWN]
    )
    if not sharing:
        return ()
    words = _("Everyone who shares")
    return (Section(_("Goals shared with you"), sharing, more=address("shared_goals"), more_words=words),)


def _who(asked: CoachRequest | TimeRequest) -> str:
    """Whose request it is, unless the reader may come to judge their work and has not chosen to know."""
    return asked.pursuit.person.name if vars(asked)["is_known"] else _("An educator")


def _programs(person: Person, role: Role, *, at: datetime) -> QuerySet[Program]:
    """The programs of the organizations a person acts for in a role, the newest first, each with `waiting`."""
    owners = organizations_where(person, role, at=at)
    present = Q(people__departure__isnull=True, people__isnull=False)
    return (
        Program.objects.filter(owner__in=owners)
        .annotate(waiting=Count("people", filter=present & Q(people__seat__isnull=True)))
        .order_by("-joining_opens_at", "pk")
    )

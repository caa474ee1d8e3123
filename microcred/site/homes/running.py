"""The homes of those who run programs and support the people in them: program managers and coaches."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
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
    """Each program with its seats."""
    lines = []
    for program in _programs(person, Role.PROGRAM_MANAGER, at=at)[:MOST_SHOWN]:
        seats = _("%(taken)d of %(seats)d seats taken") % {"taken": program.taken, "seats": program.seats}
        waiting: int = vars(program)["waiting"]
        if waiting:
            seats += ", " + ngettext("%(count)d waits", "%(count)d wait", waiting) % {"count": waiting}
        lines.append(Line(title=program.name, href=address("program_board", program.slug), note=seats))
    return (Section(_("Programs"), tuple(lines)),) if lines else ()


def coach_step(person: Person, *, at: datetime) -> NextStep:
    """Where the people one supports are busy."""
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


def _programs(person: Person, role: Role, *, at: datetime) -> QuerySet[Program]:
    """The programs of the organizations a person acts for in a role, the newest first, each with `waiting`."""
    owners = organizations_where(person, role, at=at)
    present = Q(people__departure__isnull=True, people__isnull=False)
    return (
        Program.objects.filter(owner__in=owners)
        .annotate(waiting=Count("people", filter=present & Q(people__seat__isnull=True)))
        .order_by("-joining_opens_at", "pk")
    )

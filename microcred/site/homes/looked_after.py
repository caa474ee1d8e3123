"""Assessors about whom something waits for a lead: alarms that nobody answered, paused rights that nobody decided."""

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.calibration.queries import pauses_to_decide
from microcred.catalog.queries import say_titles
from microcred.organizations.models import Person
from microcred.scoring.queries import alarms_to_answer
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def assessors_who_wait(lead: Person, *, at: datetime) -> tuple[Line, ...]:
    """What waits, one line for each alarm and each paused right, the longest first."""
    pauses = pauses_to_decide(lead, at=at)
    say_titles([each.version for each in pauses], get_language() or "")
    lines = [
        (
            each.paused_at,
            Line(
                title=f"{each.assessor.name} · {each.version.title}",
                href=address("reader", each.version.micro_credential.owner.slug, each.assessor_id),
                note=_("may score nothing by this rubric until you decide"),
            ),
        )
        for each in pauses
    ]
    lines += [
        (
            each.raised_at,
            Line(
                title=f"{each.assessor.name} · {each.organization.name}",
                href=address("reader", each.organization.slug, each.assessor_id),
                note=each.get_signal_display(),
            ),
        )
        for each in alarms_to_answer(lead, at=at)
    ]
    return tuple(line for _when, line in sorted(lines, key=lambda pair: pair[0]))


def step_for(waiting: tuple[Line, ...]) -> NextStep:
    """To look at the assessor who waits longest."""
    return NextStep(
        title=ngettext("One assessor waits for your look", "%(count)d matters of assessors wait for you", len(waiting))
        % {"count": len(waiting)},
        words=_("Readings went away from what is agreed, or a right to score is paused. You decide what follows."),
        href=waiting[0].href,
        action=_("See the readings"),
    )


def step_for_questions(waiting: int) -> NextStep:
    """To answer what assessors ask about work before them."""
    return NextStep(
        title=ngettext("An assessor asks you something", "%(count)d questions of assessors wait", waiting)
        % {"count": waiting},
        words=_("How is the rubric to be read? Answer in words; which level it is stays theirs to judge."),
        href=address("lead_questions"),
        action=_("See the questions"),
    )


def section_of(waiting: tuple[Line, ...]) -> Section:
    """The lines themselves."""
    return Section(_("Assessors who wait for you"), waiting[:MOST_SHOWN])

"""The home of someone who has just signed up: no role, nothing joined, nothing started."""

from datetime import datetime

from django.utils.translation import gettext as _

from microcred.organizations.models import Person
from microcred.site.homes import educator
from microcred.site.homes.shapes import Line, NextStep, Section, address
from microcred.site.offers import programs_open_now

MOST_SHOWN = 8


def step(person: Person, *, at: datetime) -> NextStep:
    """A program that can be joined; else the catalogue. Both are open to everyone."""
    return educator.step(person, at=at)


def sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """Every program that is open, the catalogue, and where roles come from."""
    programs = tuple(
        Line(title=program.name, href=address("program", program.slug), note=educator.seats_in_words(program))
        for program in programs_open_now(at=at)[:MOST_SHOWN]
    )
    catalogue = Line(
        title=_("The catalogue"),
        href=address("catalogue"),
        note=_("Every micro-credential with its whole rubric. You can start any of them on your own."),
    )
    words = _(
        "You need no invitation to start. A role for a school, district or university comes by invitation, which its "
        "administrator sends by mail."
    )
    return (Section(_("Where you can begin"), (*programs, catalogue), words=words),)

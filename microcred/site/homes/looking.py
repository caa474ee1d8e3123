"""The home of pre-checkers: what is to be looked at next, and until when that is promised."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.organizations.models import Person
from microcred.portfolios.queries import held_pre_check, looking_queue_for
from microcred.site.homes.shapes import NextStep, address


def pre_checker_step(person: Person, *, at: datetime) -> NextStep:
    """What is held, then what has waited longest."""
    held = held_pre_check(person, at=at)
    if held:
        return NextStep(
            title=_("Go on with the pre-check of %(alias)s") % {"alias": held.submission.alias},
            words=_("It is yours until the lease ends."),
            href=address("pre_check", held.pk),
            action=_("Open it"),
            by=held.lease_expires_at,
        )
    queue = looking_queue_for(person, at=at)
    if not queue.count:
        return NextStep(
            title=_("Nothing waits for a pre-check"),
            words=_("New work appears as soon as an educator submits; you do not need to look for it."),
            href=address("pre_checks"),
            action=_("See what waits"),
        )
    first = queue.waiting[0]
    return NextStep(
        title=_("Pre-check the next submission: does it open?"),
        words=ngettext("One submission waits.", "%(count)d submissions wait.", queue.count) % {"count": queue.count},
        href=address("pre_checks"),
        action=_("See what waits"),
        by_day=first.promised,
        takes=_("about 5 to 10 minutes"),
    )

"""The page from which who leads the assessing reaches all that they look after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.calibration.queries import waiting_for
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.scoring.access import leads_somewhere
from microcred.scoring.queries import (
    appeals_to_screen,
    back_reads_for,
    differences_for,
    unanswered_for,
)
from microcred.site.homes.assessing import past_their_dates
from microcred.site.homes.shapes import address

WAITING: tuple[tuple[str | Promise, str, str | Promise, Callable[[Person, datetime], int]], ...] = (
    (
        _("Promised dates"),
        "clocks",
        _("What waits for its decision, what holds it up, and clocks that stand still."),
        lambda lead, at: past_their_dates(lead, at=at),
    ),
    (
        _("Before release"),
        "back_reads",
        _("Decisions that wait until somebody has looked at their readings and words."),
        lambda lead, at: back_reads_for(lead, at=at).count(),
    ),
    (
        _("Questions of assessors"),
        "lead_questions",
        _("How the rubric is to be read, asked by those who have work before them; and the rules made of it."),
        lambda lead, at: unanswered_for(lead, at=at),
    ),
    (
        _("Appeals"),
        "appeals",
        _("What educators object to, and on which grounds; their terms and figures."),
        lambda lead, at: appeals_to_screen(lead, at=at).count(),
    ),
    (
        _("Applications"),
        "applications",
        _("Who wants to score for you, what you ask of them, and whether they can apply."),
        lambda lead, at: waiting_for(lead, at=at),
    ),
    (
        _("Same file, other decision"),
        "artifact_differences",
        _("Where two people handed in the same file and the decisions about it differ."),
        lambda lead, at: differences_for(lead, at=at).count(),
    ),
)
GROUND: tuple[tuple[str | Promise, str, str | Promise], ...] = (
    (_("Scoring quality"), "scoring_qualities", _("How far readings can be trusted, by criterion, version and time.")),
    (
        _("Reading policies"),
        "reading_policies",
        _("What is read once, twice or a third time."),
    ),
    (
        _("Readings that count no more"),
        "resets",
        _("Where readings went wrong: what letting them count no more would do, and how far that is."),
    ),
    (_("Exemplars"), "exemplars", _("Papers that are agreed on: to learn by, to qualify by, to stay together by.")),
    (_("Requalifications"), "requalifications", _("Who is asked anew since a rubric changed, and until when.")),
)
OF_EACH: tuple[tuple[str | Promise, str], ...] = (
    (_("Will promises hold?"), "capacity"),
    (_("Readers"), "readers"),
    (_("Shared comments"), "shared_comments"),
    (_("Training"), "training"),
    (_("Reliability report"), "scoring_reliability"),
    (_("What readings are to reach"), "quality_aims"),
    (_("Suggestions by a program"), "assistance"),
)


@dataclass(frozen=True)
class Way:
    """Where something is looked after, with how much of it waits, if that can be said."""

    title: str | Promise
    href: str
    words: str | Promise
    waits: int = 0


@login_required
@require_safe
def leading(request: HttpRequest) -> HttpResponse:
    """What waits for who leads the assessing, and what it goes by."""
    at = now()
    lead = leads_somewhere(signed_in(request), at=at)
    context = {
        "waiting": [Way(title, address(name), words, count(lead, at)) for title, name, words, count in WAITING],
        "ground": [Way(title, address(name), words) for title, name, words in GROUND],
        "places": [
            (place, [(title, address(name, place.slug)) for title, name in OF_EACH])
            for place in organizations_where(lead, Role.LEAD_ASSESSOR, at=at).order_by("name")
        ],
    }
    return render(request, "site/leading.html", context)

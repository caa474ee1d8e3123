"""What is offered, with what its reader can do about it: a micro-credential, a crosswalk, a program and its board."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.access import public_crosswalk, public_version
from microcred.catalog.queries import (
    may_fork_elsewhere,
    page_said,
    pilot_shown_to,
    review_overdue_for,
    say_entries,
    say_offered,
    unreviewed_for,
)
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios import queries
from microcred.portfolios.views.pursuits import PER_PAGE
from microcred.programs import operations as programs
from microcred.programs.access import arrival_to_nudge, managed_program, public_program
from microcred.programs.queries import nudged_today, page_of


@require_safe
def micro_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version of a micro-credential, whole, and what its reader can do about it now."""
    at = now()
    page = page_said(public_version(slug, at=at), get_language() or "")
    person = request.user if isinstance(request.user, Person) else None
    step = queries.step_of(person, page.version, at=at) if person else None
    can_start = bool(step and step.can_start(page.version))
    unmet = queries.prerequisites_unmet(person, page.version) if person and can_start else ()
    context = {
        "page": page,
        "step": step,
        "can_start": can_start,
        "unmet": unmet,
        "review_overdue": review_overdue_for(person, page, at=at),
        "leads_to_pilot": pilot_shown_to(person, page, at=at),
        "unreviewed": unreviewed_for(person, page, at=at),
        "plan_entry": queries.plan_entry_of(person, page.version.micro_credential_id) if person else None,
        "may_fork": may_fork_elsewhere(person, page.version, at=at),
    }
    return render(request, "portfolios/micro_credential.html", context)


@require_safe
def crosswalk(request: HttpRequest, slug: str) -> HttpResponse:
    """A crosswalk as a path through its topics; its reader sees what their awards cover of it."""
    shown = public_crosswalk(slug)
    person = request.user if isinstance(request.user, Person) else None
    walk = queries.walk_of(shown, person)
    say_entries([entry for topic in walk.topics for entry in topic.entries], get_language() or "")
    context = {"crosswalk": shown, "walk": walk, "reader": person}
    return render(request, "portfolios/crosswalk.html", context)


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its dates, its seats, its agreement, and where the reader stands with each micro-credential."""
    person = request.user if isinstance(request.user, Person) else None
    page = page_of(person, public_program(slug), at=now())
    say_offered(page.offered, get_language() or "")
    steps = queries.steps_of(person, [one.pk for one in page.offered]) if person else {}
    rows = [(one, steps.get(one.pk)) for one in page.offered] if person else []
    missing = bool(person and queries.contract_missing(person, page.program))
    return render(request, "portfolios/program.html", {**vars(page), "rows": rows, "contract_missing": missing})


@login_required
@require_safe
def program_board(request: HttpRequest, slug: str) -> HttpResponse:
    """For who manages a program: seats, the waiting list, and how far everyone is."""
    at = now()
    manager = signed_in(request)
    program = managed_program(manager, slug, at=at)
    page = Paginator(queries.board_of(program), PER_PAGE).get_page(request.GET.get("page"))
    under_way, done = queries.parted(page)
    ahead = queries.ahead_of(program, under_way, at=at)
    context = {
        "program": program,
        "page": page,
        "under_way": [(arrival, ahead.get(arrival.person_id)) for arrival in under_way],
        "done": done,
        "funnel": queries.funnel_of(program),
        "asking": queries.waiting_time_requests(manager, at=at, program=program),
        "nudged": nudged_today({arrival.person_id for arrival in page}, at=at),
        "at": at,
    }
    return render(request, "portfolios/program_board.html", context)


@login_required
@require_POST
def nudge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Remind someone who holds a seat of what lies before them."""
    person, at = signed_in(request), now()
    arrival = arrival_to_nudge(person, slug, number, at=at)
    ahead = queries.ahead_of(arrival.program, [arrival], at=at).get(arrival.person_id)
    programs.nudge(
        actor=person,
        arrival=arrival,
        reason=ahead.reason if ahead else None,
        closes_at=ahead.closes_at if ahead else None,
        at=at,
    )
    messages.success(
        request, _("%(person)s has been reminded, in the inbox and by mail.") % {"person": arrival.person.name}
    )
    return redirect("program_board", slug)

"""A person's door: programs, and joining or leaving one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.programs import access, operations, queries
from microcred.programs.forms import JoinForm
from microcred.programs.models import Program
from microcred.programs.rules import agreement_needed, holds

PER_PAGE = 50


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """All programs, for everyone."""
    at = now()
    page = Paginator(queries.programs_on_offer(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, holds(row.joining_opens_at, row.joining_closes_at, at)) for row in page]
    return render(request, "programs/programs.html", {"page": page, "rows": rows, "at": at})


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its dates, its seats, its agreement, and where the reader stands."""
    shown = access.public_program(slug)
    return render(request, "programs/program.html", _page(request, shown, JoinForm(), now()))


@login_required
@require_POST
def arrival(request: HttpRequest, slug: str) -> HttpResponse:
    """Join the program."""
    shown, form, at = access.public_program(slug), JoinForm(request.POST), now()
    if form.is_valid():
        with refusals_shown_on(form):
            operations.join(
                actor=signed_in(request),
                program=shown,
                agreement_accepted=form.cleaned_data["agreement_accepted"],
                at=at,
            )
            return redirect("program", slug)
    return render(request, "programs/program.html", _page(request, shown, form, at), status=409)


@login_required
@require_POST
def departure(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the program."""
    person = signed_in(request)
    operations.leave(actor=person, arrival=access.own_arrival(person, slug), at=now())
    messages.success(request, _("You left the program. Your work stays yours and stays where it is."))
    return redirect("program", slug)


def _page(request: HttpRequest, shown: Program, form: JoinForm, at: datetime) -> dict[str, object]:
    person = request.user if isinstance(request.user, Person) else None
    windows = list(shown.windows.all())
    dates = [
        *((window.opens_at, window.closes_at, window.name, window.get_takes_display()) for window in windows),
        *((milestone.starts_at, milestone.ends_at, milestone.name, "") for milestone in shown.milestones.all()),
    ]
    return {
        "program": shown,
        "form": form,
        "standing": queries.standing_of(person, shown) if person else None,
        "joining_open": holds(shown.joining_opens_at, shown.joining_closes_at, at),
        "joining_ahead": at < shown.joining_opens_at,
        "seats_left": shown.seats - shown.taken,
        "agreement_needed": agreement_needed(shown.agreement),
        "offered": queries.offered_in(shown),
        "dates": [
            {"name": name, "takes": takes, "opens_at": opens, "closes_at": closes, "state": _state(opens, closes, at)}
            for opens, closes, name, takes in sorted(dates, key=lambda date: (date[0], date[1]))
        ],
        "manages": bool(person and queries.programs_managed_by(person, at=at).filter(pk=shown.pk).exists()),
    }


def _state(opens_at: datetime, closes_at: datetime, at: datetime) -> str:
    if holds(opens_at, closes_at, at):
        return "now"
    return "ahead" if at < opens_at else "past"

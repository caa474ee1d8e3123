"""A person's door: programs, and joining or leaving one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_offered
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.programs import access, operations, queries
from microcred.programs.forms import JoinForm
from microcred.programs.models import Program
from microcred.programs.rules import holds

PER_PAGE = 50


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """All programs, for everyone."""
    at = now()
    page = Paginator(queries.programs_on_offer(), PER_PAGE).get_page(request.GET.get("page"))
    is_visitor = not request.user.is_authenticated
    rows = [
        (row, holds(row.joining_opens_at, row.joining_closes_at, at), row.owner.time_zone if is_visitor else "")
        for row in page
    ]
    return render(request, "programs/programs.html", {"page": page, "rows": rows, "at": at})


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
    return _refused(request, shown, form, at)


@login_required
@require_POST
def departure(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the program."""
    person = signed_in(request)
    operations.leave(actor=person, arrival=access.own_arrival(person, slug), at=now())
    messages.success(request, _("You left the program. Your work stays yours and stays where it is."))
    return redirect("program", slug)


def _refused(request: HttpRequest, shown: Program, form: JoinForm, at: datetime) -> HttpResponse:
    page = queries.page_of(signed_in(request), shown, at=at)
    say_offered(page.offered, get_language() or "")
    return render(request, "programs/program.html", {**vars(page), "form": form}, status=409)

"""A person's pursuits, and moving one over to the version that follows."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import (
    say_titles,
)
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms import StartForm
from microcred.portfolios.views.workspace import said_to_reader
from microcred.programs.queries import seats_held_by

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pursuits(request: HttpRequest) -> HttpResponse:
    """The reader's pursuits; a POST starts one."""
    person = signed_in(request)
    if request.method != "POST":
        at = now()
        page = Paginator(queries.pursuits_of(person), PER_PAGE).get_page(request.GET.get("page"))
        say_titles([pursuit.version for pursuit in page], get_language() or "")
        promises = queries.promises_of_listed(list(page), at=at)
        rows = [(pursuit, promises.get(pursuit.pk)) for pursuit in page]
        asked = queries.asked_to_read(person)
        say_titles([one.pursuit.version for one in asked], get_language() or "")
        return render(request, "portfolios/pursuits.html", {"page": page, "rows": rows, "asked": asked})
    form = StartForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("The form names no micro-credential to start."))
    version = access.published_version(form.cleaned_data["version"])
    wanted = form.cleaned_data["program"]
    at = now()
    program = access.any_program(wanted) if wanted else queries.program_for(seats_held_by(person), version, at=at)
    begun = operations.start(actor=person, version=version, program=program, at=at)
    return redirect("pursuit", begun.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """What would go along to the version that follows; a POST takes it there."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    if request.method == "POST":
        form = StartForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("The form does not say where the work should go."))
        to = access.published_version(form.cleaned_data["version"])
        begun = operations.move_over(actor=person, pursuit=mine, to=to, at=at)
        return redirect("pursuit", begun.pk)
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    follows = queries.overtaken(mine, workspace.state, at=at)
    plan = queries.move_plan(workspace, follows.by) if follows and follows.by and workspace.is_open else None
    context = {"pursuit": mine, "workspace": workspace, "overtaken": follows, "plan": plan}
    return render(request, "portfolios/move.html", context)

"""Teams: a page beside the workspace, where people name each other and share what a team may hand in alike."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_teams import TeammateForm
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """Who is in the team, and what it shares; a POST names one more."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    form = TeammateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.name_teammate(actor=person, pursuit=mine, email=form.cleaned_data["email"], at=at)
            messages.success(request, _("If somebody with this address works on this too, they are asked to confirm."))
            return redirect("team", mine.pk)
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    shown = queries.team_of(mine)
    given = {one.item_id for one in shown.shares} if shown else set()
    copies = access.copies_in(mine)
    context = {
        "pursuit": mine,
        "workspace": workspace,
        "team": shown,
        "form": form,
        "may_share": [
            (work, [item for item in work.items if item.pk not in given and item.pk not in copies])
            for work in workspace.work
            if work.requirement.shareable and work.editable
        ],
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, reverse("pursuit", args=[mine.pk])),
            (_("Team"), ""),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/team.html", context, status=status)


@login_required
@require_POST
def team_joining(request: HttpRequest, teammate_id: UUID) -> HttpResponse:
    """Confirm being in a team."""
    return _at_own_place(request, teammate_id, operations.join_team)


@login_required
@require_POST
def team_departure(request: HttpRequest, teammate_id: UUID) -> HttpResponse:
    """Leave a team, or say no."""
    return _at_own_place(request, teammate_id, operations.leave_team)


@login_required
@require_POST
def share(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Let the team hand in a file or link of one's own."""
    person = signed_in(request)
    item = access.own_item(person, item_id)
    operations.share(actor=person, item=item, at=now())
    return redirect("team", item.pursuit_id)


@login_required
@require_POST
def share_end(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Take back what one shared."""
    person = signed_in(request)
    given, pursuit = access.share_in_team(person, share_id)
    operations.end_share(actor=person, share=given, at=now())
    return redirect("team", pursuit.pk)


@login_required
@require_POST
def taking_up(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Put what another member shares into one's own work."""
    person = signed_in(request)
    given, pursuit = access.share_in_team(person, share_id)
    operations.take_up(actor=person, pursuit=pursuit, share=given, at=now())
    messages.success(request, _("It stands in your work now. Your own reflection on it is still yours to write."))
    return redirect("team", pursuit.pk)


def _at_own_place(request: HttpRequest, teammate_id: UUID, verb: Callable[..., object]) -> HttpResponse:
    """Do something about the reader's own place in a team."""
    person = signed_in(request)
    mine = access.own_place(person, teammate_id)
    verb(actor=person, teammate=mine, at=now())
    return redirect("team", mine.pursuit_id)

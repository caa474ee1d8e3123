"""Looking at one's own work as an assessor would."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.catalog.models import Level
from microcred.catalog.queries import said_with_rules
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_peers import OwnViewForm
from microcred.portfolios.rules import State
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def self_scores(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """The rubric, to score one's own work on; a POST notes the levels, or erases them all."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    said = said_with_rules(said_to_reader(mine.version))
    form = OwnViewForm(said.rubric, request.POST if request.method == "POST" else None)
    if "erase" in request.POST:
        operations.erase_self_scores(actor=person, pursuit=mine)
        messages.success(request, _("Erased: nothing is left of what you thought of this work."))
        return redirect("self_scores", mine.pk)
    if request.method == "POST" and form.is_valid():
        levels = Level.objects.filter(pk__in=form.chosen()).select_related("criterion")
        with refusals_shown_on(form):
            operations.score_oneself(actor=person, pursuit=mine, levels=list(levels), at=now())
            messages.success(request, _("Noted, for your eyes only."))
            return redirect("self_scores", mine.pk)
    context = {
        "pursuit": mine,
        "said": said,
        "form": form,
        "is_open": queries.state_of(mine) in (State.STARTED, State.RETURNED),
        "views": queries.own_views(mine, said.rubric),
        "own_view": queries.own_view_so_far(mine, said.rubric),
        "attempts": queries.compared_attempts(mine, said.rubric),
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (said.version.title, reverse("pursuit", args=[mine.pk])),
            (_("Your own view"), ""),
        ],
    }
    return render(request, "portfolios/self_scores.html", context, status=422 if form.is_bound else 200)

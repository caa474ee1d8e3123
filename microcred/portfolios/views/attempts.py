"""All attempts of a pursuit, kept."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.portfolios import access, queries
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_safe
def attempts(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """Everything that was handed in for a pursuit, the last first: when, what became of it, what was said to change."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    context = {
        "pursuit": mine,
        "said": said_to_reader(mine.version),
        "history": queries.history_of(mine, at=now()),
    }
    return render(request, "portfolios/attempts.html", context)

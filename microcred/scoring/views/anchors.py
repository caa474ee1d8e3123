"""The door to anchor papers, beside the work."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from microcred.calibration.queries import anchors_for
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in
from microcred.scoring import access


@login_required
@require_safe
def anchors(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What is agreed of the anchor papers of the version in hand, and why: a page, or what a dialog shows of it."""
    person, at = signed_in(request), now()
    item = access.item_in_hand(person, item_id, at=at)
    said = said_in(item.version, get_language() or "")
    shown = anchors_for(person, item.version, said.rubric, at=at)
    context = {"item": item, "said": said, "anchors": shown}
    if request.headers.get("HX-Request"):
        one_criterion = request.GET.get("criterion", "")
        return render(request, "scoring/anchors_beside.html", {**context, "one_criterion": one_criterion})
    return render(request, "scoring/anchors.html", context)

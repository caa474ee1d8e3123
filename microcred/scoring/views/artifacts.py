"""A lead's doors to the same artifact in two people's work."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.models import DifferenceRuling


@login_required
@require_safe
def artifact_differences(request: HttpRequest) -> HttpResponse:
    """Where decisions about the same file differ, and nobody has said yet what becomes of that."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    waiting = list(queries.differences_for(lead, at=at)[:100])
    say_titles([one.higher.criterion.version for one in waiting], get_language() or "")
    return render(request, "scoring/artifact_differences.html", {"waiting": waiting})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def artifact_difference(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Both readings side by side; a POST says what becomes of them."""
    at, lead = now(), signed_in(request)
    difference = access.difference_for(lead, difference_id, at=at)
    words, refusal = request.POST.get("words", "")[:2_000], None
    if request.method == "POST":
        afresh = request.POST.get("kind") == DifferenceRuling.Kind.AFRESH
        kind = DifferenceRuling.Kind.AFRESH if afresh else DifferenceRuling.Kind.STANDS
        try:
            operations.rule_on_difference(actor=lead, difference=difference, kind=kind, words=words, at=at)
        except Refusal as no:
            refusal = no
        else:
            messages.success(
                request,
                _("It is read afresh, by people who know of nothing.") if afresh else _("Written down. Both stand."),
            )
            return redirect("artifact_differences")
    say_titles([difference.higher.criterion.version], get_language() or "")
    context = {
        "seen": queries.difference_seen(difference, lead=signed_in(request), at=at),
        "words": words,
        "refusal": refusal,
    }
    return render(request, "scoring/artifact_difference.html", context, status=refusal.status if refusal else 200)

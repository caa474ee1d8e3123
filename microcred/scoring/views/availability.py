"""Pages where somebody who reads says how much, when and of what."""

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_availability import AvailabilityForm
from microcred.scoring.models import Availability
from microcred.scoring.rules import FREE_RETURNS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest) -> HttpResponse:
    """How much somebody wants offered; a POST says so anew."""
    at = now()
    person = access.at_the_queue(signed_in(request), at=at)
    offering = queries.offering_to(person, at=at)
    versions = queries.versions_to_offer(person, at=at)
    say_titles(versions, get_language() or "")
    offered = [(version.micro_credential_id, str(version.title)) for version in versions]
    today = at.astimezone(ZoneInfo(person.time_zone)).date()
    form = AvailabilityForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        away=_ahead(offering.said, today),
        initial={
            "most_a_week": offering.most,
            "wanted": [str(pk) for pk, _title in offered if pk not in offering.unwanted],
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.declare_availability(actor=person, at=at, **form.said())
            messages.success(request, _("Saved. The queue keeps to it from now on; what you hold you may finish."))
            return redirect("availability")
    context = {
        "form": form,
        "offering": offering,
        "zone": at.astimezone(ZoneInfo(person.time_zone)).tzname(),
        "free_returns": FREE_RETURNS,
        "held": queries.active_claim(person, at=at),
    }
    return render(request, "scoring/availability.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def offers_pause(request: HttpRequest) -> HttpResponse:
    """Be offered nothing, at once."""
    at = now()
    operations.pause_offers(actor=access.at_the_queue(signed_in(request), at=at), at=at)
    messages.success(request, _("Paused. Nothing new is offered to you until you go on; what you hold you may finish."))
    return redirect("availability")


@login_required
@require_POST
def offers_resumption(request: HttpRequest) -> HttpResponse:
    """Be offered work again."""
    at = now()
    operations.resume_offers(actor=access.at_the_queue(signed_in(request), at=at), at=at)
    messages.success(request, _("You are offered work again."))
    return redirect("queue")


def _ahead(said: Availability | None, today: date) -> list[list[date]]:
    """The times away that are not over."""
    return [period for period in said.away if period[1] >= today] if said else []

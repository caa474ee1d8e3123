"""A lead's door to readings that are not to count."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_resets import BeginResetForm, ScopeForm
from microcred.scoring.models import ResetCampaign
from microcred.scoring.rules import Consequence

PAGE = 10
"""submissions that a reset would reach"""


@login_required
@require_safe
def resets(request: HttpRequest) -> HttpResponse:
    """What was reset where the reader leads the assessing, and where something can be."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    campaigns = list(queries.resets_led_by(lead, at=at)[:100])
    say_titles([one.version for one in campaigns if one.version], get_language() or "")
    context = {
        "campaigns": campaigns,
        "organizations": [each.organization for each in queries.governed_by(lead, at=at)],
    }
    return render(request, "scoring/resets.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Choosing readings and seeing what resetting them would do; a POST begins it."""
    lead, at = signed_in(request), now()
    organization = access.led_organization(lead, slug, at=at)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = ScopeForm(sent or None, organization=organization)
    begin = BeginResetForm(request.POST if request.method == "POST" else None)
    scope = chosen.scope(lead, at) if chosen.is_bound and chosen.is_valid() else None
    if scope is not None and scope.version is None and scope.assessor is None:
        chosen.add_error("version", str(operations.NothingChosen()))
        scope = None
    elif scope is not None and scope.assessor == lead:
        chosen.add_error("assessor", str(operations.OwnReadings()))
        scope = None
    if request.method == "POST" and scope is not None and begin.is_valid():
        typed = begin.cleaned_data
        with refusals_shown_on(begin):
            campaign = operations.begin_reset(
                actor=lead,
                scope=scope,
                reason=typed["reason"],
                tells_at_start=typed["tells_at_start"],
                confirmed=typed["confirmed"],
                form_key=typed["form_key"],
                at=at,
            )
            messages.success(request, _("It has begun. What becomes of each is said here as it is done."))
            return redirect("reset", campaign.pk)
    preview = queries.reset_preview(scope, at=at) if scope else None
    hidden = {name: sent.get(name, "") for name in chosen.fields} if preview else {}
    page = Paginator(list(preview.reached.items()), PAGE).get_page(request.GET.get("page")) if preview else None
    reached = queries.reached_submissions(list(page), lead, at=at) if page else []
    say_titles([one.submission.pursuit.version for one in reached], get_language() or "")
    context = {
        "organization": organization,
        "form": chosen,
        "begin": begin,
        "preview": preview,
        "hidden": hidden,
        "page": page,
        "reached": reached,
        "query": urlencode({name: value for name, value in hidden.items() if value}),
        "kept": preview.sums.of(Consequence.KEPT) if preview else 0,
        "afresh": preview.sums.of(Consequence.AFRESH) if preview else 0,
        "replaced": preview.sums.of(Consequence.REPLACED) if preview else 0,
        "being_read": preview.sums.of(Consequence.BEING_READ) if preview else 0,
        "went_on": preview.sums.of(Consequence.WENT_ON) if preview else 0,
        "read_before": preview.sums.of(Consequence.READ_BEFORE) if preview else 0,
    }
    status = 422 if begin.errors or (chosen.is_bound and chosen.errors) else 200
    return render(request, "scoring/reset_preview.html", context, status=status)


@login_required
@require_safe
def reset(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """How far a reset is, and what came of it."""
    lead, at = signed_in(request), now()
    campaign: ResetCampaign = access.led_reset(lead, campaign_id, at=at)
    if campaign.version:
        say_titles([campaign.version], get_language() or "")
    context = {"campaign": campaign, "progress": queries.reset_progress(campaign)}
    return render(request, "scoring/reset.html", context)

"""A lead's doors to who wants to become an assessor, and to what is asked of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_vetting import DecisionForm, VettingRulesForm
from microcred.calibration.models import ApplicationDecision
from microcred.calibration.rules.vetting import Asked, in_the_way_of_accepting
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios.queries import conflicts_of

PER_PAGE = 30


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Who wants to score, and for which stacks one can apply."""
    at = now()
    lead = access.who_leads(signed_in(request), at=at)
    page = Paginator(queries.applications_led_by(lead, at=at), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [queries.applied_in(one) for one in page],
        "stacks": queries.stacks_to_staff(lead, at=at)[:100],
    }
    return render(request, "calibration/applications.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """What somebody states, what the platform found, what references say; a POST decides."""
    lead, at = signed_in(request), now()
    found = access.led_application(lead, application_id, at=at)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.decide_application(
                actor=lead,
                application=found,
                verdict=ApplicationDecision.Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Decided. They are told."))
            return redirect("application", application_id)
    stack, rules = found.rules.stack, found.rules
    standing = queries.applied_in(found)
    newest = queries.rules_of(stack) or rules
    findings = queries.findings_of(found) if standing.is_open else []
    context = {
        "application": found,
        "standing": standing,
        "stack": stack,
        "said": queries.in_words(findings, more=rules.more, told="lead"),
        "in_the_way": in_the_way_of_accepting(findings),
        "conflicts": conflicts_of(found.person).count(),
        "left": queries.places_left_in(newest, at=at),
        "speaks_for_them": queries.gave_reference_for(lead, found),
        "form": form,
    }
    return render(request, "calibration/application.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vetting_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked of who wants to score a stack; a POST says it anew."""
    lead, at = signed_in(request), now()
    stack = access.staffed_stack(lead, slug, at=at)
    before = queries.rules_of(stack)
    usual = {**vars(Asked()), "is_open": True, "pledge": queries.usual_pledge("en")}
    usual["pledge_es"] = queries.usual_pledge("es")
    standing = {name: getattr(before, name) for name in VettingRulesForm.base_fields} if before else usual
    form = VettingRulesForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        figures = dict(form.cleaned_data)
        words = {name: figures.pop(name) for name in ("is_open", "more", "pledge", "pledge_es")}
        with refusals_shown_on(form):
            operations.say_vetting_rules(actor=lead, stack=stack, asked=Asked(**figures), at=at, **words)
            messages.success(request, _("Said. Whoever applies from now on is held against these rules."))
            return redirect("applications")
    context = {"stack": stack, "before": before, "form": form}
    return render(request, "calibration/vetting_rules.html", context, status=422 if form.errors else 200)

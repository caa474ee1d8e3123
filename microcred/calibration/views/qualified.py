"""A lead assessor's doors to who qualified for a version, by what, and by which terms."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_qualifying import RulingForm, TermsForm
from microcred.calibration.models import PaperSet
from microcred.calibration.rules import USUAL
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in

PER_PAGE = 50


@login_required
@require_safe
def qualified(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Who is qualified for a version, under test, or was: by the test, or by hand and with which reason."""
    at = now()
    version = access.led_version(signed_in(request), version_id, at=at)
    page = Paginator(queries.assessors_standing(version, at=at), PER_PAGE).get_page(request.GET.get("page"))
    newest = queries.newest_set(version, PaperSet.Kind.QUALIFICATION)
    context = {
        "version": version,
        "said": said_in(version, get_language() or ""),
        "page": page,
        "rows": [(one, one.state(at).value) for one in page],
        "paused": queries.paused_on(version),
        "terms": queries.terms_in(version.micro_credential.owner),
        "papers": len(queries.papers_in(newest)) if newest else 0,
    }
    return render(request, "calibration/qualified.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, version_id: UUID, attempt_id: UUID) -> HttpResponse:
    """What an attempt came to and by which figures; a POST decides one that the rule left open."""
    at, lead = now(), signed_in(request)
    found = access.led_attempt(lead, version_id, attempt_id, at=at)
    form = RulingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.rule_on_attempt(
                actor=lead,
                attempt=found,
                qualifies=form.cleaned_data["qualifies"] == "yes",
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Decided. They are told."))
            return redirect("attempt", version_id, attempt_id)
    said = said_in(found.version, get_language() or "")
    standing = queries.standing_in(found, at=at)
    context = {
        "version": found.version,
        "said": said,
        "attempt": found,
        "standing": standing,
        "off": queries.off_in_words(standing.off, said.rubric),
        "given": queries.papers_given(standing),
        "form": form,
    }
    return render(request, "calibration/attempt.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def qualifying_terms(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """By which terms people qualify for what the owner of a version offers; a POST says others from now on."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    owner = version.micro_credential.owner
    terms = queries.terms_in(owner)
    standing = terms.figures if terms else USUAL
    form = TermsForm(request.POST if request.method == "POST" else None, initial=vars(standing))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.say_terms(actor=lead, organization=owner, at=at, **form.cleaned_data)
            messages.success(request, _("Said. They hold for every attempt that begins from now on."))
            return redirect("qualified", version.pk)
    context = {
        "version": version,
        "owner": owner,
        "terms": terms,
        "form": form,
        "said": said_in(version, get_language() or ""),
    }
    return render(request, "calibration/qualifying_terms.html", context, status=422 if form.errors else 200)

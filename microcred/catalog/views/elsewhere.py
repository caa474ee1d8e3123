"""Micro-credentials of others: what is accepted, for everyone; references and decisions, for who keeps quality."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.catalog import access, operations, queries
from microcred.catalog.forms import AcceptanceForm, ReferenceForm, acceptance_answers_in
from microcred.catalog.models import AcceptanceAnswer, AcceptanceReview
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.quality.queries import components_of, edition_of, places_to_keep

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """What others offer and some organization here accepts; a POST by who looks after quality refers to one more."""
    if request.method == "POST":
        return _refer(request)
    return _list(request)


@require_safe
def external(request: HttpRequest, external_id: UUID) -> HttpResponse:
    """One micro-credential of others, and what was decided of it."""
    person = request.user if isinstance(request.user, Person) else None
    return _one(request, access.external_to_see(person, external_id, at=now()))


@login_required
@require_POST
def external_decision(request: HttpRequest, external_id: UUID) -> HttpResponse:
    """Decide whether it is accepted."""
    person, at = signed_in(request), now()
    shown = access.external_to_decide(person, external_id, at=at)
    edition, form = edition_of(shown.organization), AcceptanceForm(request.POST)
    if edition is None or not form.is_valid():
        return HttpResponseBadRequest(_("Choose an outcome. The organization must go by a quality framework."))
    try:
        operations.review_external(
            actor=person,
            external=shown,
            edition=edition,
            outcome=AcceptanceReview.Outcome(form.cleaned_data["outcome"]),
            answers=acceptance_answers_in(request.POST, [asked.id for asked in components_of(edition)]),
            reason=form.cleaned_data["reason"],
            conditions=form.cleaned_data["conditions"],
            next_review_on=form.cleaned_data["next_review_on"],
            at=at,
        )
    except Refusal as refusal:
        return _one(request, shown, refusal)
    messages.success(request, _("Decided."))
    return redirect("external", shown.pk)


def _refer(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Person):
        return redirect(f"/account/login/?next={request.path}")
    at = now()
    form = ReferenceForm(request.POST)
    place = access.place_to_decide(request.user, request.POST.get("organization", ""), at=at)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Give the title, who issues it, and the web address where it stands."))
    try:
        made = operations.refer_to_external(
            actor=request.user,
            organization=place,
            title=form.cleaned_data["title"],
            issuer_name=form.cleaned_data["issuer_name"],
            url=form.cleaned_data["url"],
            at=at,
        )
    except Refusal as refusal:
        return _list(request, refusal)
    return redirect("external", made.pk)


def _list(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    places = list(places_to_keep(request.user, at=now())) if isinstance(request.user, Person) else []
    context: dict[str, Any] = {
        "page": Paginator(queries.accepted_externals(), PER_PAGE).get_page(request.GET.get("page")),
        "places": places,
        "mine": queries.externals([place.pk for place in places])[:200] if places else [],
        "outcomes": dict(AcceptanceReview.Outcome.choices),
        "refusal": refusal,
    }
    return render(request, "catalog/elsewhere.html", context, status=refusal.status if refusal else 200)


def _one(request: HttpRequest, shown: Any, refusal: Refusal | None = None) -> HttpResponse:
    at = now()
    decides = isinstance(request.user, Person) and access.may_decide(request.user, shown, at=at)
    edition = edition_of(shown.organization) if decides else None
    context = {
        "external": shown,
        "review": queries.acceptance_of(shown),
        "decides": decides,
        "today": at.date(),
        "edition": edition,
        "asked": components_of(edition) if edition else (),
        "verdicts": AcceptanceAnswer.Verdict.choices,
        "outcomes": AcceptanceReview.Outcome.choices,
        "refusal": refusal,
    }
    return render(request, "catalog/external.html", context, status=refusal.status if refusal else 200)

"""The doors of offers: a new one, its terms, its budgets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.rewards import access, operations, queries
from microcred.rewards.forms import BudgetForm, OfferForm, TermsForm
from microcred.rewards.models import StipendOffer
from microcred.rewards.rules import Basis, year_named, years_around


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_stipend_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """A new offer with its first terms."""
    person, at = signed_in(request), now()
    organization = access.paying_organization(person, slug, at=at)
    today = day_in(at, organization.time_zone)
    form = OfferForm(request.POST or None, organization=organization, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            offer = operations.offer_stipend(
                actor=person,
                organization=organization,
                name=form.cleaned_data["name"],
                basis=Basis(form.cleaned_data["basis"]),
                currency=form.cleaned_data["currency"],
                year_begins=form.cleaned_data["year_begins"],
                terms=form.said(),
                at=at,
            )
            messages.success(request, _("The offer stands. Nothing is paid before you set a budget for it."))
            return redirect("stipend_offer", offer.pk)
    context = {"organization": organization, "form": form}
    return render(request, "rewards/new_stipend_offer.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stipend_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """An offer: its terms so far, its budgets, and stating other terms."""
    person, at = signed_in(request), now()
    if request.method != "POST":
        return _offer(request, person, access.seen_offer(person, offer_id, at=at))
    offer = access.administered_offer(person, offer_id, at=at)
    form = TermsForm(request.POST, organization=offer.organization)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.restate_offer(actor=person, offer=offer, terms=form.said(), at=at)
            messages.success(request, _("Stated. What was earned before is paid by the earlier terms."))
            return redirect("stipend_offer", offer.pk)
    return _offer(request, person, offer, terms=form)


@login_required
@require_POST
def stipend_budgets(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """What an offer may pay in a fiscal year."""
    person, at = signed_in(request), now()
    offer = access.administered_offer(person, offer_id, at=at)
    form = BudgetForm(request.POST, years=_years(offer))
    if form.is_valid():
        with refusals_shown_on(form):
            operations.set_budget(actor=person, offer=offer, at=at, **form.cleaned_data)
            messages.success(request, _("The budget is set."))
            return redirect("stipend_offer", offer.pk)
    return _offer(request, person, offer, budget=form)


def _years(offer: StipendOffer) -> list[tuple[int, str]]:
    """The fiscal years for which a budget can be set, with their names."""
    today = day_in(now(), offer.organization.time_zone)
    return [(year, year_named(year, offer.year_begins)) for year in years_around(today, offer.year_begins)]


def _offer(
    request: HttpRequest,
    person: Person,
    offer: StipendOffer,
    *,
    terms: TermsForm | None = None,
    budget: BudgetForm | None = None,
) -> HttpResponse:
    at = now()
    reckoned = queries.reckoned_for([offer], at=at)
    bad = terms is not None or budget is not None
    years = _years(offer)
    context = {
        "offer": offer,
        "organization": offer.organization,
        "editions": queries.editions_of(offer, at=at),
        "standings": queries.budgets_in(reckoned, at=at),
        "administers": acts_as(person, Role.ORG_ADMIN, for_organization=offer.organization, at=at),
        "terms": terms or TermsForm(organization=offer.organization, initial=_as_typed(offer)),
        "budget": budget or BudgetForm(years=years, initial={"year": years[1][0]}),
    }
    return render(request, "rewards/stipend_offer.html", context, status=422 if bad else 200)


def _as_typed(offer: StipendOffer) -> dict[str, Any]:
    """The terms that were stated last, from tomorrow on."""
    last = offer.editions.order_by("-number").first()
    tomorrow = day_in(now(), offer.organization.time_zone) + timedelta(days=1)
    if last is None:
        return {"starts_on": tomorrow}
    same = ("clause", "micro_credentials", "stack", "roles", "schools", "instead_of_credit")
    amounts = ("amount", "most_in_year", "most_in_all", "needed")
    return {
        "starts_on": tomorrow,
        **{name: getattr(last, name) for name in same},
        **{name: None if (value := getattr(last, name)) is None else f"{value:.2f}" for name in amounts},
    }

"""What a program suggests: a lead allows it; who judges opens it, and says whether they used it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.portfolios.queries import statements_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms import HoldingForm
from microcred.scoring.forms_assistance import AssistanceForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assistance(request: HttpRequest, slug: str) -> HttpResponse:
    """For which micro-credentials of an organization a program may suggest where to look."""
    at, lead = now(), signed_in(request)
    organization = access.led_organization(lead, slug, at=at)
    offered = list(queries.newest_versions_of(organization))
    say_titles(offered, get_language() or "")
    wordings = [one.wording for one in statements_in(organization, at=at) if one.wording is not None]
    form = AssistanceForm(request.POST if request.method == "POST" else None, versions=offered, wordings=wordings)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.allow_assistance(
                actor=lead,
                micro_credential=form.micro_credential(),
                allowed=form.cleaned_data["allowed"] == "yes",
                statement=form.wording(),
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Declared. It holds for what is taken from now on."))
            return redirect("assistance", slug)
    titles = {version.micro_credential_id: version.title for version in offered}
    context = {
        "organization": organization,
        "assistant": queries.the_assistant(),
        "terms": [(one, titles.get(one.micro_credential_id, "")) for one in queries.assistance_terms_in(organization)],
        "form": form,
    }
    return render(request, "scoring/assistance.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def suggestion(request: HttpRequest, item_id: UUID, criterion_id: UUID) -> HttpResponse:
    """See what a program suggests for a criterion, or say whether one used it."""
    person, at = signed_in(request), now()
    item = access.item_in_hand(person, item_id, at=at)
    criterion = access.suggested_criterion(person, item, criterion_id)
    holding = HoldingForm(request.POST)
    number = holding.cleaned_data["claim_number"] if holding.is_valid() else 0
    said = request.POST.get("used", "")
    try:
        if said in ("yes", "no"):
            operations.answer_suggestion(
                actor=person, item=item, claim_number=number, criterion=criterion, used=said == "yes", at=at
            )
        else:
            links = "links" in request.POST
            operations.see_suggestion(
                actor=person, item=item, claim_number=number, criterion=criterion, links_opened=links, at=at
            )
    except Refusal as no:
        say_refused(request, no)
    response = redirect("workbench", item.key)
    response["Location"] += f"#suggestion-{criterion.pk}"
    return response

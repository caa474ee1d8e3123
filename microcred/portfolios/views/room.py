"""How much room an organization and those below it give to evidence."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_uploads import GIB, QuotaForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """The room of one organization and of those right below it; a POST sets its quota."""
    person, at = signed_in(request), now()
    organization = access.roomy_organization(person, slug, at=at)
    own = queries.room_of(organization, at=at)
    initial = {"gib": None if own.quota is None else round(own.quota / GIB, 2)}
    form = QuotaForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.set_quota(actor=person, organization=organization, size=form.size(), at=at)
            return redirect("room", slug)
    context = {
        "organization": organization,
        "room": own,
        "below": queries.rooms_below(organization, at=at),
        "form": form,
        "may_set": access.may_set_quota(person, organization, at=at),
        "crumbs": [(organization.name, ""), (_("Room for evidence"), "")],
    }
    return render(request, "portfolios/room.html", context, status=422 if form.is_bound else 200)

"""What an organization promises who submit, and asks of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Role
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_again import TermsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    """What is promised and asked in an organization and below it; a POST says so anew, for all versions or for one."""
    person, at = signed_in(request), now()
    place = organization_as(person, Role.ORG_ADMIN, slug, at=at)
    versions = {str(version.pk): version for version in access.versions_offered_by(place)}
    choices = [(key, f"{version.title}, {version.label}") for key, version in versions.items()]
    form = TermsForm(request.POST or None, versions=choices)
    if request.method == "POST" and form.is_valid():
        version = versions.get(form.cleaned_data["version"])
        with refusals_shown_on(form):
            operations.set_terms(actor=person, organization=place, version=version, at=at, **form.said())
            messages.success(request, _("Saved. It counts from the next submission on; what was promised stays."))
            return redirect("terms", slug)
    context = {
        "organization": place,
        "stands": queries.terms_in(place),
        "own": queries.said_in_place(place),
        "form": form,
    }
    return render(request, "portfolios/terms.html", context, status=422 if form.errors else 200)

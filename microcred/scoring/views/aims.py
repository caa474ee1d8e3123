"""A lead's door to what readings are to reach."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.models import Version
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization, Person
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_aims import AimsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quality_aims(request: HttpRequest, slug: str) -> HttpResponse:
    """What is aimed at in everything of an organization."""
    lead = signed_in(request)
    return _aims_page(request, lead, access.led_organization(lead, slug, at=now()), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_quality_aims(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """What is aimed at in one version that more, or less, depends on than on the rest."""
    lead = signed_in(request)
    version = access.led_version(lead, version_id, at=now())
    return _aims_page(request, lead, version.micro_credential.owner, version)


def _aims_page(request: HttpRequest, lead: Person, organization: Organization, version: Version | None) -> HttpResponse:
    at = now()
    held = queries.aims_in_force(organization, version, at=at)
    form = AimsForm(request.POST if request.method == "POST" else None, initial=held.aims.by_name)
    back = reverse("scoring_quality", args=[version.pk]) if version else reverse("scoring_qualities")
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.declare_aims(
                actor=lead,
                organization=organization,
                version=version,
                aims=form.aims(),
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Figures of what is decided from now on are held against these aims."))
            return redirect(back)
    if version is not None:
        say_titles([version], get_language() or "")
    context = {
        "organization": organization,
        "version": version,
        "held": held,
        "editions": list(queries.aims_of(organization, version)[:10]),
        "form": form,
        "back": back,
    }
    return render(request, "scoring/quality_aims.html", context, status=422 if form.errors else 200)

"""A person's door: how what an organization licensed is used."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.analytics.queries import uses_of_licenses
from microcred.analytics.rules import SMALL
from microcred.analytics.tables import uses_as_csv
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import organization_as, signed_in
from microcred.organizations.models import Role


@login_required
@require_safe
def license_use(request: HttpRequest, slug: str) -> HttpResponse:
    """For each license that an organization granted: how many people of the licensee started, handed in, earned."""
    at = now()
    owner = organization_as(signed_in(request), Role.ORG_ADMIN, slug, at=at)
    context = {"owner": owner, "uses": uses_of_licenses(owner, at=at), "moment": at, "small": SMALL}
    return render(request, "analytics/license_use.html", context)


@login_required
@require_safe
def license_use_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a table for spreadsheet programs."""
    at = now()
    owner = organization_as(signed_in(request), Role.ORG_ADMIN, slug, at=at)
    return HttpResponse(
        uses_as_csv(uses_of_licenses(owner, at=at)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{owner.slug}-license-use-{at:%Y-%m-%d}.csv"',
            "Cache-Control": "private, no-store",
        },
    )

"""The doors of salary lanes: what they are, who reached which, and files for payroll with their receipts."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.comma_separated import CSV
from microcred.foundation.days import day_in
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Role
from microcred.organizations.queries import acts_as
from microcred.rewards import access, operations, queries
from microcred.rewards.forms_lanes import LanesForm
from microcred.rewards.queries.numbers import employee_numbers
from microcred.rewards.rules import Effect, Measure
from microcred.rewards.tables import lanes_as_csv

PAGE = 50
"""lines of a list"""


@login_required
@require_safe
def lanes(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reached which lane, what changed since the last export, and the exports."""
    person, at = signed_in(request), now()
    organization = access.approving_organization(person, slug, at=at)
    schedule = queries.schedule_of(organization)
    reached = queries.reached_in(schedule, at=at) if schedule is not None else []
    exports = Paginator(queries.exports_of(organization), PAGE).get_page(request.GET.get("exports"))
    context = {
        "organization": organization,
        "schedule": schedule,
        "page": Paginator(reached, PAGE).get_page(request.GET.get("page")),
        "changed": sum(each.change != "same" for each in reached),
        "exports": exports,
        "administers": acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at),
    }
    return render(request, "rewards/lanes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lane_schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """State the lanes of an organization, in place of those before."""
    person, at = signed_in(request), now()
    organization = access.paying_organization(person, slug, at=at)
    before = queries.schedule_of(organization)
    today = day_in(at, organization.time_zone)
    form = LanesForm(request.POST or None, initial=LanesForm.as_typed(before) or {"counts_from": today})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            given = dict(form.cleaned_data)
            operations.state_lanes(
                actor=person,
                organization=organization,
                measure=Measure(given.pop("measure")),
                effect=Effect(given.pop("effect")),
                at=at,
                **given,
            )
            messages.success(request, _("Stated. The next export goes by these lanes."))
            return redirect("lanes", slug)
    context = {"organization": organization, "form": form}
    return render(request, "rewards/lane_schedule.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def lane_exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Export who reached which lane."""
    person, at = signed_in(request), now()
    organization = access.approving_organization(person, slug, at=at)
    schedule = queries.schedule_of(organization)
    if schedule is None:
        return redirect("lanes", slug)
    try:
        export = operations.export_lanes(actor=person, schedule=schedule, at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Exported as number {number}.").format(number=export.number))
    return redirect("lanes", slug)


@login_required
@require_safe
def lane_export_csv(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """An export for payroll: a row for each person and lane, with what became of it since the one before."""
    export = access.seen_export(signed_in(request), export_id, at=now())
    name = f"{export.schedule.organization.slug}-lanes-{export.number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    numbers = employee_numbers(export.schedule.organization)
    return HttpResponse(lanes_as_csv(export, queries.rows_of(export), numbers), content_type=CSV, headers=headers)

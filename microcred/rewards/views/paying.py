"""The district's doors: what is due and approved, what a period pays, and what is taken back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.comma_separated import CSV
from microcred.foundation.days import day_in
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Role
from microcred.organizations.queries import acts_as
from microcred.rewards import access, operations, queries
from microcred.rewards.forms import ApprovalsForm, LastDayForm, StipendReversalForm
from microcred.rewards.queries.numbers import employee_numbers
from microcred.rewards.tables import payouts_as_csv

PAGE = 50
"""lines of a list"""


@login_required
@require_safe
def stipends(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organization offers, what is left of its budgets, and what waits for approval."""
    person, at = signed_in(request), now()
    organization = access.approving_organization(person, slug, at=at)
    reckoned = queries.reckoned_in(organization, at=at)
    page = Paginator(queries.queue_in(reckoned), PAGE).get_page(request.GET.get("page"))
    say_titles([version for waiting in page for version in waiting.versions], get_language() or "")
    context = {
        "organization": organization,
        "standings": queries.budgets_in(reckoned, at=at),
        "page": page,
        "payable": sum(waiting.due.amount > 0 and waiting.person.pk != person.pk for waiting in page),
        "reader": person.pk,
        "coming": queries.coming_in(organization, at=at),
        "administers": acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at),
    }
    return render(request, "rewards/stipends.html", context)


@login_required
@require_POST
def stipend_approvals(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve what was chosen from the list, all of it or nothing."""
    person, at = signed_in(request), now()
    organization = access.approving_organization(person, slug, at=at)
    form = ApprovalsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(str(each) for each in form.errors["due"]))
        return redirect("stipends", slug)
    try:
        entries = operations.approve(actor=person, organization=organization, wanted=form.cleaned_data["due"], at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        count = len(entries)
        said = ngettext(
            "{count} stipend is approved. The next period that you lock pays it.",
            "{count} stipends are approved. The next period that you lock pays them.",
            count,
        )
        messages.success(request, said.format(count=count))
    return redirect("stipends", slug)


@login_required
@require_safe
def stipend_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """What was approved, paid and taken back, the newest first."""
    person, at = signed_in(request), now()
    organization = access.approving_organization(person, slug, at=at)
    page = Paginator(queries.entries_in(organization), PAGE).get_page(request.GET.get("page"))
    lines = queries.lines_of(page.object_list)
    say_titles([version for line in lines for version in line.versions], get_language() or "")
    context = {
        "organization": organization,
        "page": page,
        "lines": lines,
        "reader": person.pk,
        "administers": acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at),
    }
    return render(request, "rewards/stipend_ledger.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stipend_periods(request: HttpRequest, slug: str) -> HttpResponse:
    """The periods that were paid, and paying the next one."""
    person, at = signed_in(request), now()
    if request.method == "POST":
        organization = access.paying_organization(person, slug, at=at)
    else:
        organization = access.approving_organization(person, slug, at=at)
    yesterday = day_in(at, organization.time_zone) - timedelta(days=1)
    form = LastDayForm(request.POST or None, initial={"last_day": yesterday})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.lock_stipends(actor=person, organization=organization, at=at, **form.cleaned_data)
            messages.success(
                request, _("Locked. Take it to payroll; what is put right later stands in a later period.")
            )
            return redirect("stipend_periods", slug)
    page = Paginator(queries.periods_of(organization), PAGE).get_page(request.GET.get("page"))
    sums = queries.sums_of(list(page.object_list))
    context = {
        "organization": organization,
        "page": page,
        "rows": [(period, sums[period.pk]) for period in page],
        "coming": queries.coming_in(organization, at=at),
        "administers": acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at),
        "form": form,
    }
    return render(request, "rewards/stipend_periods.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def stipend_period_csv(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """A locked period for payroll: a row for each stipend that it pays or takes back."""
    period = access.seen_period(signed_in(request), period_id, at=now())
    name = f"{period.organization.slug}-stipends-{period.starts_on}-{period.last_day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    numbers = employee_numbers(period.organization)
    return HttpResponse(payouts_as_csv(period, queries.payouts_of(period), numbers), content_type=CSV, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stipend_reversal(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take a stipend back, with a reason."""
    person, at = signed_in(request), now()
    entry = access.administered_entry(person, entry_id, at=at)
    slug = entry.offer.organization.slug
    form = StipendReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            again = form.cleaned_data["again"] == "yes"
            operations.take_back(actor=person, entry=entry, reason=form.cleaned_data["reason"], again=again, at=at)
            messages.success(request, _("Taken back. The educator is told why."))
            return redirect("stipend_ledger", slug)
    [line] = queries.lines_of([entry])
    say_titles(line.versions, get_language() or "")
    context = {"line": line, "entry": entry, "organization": entry.offer.organization, "form": form}
    return render(request, "rewards/stipend_reversal.html", context, status=422 if form.errors else 200)

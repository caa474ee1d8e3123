"""A lead assessor's door: who judges by another rubric than they qualified for."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from microcred.calibration import access, operations, queries
from microcred.calibration.forms import RequalificationForm
from microcred.catalog.queries import judged_between
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in

PER_PAGE = 20


@login_required
@require_safe
def requalifications(request: HttpRequest) -> HttpResponse:
    """The versions with another rubric, and how many of their assessors are still to be requalified."""
    at = now()
    person = access.who_leads(signed_in(request), at=at)
    page = Paginator(queries.rubrics_led_by(person, at=at), PER_PAGE).get_page(request.GET.get("page"))
    benches = queries.benches_of([one.version for one in page], at=at)
    rows = [(one, benches[one.version_id]) for one in page]
    return render(request, "calibration/requalifications.html", {"page": page, "rows": rows, "at": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requalification(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Why a version asks its assessors anew, and who of them stands where; a POST requalifies some."""
    person, at = signed_in(request), now()
    succession = access.rubric_to_learn(person, version_id, at=at)
    version = succession.version
    bench = queries.bench_of(version, at=at)
    form = RequalificationForm(request.POST or None, asked=bench.asked)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            chosen = list(form.cleaned_data["assessors"])
            operations.requalify_together(
                actor=person, assessors=chosen, version=version, basis=form.cleaned_data["basis"], at=at
            )
            done = ngettext("Requalified. They are told.", "%(count)d are requalified, and told.", len(chosen))
            messages.success(request, done % {"count": len(chosen)})
            return redirect("requalification", version_id)
    rubric = [one for one in judged_between(succession.before, version).reasons if one.field.startswith("rubric")]
    context = {
        "succession": succession,
        "version": version,
        "bench": bench,
        "form": form,
        "ticked": request.POST.getlist("assessors"),
        "reasons": rubric,
        "at": at,
    }
    return render(request, "calibration/requalification.html", context, status=422 if form.errors else 200)

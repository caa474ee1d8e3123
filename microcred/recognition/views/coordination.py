"""The doors of the renewal coordinator: the queue, the hours and the cycles."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access, operations, queries
from microcred.recognition.forms import CycleForm, HoursForm, RulingForm, RulingsForm
from microcred.recognition.transcript import STATES, Line, state_of

PER_PAGE = 50


@login_required
@require_safe
def recognitions(request: HttpRequest) -> HttpResponse:
    """The coordinator's queue."""
    return _queue(request)


@login_required
@require_POST
def rulings(request: HttpRequest) -> HttpResponse:
    """Confirm the entries that were chosen, all or none."""
    person, at = signed_in(request), now()
    access.coordinated_districts(person, at=at)
    chosen = request.POST.getlist("entries")
    form = RulingsForm(request.POST, entry_ids=[each for each in chosen if _is_uuid(each)])
    if form.is_valid():
        entries = access.entries_to_rule(person, [UUID(each) for each in form.cleaned_data["entries"]], at=at)
        with refusals_shown_on(form):
            done = operations.confirm_all(actor=person, entries=entries, at=at)
            words = ngettext("%(count)s entry confirmed.", "%(count)s entries confirmed.", len(done))
            messages.success(request, words % {"count": len(done)})
            return redirect("recognitions")
    return _queue(request, form=form, status=422)


@login_required
@require_POST
def ruling(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Confirm or decline one entry."""
    person, at = signed_in(request), now()
    entry = access.entry_to_rule(person, entry_id, at=at)
    form = RulingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            if form.cleaned_data["ruling"] == "confirm":
                operations.confirm(actor=person, entry=entry, at=at)
                messages.success(request, _("Confirmed. The educator has been told."))
            else:
                operations.decline(actor=person, entry=entry, reason=form.cleaned_data["reason"], at=at)
                messages.success(request, _("Declined. The educator has been told why."))
            return redirect("recognitions")
    return _queue(request, form=form, refused=entry.pk, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attestations(request: HttpRequest) -> HttpResponse:
    """The hours that the coordinator's districts attest, and a form for one more statement."""
    person, at = signed_in(request), now()
    districts = access.coordinated_districts(person, at=at)
    form = HoursForm(request.POST or None, districts=districts)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.attest_hours(actor=person, at=at, **form.cleaned_data)
            messages.success(request, _("Stated. Awards that waited for it are being looked at again."))
            return redirect("attestations")
    page = Paginator(queries.attestations_of(districts), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "recognition/attestations.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """The renewal cycles of the coordinator's educators, and a form for one more."""
    person, at = signed_in(request), now()
    districts = access.coordinated_districts(person, at=at)
    form = CycleForm(
        request.POST or None,
        districts=districts,
        educators=queries.educators_of(districts, at=at),
        policies=queries.policies_in_force(on=at.date()).filter(family=F("slug")),
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        ends_on = given.pop("last_day") + timedelta(days=1)
        with refusals_shown_on(form):
            operations.open_cycle(actor=person, ends_on=ends_on, at=at, **given)
            messages.success(request, _("Entered. Awards that waited for it are being looked at again."))
            return redirect("cycles")
    page = Paginator(queries.cycles_in(districts), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(cycle, cycle.ends_on - timedelta(days=1)) for cycle in page]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "recognition/cycles.html", context, status=422 if form.errors else 200)


def _queue(
    request: HttpRequest,
    *,
    form: RulingsForm | RulingForm | None = None,
    refused: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    person, at = signed_in(request), now()
    districts = access.coordinated_ids(person, at=at)
    ledger = queries.ledger_of(districts)
    state = request.GET.get("state", "waiting")
    if state not in STATES:
        state = "waiting"
    counts = queries.counts_by_state(ledger)
    ids = queries.in_state(ledger, state).values_list("pk", flat=True)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(entry, state_of(entry)) for entry in queries.shown(list(page))]
    context = {
        "form": form,
        "refused": refused,
        "page": page,
        "lines": [(line, line.entry.award.person_id == person.pk) for line in lines],
        "state": state,
        "tabs": [
            (f"{word} ({counts[name]})", f"?state={name}", name == state) for name, (word, _tone) in STATES.items()
        ],
        "undecided": queries.undecided_for(districts, at=at) if state == "waiting" else [],
    }
    return render(request, "recognition/recognitions.html", context, status=status)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

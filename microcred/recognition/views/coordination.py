"""The doors of who keeps cycles, a district's coordinator or a state's officer: the queue, the hours and the cycles."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization
from microcred.recognition import access, operations, queries
from microcred.recognition.forms import CorrectionForm, CycleForm, HoursForm, RulingForm, RulingsForm
from microcred.recognition.models import Policy
from microcred.recognition.queries.activities import waiting_in
from microcred.recognition.queries.completions import facts_to_say
from microcred.recognition.queries.delegations import cannot_rule_on
from microcred.recognition.queries.differences import counting_all_the_same
from microcred.recognition.queries.keeping import educators_kept, offices_kept
from microcred.recognition.queries.policies import words_of_all
from microcred.recognition.queries.ruling_terms import promised_by_each
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.reason_codes import About, offered
from microcred.recognition.transcript import STATES, Line, state_of

PER_PAGE = 50


@login_required
@require_safe
def recognitions(request: HttpRequest) -> HttpResponse:
    """The coordinator's queue."""
    return queue(request)


@login_required
@require_POST
def rulings(request: HttpRequest) -> HttpResponse:
    """Confirm the entries that were chosen, all or none."""
    person, at = signed_in(request), now()
    access.ruled_ids(person, at=at)
    chosen = request.POST.getlist("entries")
    form = RulingsForm(request.POST, entry_ids=[each for each in chosen if _is_uuid(each)])
    if form.is_valid():
        entries = access.entries_to_rule(person, [UUID(each) for each in form.cleaned_data["entries"]], at=at)
        with refusals_shown_on(form):
            done = operations.confirm_all(actor=person, entries=entries, at=at)
            words = ngettext("%(count)s entry confirmed.", "%(count)s entries confirmed.", len(done))
            messages.success(request, words % {"count": len(done)})
            return redirect("recognitions")
    return queue(request, form=form, status=422)


@login_required
@require_POST
def ruling(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Confirm or decline one entry, or take back what was ruled on it."""
    person, at = signed_in(request), now()
    entry = access.entry_to_rule(person, entry_id, at=at)
    form = RulingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            why = {"code": said["code"], "reason": said["reason"]}
            if said["ruling"] == "confirm":
                operations.confirm(actor=person, entry=entry, at=at)
                messages.success(request, _("Confirmed. The educator has been told."))
            elif said["ruling"] == "decline":
                operations.decline(actor=person, entry=entry, at=at, **why)
                messages.success(request, _("Declined. The educator has been told why."))
            else:
                operations.take_back_ruling(actor=person, entry=entry, at=at, **why)
                messages.success(
                    request, _("Taken back. What the rules give waits to be ruled on anew; the educator is told why.")
                )
            return redirect("recognitions")
    return queue(request, form=form, refused=entry.pk, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attestations(request: HttpRequest) -> HttpResponse:
    """The hours that the reader's offices attest, and a form for one more statement."""
    person, at = signed_in(request), now()
    offices = access.keeping_offices(person, at=at)
    form = HoursForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.attest_hours(actor=person, at=at, **form.cleaned_data)
            messages.success(request, _("Stated. Awards that waited for it are being looked at again."))
            return redirect("attestations")
    page = Paginator(queries.attestations_of(offices), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "recognition/attestations.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cycles(request: HttpRequest) -> HttpResponse:
    """The renewal cycles that the reader's offices keep, and a form for one more."""
    person, at = signed_in(request), now()
    offices = access.keeping_offices(person, at=at)
    form = CycleForm(
        request.POST or None,
        offices=offices,
        educators=educators_kept([office.pk for office in offices], at=at),
        policies=queries.policies_in_force(on=at.date()).filter(family=F("slug")),
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        ends_on = given.pop("last_day") + timedelta(days=1)
        with refusals_shown_on(form):
            operations.open_cycle(actor=person, ends_on=ends_on, at=at, **given)
            messages.success(request, _("Entered. Awards that waited for it are being looked at again."))
            return redirect("cycles")
    page = Paginator(queries.cycles_in(offices), PER_PAGE).get_page(request.GET.get("page"))
    rows = as_changed(page)
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "recognition/cycles.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cycle(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """A cycle and its correction: a POST shows what that does, and does it once that was shown."""
    person, at = signed_in(request), now()
    one = access.cycle_to_correct(person, cycle_id, at=at)
    form = CorrectionForm(
        request.POST or None, initial={"starts_on": one.starts_on, "last_day": one.last_day, "ends": one.has_ended}
    )
    foreseen, seen = None, request.POST.get("seen", "")
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            try:
                operations.correct_cycle(actor=person, cycle=one, seen=seen, at=at, **form.given())
            except operations.CorrectionUnseen as unseen:
                if seen:
                    form.add_error(None, str(unseen))
                foreseen, seen = unseen.foreseen, unseen.digest
            else:
                messages.success(request, _("Corrected. The educator is told, and why."))
                return redirect("cycles")
    context = {"form": form, "cycle": one, "foreseen": foreseen, "seen": seen}
    return render(request, "recognition/cycle.html", context, status=422 if form.errors else 200)


def queue(
    request: HttpRequest, *, form: Form | None = None, refused: UUID | None = None, status: int = 200
) -> HttpResponse:
    """The page of the queue, with what was refused."""
    person, at = signed_in(request), now()
    offices = access.ruled_ids(person, at=at)
    kept = list(offices_kept(person, at=at).order_by("name", "pk"))
    ledger = queries.ledger_of(offices)
    state = request.GET.get("state", "waiting")
    if state not in STATES:
        state = "waiting"
    counts = queries.counts_by_state(ledger)
    ids = queries.in_state(ledger, state).values_list("pk", flat=True)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(entry, state_of(entry)) for entry in queries.shown(list(page))]
    cannot = cannot_rule_on(person, at=at)
    due = _rule_by(lines) if state == "waiting" else {}
    carrying = [(line.entry, line.entry.carried) for line in lines if line.entry.carried and line.entry.stands]
    undecided = queries.undecided_for(offices, at=at) if state == "waiting" else []
    context = {
        "form": form,
        "refused": refused,
        "page": page,
        "lines": [
            (line, line.entry.person_id in cannot.get(line.entry.cycle.keeper_id, ()), due.get(line.entry.pk))
            for line in lines
        ],
        "policy_words": words_of_all(Policy.objects.in_bulk({line.entry.policy_id for line in lines}).values()),
        "coordinates": access.coordinates(person, at=at),
        "keeps": bool(kept),
        "states_kept": [office for office in kept if office.kind == Organization.Kind.STATE],
        "all_the_same": counting_all_the_same(carrying, at=at),
        "today": at.date(),
        "codes": offered(About.CREDIT),
        "state": state,
        "tabs": [
            (f"{word} ({counts[name]})", f"?state={name}", name == state) for name, (word, _tone) in STATES.items()
        ],
        "activities_waiting": waiting_in(offices, at=at).count(),
        "undecided": undecided,
        "to_say": facts_to_say(undecided, at=at) if kept else {},
    }
    return render(request, "recognition/recognitions.html", context, status=status)


def _rule_by(lines: Iterable[Line]) -> dict[UUID, date]:
    """Until when each entry should be ruled on. Calendars are asked for once for each office."""
    of = list(lines)
    places = Organization.objects.in_bulk({line.entry.cycle.keeper_id for line in of})
    promised = promised_by_each(places.values())
    return {line.entry.pk: promised[line.entry.cycle.keeper_id].due(line.entry.entered_at) for line in of}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

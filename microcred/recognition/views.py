"""The doors of recognition: one's transcript, the coordinator's queue and statements, the rules for everyone."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.catalog import access as catalogue_access
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.queries import figures_of
from microcred.recognition import access, operations, queries
from microcred.recognition.forms import CycleForm, HoursForm, RulingForm, RulingsForm
from microcred.recognition.transcript import STATES, Line, as_json, state_of, transcript_of

PER_PAGE = 50
MOST_LINES = 100
"""Lines that the transcript shows of each cycle and list; far more than a cycle can use."""


@login_required
@require_safe
def transcript(request: HttpRequest) -> HttpResponse:
    """The reader's renewal cycles, and what every award is worth, in words."""
    found = transcript_of(signed_in(request), at=now())
    say_titles(found.versions, get_language() or "")
    context = {"transcript": found, "most": MOST_LINES, "shown": f":{MOST_LINES}"}
    return render(request, "recognition/transcript.html", context)


@login_required
@require_safe
def transcript_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    response = JsonResponse(
        as_json(transcript_of(signed_in(request), at=now())), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = "attachment; filename=transcript.json"
    return response


@require_safe
def worth(request: HttpRequest, slug: str) -> HttpResponse:
    """What a micro-credential is worth to the reader: a page, or the part of a page that asks for it."""
    version = catalogue_access.public_version(slug, at=now()).version
    say_titles([version], get_language() or "")
    context = {
        "version": version,
        "figures": figures_of(version.micro_credential_id),
        "prospects": queries.prospects(signed_in(request), version.micro_credential_id, at=now())
        if request.user.is_authenticated
        else [],
        "policies": [] if request.user.is_authenticated else queries.policies_in_force(on=now().date())[:10],
    }
    is_part = request.headers.get("HX-Request") == "true"
    response = render(request, f"recognition/{'worth_part' if is_part else 'worth'}.html", context)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


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
        policies=queries.policies_in_force(on=at.date()),
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


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy in force, for anyone."""
    found = queries.policies_in_force(on=now().date())
    return render(
        request, "recognition/policies.html", {"policies": [(each, queries.rules_of(each)) for each in found]}
    )


@require_safe
def policy(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """One policy: every clause, where it stands published, and what it said about the reader's own awards."""
    found = access.public_policy(policy_id)
    reader = request.user if isinstance(request.user, Person) else None
    context = {
        "policy": found,
        "rules": queries.rules_of(found),
        "own": queries.recognitions_under(found, reader) if reader else [],
    }
    return render(request, "recognition/policy.html", context)


@login_required
@require_safe
def undecided(request: HttpRequest) -> HttpResponse:
    """The awards that the reader's rules could not decide: what is not on record, and who can enter it."""
    person, at = signed_in(request), now()
    waiting = queries.undecided_under(access.governed_jurisdictions(person, at=at))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "recognition/undecided.html", {"page": page, "rows": queries.missing_in(page, at=at)})


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

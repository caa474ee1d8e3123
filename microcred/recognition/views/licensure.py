"""The licensure officer's doors: sets of confirmed credit, looking up by licence, and one's own log of it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.moments import moment_in_words
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization
from microcred.recognition import access
from microcred.recognition.forms_licensure import LookUpForm, ReturnForm
from microcred.recognition.models import CreditSet
from microcred.recognition.operations.licensure import approve_sets, look_up, return_set
from microcred.recognition.queries import licensure as questions
from microcred.recognition.queries.policies import words_of
from microcred.recognition.rules.reason_codes import About, offered
from microcred.recognition.transcript import transcript_of

PER_PAGE = 50
MOST_NAMED = 3
"""of what was approved already, so many are named"""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def credit_sets(request: HttpRequest) -> HttpResponse:
    """Confirmed credit of cycles, those that close first; a POST approves those that were chosen, as they were seen."""
    person, at = signed_in(request), now()
    jurisdiction = access.licensing_state(person, at=at)
    if request.method == "POST":
        seen = dict(each.split(":", 1) for each in request.POST.getlist("seen") if ":" in each)
        chosen = access.cycles_seen(jurisdiction, seen)
        try:
            made = approve_sets(actor=person, jurisdiction=jurisdiction, seen=chosen, at=at)
        except Refusal as no:
            messages.error(request, str(no))
        else:
            _say_what_is_approved(request, made, questions.last_sets(chosen).values())
        return redirect("credit_sets")
    page = Paginator(questions.cycles_under([jurisdiction.pk], at=at), PER_PAGE).get_page(request.GET.get("page"))
    found = questions.for_approval(list(page), jurisdiction, at=at)
    rows = [(one, one.cycle.person_id == person.pk) for one in found]
    context = {
        "page": page,
        "rows": rows,
        "can_approve": any(one.is_to_decide and not is_own for one, is_own in rows),
        "jurisdiction": jurisdiction,
        "codes": offered(About.SET),
        "policy_words": words_of({one.cycle.policy_id: one.cycle.policy for one in found}.values()),
    }
    return render(request, "recognition/credit_sets.html", context)


def _say_what_is_approved(request: HttpRequest, made: Sequence[CreditSet], chosen: Iterable[CreditSet]) -> None:
    """What was approved now; of the rest of what was chosen, that it was before, and when."""
    before = [one for one in chosen if one not in made]
    if made or not before:
        words = ngettext("%(count)s set approved.", "%(count)s sets approved.", len(made))
        messages.success(request, words % {"count": len(made)})
    for one in before[:MOST_NAMED]:
        words = _("The credit of %(person)s was approved already: %(when)s. It stays so.")
        facts = {"person": one.cycle.person.name, "when": moment_in_words(one.decided_at)}
        messages.info(request, words % facts)
    if len(before) > MOST_NAMED:
        words = ngettext(
            "%(count)s more set was approved already.",
            "%(count)s more sets were approved already.",
            len(before) - MOST_NAMED,
        )
        messages.info(request, words % {"count": len(before) - MOST_NAMED})


@login_required
@require_POST
def credit_set_return(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Return the confirmed credit of a cycle, with the reason."""
    person, at = signed_in(request), now()
    jurisdiction = access.licensing_state(person, at=at)
    cycle = access.cycle_of_state(jurisdiction, cycle_id)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            return_set(actor=person, jurisdiction=jurisdiction, cycle=cycle, at=at, **form.cleaned_data)
        except Refusal as no:
            messages.error(request, str(no))
        else:
            messages.success(request, _("Returned. The person has been told, and why."))
    return redirect("credit_sets")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_ups(request: HttpRequest) -> HttpResponse:
    """Look for a licence by its number, on a legal basis."""
    person, at = signed_in(request), now()
    agencies = access.governed_jurisdictions(person, at=at).filter(kind=Organization.Kind.STATE)
    form = LookUpForm(request.POST or None, jurisdictions=agencies)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            found = look_up(actor=person, at=at, **form.cleaned_data)
            return redirect("look_up", found.pk)
    return render(request, "recognition/look_ups.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def look_up_page(request: HttpRequest, look_up_id: UUID) -> HttpResponse:
    """What was found, for who looked and for an hour; the same page where nothing was."""
    person, at = signed_in(request), now()
    found = access.own_look_up(person, look_up_id, since=at - questions.SHOWN_FOR)
    licence = transcript = None
    if found.person is not None:
        transcript = transcript_of(found.person, at=at)
        licence = questions.licences_for([found.person.pk], found.jurisdiction).get(found.person.pk)
    context = {"look_up": found, "transcript": transcript, "licence": licence}
    response = render(request, "recognition/look_up.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def looked_up(request: HttpRequest) -> HttpResponse:
    """Who looked the reader up, on what basis and why."""
    page = Paginator(questions.look_ups_about(signed_in(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "recognition/looked_up.html", {"page": page})

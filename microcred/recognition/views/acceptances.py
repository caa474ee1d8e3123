"""The doors of what recognizers accept of others: asking, looking, deciding; accepted designs for everyone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import components_of
from microcred.recognition import access
from microcred.recognition.forms_acceptance import (
    AcceptanceEndingForm,
    AcceptanceReadingForm,
    AcceptanceRequestForm,
    AcceptanceTermsForm,
)
from microcred.recognition.operations.acceptance import (
    ask_for_acceptance,
    declare_acceptance_terms,
    end_acceptance,
    read_for_acceptance,
)
from microcred.recognition.queries import acceptances as questions
from microcred.recognition.queries.activities import standing_by
from microcred.recognition.queries.agreements import recognizers_of, speaks_for


@require_http_methods(["GET", "HEAD", "POST"])
def acceptances(request: HttpRequest) -> HttpResponse:
    """Designs of others that are accepted, for everyone; one's own requests and what waits; a POST asks."""
    if request.method == "POST":
        return _ask(request)
    return _list(request)


@login_required
@require_POST
def acceptance_terms(request: HttpRequest) -> HttpResponse:
    """Say how a recognizer looks at what others award."""
    person, at = signed_in(request), now()
    form = AcceptanceTermsForm(request.POST, recognizers=access.spoken_for(person, at=at))
    if form.is_valid():
        with refusals_shown_on(form):
            declare_acceptance_terms(actor=person, at=at, **form.given())
            messages.success(request, _("Stated. It is for what is asked from now on."))
            return redirect("acceptances")
    return _list(request, terms=form, status=422)


@login_required
@require_safe
def acceptance(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: for who asked, and for who looks at it."""
    return _one(request, request_id)


@login_required
@require_POST
def acceptance_reading(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Look at a request, component by component, and accept it or not."""
    person, at = signed_in(request), now()
    asked = access.acceptance_to_read(person, request_id, at=at)
    form = AcceptanceReadingForm(request.POST, components=components_of(asked.edition))
    if form.is_valid():
        with refusals_shown_on(form):
            read_for_acceptance(actor=person, request=asked, at=at, **form.given())
            messages.success(request, _("Noted. It is decided once enough reviewers are of one mind."))
            return redirect("acceptance", asked.pk)
    return _one(request, request_id, form=form, status=422)


@login_required
@require_POST
def acceptance_ending(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """End an acceptance from a day on."""
    person, at = signed_in(request), now()
    asked = access.acceptance_to_read(person, request_id, at=at)
    form = AcceptanceEndingForm(request.POST)
    if form.is_valid() and hasattr(asked, "decision"):
        with refusals_shown_on(form):
            end_acceptance(actor=person, decision=asked.decision, at=at, **form.cleaned_data)
            messages.success(request, _("Ended from that day on."))
            return redirect("acceptance", asked.pk)
    return _one(request, request_id, ending=form, status=422)


@login_required
def _ask(request: HttpRequest) -> HttpResponse:
    person, at = signed_in(request), now()
    form = _asking(person, request)
    if form.is_valid():
        with refusals_shown_on(form):
            asked = ask_for_acceptance(actor=person, at=at, **form.given())
            messages.success(request, _("Asked. You will hear of it here."))
            return redirect("acceptance", asked.pk)
    return _list(request, form=form, status=422)


def _asking(person: Person, request: HttpRequest | None = None) -> AcceptanceRequestForm:
    return AcceptanceRequestForm(
        request.POST if request is not None else None,
        recognizers=list(questions.recognizers_to_ask()),
        held=questions.can_be_asked_about(person),
        designs=questions.designs_to_ask_about(),
    )


def _terms(spoken_for: list[Organization]) -> AcceptanceTermsForm:
    return AcceptanceTermsForm(recognizers=spoken_for, auto_id="id_terms_%s")


def _list(
    request: HttpRequest,
    *,
    form: AcceptanceRequestForm | None = None,
    terms: AcceptanceTermsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    context: dict[str, Any] = {"accepted": questions.accepted_designs(on=at.date())}
    if isinstance(request.user, Person):
        person = request.user
        spoken_for = recognizers_of(person, at=at)
        asking = form or _asking(person)
        context |= {
            "form": asking if asking.has_choices else None,
            "mine": questions.asked_by(person),
            "waiting": questions.waiting_for(person, at=at),
            "terms": terms or (_terms(spoken_for) if spoken_for else None),
            "stated": [(each, questions.terms_in(each)) for each in spoken_for[:20]],
        }
    return render(request, "recognition/acceptances.html", context, status=status)


def _one(
    request: HttpRequest,
    request_id: UUID,
    *,
    form: AcceptanceReadingForm | None = None,
    ending: AcceptanceEndingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, at = signed_in(request), now()
    asked = access.acceptance_to_see(person, request_id, at=at)
    readings = questions.readings_of(asked, to=person)
    decided = hasattr(asked, "decision")
    reads = asked.asked_by_id != person.pk and speaks_for(person, asked.recognizer, at=at)
    may_read = reads and not decided and all(one.reviewer_id != person.pk for one in readings)
    may_end = reads and decided and asked.decision.accepted and not hasattr(asked.decision, "ending")
    own = asked.asked_by_id == person.pk
    context = {
        "asked": asked,
        "decided": decided,
        "readings": readings,
        "own": own,
        "activity": standing_by(asked.decision) if own and decided else None,
        "form": form or (AcceptanceReadingForm(components=components_of(asked.edition)) if may_read else None),
        "ending": ending or (AcceptanceEndingForm(initial={"ends_on": at.date()}) if may_end else None),
    }
    return render(request, "recognition/acceptance.html", context, status=status)

"""The doors of agreements: for everyone to read; stating and ending, for who speaks for a recognizer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition import access
from microcred.recognition.forms_reciprocity import AgreementForm, EndingForm
from microcred.recognition.operations.agreements import end_agreement, state_agreement
from microcred.recognition.queries import agreements as questions

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: HttpRequest) -> HttpResponse:
    """Who accepts whose awards, for what, from when; a POST by who speaks for a recognizer states one more."""
    if request.method == "POST":
        return _state(request)
    return _list(request)


@login_required
@require_POST
def agreement_ending(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement from a day on."""
    person, at = signed_in(request), now()
    agreement = access.agreement_to_end(person, agreement_id, at=at)
    form = EndingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            end_agreement(actor=person, agreement=agreement, at=at, **form.cleaned_data)
            messages.success(request, _("Ended. What was earned before that day stays covered."))
            return redirect("agreements")
    return _list(request, ending=(agreement.pk, form), status=422)


@login_required
def _state(request: HttpRequest) -> HttpResponse:
    person, at = signed_in(request), now()
    form = AgreementForm(request.POST, recognizers=access.spoken_for(person, at=at))
    if form.is_valid():
        with refusals_shown_on(form):
            state_agreement(actor=person, at=at, **form.given())
            messages.success(request, _("Stated. Everyone can read it, and it counts at once."))
            return redirect("agreements")
    return _list(request, form=form, status=422)


def _list(
    request: HttpRequest,
    *,
    form: AgreementForm | None = None,
    ending: tuple[UUID, EndingForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    reader = request.user if isinstance(request.user, Person) else None
    spoken_for = questions.recognizers_of(reader, at=at) if reader is not None else []
    page = Paginator(questions.agreements(), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": questions.shown(page, on=at.date(), spoken_for=[each.pk for each in spoken_for]),
        "among_states": questions.among_states(on=at.date()),
        "form": form or (AgreementForm(recognizers=spoken_for) if spoken_for else None),
        "ending": EndingForm(initial={"ends_on": at.date()}, auto_id="id_%s_ending"),
        "refused": ending,
    }
    return render(request, "recognition/agreements.html", context, status=status)

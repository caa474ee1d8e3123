"""The doors of one's own activities: what one did beside awards, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring.operations.receiving import LARGEST
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.recognition import access
from microcred.recognition.forms_activities import ActivityForm
from microcred.recognition.models import Activity, ActivityStatement
from microcred.recognition.operations.activities import correct_activity, state_activity, withdraw_activity
from microcred.recognition.operations.activity_documents import MOST_DOCUMENTS
from microcred.recognition.queries import activities as questions
from microcred.recognition.queries.keeping import offices_of

PER_PAGE = 50


@login_required
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What the reader did beside awards, the last first, and what each waits for."""
    found = questions.activities_of(signed_in(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, questions.state_of_activity(one)) for one in page]
    context = {"page": page, "rows": rows, "nobody_confirms": _nobody_confirms(signed_in(request))}
    return render(request, "recognition/activities.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest) -> HttpResponse:
    """State something that one did."""
    person = signed_in(request)
    form = _form(person, request.POST or None, None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            made = state_activity(actor=person, said=form.said(), at=now())
            messages.success(request, _("Stated. Now attach its certificate; it counts once it is confirmed."))
            return redirect("activity", activity_id=made.activity_id)
    context = {"form": form, "nobody_confirms": _nobody_confirms(person)}
    return render(request, "recognition/new_activity.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity with its documents and what was said of it; a form to correct it, until it is confirmed."""
    person = signed_in(request)
    found = access.own_activity(person, activity_id)
    form = _form(person, request.POST or None, questions.newest_of(found))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            correct_activity(actor=person, activity=found, said=form.said(), at=now())
            messages.success(request, _("Corrected. It waits for confirmation as it stands now."))
            return redirect("activity", activity_id=found.pk)
    return activity_page(request, found, form=form, status=422 if form.errors else 200)


@login_required
@require_POST
def activity_withdrawal(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Withdraw an activity."""
    person = signed_in(request)
    found = access.own_activity(person, activity_id)
    try:
        withdraw_activity(actor=person, activity=found, at=now())
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Withdrawn. What it counted for counts no more."))
    return redirect("activities")


def activity_page(
    request: HttpRequest,
    found: Activity,
    *,
    form: ActivityForm | None = None,
    refusal: object = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one's own activity, with what was refused of it."""
    one = questions.newest_of(found)
    state = questions.state_of_activity(one)
    context = {
        "one": one,
        "state": state,
        "is_open": state in ("waiting", "declined"),
        "nobody_confirms": state in ("waiting", "declined") and _nobody_confirms(found.person),
        "without_rules": questions.recognizers_without_rules([one]),
        "history": questions.history_of(found),
        "form": form or _form(signed_in(request), None, one),
        "refusal": refusal,
        "largest": LARGEST,
        "most": MOST_DOCUMENTS,
    }
    return render(request, "recognition/activity.html", context, status=status)


def _nobody_confirms(person: Person) -> bool:
    """Whether no office keeps a cycle of the person's and none looks after them: nobody sees what they state."""
    return not offices_of(person, at=now())


def _form(person: Person, data: Any, last: ActivityStatement | None) -> ActivityForm:
    kinds, units, topics = questions.words_for(person, at=now())
    initial: dict[str, Any] = {"unit": "contact hours"}
    if last is not None:
        names = ("kind", "title", "provider", "provider_kind", "started_on", "ended_on", "certificate_on", "amount")
        initial = {name: getattr(last, name) for name in (*names, "unit", "topic", "level")}
    return ActivityForm(data, kinds=kinds, units=units, topics=topics, initial=initial)

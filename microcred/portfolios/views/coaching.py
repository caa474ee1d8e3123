"""Before one attempt more: the educator asks a coach, the coach answers."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_again import AskCoachForm, CoachAnswerForm
from microcred.portfolios.views.opening import before_opening
from microcred.portfolios.views.pursuits import PER_PAGE
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_POST
def coach(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """Ask for the sign-off that the next attempt needs."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    form = AskCoachForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("What you want to talk about is too long for one message."))
    operations.ask_coach(actor=person, pursuit=mine, note=form.cleaned_data["note"], at=now())
    messages.success(request, _("Your coach has been told. You hear from them in your inbox."))
    return redirect("pursuit", mine.pk)


@login_required
@require_safe
def coaching(request: HttpRequest) -> HttpResponse:
    """What is asked of the reader as a coach, what waits first."""
    at = now()
    reader = access.coaches_somewhere(signed_in(request), at=at)
    page = Paginator(queries.requests_for(reader, at=at), PER_PAGE).get_page(request.GET.get("page"))
    say_titles([asked.pursuit.version for asked in page], get_language() or "")
    return render(request, "portfolios/coaching.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def coach_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with what was short; a POST signs off, or says what is missing. Who opens it is noted.

    Who may come to judge it decides first whether to know whose it is.
    """
    reader, at = signed_in(request), now()
    asked = access.coach_request_for(reader, request_id, at=at)
    first = before_opening(
        request,
        asked,
        asked.pursuit.version,
        look=partial(operations.look_at_request, actor=reader, request=asked, at=at),
        unopened="portfolios/coach_request_unopened.html",
        name="asked",
    )
    if first is not None:
        return first
    form = CoachAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            verb = operations.sign_off if request.POST.get("answer") == "sign_off" else operations.not_yet
            verb(actor=reader, request=asked, at=at, **form.cleaned_data)
            messages.success(request, _("Your answer has been sent."))
            return redirect("coaching")
    context = {
        "asked": asked,
        "answer": getattr(asked, "answer", None),
        "said": said_to_reader(asked.pursuit.version),
        "short": queries.short_of(asked.pursuit),
        "form": form,
    }
    return render(request, "portfolios/coach_request.html", context, status=422 if form.errors else 200)

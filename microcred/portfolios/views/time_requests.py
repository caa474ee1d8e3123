"""More time: the educator asks, who runs the program answers."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_time import AskTimeForm, DeclineTimeForm, GrantTimeForm
from microcred.portfolios.models import Extension
from microcred.portfolios.queries.coaching import coached_by
from microcred.portfolios.rules import lies_beyond
from microcred.portfolios.views.opening import before_opening
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def time_wanted(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """What ends when, and what was asked; a POST asks for more time."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    form, refused = AskTimeForm(request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_time(actor=person, pursuit=mine, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            refused = refusal.status
        else:
            messages.success(request, _("Asked. You hear of the answer in your inbox."))
            return redirect("time_wanted", mine.pk)
    asked = queries.time_request_of(mine)
    context = {
        "pursuit": mine,
        "said": said_to_reader(mine.version),
        "asked": asked,
        "waits": asked is not None and queries.waits_for_time(asked),
        "answer": getattr(asked, "answer", None),
        "closing": getattr(asked, "closing", None),
        "place": coached_by(mine),
        "end": queries.time_end(queries.workspace_of(mine), at=at),
        "form": form,
    }
    return render(request, "portfolios/time_wanted.html", context, status=refused if form.errors else 200)


@login_required
@require_POST
def time_withdrawal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take the wish back."""
    person = signed_in(request)
    asked = access.own_time_request(person, request_id)
    operations.withdraw_time_request(actor=person, request=asked, at=now())
    messages.success(request, _("Withdrawn. Nobody sees to it any more."))
    return redirect("time_wanted", asked.pursuit_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def time_answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with its reason; a POST grants more time, or says why not. Who opens it is noted.

    Who may come to judge the work decides first whether to know whose it is.
    """
    manager, at = signed_in(request), now()
    asked = access.time_request_to_answer(manager, request_id, at=at)
    first = before_opening(
        request,
        asked,
        asked.pursuit.version,
        look=partial(operations.look_at_time_request, actor=manager, request=asked, at=at),
        unopened="portfolios/time_answer_unopened.html",
        name="asked",
    )
    if first is not None:
        return first
    zone = coached_by(asked.pursuit).time_zone
    facts = queries.time_facts(asked, at=at)
    answering = request.method == "POST"
    declines = answering and request.POST.get("answer") == "decline"
    wish = asked.wished_on if facts.theirs is None or lies_beyond(asked.wished_on, facts.theirs, zone=zone) else None
    grant = GrantTimeForm(request.POST if answering and not declines else None, zone=zone, initial={"last_day": wish})
    decline = DeclineTimeForm(request.POST if declines else None)
    if declines and decline.is_valid():
        with refusals_shown_on(decline):
            operations.decline_time(actor=manager, request=asked, words=decline.cleaned_data["words"], at=at)
            return _told(request, asked.pursuit.person.name, asked.pk)
    if answering and not declines and grant.is_valid():
        with refusals_shown_on(grant):
            said = {"kind": Extension.Kind(grant.cleaned_data["kind"]), "reason": grant.cleaned_data["reason"]}
            operations.grant_time(actor=manager, request=asked, until=grant.until(), at=at, **said)
            return _told(request, asked.pursuit.person.name, asked.pk)
    context = {
        "asked": asked,
        "said": said_to_reader(asked.pursuit.version),
        "answer": getattr(asked, "answer", None),
        "closing": getattr(asked, "closing", None),
        "facts": facts,
        "zone": zone,
        "grant": grant,
        "decline": decline,
    }
    return render(
        request, "portfolios/time_answer.html", context, status=422 if grant.errors or decline.errors else 200
    )


def _told(request: HttpRequest, name: str, request_id: UUID) -> HttpResponse:
    messages.success(request, _("Answered. %(person)s has been told.") % {"person": name})
    return redirect("time_answer", request_id)

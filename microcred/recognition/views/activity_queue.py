"""The coordinator's doors of activities: what waits, and their word on it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.forms_activities import ActivityRulingForm, ActivityRulingsForm
from microcred.recognition.operations.activities import (
    confirm_activities,
    decline_activity,
    take_back_confirmation,
)
from microcred.recognition.queries.activities import confirmed_in, recognizers_without_rules, waiting_in, with_all
from microcred.recognition.queries.activities_worth import credit_of, if_confirmed
from microcred.recognition.queries.policies import words_of_all
from microcred.recognition.rules.reason_codes import About, offered
from microcred.recognition.transcript import Line

PER_PAGE = 50


@login_required
@require_safe
def activity_queue(request: HttpRequest) -> HttpResponse:
    """Activities that wait for the reader's word, or that were confirmed."""
    return queue_of_activities(request)


@login_required
@require_POST
def activity_rulings(request: HttpRequest) -> HttpResponse:
    """Confirm the activities that were chosen, all or none."""
    person, at = signed_in(request), now()
    access.ruled_ids(person, at=at)
    chosen = [each for each in request.POST.getlist("activities") if access.is_uuid(each)]
    form = ActivityRulingsForm(request.POST, ids=chosen)
    if form.is_valid():
        statements = access.activities_to_rule(person, map(UUID, form.cleaned_data["activities"]), at=at)
        with refusals_shown_on(form):
            done = confirm_activities(actor=person, statements=statements, at=at)
            words = ngettext("%(count)s activity confirmed.", "%(count)s activities confirmed.", len(done))
            messages.success(request, words % {"count": len(done)})
            return redirect("activity_queue")
    return queue_of_activities(request, form=form, status=422)


@login_required
@require_POST
def activity_ruling(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Confirm or decline one activity, or take its confirmation back."""
    person, at = signed_in(request), now()
    statement = access.activity_to_rule(person, statement_id, at=at)
    form = ActivityRulingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        why = {"code": said["code"], "reason": said["reason"]}
        with refusals_shown_on(form):
            if said["ruling"] == "confirm":
                confirm_activities(actor=person, statements=[statement], at=at)
                messages.success(request, _("Confirmed. The rules are applied to it, and the educator is told."))
            elif said["ruling"] == "decline":
                decline_activity(actor=person, statement=statement, at=at, **why)
                messages.success(request, _("Declined. The educator has been told why."))
            else:
                take_back_confirmation(actor=person, statement=statement, at=at, **why)
                messages.success(request, _("Taken back. Its credit is reversed, and the educator has been told why."))
            return redirect("activity_queue")
    return queue_of_activities(request, form=form, refused=statement.pk, status=422)


def queue_of_activities(
    request: HttpRequest,
    *,
    form: Form | None = None,
    refused: UUID | None = None,
    state: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the queue of activities, with what was refused."""
    person, at = signed_in(request), now()
    offices = access.ruled_ids(person, at=at)
    state = "confirmed" if "confirmed" in (state, request.GET.get("state")) else "waiting"
    waiting, confirmed = waiting_in(offices, at=at), confirmed_in(offices)
    page = Paginator(waiting if state == "waiting" else confirmed, PER_PAGE).get_page(request.GET.get("page"))
    counts = {"waiting": waiting.count(), "confirmed": confirmed.count()}
    shown = list(page)
    worth = if_confirmed(shown, reader=person, offices=offices, at=at) if state == "waiting" else {}
    credit = credit_of(shown, offices) if state == "confirmed" else {}
    counted_by = [one.finding.policy for each in worth.values() for one in each]
    counted_by += [entry.policy for entries in credit.values() for entry in entries]
    lines = {pk: [Line(entry, "confirmed") for entry in entries] for pk, entries in credit.items()}
    context = {
        "form": form,
        "refused": refused,
        "page": page,
        "rows": [
            (row, worth.get(row.statement.pk, ()), lines.get(row.statement.pk, ()))
            for row in with_all(shown, reader=person, at=at)
        ],
        "policy_words": words_of_all(counted_by),
        "without_rules": recognizers_without_rules(shown),
        "state": state,
        "today": at.date(),
        "codes": offered(About.CREDIT),
        "tabs": [
            (f"{word} ({counts[name]})", f"?state={name}", name == state)
            for name, word in (("waiting", _("Waiting for confirmation")), ("confirmed", _("Confirmed")))
        ],
    }
    return render(request, "recognition/activity_queue.html", context, status=status)

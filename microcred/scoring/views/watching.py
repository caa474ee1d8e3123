"""A lead's door to how near assessors stay to what is agreed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.calibration.operations import ask_recalibration, end_right, pause_right, reinstate_right
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries


@login_required
@require_safe
def readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who read validity papers of an organization, and how near each was."""
    at = now()
    organization = access.led_organization(signed_in(request), slug, at=at)
    context = {"organization": organization, "readers": queries.readers_of(organization, until=at)}
    return render(request, "scoring/readers.html", context)


@login_required
@require_POST
def alarm_answer(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Say what was found and done about an alarm."""
    at, lead = now(), signed_in(request)
    alarm = access.led_alarm(lead, alarm_id, at=at)
    try:
        operations.answer_alarm(actor=lead, alarm=alarm, reason=_reason(request), at=at)
    except operations.AnsweredBefore as no:
        context = {"alarm": alarm, "refusal": no, "typed": _reason(request)}
        return render(request, "scoring/alarm_answered.html", context, status=no.status)
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Written down. The chart begins anew, and papers come up as often as for others."))
    return redirect("reader", alarm.organization.slug, alarm.assessor_id)


@login_required
@require_POST
def right_pause(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Pause an assessor's right by the rubric of a version."""
    at, lead = now(), signed_in(request)
    organization = access.led_organization(lead, slug, at=at)
    person = access.reader_in(lead, organization, person_id, at=at)
    version = access.version_in(organization, request.POST.get("version", ""))
    try:
        pause_right(actor=lead, assessor=person, version=version, reason=_reason(request), at=at)
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Paused. They are told, with your reason; what they hold they may finish."))
    return redirect("reader", slug, person_id)


@login_required
@require_POST
def right_pause_decision(request: HttpRequest, pause_id: UUID) -> HttpResponse:
    """Reinstate a paused right, end it, or ask for another round of papers."""
    at, lead = now(), signed_in(request)
    pause = access.led_pause(lead, pause_id, at=at)
    try:
        match request.POST.get("decision", ""):
            case "reinstate":
                reinstate_right(actor=lead, pause=pause, reason=_reason(request), at=at)
            case "end":
                end_right(actor=lead, pause=pause, reason=_reason(request), at=at)
            case "recalibrate":
                ask_recalibration(actor=lead, pause=pause, at=at)
            case _:
                return HttpResponseBadRequest(_("Choose what you decide. Go back and try again."))
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Decided. They are told."))
    return redirect("reader", pause.version.micro_credential.owner.slug, pause.assessor_id)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:2_000]

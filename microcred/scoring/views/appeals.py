"""Appeals: the educator asks, a lead looks at the grounds where that is so, and says for how long one may ask."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_appeals import AppealForm, AppealTermsForm, ScreeningForm
from microcred.scoring.models import Appeal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What an appeal is for and until when; a POST makes one."""
    person, at = signed_in(request), now()
    submission = access.own_decided_submission(person, submission_id)
    decision = access.decision_on(submission)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.appeal(
                actor=person,
                decision=decision,
                grounds=[Appeal.Ground(each) for each in typed["grounds"]],
                words=typed["words"],
                words_stand=typed["words_stand"],
                at=at,
            )
            messages.success(request, _("We have your appeal. Where it stands is said here."))
            return redirect("feedback", submission.pk)
    said = said_in(submission.pursuit.version, get_language() or "")
    context = {
        "submission": submission,
        "said": said,
        "feedback": queries.feedback_on(submission, said),
        "standing": queries.appeal_standing(decision, at=at),
        "form": form,
    }
    return render(request, "scoring/appeal.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def appeal_withdrawal(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Take the appeal back."""
    person = signed_in(request)
    made = access.own_appeal(person, submission_id)
    try:
        operations.withdraw_appeal(actor=person, appeal=made, at=now())
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Taken back. Nobody reads it afresh."))
    return redirect("feedback", submission_id)


@login_required
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """What waits for a look at its grounds, what came of appeals, and what holds for them."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    led = queries.governed_by(lead, at=at)
    context = {
        "waiting": list(queries.appeals_to_screen(lead, at=at)),
        "figures": queries.appeal_figures([each.organization for each in led]),
        "fewest": queries.FEWEST_APPEALS,
        "rules": [(each.organization, queries.appeal_rules_in(each.organization, at=at)) for each in led],
    }
    return render(request, "scoring/appeals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_screening(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """The grounds of one appeal, for who chose to see them; a POST says whether they are about the procedure."""
    lead, at = signed_in(request), now()
    made = access.appeal_to_screen(lead, appeal_id, at=at)
    if request.method == "POST" and "look" in request.POST:
        operations.look_at_appeal(actor=lead, appeal=made, at=at)
        return redirect("appeal_screening", made.pk)
    if not queries.has_looked(lead, made.decision.submission.pursuit):
        return render(request, "scoring/appeal_unopened.html", {"appeal": made})
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.screen_appeal(
                actor=lead,
                appeal=made,
                accepted=form.cleaned_data["answer"] == "accept",
                reason=form.cleaned_data["reason"],
                at=at,
            )
            messages.success(request, _("Said. The educator has been told."))
            return redirect("appeals")
    said = said_in(made.decision.submission.pursuit.version, get_language() or "")
    context = {
        "appeal": made,
        "said": said,
        "grounds": [Appeal.Ground(each).label for each in made.grounds],
        "form": form,
    }
    return render(request, "scoring/appeal_screening.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """For how long decisions of an organization can be appealed, and whether a lead looks first."""
    lead, at = signed_in(request), now()
    organization = access.led_organization(lead, slug, at=at)
    holds = queries.appeal_rules_in(organization, at=at)
    first = {"days": holds.days, "screened": holds.screened}
    form = AppealTermsForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.declare_appeal_terms(actor=lead, organization=organization, at=at, **form.cleaned_data)
            messages.success(request, _("It holds for decisions from now on."))
            return redirect("appeals")
    context = {
        "organization": organization,
        "editions": list(queries.appeal_terms_of(organization)[:10]),
        "form": form,
    }
    return render(request, "scoring/appeal_terms.html", context, status=422 if form.errors else 200)

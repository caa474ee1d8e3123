"""The educator's feedback, and whether it helped; what that and all else adds up to for who judged."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import status_of
from microcred.scoring import access, operations, queries
from microcred.scoring.documents import feedback_document
from microcred.scoring.forms_helpfulness import RatingForm
from microcred.scoring.models import FeedbackRating


@login_required
@require_safe
def feedback(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What was met, what is short, why, and what next; before the decision, by when it is promised."""
    return feedback_page(request, access.own_submission(signed_in(request), submission_id))


def feedback_page(
    request: HttpRequest,
    submission: Submission,
    *,
    typed: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of the feedback on a submission.

    Args:
        typed: what was said of the feedback, and refused for what it says.
    """
    at = now()
    attempts = queries.attempts_of(submission)
    said = said_in(submission.pursuit.version, get_language() or "")
    told = queries.feedback_on(submission, said)
    context = {
        "submission": submission,
        "version": submission.pursuit.version,
        "said": said,
        "feedback": told,
        "status": None if told else status_of(submission, at=at),
        "attempts": attempts,
        "is_latest": attempts[-1].submission == submission,
        "next_step": queries.next_step_after(submission, at=at),
        "standing": None if told is None or told.was_earned_at_once else queries.appeal_standing(told.decision, at=at),
        "rating": None if told is None else queries.rating_standing(told.decision, at=at),
        "said_choices": FeedbackRating.Said.choices,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "scoring/feedback.html", context, status=refusal.status if refusal else 200)


@login_required
@require_safe
def feedback_pdf(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The feedback as a document to keep."""
    submission = access.own_decided_submission(signed_in(request), submission_id)
    document = feedback_document(submission)
    response = HttpResponse(document, content_type="application/pdf")
    name = f"feedback-{submission.pursuit.version.micro_credential.slug}-{submission.attempt}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@login_required
@require_POST
def feedback_rating(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Say whether the feedback helped."""
    person, at = signed_in(request), now()
    submission = access.own_decided_submission(person, submission_id)
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_json())
    typed = form.cleaned_data
    try:
        operations.rate_feedback(
            actor=person,
            decision=access.decision_on(submission),
            said=FeedbackRating.Said(typed["said"]),
            words=typed["words"],
            words_stand=typed["words_stand"],
            at=at,
        )
    except operations.WordsName as no:
        return feedback_page(request, submission, typed=typed, refusal=no)
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Thank you. It changes nothing about your decision."))
    response = redirect("feedback", submission.pk)
    response["Location"] += "#helped"
    return response

"""The doors of working out anew what everyone has, for who states the rules."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.organizations.access import signed_in
from microcred.recognition import access, queries
from microcred.recognition.operations import reevaluation as verbs
from microcred.recognition.queries import reevaluation as questions


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reevaluation(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """What a statement would change for how many people, and how far that is; a POST begins it."""
    person, at = signed_in(request), now()
    policy = access.governed_policy(person, policy_id, at=at)
    if request.method == "POST":
        begun = verbs.reevaluate(actor=person, policy=policy, at=at)
        words = (
            _("It has begun and goes on by itself.") if begun.due_at <= at else _("It begins by itself on that day.")
        )
        messages.success(request, words)
        return redirect("reevaluation", policy.pk)
    begun_one, trial, unit = (
        questions.reevaluation_of(policy),
        questions.last_trial_of(policy),
        queries.unit_of(policy),
    )
    due_at = questions.due_at(policy, at=at)
    context = {
        "policy": policy,
        "begun": begun_one,
        "progress": questions.progress_of(begun_one, unit=unit) if begun_one is not None else None,
        "trial": questions.progress_of(trial, unit=unit) if trial is not None else None,
        "due_at": due_at,
        "is_to_come": due_at > at,
    }
    return render(request, "recognition/reevaluation.html", context)


@login_required
@require_POST
def policy_trial(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """See what a statement would change for everyone."""
    person, at = signed_in(request), now()
    verbs.try_out(actor=person, policy=access.governed_policy(person, policy_id, at=at), at=at)
    return redirect("reevaluation", policy_id)

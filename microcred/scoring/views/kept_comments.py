"""The doors to kept comments: beside a criterion, on one's own page, and on that of what a lead shares."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms import MarkForm
from microcred.scoring.forms_feedback import ChangeForm, KeepForm
from microcred.scoring.models import KeptComment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept_comments(request: HttpRequest) -> HttpResponse:
    """One's own kept comments; a POST keeps another."""
    at = now()
    person = access.at_the_queue(signed_in(request), at=at)
    criteria = queries.criteria_to_keep_for(person, at=at)
    form = KeepForm(request.POST if request.method == "POST" else None, criteria=criteria)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.keep_comment(actor=person, text=typed["text"], criterion=typed["criterion"], at=at)
            messages.success(request, _("Kept."))
            return redirect("kept_comments")
    context = {
        "form": form,
        "kept": queries.kept_by(person),
        "places": list(queries.places_to_share(person, at=at).values()),
    }
    return render(request, "scoring/kept_comments.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def shared_comments(request: HttpRequest, slug: str) -> HttpResponse:
    """What is shared with everybody who scores for an organization."""
    at = now()
    place = access.led_organization(signed_in(request), slug, at=at)
    context = {"organization": place, "kept": queries.shared_in(place, at=at)}
    return render(request, "scoring/shared_comments.html", context)


@login_required
@require_POST
def kept_comment(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Say a kept comment in other words."""
    person, at = signed_in(request), now()
    kept = access.kept_comment_of(person, comment_id, at=at)
    typed = _checked(ChangeForm(request.POST))
    try:
        operations.change_comment(actor=person, kept=kept, text=typed["text"], revision=typed["revision"], at=at)
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Changed. Comments in which it was used stay as they are."))
    return _to_its_page(kept)


@login_required
@require_POST
def kept_comment_removal(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Keep a comment no longer."""
    person, at = signed_in(request), now()
    kept = access.kept_comment_of(person, comment_id, at=at)
    operations.remove_comment(actor=person, kept=kept, at=at)
    messages.success(request, _("Removed. Comments in which it was used stay as they are."))
    return _to_its_page(kept)


@login_required
@require_POST
def kept_comment_sharing(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Share a copy with everybody who scores for an organization."""
    person, at = signed_in(request), now()
    kept = access.kept_comment_of(person, comment_id, at=at)
    place = access.led_organization(person, request.POST.get("organization", ""), at=at)
    try:
        operations.share_comment(actor=person, kept=kept, organization=place, at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("kept_comments")
    messages.success(
        request, _("Shared. Whoever scores for %(name)s finds it beside the rubric.") % {"name": place.name}
    )
    return redirect("shared_comments", place.slug)


@login_required
@require_POST
def kept_from_mark(request: HttpRequest, item_id: UUID, criterion_id: UUID) -> HttpResponse:
    """Keep what is written beside a criterion."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    criterion = access.criterion_in(item, criterion_id)
    typed = _checked(MarkForm(request.POST))
    refusal = None
    try:
        operations.keep_from_reading(
            actor=person,
            item=item,
            claim_number=typed["claim_number"],
            criterion=criterion,
            comment=typed["text"],
            revision=typed["revision"],
            at=at,
        )
    except Refusal as no:
        refusal = no
    if request.headers.get("HX-Request"):
        kept = queries.kept_beside(person, item, [criterion.pk])[criterion.pk]
        context = {"item": item, "criterion": criterion, "kept": kept, "refusal": refusal, "is_part": True}
        return render(request, "scoring/kept_beside.html", context)
    if refusal is not None:
        say_refused(request, refusal)
    else:
        messages.success(request, _("Kept among your comments."))
    return _to_criterion(item_id, criterion_id)


@login_required
@require_POST
def kept_use(request: HttpRequest, item_id: UUID, criterion_id: UUID, comment_id: UUID) -> HttpResponse:
    """Use a kept comment beside a criterion. Scripts that wrote it in already have it counted only."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    criterion = access.criterion_in(item, criterion_id)
    kept = access.kept_comment_beside(person, item, criterion, comment_id)
    typed = _checked(MarkForm(request.POST))
    is_there = "written" in request.POST
    operations.use_comment(
        actor=person,
        item=item,
        claim_number=typed["claim_number"],
        criterion=criterion,
        kept=kept,
        comment=None if is_there else typed["text"],
        revision=typed["revision"],
        at=at,
    )
    return HttpResponse(status=204) if is_there else _to_criterion(item_id, criterion_id)


def _checked(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise BadRequest(form.errors.as_json())
    return form.cleaned_data


def _to_its_page(kept: KeptComment) -> HttpResponse:
    """Where somebody keeps it, or it is shared."""
    return redirect("shared_comments", kept.organization.slug) if kept.organization else redirect("kept_comments")


def _to_criterion(item_id: UUID, criterion_id: UUID) -> HttpResponse:
    response = redirect("workbench", item_id)
    response["Location"] += f"#criterion-{criterion_id}"
    return response

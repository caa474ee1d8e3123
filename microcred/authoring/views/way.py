"""The way of a draft through its gates."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.gate_forms import PassageForm
from microcred.authoring.gates import CHECKLISTS, Gate
from microcred.authoring.models import Draft
from microcred.authoring.way import happened, steps_of, to_look_at
from microcred.catalog.design import Design
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

CHECKED = {
    Gate.PEER_REVIEW: operations.pass_peer_review,
    Gate.EDITORIAL: operations.pass_editorial_check,
}
"""The gates that are passed by a list of what was looked at; quality review, by what two reviewers came to."""


@login_required
@require_http_methods(["GET", "HEAD"])
def draft_way(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where a draft stands, what happened to it, and what the reader may do about it."""
    person = signed_in(request)
    return _page(request, person, access.draft_to_follow(person, draft_id, at=now()))


@login_required
@require_POST
def draft_sending(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send a draft to review."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    try:
        operations.send_to_review(actor=person, draft=draft, reason=request.POST.get("reason", "")[:2000], at=at)
    except Refusal as refusal:
        return _page(request, person, draft, refusal=refusal)
    messages.success(request, _("Sent. It stands still while it is read."))
    return redirect("draft_way", draft_id)


@login_required
@require_POST
def draft_taking_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft back from its reviewers."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    try:
        operations.take_back(actor=person, draft=draft, reason=request.POST.get("reason", "")[:2000], at=at)
    except Refusal as refusal:
        return _page(request, person, draft, refusal=refusal)
    messages.success(request, _("Taken back. You can change it now."))
    return redirect("draft", draft_id)


@login_required
@require_POST
def draft_passage(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Pass a draft at the gate where it stands, or send it back."""
    person, at = signed_in(request), now()
    draft = access.draft_to_judge(person, draft_id, at=at)
    form = PassageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Say at which gate, and whether it passes or goes back."))
    gate, reason, checked = form.at_gate, form.cleaned_data["reason"], form.cleaned_data["checked"]
    try:
        if form.cleaned_data["verdict"] == "pass" and gate in CHECKED:
            CHECKED[gate](actor=person, draft=draft, checked=checked, reason=reason, at=at)
        elif form.cleaned_data["verdict"] == "pass":
            operations.pass_quality_review(actor=person, draft=draft, reason=reason, at=at)
        else:
            operations.send_back(actor=person, draft=draft, gate=gate, reason=reason, at=at)
    except Refusal as refusal:
        return _page(request, person, draft, refusal=refusal, reason=reason, checked=checked)
    messages.success(request, _("Done. Who wrote it has been told."))
    return redirect("draft_way", draft_id)


def _page(
    request: HttpRequest,
    person: Person,
    draft: Draft,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
    checked: list[str] | None = None,
) -> HttpResponse:
    at = now()
    draft = queries.draft_on_its_way(draft)
    stands = queries.standing_of(draft)
    version = queries.version_of(draft)
    pilot = getattr(version, "pilot", None) if version else None
    decisions = queries.decisions_about(draft)
    rounds = list(draft.reviews.select_related("opened_by", "outcome__concluded_by").order_by("number"))
    design = Design.model_validate(draft.design)
    gate = stands.open[0] if stands.with_reviewers else None
    judged_here = gate is not None and queries.acts_at(gate, person, draft.owner, at=at)
    is_writer = queries.writers_of(draft).filter(pk=person.pk).exists()
    context = {
        "draft": draft,
        "design": design,
        "stands": stands,
        "version": version,
        "pilot": pilot,
        "proposal": draft.proposals.order_by("-proposed_at").first(),
        "steps": steps_of(stands, version, pilot),
        "timeline": happened(list(queries.handovers_of(draft)), decisions, rounds, version, pilot),
        "next_step": queries.next_step(draft, stands, at=at) if stands.open and not version else "",
        "next_gate": stands.open[0] if stands.open else None,
        "change": queries.change_in(draft, design) if stands.may_publish and not version else None,
        "note": "",
        "writes": access.writes_for(person, draft, at=at),
        "gate": gate,
        "may_judge": judged_here and not is_writer,
        "wrote_it": judged_here and is_writer,
        "look_at": to_look_at(gate, queries.report_on(draft, design, today=localdate()), checked or [])
        if gate in CHECKLISTS
        else [],
        "has_review": bool(rounds),
        "came_to": queries.review_in_words(queries.quality_outcome(draft)) if gate is Gate.QUALITY_REVIEW else "",
        "refusal": refusal,
        "reason": reason,
    }
    return render(request, "authoring/draft_way.html", context, status=refusal.status if refusal else 200)

"""Proposals: what is proposed, and what was decided of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.gate_forms import DecisionForm, ProposalForm
from microcred.authoring.models import Draft, Proposal, ProposalDecision
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as

PER_PAGE = 50

DECIDING = {
    ProposalDecision.Outcome.ACCEPTED: operations.accept_proposal,
    ProposalDecision.Outcome.DECLINED: operations.decline_proposal,
    ProposalDecision.Outcome.MORE_ASKED: operations.ask_for_more,
}


@login_required
@require_http_methods(["GET", "HEAD"])
def proposals(request: HttpRequest) -> HttpResponse:
    """What is proposed where the reader writes or decides, the newest first."""
    person, at = signed_in(request), now()
    access.place_of_proposals(person, at=at)
    page = Paginator(queries.proposals_of(person, at=at), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "proposes": bool(queries.places_to_write(person, at=at))}
    return render(request, "authoring/proposals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: HttpRequest) -> HttpResponse:
    """Propose a micro-credential; `?draft=` names one that was begun already."""
    person, at = signed_in(request), now()
    places = access.places_to_propose_to(person, at=at)
    draft = _draft_asked_for(request, person)
    form = ProposalForm(request.POST or None, places=None if draft else places, initial=_said_of(draft))
    if request.method == "POST" and form.is_valid():
        owner = draft.owner if draft else form.cleaned_data["owner"]
        with refusals_shown_on(form):
            wording = operations.propose(actor=person, owner=owner, said=form.said(), draft=draft, at=at)
            messages.success(request, _("Proposed. You hear of the decision in your inbox."))
            return redirect("proposal", wording.proposal_id)
    context = {"form": form, "draft": draft}
    return render(request, "authoring/new_proposal.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal with its wordings and decisions; a POST words it anew after more was asked for."""
    person, at = signed_in(request), now()
    shown = access.proposal_to_follow(person, proposal_id, at=at)
    if request.method == "POST":
        form = ProposalForm(request.POST)
        if form.is_valid():
            with refusals_shown_on(form):
                operations.add_to_proposal(actor=person, proposal=shown, said=form.said(), at=at)
                messages.success(request, _("Added. Who decides has been told."))
                return redirect("proposal", proposal_id)
        return _page(request, person, shown, form=form, status=422)
    return _page(request, person, shown)


@login_required
@require_POST
def proposal_decision(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Accept, decline or ask for more."""
    person, at = signed_in(request), now()
    shown = access.proposal_to_follow(person, proposal_id, at=at)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Say what you decide, and about which wording."))
    wording = next((one for one in shown.wordings.all() if one.number == form.cleaned_data["number"]), None)
    if wording is None:
        return HttpResponseBadRequest(_("There is no such wording. Open the proposal again."))
    decide = DECIDING[ProposalDecision.Outcome(form.cleaned_data["outcome"])]
    reason = form.cleaned_data["reason"]
    try:
        decide(actor=person, wording=wording, reason=reason, at=at)
    except Refusal as refusal:
        return _page(request, person, shown, refusal=refusal, reason=reason, status=refusal.status)
    messages.success(request, _("Decided. Who proposed it has been told."))
    return redirect("proposal", proposal_id)


def _page(
    request: HttpRequest,
    person: Person,
    shown: Proposal,
    *,
    form: ProposalForm | None = None,
    refusal: Refusal | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    at = now()
    *earlier, last = list(shown.wordings.all())
    decision = getattr(last, "decision", None)
    writes = acts_as(person, Role.AUTHOR, for_organization=shown.owner, at=at)
    decides = acts_as(person, Role.ORG_ADMIN, for_organization=shown.owner, at=at)
    asked = decision is not None and decision.outcome == ProposalDecision.Outcome.MORE_ASKED
    said = {field: getattr(last, field) for field in ProposalForm.SAID}
    context = {
        "proposal": shown,
        "last": last,
        "decision": decision,
        "earlier": earlier[::-1],
        "near": queries.near_in_catalogue(last.name, last.competency) if decision is None else None,
        "decides": decides and decision is None and person.pk not in (shown.proposed_by_id, last.written_by_id),
        "waits_for_others": decision is None and not decides,
        "draft": decision.draft if decision else None,
        "form": (form or ProposalForm(initial=said)) if writes and asked else None,
        "refusal": refusal,
        "reason": reason,
    }
    return render(request, "authoring/proposal.html", context, status=status)


def _draft_asked_for(request: HttpRequest, person: Person) -> Draft | None:
    asked = request.GET.get("draft") or request.POST.get("draft")
    if not asked:
        return None
    return access.draft_named(person, asked, at=now())


def _said_of(draft: Draft | None) -> dict[str, str]:
    if draft is None:
        return {}
    design = draft.design
    return {
        "name": str(design.get("name", "")),
        "competency": str(design.get("competency", "")),
        "audience": ", ".join(map(str, design.get("audience", ()))),
    }

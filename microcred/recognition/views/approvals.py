"""The doors of approval before beginning: the educator's page, and the queue of those who decide."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog import access as catalogue_access
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.forms_approvals import ApprovalDecisionForm, ApprovalRequestForm, ApprovalWordForm
from microcred.recognition.models import ApprovalRequest
from microcred.recognition.operations.prior_approval import (
    ask_for_approval,
    decide_approval,
    say_of_approval,
    withdraw_approval_request,
)
from microcred.recognition.queries import prior_approvals as questions
from microcred.recognition.rules.reason_codes import REASON_CODES, About, offered

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prior_approval(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules want before the reader begins a micro-credential, and what they asked; a POST asks."""
    person, at = signed_in(request), now()
    version = catalogue_access.public_version(slug, at=at).version
    wanted = questions.wanted(person, version.micro_credential, at=at)
    asking = request.POST if request.method == "POST" else None
    form = ApprovalRequestForm(asking, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            ask_for_approval(actor=person, micro_credential=version.micro_credential, at=at, **form.given())
            messages.success(request, _("Asked. You are told when it is answered; wait with beginning until then."))
            return redirect("prior_approval", slug)
    say_titles([version], get_language() or "")
    requests = list(questions.requests_of(person, version.micro_credential))
    begun = questions.begun_at(person, version.micro_credential_id)
    open_places = {one.decider_id for one in requests if state_of(one) in ("waiting", "asked_back", "approved")}
    left = {place.pk for one in wanted for place in one.deciders} - open_places
    context = {
        "version": version,
        "wanted": wanted,
        "begun": begun,
        "requests": [(one, state_of(one), questions.window_of(one), reason_of(one)) for one in requests],
        "form": form if wanted and begun is None and (left or form.errors) else None,
        "word_form": ApprovalWordForm(),
    }
    return render(request, "recognition/prior_approval.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def prior_approvals(request: HttpRequest) -> HttpResponse:
    """What the reader is asked to approve, those due first at the top."""
    return _queue(request)


@login_required
@require_POST
def prior_approval_decision(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Approve a request, or say no with a reason."""
    person, at = signed_in(request), now()
    asked = access.approval_to_decide(person, request_id, at=at)
    form = ApprovalDecisionForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            approves = form.cleaned_data["decision"] == "approve"
            decide_approval(
                actor=person,
                request=asked,
                approves=approves,
                code=form.cleaned_data["code"],
                words=form.cleaned_data["words"],
                at=at,
            )
            messages.success(
                request,
                _("Approved. The educator has been told.") if approves else _("The educator has been told, and why."),
            )
            return redirect("prior_approvals")
    return _queue(request, form=form, refused=asked.pk, status=422)


@login_required
@require_POST
def prior_approval_word(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask or answer something about a request; both sides may."""
    person, at = signed_in(request), now()
    asked = access.approval_to_see(person, request_id, at=at)
    form, own = ApprovalWordForm(request.POST), asked.person_id == person.pk
    if form.is_valid():
        with refusals_shown_on(form):
            say_of_approval(actor=person, request=asked, words=form.cleaned_data["words"], at=at)
            messages.success(request, _("Sent."))
            return _back(asked, own=own)
    messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return _back(asked, own=own)


@login_required
@require_POST
def prior_approval_withdrawal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take one's own request back."""
    person, at = signed_in(request), now()
    asked = access.approval_to_see(person, request_id, at=at)
    if asked.person_id != person.pk:
        raise Http404
    withdraw_approval_request(actor=person, request=asked, at=at)
    messages.success(request, _("Taken back."))
    return _back(asked, own=True)


def state_of(request: ApprovalRequest) -> str:
    """What became of a request: `waiting`, `asked_back`, `approved`, `denied` or `withdrawn`."""
    if hasattr(request, "withdrawal"):
        return "withdrawn"
    if hasattr(request, "decision"):
        return str(request.decision.outcome)
    return "asked_back" if questions.waits_for_educator(request) else "waiting"


def reason_of(request: ApprovalRequest) -> object:
    """The reason of a no, with its way forward; None otherwise."""
    return REASON_CODES.get(request.decision.code) if hasattr(request, "decision") else None


def _back(asked: ApprovalRequest, *, own: bool) -> HttpResponse:
    return redirect("prior_approval", asked.micro_credential.slug) if own else redirect("prior_approvals")


def _queue(
    request: HttpRequest,
    *,
    form: ApprovalDecisionForm | None = None,
    refused: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    person, at = signed_in(request), now()
    places = access.places_that_decide(person, at=at)
    state = "decided" if request.GET.get("state") == "decided" else "waiting"
    page = Paginator(questions.requests_to(places, state=state), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            one,
            state_of(one),
            one.person_id == person.pk,
            state == "waiting" and one.answer_by < day_in(at, one.decider.time_zone),
            reason_of(one),
        )
        for one in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "form": form,
        "refused": refused,
        "codes": offered(About.APPROVAL),
        "tabs": [
            (_("Waiting"), "?state=waiting", state == "waiting"),
            (_("Decided"), "?state=decided", state == "decided"),
        ],
    }
    return render(request, "recognition/prior_approvals.html", context, status=status)

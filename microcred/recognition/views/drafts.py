"""The doors of rules that are being written, for who states them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.forms_drafts import AmountsForm, BeginDraftForm, DraftForm
from microcred.recognition.models import PolicyDraft
from microcred.recognition.operations import drafts as verbs
from microcred.recognition.queries import drafts as questions
from microcred.recognition.queries.policies import titles_in
from microcred.recognition.queries.reevaluation import progress_of
from microcred.recognition.rules.engine import policy_schema as schema
from microcred.recognition.rules.languages import spoken
from microcred.recognition.rules.told import rules_told

MOST_LISTED = 100


@require_safe
def policy_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a policy document, for anyone's editor."""
    return JsonResponse(schema(), json_dumps_params={"indent": 1})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the reader's jurisdictions; a POST begins another one."""
    person, at = signed_in(request), now()
    jurisdictions = access.drafting_jurisdictions(person, at=at)
    statements = questions.statements_of(jurisdictions)
    sent = request.POST if request.method == "POST" else None
    form = BeginDraftForm(sent, jurisdictions=jurisdictions, statements=statements)
    if form.is_bound and form.is_valid():
        with refusals_shown_on(form):
            draft = verbs.begin_draft(actor=person, at=at, **form.given())
            return redirect("policy_draft", draft.pk)
    drafts = questions.drafts_of(person, at=at)[:MOST_LISTED]
    status = 422 if form.errors else 200
    return render(request, "recognition/policy_drafts.html", {"drafts": drafts, "form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft: its document, what is wrong with it, what differs, what trying it came to; a POST saves it."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    if request.method != "POST":
        return _shown(request, draft)
    form = DraftForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            verbs.save_draft(actor=person, draft=draft, at=at, **form.cleaned_data)
            messages.success(request, _("Saved. It holds nowhere before it is stated."))
            return redirect("policy_draft", draft.pk)
    return _shown(request, draft, form=_with_newest_revision(form, draft), status=422)


@login_required
@require_POST
def policy_amounts(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Change amounts, days and names of a draft without touching the text around them."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    form = AmountsForm(request.POST, places=questions.read_draft(draft).places)
    if form.is_valid():
        with refusals_shown_on(form):
            revision = form.cleaned_data["revision"]
            verbs.save_amounts(actor=person, draft=draft, values=form.values(), revision=revision, at=at)
            messages.success(request, _("Saved. It holds nowhere before it is stated."))
            return redirect("policy_draft", draft.pk)
    return _shown(request, draft, amounts=_with_newest_revision(form, draft), status=422)


@login_required
@require_POST
def policy_draft_trial(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """See what a draft would change for everyone."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    verbs.try_draft(actor=person, draft=draft, at=at)
    return redirect("policy_draft", draft.pk)


@login_required
@require_POST
def policy_statement(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """State what a draft says."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    sent = request.POST.get("revision", "")
    form = DraftForm({"text": draft.text, "revision": sent if sent.isdecimal() and len(sent) < 9 else 0})
    if form.is_valid():
        with refusals_shown_on(form):
            policy = verbs.state_draft(actor=person, draft=draft, revision=form.cleaned_data["revision"], at=at)
            messages.success(request, _("Stated. Now see whom it reaches."))
            return redirect("reevaluation", policy.pk)
    return _shown(request, draft, form=_with_newest_revision(form, draft), status=422)


@login_required
@require_POST
def policy_draft_closing(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give up a draft."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    verbs.set_aside(actor=person, draft=draft, at=at)
    messages.success(request, _("Set aside. Nothing of it ever held."))
    return redirect("policy_drafts")


def unit_in(read: questions.DraftRead) -> str:
    """What a draft counts in; of one that makes another stricter, what that one does."""
    documents = [read.document] if read.document is not None else []
    return next((one.unit for one in (*documents, *read.under) if one.unit), "")


def _with_newest_revision(form: Any, draft: PolicyDraft) -> Any:
    """The same form, so that sending it once more is meant."""
    draft.refresh_from_db(fields=["text", "revision", "changed_by", "changed_at", "stated", "set_aside_at"])
    form.data = form.data.copy()
    form.data["revision"] = draft.revision
    return form


def _shown(
    request: HttpRequest, draft: PolicyDraft, *, form: Any = None, amounts: Any = None, status: int = 200
) -> HttpResponse:
    read = questions.read_draft(draft)
    trial = questions.last_trial(draft)
    document, unit = read.document, unit_in(read)
    heard = spoken(document) if document is not None else None
    tried = trial.supposed if trial is not None else None
    context = {
        "draft": draft,
        "read": read,
        "form": form or DraftForm(initial={"text": draft.text, "revision": draft.revision}),
        "amounts": amounts
        or AmountsForm(places=read.places, initial={"revision": draft.revision}, auto_id="amount_%s"),
        "document": heard,
        "is_translated": heard is not document,
        "groups": rules_told(
            heard, unit=unit, base=spoken(read.under[0]).name if read.under else "", titles=titles_in(heard)
        )
        if heard is not None
        else [],
        "unit": unit,
        "progress": progress_of(trial, unit=unit) if trial is not None else None,
        "is_tried": document is not None and tried == document.model_dump(mode="json", exclude_defaults=True),
    }
    return render(request, "recognition/policy_draft.html", context, status=status)

"""The doors of audit samples: drawing one, looking at its items, answering what was found otherwise."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Role
from microcred.organizations.queries import acts_as
from microcred.recognition import access
from microcred.recognition.forms_queue import AnswerForm, AuditForm, FindingForm
from microcred.recognition.operations.auditing import answer_audit, draw_audit, find_in_audit
from microcred.recognition.queries import audits as questions
from microcred.recognition.rules import plain
from microcred.recognition.rules.reason_codes import REASON_CODES, About, offered

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audits(request: HttpRequest) -> HttpResponse:
    """The samples of the reader's districts, and a form for one more."""
    person, at = signed_in(request), now()
    districts = access.audited(person, at=at)
    form = AuditForm(request.POST or None, districts=districts)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            sample = draw_audit(actor=person, at=at, **form.cleaned_data)
            messages.success(request, _("Drawn. Somebody who did not rule on it looks at each."))
            return redirect("audit", sample.pk)
    page = Paginator(questions.samples_of(districts), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "together": questions.agreed_in(page)}
    return render(request, "recognition/audits.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def audit(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """One sample: its items, what was found, and how often both were of one mind."""
    person, at = signed_in(request), now()
    sample = access.audit_sample(person, sample_id, at=at)
    page = Paginator(questions.items_of(sample), PER_PAGE).get_page(request.GET.get("page"))
    entries = questions.entries_of(list(page))
    coordinates = acts_as(person, Role.RECOGNIZER, for_organization=sample.district, at=at)
    rows = []
    for item in page:
        entry, finding = entries.get(item.pk), getattr(item, "finding", None)
        rows.append(
            {
                "item": item,
                "entry": entry,
                "amount": plain(entry.counted) if entry is not None else "0",
                "finding": finding,
                "answer": getattr(finding, "answer", None),
                "reason": REASON_CODES.get(finding.code) if finding is not None else None,
                "looks": finding is None and person.pk not in (item.looked_at.ruled_by_id, item.person_id),
                "answers": finding is not None
                and not finding.agrees
                and not hasattr(finding, "answer")
                and coordinates
                and finding.found_by_id != person.pk,
            }
        )
    counted: Any = questions.samples_of(access.audited(person, at=at)).get(pk=sample.pk)
    context = {
        "sample": sample,
        "page": page,
        "rows": rows,
        "agreed": questions.agreed(counted.alike, counted.looked_at),
        "counted": counted,
        "codes": offered(About.CREDIT),
    }
    return render(request, "recognition/audit.html", context)


@login_required
@require_POST
def audit_finding(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say whether one would have ruled alike."""
    person, at = signed_in(request), now()
    item = access.audit_item(person, item_id, at=at)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _wrong(request, form, item.sample_id)
    try:
        said = form.cleaned_data
        find_in_audit(
            actor=person, item=item, agrees=said["agrees"] == "yes", code=said["code"], words=said["words"], at=at
        )
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Noted."))
    return redirect("audit", item.sample_id)


@login_required
@require_POST
def audit_answer(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Answer a finding that differs: the ruling stands, or less is allowed."""
    person, at = signed_in(request), now()
    item = access.audit_item(person, item_id, at=at)
    form = AnswerForm(request.POST)
    if not form.is_valid() or not hasattr(item, "finding"):
        return _wrong(request, form, item.sample_id)
    try:
        answer_audit(actor=person, finding=item.finding, at=at, **form.cleaned_data)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Answered. Who is concerned has been told."))
    return redirect("audit", item.sample_id)


def _wrong(request: HttpRequest, form: FindingForm | AnswerForm, sample_id: UUID) -> HttpResponse:
    messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return redirect("audit", sample_id)

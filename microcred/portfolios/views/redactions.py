"""Redacting a file of one's own: saying what is to be covered, looking at the copy, using it or deleting it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.inspection.redaction import REDACTED
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.covering import Mark, Region
from microcred.portfolios.forms_redactions import MarksForm
from microcred.portfolios.models import Item, Quarantine, Redaction


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_redaction(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What is to be covered in a file of the work; a POST has the copy made."""
    return _form(request, access.own_item(signed_in(request), item_id), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quarantine_redaction(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """The same for a file that was set aside, whose copy will be its clean copy."""
    person = signed_in(request)
    found = access.own_quarantine(person, quarantine_id)
    if found.piece is None:  # words are replaced, not covered
        raise Http404
    return _form(request, access.own_item(person, found.piece.item_id), found)


@login_required
@require_safe
def redaction(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Where a redaction stands, and its copy to look at."""
    mine = access.own_redaction(signed_in(request), redaction_id)
    context = {
        "redaction": mine,
        "item": mine.item,
        "standing": queries.redacting(mine),
        "form": queries.forms_of([mine.item_id])[mine.item_id],
        "crumbs": _crumbs(mine.item, mine.quarantine),
        "back": _back_of(mine.item, mine.quarantine),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "portfolios/redaction_standing.html", context)
    return render(request, "portfolios/redaction.html", context)


@login_required
@require_safe
def redaction_file(request: HttpRequest, redaction_id: UUID, form: str) -> HttpResponseBase:
    """The copy itself, or a still of it, for whose file it is."""
    mine = access.own_redaction(signed_in(request), redaction_id)
    outcome = getattr(mine, "outcome", None)
    file = {"copy": outcome.file, "poster": outcome.poster}.get(form) if outcome else None
    if file is None:
        raise Http404
    return downloads.serve(request, file, inline=True)


@login_required
@require_POST
def redaction_use(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Let the copy take the place of its file."""
    person = signed_in(request)
    mine = access.own_redaction(person, redaction_id)
    operations.use_redaction(actor=person, redaction=mine, at=now())
    messages.success(request, _("The redacted copy is in its place. Assessors get nothing else."))
    return redirect(_back_of(mine.item, mine.quarantine))


@login_required
@require_POST
def redaction_undoing(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Delete a redaction."""
    person = signed_in(request)
    mine = access.own_redaction(person, redaction_id)
    back = operations.undo_redaction(actor=person, redaction=mine, at=now())
    words = _("The redaction was deleted. Your file is back as it was.") if back else _("The redaction was deleted.")
    messages.success(request, words)
    return redirect(_back_of(mine.item, mine.quarantine))


def _form(request: HttpRequest, item: Item, quarantine: Quarantine | None) -> HttpResponse:
    redactable = item.file is not None and item.file.media_type in REDACTED
    said = queries.forms_of([item.pk])[item.pk]
    before = Redaction.objects.filter(item=item).order_by("asked_at", "pk").last()
    started: list[Mark] = before.covered if before and request.method != "POST" else []
    refusal, status, form = "", 200, None
    if redactable:
        form = MarksForm(
            request.POST if request.method == "POST" else None,
            kind=item.kind,
            marks=started,
            transcript=(before.transcript if before and before.transcript else said.transcript),
        )
    if request.method == "POST":
        marks = form.marks() if form and not form.takes_more else None
        status = 200 if form and form.takes_more else 422
        if marks is not None or form is None:
            try:
                made = operations.redact(
                    actor=signed_in(request),
                    item=item,
                    marks=marks or [],
                    transcript=form.transcript if form else "",
                    quarantine=quarantine,
                    at=now(),
                )
            except Refusal as refused:
                refusal, status = str(refused), refused.status
            else:
                return redirect("redaction", made.pk)
    context = {
        "item": item,
        "quarantine": quarantine,
        "form": form,
        "pages": queries.pages_shown(item, first=_first_page(started)) if redactable else None,
        "said": said,
        "refusal": refusal or (" ".join(dict.fromkeys(form.errors)) if form else ""),
        "crumbs": _crumbs(item, quarantine),
        "back": _back_of(item, quarantine),
    }
    return render(request, "portfolios/redaction_form.html", context, status=status)


def _first_page(marks: list[Mark]) -> int:
    return next((mark.page for mark in marks if isinstance(mark, Region) and mark.page), 1)


def _crumbs(item: Item, quarantine: Quarantine | None) -> list[tuple[str, str]]:
    return [
        (_("My work"), reverse("pursuits")),
        (item.pursuit.version.title, _back_of(item, quarantine)),
        (item.title, ""),
    ]


def _back_of(item: Item, quarantine: Quarantine | None) -> str:
    if quarantine is not None:
        return reverse("quarantine", args=[quarantine.pk])
    return f"{reverse('pursuit', args=[item.pursuit_id])}#requirement-{item.requirement.position + 1}"

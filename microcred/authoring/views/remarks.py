"""Comments on a draft's fields and suggestions for them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.anchors import anchor_of
from microcred.authoring.forms import RemarkForm
from microcred.authoring.labels import as_words, label_of, value_at
from microcred.authoring.models import Draft
from microcred.authoring.remarks import remarks_shown
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """All that is said of a draft, what is open first; `field` chooses one field to speak of. A POST says something."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    path = request.POST.get("field", request.GET.get("field", ""))
    if request.method != "POST":
        return _page(request, draft, path)
    form = RemarkForm(request.POST)
    form.is_valid()
    text = form.cleaned_data.get("text", "")
    try:
        if request.POST.get("do") == "suggest":
            why = form.cleaned_data.get("why", "")
            operations.suggest(actor=person, draft=draft, path=path, text=text, why=why, at=at)
        else:
            operations.comment(actor=person, draft=draft, path=path, text=text, at=at)
    except Refusal as refusal:
        return _page(request, draft, path, refusal=refusal, written=text)
    messages.success(request, _("Said. Who writes on this draft sees it beside the field."))
    return redirect(f"{reverse('remarks', args=[draft_id])}?{urlencode({'field': path})}")


@login_required
@require_POST
def replies(request: HttpRequest, draft_id: UUID, comment_id: UUID) -> HttpResponse:
    """Answer in a thread; `do=resolve` says that it is settled."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    thread = access.thread(draft, comment_id)
    if request.POST.get("do") == "resolve":
        operations.resolve(actor=person, thread=thread, at=at)
        return redirect("remarks", draft_id)
    text = request.POST.get("text", "")
    try:
        operations.reply(actor=person, to=thread, text=text, at=at)
    except Refusal as refusal:
        return _page(request, draft, "", refusal=refusal, written=text)
    return redirect(f"{reverse('remarks', args=[draft_id])}#thread-{thread.pk}")


@login_required
@require_POST
def suggestion_answer(request: HttpRequest, draft_id: UUID, suggestion_id: UUID) -> HttpResponse:
    """Accept a suggestion, or decline it."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    suggestion = access.suggestion(draft, suggestion_id)
    answer = operations.accept_suggestion if request.POST.get("do") == "accept" else operations.decline_suggestion
    try:
        answer(actor=person, suggestion=suggestion, at=at)
    except Refusal as refusal:
        return _page(request, draft, "", refusal=refusal)
    said = _("Accepted: the field says so now.") if request.POST.get("do") == "accept" else _("Declined.")
    messages.success(request, said)
    return redirect("remarks", draft_id)


def _page(
    request: HttpRequest, draft: Draft, path: str, *, refusal: Refusal | None = None, written: str = ""
) -> HttpResponse:
    chosen = path if anchor_of(draft.design, path) else ""
    value = value_at(draft.design, chosen) if chosen else None
    context = {
        "draft": draft,
        "is_published": queries.is_published(draft),
        "field": chosen,
        "title": label_of(chosen) if chosen else "",
        "says": as_words(value),
        "may_suggest": bool(chosen) and operations.is_written(chosen, value),
        "remarks": remarks_shown(draft),
        "refusal": refusal,
        "written": written,
    }
    return render(request, "authoring/remarks.html", context, status=refusal.status if refusal else 200)

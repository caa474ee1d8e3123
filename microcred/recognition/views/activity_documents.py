"""The doors of the documents of activities: attached and taken away by their educator, opened by who confirms too."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.operations.activity_documents import attach_document, remove_document
from microcred.recognition.queries.activities import can_be_opened
from microcred.recognition.views.activities import activity_page


@login_required
@require_POST
def activity_documents(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Attach a document to one's own activity."""
    person = signed_in(request)
    found = access.own_activity(person, activity_id)
    file = request.FILES.get("file")
    if file is None:
        return activity_page(request, found, refusal=_("Choose a file first."), status=422)
    name, size = file.name or "", file.size or 0
    try:
        document = attach_document(actor=person, activity=found, name=name, chunks=file.chunks(), size=size, at=now())
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        return activity_page(request, found, refusal=refusal, status=refusal.status)
    if hasattr(document, "search"):
        messages.success(request, _("Attached. A clean copy is kept."))
    else:
        messages.info(request, _("Attached. It can be opened once it has been searched for malicious software."))
    return redirect("activity", activity_id=found.pk)


@login_required
@require_safe
def activity_document(request: HttpRequest, activity_id: UUID, document_id: UUID) -> HttpResponseBase:
    """One document, once it was searched."""
    document = access.activity_document(signed_in(request), activity_id, document_id, at=now())
    if not can_be_opened(document):
        raise Http404
    return downloads.serve(request, document.file, name=document.title)


@login_required
@require_POST
def document_removal(request: HttpRequest, activity_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document away from one's own activity."""
    person, at = signed_in(request), now()
    document = access.activity_document(person, activity_id, document_id, at=at, own=True)
    try:
        remove_document(actor=person, document=document, at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Taken away. Nothing of it is kept."))
    return redirect("activity", activity_id=activity_id)

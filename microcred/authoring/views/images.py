"""Pictures in a draft: put in, and shown to who writes it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.operations.receiving import LARGEST
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_images(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where a picture is put into a draft, with the words for who cannot see it."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    guide = queries.guides_in(draft.owner)["images.alt"]
    context = {"draft": draft, "largest": LARGEST, "alt": request.POST.get("alt", ""), "guide": guide}
    if request.method != "POST":
        return render(request, "authoring/images.html", context)
    file = request.FILES.get("file")
    if file is None:
        context["refusal"] = _("Choose a picture first.")
        return render(request, "authoring/images.html", context, status=422)
    alt = request.POST.get("alt", "")
    try:
        operations.put_in_image(
            actor=person, draft=draft, name=file.name or "", chunks=file.chunks(), size=file.size or 0, alt=alt, at=at
        )
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        return render(request, "authoring/images.html", context | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("The picture is in. It is shown with the key method."))
    return redirect(f"{reverse('draft', args=[draft_id])}#images")


@login_required
@require_safe
def draft_image(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One picture of a draft, for those who write it."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    return downloads.serve(request, access.image_of(draft, file_id))

"""The file that a requirement gives to start from: attached, and shown to who writes or judges the draft."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.authoring import access, operations
from microcred.authoring.operations.receiving import LARGEST
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requirement_template(request: HttpRequest, draft_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Where a file is attached to a requirement of a draft."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    number, asked = access.artifact_of(draft, requirement_id)
    title = request.POST.get("title", asked.template.title if asked.template else "")
    context = {"draft": draft, "number": number, "asked": asked, "largest": LARGEST, "title": title}
    if request.method != "POST":
        return render(request, "authoring/template.html", context)
    file = request.FILES.get("file")
    if file is None:
        context["refusal"] = _("Choose a file first.")
        return render(request, "authoring/template.html", context, status=422)
    try:
        operations.attach_template(
            actor=person,
            draft=draft,
            requirement=requirement_id,
            name=file.name or "",
            chunks=file.chunks(),
            size=file.size or 0,
            title=title,
            at=at,
        )
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        return render(request, "authoring/template.html", context | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("The template is attached. Educators download it from the requirement."))
    return redirect(f"{reverse('draft', args=[draft_id])}#requirements.{number - 1}.template")


@login_required
@require_safe
def draft_template(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A template of a draft, for those who write it."""
    draft = access.draft_to_write(signed_in(request), draft_id, at=now())
    return downloads.serve(request, access.template_of(draft, file_id), inline=False)


@login_required
@require_safe
def review_template(request: HttpRequest, review_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A template of the copy that is judged, without the name that its author gave the file."""
    review = access.review_to_see(signed_in(request), review_id, at=now())
    file = access.template_judged(review, file_id)
    return downloads.serve(request, file, name=f"template.{file.name.rpartition('.')[2]}", inline=False)

"""Beginning from what is there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring import access, operations
from microcred.catalog.access import public_version
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@login_required
@require_POST
def draft_clone(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Begin another draft that says the same."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    copy = operations.clone(actor=person, draft=draft, at=at)
    messages.success(request, _("This is the copy. The draft that it was made from stays as it is."))
    return redirect("draft", copy.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fork(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft of one's own from a published micro-credential, for one of the organizations one writes for."""
    person, at = signed_in(request), now()
    places = access.own_places(person, at=at)
    page = public_version(slug, at=at)
    context = {"page": page, "places": places}
    if request.method != "POST":
        return render(request, "authoring/fork.html", context)
    owner = access.own_place(person, request.POST.get("owner", ""), at=at)
    try:
        draft = operations.fork(actor=person, version=page.version, owner=owner, at=at)
    except Refusal as refusal:
        return render(request, "authoring/fork.html", context | {"refusal": refusal}, status=refusal.status)
    return redirect("draft", draft.pk)

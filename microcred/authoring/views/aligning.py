"""Standards to pick for a draft, as one types."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.authoring import access
from microcred.authoring.aligning import names_in, picking
from microcred.catalog.design import Alignment, Design
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in


@login_required
@require_safe
def draft_standards(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What a search finds, below what is ticked on the page: a part of the draft's form. Nothing is saved by it."""
    draft = access.draft_to_write(signed_in(request), draft_id, at=now())
    named = (names_in(value.replace("\x00", "")) for value in dict.fromkeys(request.GET.getlist("alignments")))
    ticked = [Alignment(framework=each[0], code=each[1], name=each[2]) for each in named if each]
    design = Design(alignments=tuple(ticked))
    shown = picking(design, request.GET.get("find", ""), suggest=False)
    return render(request, "authoring/standards_found.html", {"picking": shown, "draft": draft})

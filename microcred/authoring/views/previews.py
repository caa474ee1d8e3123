"""A draft as others will see it, and one text as it will be set."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.authoring import access
from microcred.authoring.labels import as_words, label_of, value_at
from microcred.authoring.preview import preview_of
from microcred.catalog.design import Design
from microcred.catalog.queries import EVIDENCE_KINDS
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in


@login_required
@require_safe
def educator_preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The micro-credential page and the workspace, as an educator would meet them if the draft were published now."""
    return _preview(request, draft_id, "authoring/educator_preview.html")


@login_required
@require_safe
def assessor_preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The workbench, as an assessor would meet it if the draft were published now."""
    return _preview(request, draft_id, "authoring/assessor_preview.html")


@login_required
@require_safe
def text_preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One field's text as it will be set: what was last saved."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    path = request.GET.get("field", "")
    text = as_words(value_at(draft.design, path))
    return render(request, "authoring/text_preview.html", {"title": label_of(path), "text": text, "draft": draft})


def _preview(request: HttpRequest, draft_id: UUID, template: str) -> HttpResponse:
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    design = Design.model_validate(draft.design)
    context = {
        "draft": draft,
        "design": design,
        "preview": preview_of(design),
        "kinds": [EVIDENCE_KINDS[kind] for kind in design.evidence_kinds()],
    }
    return render(request, template, context)

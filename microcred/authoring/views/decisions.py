"""What would be decided: an author's sample readings of a rubric."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from microcred.authoring import access
from microcred.authoring.building import (
    Example,
    SampleCriterion,
    sample_criteria,
    telling_examples,
    unfinished_criteria,
    verdict_on,
)
from microcred.catalog.design import Design
from microcred.catalog.rules import reasons_in_words
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.access import signed_in


@login_required
@require_safe
def decision_preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The rubric of a draft to choose levels on, what would be decided and why, and examples that tell."""
    shown = access.draft_to_write(signed_in(request), draft_id, at=now())
    design = Design.model_validate(shown.design)
    reached = _chosen(request.GET, sample_criteria(design, {}))
    criteria, verdict = sample_criteria(design, reached), verdict_on(design, reached)
    names = {criterion.id: criterion.name for criterion in criteria}
    context = {
        "draft": shown,
        "design": design,
        "criteria": criteria,
        "verdict": verdict,
        "why": reasons_in_words(verdict),
        "short": [names[each] for each in verdict.short],
        "excused": [names[each] for each in verdict.excused],
        "unfinished": unfinished_criteria(design),
        "examples": [(example, _as_query(example, criteria)) for example in telling_examples(design)],
    }
    return render(request, "authoring/decision_preview.html", context)


def _chosen(sent: QueryDict, criteria: list[SampleCriterion]) -> dict[UUID, int]:
    """The positions of the levels that were chosen, by criterion; what is none of its levels is no choice."""
    return {
        criterion.id: level.position
        for criterion in criteria
        for level in criterion.levels
        if str(level.id) == sent.get(f"level-{criterion.id}")
    }


def _as_query(example: Example, criteria: list[SampleCriterion]) -> str:
    return urlencode({f"level-{each.id}": each.levels[example.reached[each.id]].id for each in criteria})

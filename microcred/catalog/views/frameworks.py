"""A person's door: frameworks with what the catalogue offers for each of their items."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.catalog.coverage import with_gaps
from microcred.catalog.queries.coverage import coverage_of, withdrawn_standards
from microcred.foundation.methods import require_safe
from microcred.frameworks.access import public_framework

ITEMS_PER_PAGE = 200


@require_safe
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework with all its items; each has its code, and its identifier, as an anchor."""
    shown = public_framework(slug)
    covered = coverage_of(shown)
    only_gaps = request.GET.get("show") == "gaps"
    rows = with_gaps(covered.rows) if only_gaps else covered.rows
    context = {
        "framework": shown,
        "coverage": covered,
        "only_gaps": only_gaps,
        "page": Paginator(rows, ITEMS_PER_PAGE).get_page(request.GET.get("page")),
        "query": "show=gaps" if only_gaps else "",
        "withdrawn": withdrawn_standards(shown),
    }
    return render(request, "catalog/framework.html", context)

"""A person's door: the catalogue, open to everyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from microcred.catalog import access, queries
from microcred.catalog.ctdl import as_ctdl
from microcred.catalog.facets import Facet, FacetValue
from microcred.catalog.models import Entry
from microcred.catalog.queries import pilot_shown_to, review_overdue_for, unreviewed_for
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe

PER_PAGE = 50
MOST_VALUES = 12
"""Values that a facet shows; chosen ones always."""

FARTHEST_PAGE = 10_000


@dataclass(frozen=True)
class ShownFacet:
    """A facet as links: each value's link puts it on or takes it off."""

    title: str | Promise
    options: list[tuple[str | Promise, int, str, bool]]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search with facets; without words or facets the stacks stand as shelves."""
    words, number = request.GET.get("q", "").replace("\x00", "").strip(), _page_number(request)
    chosen = _chosen(request)
    found = queries.search(words, chosen, number)
    if number > found.pages:
        found = queries.search(words, chosen, found.pages)
    labels = queries.labels_for(found.facets)
    asking = bool(words or chosen or number > 1)
    shelves = [] if asking else queries.shelves()
    _say(found.entries if asking else [entry for shelf in shelves for entry in shelf.entries])
    pages = Paginator(range(found.total), queries.PAGE_SIZE).get_page(found.number)
    context = {
        "words": words,
        "found": found,
        "facets": [
            _shown(request, facet, values, labels) for facet, values in _dividing(found.facets, found.total).items()
        ],
        "taken": [
            (labels.get((value.facet, value.value), value.value), _toggled(request, value))
            for values in found.facets.values()
            for value in values
            if value.chosen
        ],
        "chosen_pairs": [(facet, value) for facet, values in chosen.items() for value in values],
        "labels": {value: str(label) for (facet, value), label in labels.items() if facet == Facet.STACK},
        "page": pages,
        "query": urlencode([("q", words), *((f, v) for f, vs in chosen.items() for v in vs)] if asking else []),
        "shelves": shelves,
        "crosswalks": [] if asking else queries.crosswalks(),
        "asking": asking,
    }
    return render(request, "catalog/catalogue.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what is being typed: a fragment of the catalogue."""
    found = queries.suggestions(request.GET.get("q", ""))
    return render(request, "catalog/suggestions.html", {"suggestions": found})


@require_safe
def version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One version, as it was published."""
    page = access.public_version(slug, label, at=now())
    context = {
        "page": page,
        "pinned": True,
        "review_overdue": review_overdue_for(request.user, page, at=now()),
        "leads_to_pilot": pilot_shown_to(request.user, page, at=now()),
        "unreviewed": page.is_newest and unreviewed_for(request.user, page, at=now()),
    }
    return render(request, "catalog/micro_credential.html", context)


@require_safe
def micro_credential_print(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked and the whole rubric, set for two sheets of paper."""
    page = queries.page_said(access.public_version(slug, at=now()), get_language() or "")
    return render(request, "catalog/micro_credential_print.html", {"page": page})


@require_safe
def micro_credential_ctdl(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version as linked data, for registries of credentials."""
    described = queries.described(access.public_version(slug, at=now()))
    return JsonResponse(
        as_ctdl(described),
        content_type="application/ld+json",
        headers={"Access-Control-Allow-Origin": "*"},
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def stacks(request: HttpRequest) -> HttpResponse:
    """All stacks and crosswalks."""
    page = Paginator(queries.stacks_on_offer(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/stacks.html", {"page": page, "crosswalks": queries.crosswalks()})


@require_safe
def stack(request: HttpRequest, slug: str) -> HttpResponse:
    """One stack with its micro-credentials in their order."""
    shown = access.public_stack(slug)
    page = Paginator(queries.entries_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    _say(list(page))
    return render(request, "catalog/stack.html", {"stack": shown, "page": page})


def _say(entries: Sequence[Entry]) -> None:
    """Put what cards show into the language of the page."""
    queries.say_entries(entries, get_language() or "")


def _chosen(request: HttpRequest) -> dict[Facet, list[str]]:
    """The values asked for, without those that no text can be (a zero byte is none to PostgreSQL)."""
    asked = {facet: [value for value in request.GET.getlist(facet) if "\x00" not in value] for facet in Facet}
    return {facet: values for facet, values in asked.items() if values}


def _page_number(request: HttpRequest) -> int:
    """The page asked for; of digits without end, which Python refuses to read as a number, the farthest."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit()):
        return 1
    return min(max(int(asked), 1), FARTHEST_PAGE) if len(asked) <= len(str(FARTHEST_PAGE)) else FARTHEST_PAGE


def _dividing(facets: Mapping[Facet, Sequence[FacetValue]], total: int) -> dict[Facet, list[FacetValue]]:
    """The values worth showing: those chosen, so that they can be taken off, and those that not every result has."""
    kept = {
        facet: [
            value for value in values if value.chosen or value.count != total or any(other.chosen for other in values)
        ]
        for facet, values in facets.items()
    }
    return {facet: values for facet, values in kept.items() if values}


def _shown(request: HttpRequest, facet: Facet, values: list[FacetValue], labels: queries.Labels) -> ShownFacet:
    kept = [value for place, value in enumerate(values) if place < MOST_VALUES or value.chosen]
    return ShownFacet(
        queries.FACET_TITLES[facet],
        [
            (labels.get((facet, value.value), value.value), value.count, _toggled(request, value), value.chosen)
            for value in kept
        ],
    )


def _toggled(request: HttpRequest, value: FacetValue) -> str:
    """The address with a facet's value put on or taken off, back on the first page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    others = [other for other in asked.getlist(value.facet) if other != value.value]
    asked.setlist(value.facet, others if value.chosen else [*others, value.value])
    query = asked.urlencode()
    return f"{reverse('catalogue')}?{query}" if query else reverse("catalogue")

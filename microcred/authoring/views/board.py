"""What stands where."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.authoring import access, queries
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD"])
def design_board(request: HttpRequest) -> HttpResponse:
    """Proposals, drafts and published micro-credentials by where they stand; `?stage=`, `?q=` and `?at=` narrow it."""
    person, at = signed_in(request), now()
    places = access.places_to_follow(person, at=at)
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "at")}
    narrowed = places.filter(slug=asked["at"]) if asked["at"] else places
    board = queries.board_of(
        narrowed, stage=request.GET.get("stage", ""), words=asked["q"], number=request.GET.get("page"), at=at
    )
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "board": board,
        "places": list(places[:200]),
        "asked": asked,
        "kept": urlencode(kept),
        "query": urlencode({**kept, "stage": board.chosen.name}),
    }
    return render(request, "authoring/design_board.html", context)

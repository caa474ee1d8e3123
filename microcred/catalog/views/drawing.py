"""A curator's door: drawing crosswalks, and seeing what of a framework they do not cover."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _

from microcred.catalog import access, operations, queries
from microcred.catalog.coverage import with_gaps
from microcred.catalog.models import Crosswalk, MicroCredential, Stack
from microcred.catalog.queries.coverage import coverage_of
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal
from microcred.frameworks.access import public_framework
from microcred.frameworks.queries import frameworks
from microcred.organizations.access import signed_in

MOST_ROWS = 300
"""Items of a framework shown beside a crosswalk; larger ones are shown by their gaps alone."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_drawings(request: HttpRequest) -> HttpResponse:
    """The crosswalks that the reader draws; a POST begins one."""
    person, at = signed_in(request), now()
    places = access.places_to_curate(person, at=at)
    if request.method == "POST":
        owner = places.filter(slug=request.POST.get("owner", "")[:120]).first()
        name = request.POST.get("name", "").replace("\x00", "").strip()[:200]
        if owner is None or not name:
            return HttpResponseBadRequest(_("Give the crosswalk a name, and say for which organization it is."))
        drawn = operations.draw_crosswalk(
            actor=person,
            owner=owner,
            slug=queries.free_crosswalk_slug(slugify(name)),
            name=name,
            description="",
            stacks=[],
        )
        return redirect("crosswalk_drawing", drawn.slug)
    context = {"crosswalks": queries.crosswalks_of(places), "places": places}
    return render(request, "catalog/drawings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_drawing(request: HttpRequest, slug: str) -> HttpResponse:
    """One crosswalk to be drawn: its path, what could be added, and the gaps it leaves in a framework."""
    person, at = signed_in(request), now()
    drawn = access.crosswalk_to_draw(person, slug, at=at)
    if request.method != "POST":
        return _page(request, drawn)
    try:
        _do(request, drawn)
    except Refusal as refusal:
        return _page(request, drawn, refusal=refusal, status=refusal.status)
    kept = {name: value for name in ("q", "framework", "show") if (value := request.GET.get(name))}
    address = reverse("crosswalk_drawing", args=[drawn.slug])
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _do(request: HttpRequest, drawn: Crosswalk) -> None:
    """What the pressed button says: `describe`, or a verb, a kind and a slug with colons between."""
    person = signed_in(request)
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    if verb == "describe":
        said = {name: request.POST.get(name, "").replace("\x00", "") for name in ("name", "description")}
        operations.describe_crosswalk(actor=person, crosswalk=drawn, **said)
        messages.success(request, _("Saved."))
        return
    thing = _thing(rest)
    if verb == "add":
        operations.add_to_crosswalk(actor=person, crosswalk=drawn, thing=thing)
    elif verb == "remove":
        operations.take_from_crosswalk(actor=person, crosswalk=drawn, thing=thing)
    elif verb in {"up", "down"}:
        operations.move_in_crosswalk(actor=person, crosswalk=drawn, thing=thing, up=verb == "up")
    else:
        raise Http404


def _thing(said: str) -> Stack | MicroCredential:
    kind, _colon, slug = said.partition(":")
    if kind == "stack":
        return access.public_stack(slug)
    if kind == "micro-credential":
        return access.public_micro_credential(slug)
    raise Http404


def _page(request: HttpRequest, drawn: Crosswalk, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    path = queries.path_of(drawn)
    context = {
        "crosswalk": drawn,
        "path": path,
        "words": words,
        "candidates": queries.candidates_for(drawn, words) if words else None,
        "frameworks": frameworks(),
        "refusal": refusal,
        **_gaps(request, drawn),
    }
    return render(request, "catalog/drawing.html", context, status=status)


def _gaps(request: HttpRequest, drawn: Crosswalk) -> dict[str, object]:
    slug = request.GET.get("framework", "")
    if not slug:
        return {}
    chosen = public_framework(slug)
    covered = coverage_of(chosen, drawn)
    only_gaps = request.GET.get("show") == "gaps" or len(covered.rows) > MOST_ROWS
    rows = with_gaps(covered.rows) if only_gaps else list(covered.rows)
    return {
        "framework": chosen,
        "coverage": covered,
        "only_gaps": only_gaps,
        "rows": rows[:MOST_ROWS],
        "other_rows": max(len(rows) - MOST_ROWS, 0),
    }

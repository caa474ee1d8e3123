"""An author's drafts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from microcred.authoring import access, operations, presence, queries
from microcred.authoring.aligning import picking
from microcred.authoring.building import (
    CONSENT_CHOICES,
    LANGUAGE_CHOICES,
    RULE_CHOICES,
    SHOWS_CHOICES,
    matrix_of,
    part_rule_rows,
)
from microcred.authoring.forms import COMPLETE, PART_CHOICES, StartDraftForm, written_design
from microcred.authoring.models import Draft
from microcred.authoring.pages import (
    as_far_as_readable,
    guides_shown,
    requirement_rows,
    rows_of,
    rubric_rows,
    said,
)
from microcred.authoring.views.saving import answer_to_script, conflict_shown, seen_revision, tell_what_was_joined
from microcred.authoring.views.standing import standing
from microcred.authoring.way import steps_of
from microcred.catalog.design import OPEN_LICENSES, Design, Kind, no_room
from microcred.catalog.queries import EVIDENCE_KINDS
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in

LONGEST_NOTE = 2_000
"""characters of the note on what changed"""

PER_PAGE = 50

PARTS_OF_PAGE = (
    ("basics", gettext_lazy("What it is")),
    ("components-title", gettext_lazy("Components of the method")),
    ("why", gettext_lazy("Why: rationale and research")),
    ("images-title", gettext_lazy("Pictures")),
    ("requirements-title", gettext_lazy("Requirements")),
    ("rubric-title", gettext_lazy("Rubric")),
    ("feeding-title", gettext_lazy("What judges what")),
    ("prerequisites-title", gettext_lazy("Prerequisites")),
    ("alignments-title", gettext_lazy("Alignments")),
)
"""The headings of the long page, in its order, each with its place."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts of the organizations that the reader writes for; a POST starts one."""
    person, at = signed_in(request), now()
    places = access.own_places(person, at=at)
    if request.method == "POST":
        form = StartDraftForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(
                _("Choose an organization, or a micro-credential to write the next version of.")
            )
        if form.cleaned_data["fork"]:
            return redirect("fork", form.cleaned_data["fork"])
        slug = form.cleaned_data["micro_credential"]
        revised = access.micro_credential_to_revise(person, slug, at=at) if slug else None
        owner = revised.owner if revised else access.own_place(person, form.cleaned_data["owner"], at=at)
        started = operations.start_draft(actor=person, owner=owner, at=at, micro_credential=revised)
        return redirect("draft", started.pk)
    page = Paginator(queries.drafts_of(person, at=at), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "places": places, "revisable": queries.revisable_by(person, at=at)}
    context["invitations"] = queries.invitations_to(person)
    return render(request, "authoring/drafts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft as a form; a POST saves it: for a script with JSON, for a plain form with a redirect to its place."""
    person, at = signed_in(request), now()
    if request.method == "POST" and wants_json(request) and (words := access.words_to_former(person, draft_id, at=at)):
        return JsonResponse({"message": words}, status=404)
    shown = access.draft_to_write(person, draft_id, at=at)
    if request.method != "POST":
        return _page(request, shown, Design.model_validate(shown.design))
    seen = seen_revision(request.POST.get("revision", ""))
    if COMPLETE not in request.POST or seen is None:
        return HttpResponseBadRequest(_("The form did not arrive whole, so nothing was saved. Go back and save again."))
    revision, own = seen
    before = queries.base_of(shown, revision, writer=person if own else None)
    written = written_design(request.POST, before)
    try:
        saved = operations.save_draft(actor=person, draft=shown, design=written, revision=revision, own=own, at=at)
    except operations.DraftOvertaken as overtaken:
        if wants_json(request):
            return JsonResponse({"revision": overtaken.draft.revision, "message": str(overtaken)}, status=409)
        return _page(request, overtaken.draft, overtaken.joined, overtaken=overtaken, status=409)
    except Refusal as refusal:
        if wants_json(request):
            # To a script 409 means that somebody else saved, which this is not.
            status = 422 if refusal.status == 409 else refusal.status
            return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
        mine, unread = as_far_as_readable(written, before)
        return _page(request, shown, mine, refusal=refusal, unread=unread, status=refusal.status)
    if wants_json(request):
        return answer_to_script(request, person, saved, written)
    tell_what_was_joined(request, person, saved)
    verb, _colon, path = request.POST.get("do", "").partition(":")
    if verb == "find":
        find = urlencode({"find": request.POST.get("find", "")[:200]})
        return redirect(f"{reverse('draft', args=[draft_id])}?{find}#alignments-title")
    if verb not in {"add", "remove", "up", "down", "copy"}:
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('draft', args=[draft_id])}{'#' + _place_of(verb, path) if path else ''}")


def _place_of(verb: str, path: str) -> str:
    """Where on the page a pressed button has its effect: at the row that it is about, else at its list."""
    first, _dot, rest = path.partition(".")
    place = rest.partition(".")[0]
    if not place.isdecimal() or (verb == "remove" and "." not in rest):
        return first
    moved = {"up": -1, "down": 1}.get(verb, 0) if "." not in rest else 0
    return f"{first}.{max(int(place) + moved, 0)}"


@login_required
@require_POST
def publication(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Make the draft a version."""
    person, at = signed_in(request), now()
    shown = access.draft_to_write(person, draft_id, at=at)
    asked, note = request.POST.get("change", ""), request.POST.get("note", "")
    change = Kind(asked) if asked in set(Kind) else None
    try:
        version = operations.publish(actor=person, draft=shown, at=at, change=change, note=note[:LONGEST_NOTE])
    except Refusal as refusal:
        return _page(request, shown, Design.model_validate(shown.design), refusal=refusal, status=refusal.status)
    return redirect("version", version.micro_credential.slug, version.label)


def _page(
    request: HttpRequest,
    draft: Draft,
    design: Design,
    *,
    overtaken: operations.DraftOvertaken | None = None,
    refusal: Refusal | None = None,
    unread: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    version = queries.version_of(draft)
    # What is too much to be kept is shown, for its author to cut, and not read through.
    read_through = Design.model_validate(draft.design) if no_room(design) else design
    stands = standing(draft, read_through, version=version, note=request.POST.get("note", ""))
    context = {
        **stands,
        # What was typed before it was sent is shown in its fields once more, so that it can be kept elsewhere.
        "stands_still": stands["stands"].with_reviewers and refusal is None and overtaken is None,
        "parts_of_page": PARTS_OF_PAGE,
        "steps": steps_of(stands["stands"], version, getattr(version, "pilot", None)),
        "design": design,
        "components": rows_of(design.components, "components"),
        "research": rows_of(design.research, "research"),
        "resources": rows_of(design.resources, "resources"),
        "requirements": requirement_rows(design, unread or {}),
        "unread_hours": (unread or {}).get("hours"),
        "rubric": rubric_rows(design),
        "images": rows_of(design.images, "images"),
        "licenses": said(OPEN_LICENSES.items()),
        "picking": picking(design, request.GET.get("find", "")),
        "audience": ", ".join(design.audience),
        "tags": ", ".join(design.tags),
        "parts": said(PART_CHOICES),
        **_builders(draft, design, unread or {}),
        "kinds": said(EVIDENCE_KINDS.items()),
        "refusal": refusal,
        "guides": guides_shown(queries.guides_in(draft.owner)),
        "here": presence.who_is_here(draft, but=signed_in(request)) if not version else [],
        "conflict": conflict_shown(overtaken) if overtaken else None,
    }
    return render(request, "authoring/draft.html", context, status=status)


def _builders(draft: Draft, design: Design, unread: Mapping[str, str]) -> dict[str, Any]:
    """What the builders of requirements and rubric show and offer."""
    return {
        "matrix": matrix_of(design),
        "part_rules": part_rule_rows(design, unread),
        "rule_kinds": said(RULE_CHOICES),
        "languages": said(LANGUAGE_CHOICES),
        "shows": said(SHOWS_CHOICES),
        "consents": said(CONSENT_CHOICES),
        "groups": sorted({row.one_of for row in design.requirements if row.one_of}),
        "prerequisites": queries.wanted_first(design, draft.micro_credential),
        "offered": queries.offered(),
    }

"""What was uploaded: its state on the workspace, putting it aside, and the file as it was, for its owner."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from microcred.catalog.models import Requirement
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.models import Pursuit
from microcred.portfolios.views.leading_back import back_to_item, leads_back
from microcred.portfolios.views.parts import shown_after_looking
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_safe
def pending(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """The files of one requirement as they stand, for a page that asks again while one is being checked."""
    mine = access.own_pursuit(signed_in(request), pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    if request.headers.get("HX-Request") != "true":
        return redirect(_place(mine, requirement))
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    privacy = queries.privacy_of(workspace, at=now())
    workspace = queries.with_waiting(workspace, privacy)
    work = next(work for work in workspace.work if work.requirement.pk == requirement.pk)
    context = {
        "work": work,
        "pursuit": mine,
        "workspace": workspace,
        "redactions": workspace.redactions,
        "privacy": privacy,
        "shown": shown_after_looking(request, workspace, privacy, work),
    }
    return render(request, "portfolios/pending.html", context)


@login_required
@require_POST
def dismissal(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Put aside what was refused, or is still being checked."""
    person = signed_in(request)
    arrival = access.own_arrival(person, arrival_id)
    operations.dismiss(actor=person, arrival=arrival, at=now())
    return redirect(_place(arrival.pursuit, arrival.requirement))


@login_required
@require_safe
def original(request: HttpRequest, item_id: UUID) -> HttpResponseBase:
    """The file as its owner uploaded it, with everything in it: a download, never shown."""
    person = signed_in(request)
    file = access.own_original(person, item_id)
    return downloads.serve(request, file, inline=False)


@login_required
@require_safe
def item_form(request: HttpRequest, item_id: UUID, form: str) -> HttpResponseBase:
    """Another form of the reader's own file: its pages, a still of it, or its captions."""
    mine = access.own_item(signed_in(request), item_id)
    if form == "captions":
        return downloads.serve_captions(queries.forms_of([mine.pk])[mine.pk].captions)
    file = queries.rendition(mine, form)
    if file is None:
        raise Http404
    return downloads.serve(request, file, name=file.name)


@login_required
@require_safe
def item_page(request: HttpRequest, item_id: UUID, number: int) -> HttpResponseBase:
    """A page of the reader's own file as a picture, to point on."""
    mine = access.own_item(signed_in(request), item_id)
    picture = operations.picture_of_page(mine, number)
    if picture is None:
        raise Http404
    return downloads.serve(request, picture)


@login_required
@leads_back(back_to_item)
def transcript(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Save captions or a transcript of a recording."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    operations.transcribe(actor=person, item=mine, text=request.POST.get("text", ""), at=now())
    return redirect(_place(mine.pursuit, mine.requirement))


def _place(mine: Pursuit, requirement: Requirement) -> str:
    return f"{reverse('pursuit', args=[mine.pk])}#requirement-{requirement.position + 1}"

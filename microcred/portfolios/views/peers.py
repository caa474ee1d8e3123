"""Reading together: whom an educator asks, and what their peers see."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles, with_rules
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_peers import PeerCommentForm, PeerForm
from microcred.portfolios.models import PeerInvitation
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def peers(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """Who reads one's work, and what they said; a POST asks somebody."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    form = PeerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            asked = operations.invite_peer(actor=person, pursuit=mine, email=form.cleaned_data["email"], at=now())
            messages.success(request, _("{email} is asked to read your work.").format(email=asked.email))
            return redirect("peers", mine.pk)
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    context = {
        "pursuit": mine,
        "workspace": workspace,
        "form": form,
        "beside": queries.peers_of(mine),
        "crumbs": [
            (_("My work"), reverse("pursuits")),
            (workspace.said.version.title, reverse("pursuit", args=[mine.pk])),
            (_("Who reads it with you"), ""),
        ],
    }
    return render(request, "portfolios/peers.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def peer_end(request: HttpRequest, pursuit_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Let somebody read one's work no longer."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    operations.end_peer(actor=person, invitation=access.peer_invitation_of(mine, invitation_id), at=now())
    return redirect("peers", mine.pk)


@login_required
@require_POST
def peer_resolution(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Be done with a comment."""
    person = signed_in(request)
    comment = access.own_peer_comment(person, comment_id)
    operations.resolve_peer_comment(actor=person, comment=comment, at=now())
    mine = comment.peer.invitation.pursuit
    if comment.requirement is not None:
        return redirect(f"{reverse('pursuit', args=[mine.pk])}#requirement-{comment.requirement.position + 1}")
    return redirect(f"{reverse('peers', args=[mine.pk])}#said")


@login_required
@require_safe
def peer_readings(request: HttpRequest) -> HttpResponse:
    """What colleagues ask the reader to read."""
    asked = list(queries.invitations_to_read(signed_in(request))[:50])
    say_titles([invitation.pursuit.version for invitation in asked], get_language() or "")
    return render(request, "portfolios/peer_readings.html", {"asked": asked})


@login_required
@require_POST
def peer_joining(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take up an invitation to read."""
    person = signed_in(request)
    operations.join_as_peer(actor=person, invitation=access.asked_to_read(person, invitation_id), at=now())
    return redirect("peer_reading", invitation_id)


@login_required
@require_POST
def peer_leaving(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Read no longer, or not at all."""
    person = signed_in(request)
    operations.end_peer(actor=person, invitation=access.asked_to_read(person, invitation_id), at=now())
    return redirect("peer_readings")


@login_required
@require_safe
def peer_reading(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """A colleague's work as it stands, to be read and commented on, never changed."""
    return _reading(request, access.read_as_peer(signed_in(request), invitation_id, at=now()))


@login_required
@require_POST
def peer_comments(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Say something of a part of a colleague's work."""
    person, at = signed_in(request), now()
    invitation = access.read_as_peer(person, invitation_id, at=at)
    form = PeerCommentForm(request.POST)
    if form.is_valid():
        about = access.part_to_comment(invitation, form.cleaned_data["requirement"], form.cleaned_data["criterion"])
        with refusals_shown_on(form):
            operations.comment_as_peer(
                actor=person, invitation=invitation, about=about, text=form.cleaned_data["text"], at=at
            )
            return redirect(f"{reverse('peer_reading', args=[invitation.pk])}#about-{about.pk}")
    return _reading(request, invitation, form=form)


@login_required
@require_safe
def peer_item(request: HttpRequest, invitation_id: UUID, item_id: UUID) -> HttpResponseBase:
    """A file of the work that one reads."""
    invitation = access.read_as_peer(signed_in(request), invitation_id, at=now())
    item = access.item_to_read(invitation, item_id)
    if item.file is None:
        return redirect(item.url)
    return downloads.serve(request, item.file, name=item.title)


def _reading(request: HttpRequest, invitation: PeerInvitation, *, form: PeerCommentForm | None = None) -> HttpResponse:
    workspace = queries.workspace_of(invitation.pursuit, said_to_reader(invitation.pursuit.version))
    words = queries.words_of(invitation)
    criteria = with_rules(workspace.rubric.criteria, invitation.pursuit.version, workspace.said.language)
    of_requirement: dict[UUID | None, list[queries.PeerWords]] = {}
    of_criterion: dict[UUID | None, list[queries.PeerWords]] = {}
    for one in words:
        of_requirement.setdefault(one.comment.requirement_id, []).append(one)
        of_criterion.setdefault(one.comment.criterion_id, []).append(one)
    refused = form.data.get("requirement") or form.data.get("criterion") if form else None
    context = {
        "invitation": invitation,
        "pursuit": invitation.pursuit,
        "workspace": workspace,
        "work": [(one, of_requirement.get(one.requirement.pk, [])) for one in workspace.work],
        "criteria": [(one, of_criterion.get(one.id, [])) for one in criteria],
        "form": form,
        "refused": refused or "",
        "crumbs": [(_("Read for colleagues"), reverse("peer_readings")), (workspace.said.version.title, "")],
    }
    return render(request, "portfolios/peer_reading.html", context, status=422 if form else 200)

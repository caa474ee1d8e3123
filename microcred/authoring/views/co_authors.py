"""Who writes a draft together: asking, joining, ending, and who is here just now."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, presence, queries
from microcred.authoring.forms import InvitationForm
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Role
from microcred.organizations.queries import acts_as


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def co_authors(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Who writes on a draft beside its organization's authors; a POST asks somebody to."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.invite_co_author(actor=person, draft=draft, email=form.cleaned_data["email"], at=at)
            messages.success(request, _("Asked. Who has this address finds the invitation in their list of drafts."))
            return redirect("co_authors", draft_id)
    context = {
        "draft": draft,
        "form": form,
        "co_authors": queries.co_authors_of(draft),
        "invitations": queries.co_author_invitations_of(draft),
        "writers": queries.writers_of(draft),
        "may_invite": acts_as(person, Role.AUTHOR, for_organization=draft.owner, at=at)
        and not queries.is_published(draft),
    }
    return render(request, "authoring/co_authors.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def co_authorship(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take up an invitation to a draft."""
    person, at = signed_in(request), now()
    invitation = access.own_invitation(person, invitation_id)
    operations.join_draft(actor=person, invitation=invitation, at=at)
    return redirect("draft", invitation.draft_id)


@login_required
@require_POST
def co_authorship_end(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation, taken up or not: for the draft's authors, and for whoever was asked."""
    person, at = signed_in(request), now()
    invitation = access.invitation_to_end(person, invitation_id, at=at)
    operations.end_co_authorship(actor=person, invitation=invitation, at=at)
    messages.success(request, _("Ended. What was written stays in the draft."))
    own = acts_as(person, Role.AUTHOR, for_organization=invitation.draft.owner, at=at)
    return redirect("co_authors", invitation.draft_id) if own else redirect("home")


@login_required
@require_POST
def draft_presence(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """That the reader is here, in the field named; the answer says who else is."""
    person, at = signed_in(request), now()
    draft = access.draft_to_write(person, draft_id, at=at)
    presence.be_here(draft, person, path=request.POST.get("path", "")[:200])
    return render(request, "authoring/presence.html", {"draft": draft, "here": presence.who_is_here(draft, but=person)})

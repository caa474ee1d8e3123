"""A person's door: their profile, their organization, an invitation, their language."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext as _
from django.views.i18n import set_language as remember_language

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.foundation.written import page_it_came_from
from microcred.organizations import access, operations, queries
from microcred.organizations.forms import InvitationForm, ProfileForm
from microcred.organizations.models import Organization, Person, Role

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Who one is here: name, clock and language, addresses, ways to sign in, roles."""
    person, at = access.signed_in(request), now()
    known = {"time_zone": person.time_zone, "language": person.language}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        operations.update_profile(actor=person, name=person.name, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Saved."))
        return redirect("profile")
    context = {
        "form": form,
        "addresses": queries.addresses_of(person),
        "locks": queries.authenticators_of(person),
        "memberships": queries.memberships_of(person, at=at),
    }
    return render(request, "organizations/profile.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD"])
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """An organization as its administrators see it: people, invitations, what is above and below."""
    found = access.organization_as(access.signed_in(request), Role.ORG_ADMIN, slug, at=now())
    return _organization_page(request, found, InvitationForm(organization=found))


@login_required
@require_POST
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody to a role."""
    person, at = access.signed_in(request), now()
    found = access.organization_as(person, Role.ORG_ADMIN, slug, at=at)
    form = InvitationForm(request.POST, organization=found)
    if form.is_valid():
        with refusals_shown_on(form):
            email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
            operations.invite(actor=person, organization=found, email=email, role=role, at=at)
    if form.errors:
        return _organization_page(request, found, form, status=422)
    words = _("%(email)s gets a mail with a link that works for %(days)d days.")
    messages.success(request, words % {"email": email, "days": operations.INVITATION_LASTS.days})
    return redirect("organization", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: what is offered, and taking it up."""
    offered = access.invitation_of(token)
    context = {"invitation": offered, "role": Role(offered.role).label, "token": token}
    if not isinstance(request.user, Person):
        if request.method == "POST":
            return redirect_to_login(request.path)
        return render(request, "organizations/invitation.html", context)
    refusal: Refusal | None = operations.why_not_accept(request.user, offered, at=now())
    if request.method == "POST":
        try:
            operations.accept(actor=request.user, invitation=offered, at=now())
        except Refusal as said:
            refusal = said
        else:
            words = _("Welcome to %(organization)s. You are here as: %(role)s.")
            messages.success(request, words % {"organization": offered.organization.name, "role": context["role"]})
            return redirect("home")
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "organizations/invitation.html", context | {"refusal": refusal}, status=status)


@login_required
@require_POST
def membership_end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a role: one's own, or one that an administrator takes back."""
    person, at = access.signed_in(request), now()
    membership = access.membership_to_end(person, membership_id, at=at)
    operations.dismiss(actor=person, membership=membership, at=at)
    words = _("%(person)s is no longer %(role)s at %(organization)s.")
    facts = {
        "person": membership.person.name,
        "role": Role(membership.role).label,
        "organization": membership.organization.name,
    }
    messages.success(request, words % facts)
    if membership.person_id == person.pk:
        return redirect("profile")
    return redirect("organization", membership.organization.slug)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Read in another language from here on: in this browser, and everywhere for those who are signed in."""
    language = request.POST.get("language", "")
    if isinstance(request.user, Person) and check_for_language(language):
        operations.choose_language(actor=request.user, language=language)
    response = remember_language(request)
    # What a form was refused with stands at the address that the form was sent to, which nobody can open.
    if response.has_header("Location") and not request.POST.get("next", request.GET.get("next")):
        response["Location"] = page_it_came_from(request)
    return response


def _organization_page(
    request: HttpRequest, found: Organization, form: InvitationForm, status: int = 200
) -> HttpResponse:
    at = now()
    context = {
        "organization": found,
        "form": form,
        "page": Paginator(queries.members_of(found, at=at), PER_PAGE).get_page(request.GET.get("page")),
        "from_above": queries.acting_from_above(found, at=at),
        "invitations": queries.open_invitations(found, at=at),
        "above": queries.lineage_of(found)[:-1],
        "below": Paginator(queries.tree_below(found, at=at), PER_PAGE).get_page(request.GET.get("below")),
        "reader": access.signed_in(request),
    }
    return render(request, "organizations/organization.html", context, status=status)

"""A person's door: the programs that issue in an organization's name, for its administrators."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.credentials.access import issuer_to_look_after
from microcred.credentials.addresses import public
from microcred.credentials.models import Issuer
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.integrations.oauth import access as oauth_access
from microcred.integrations.oauth import operations as oauth
from microcred.integrations.oauth.queries import issuing_clients_of
from microcred.integrations.oauth.rules import ISSUING_SCOPES
from microcred.integrations.vc_api.forms import IssuingClientForm
from microcred.integrations.vc_api.queries import Activity, activity_of
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issuing_clients(request: HttpRequest, slug: str) -> HttpResponse:
    """The programs that an issuer lets issue; letting one in."""
    person, at = signed_in(request), now()
    issuer = issuer_to_look_after(person, slug, at=at)
    if request.method != "POST":
        return _page(request, issuer)
    form = IssuingClientForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            let_in = oauth.let_issue(actor=person, issuer=issuer, at=at, **form.cleaned_data)
            return _page(request, issuer, fresh=let_in)
    return _page(request, issuer, form=form, status=422)


@login_required
@require_POST
def issuing_client_secret(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """A new secret for a program, in place of the old one."""
    person, at = signed_in(request), now()
    issuer = issuer_to_look_after(person, slug, at=at)
    client = oauth_access.client_of_issuer(issuer, client_id)
    return _page(request, issuer, fresh=oauth.renew_secret(actor=person, client=client, at=at))


@login_required
@require_POST
def issuing_client_end(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """Let a program issue nothing more."""
    person, at = signed_in(request), now()
    issuer = issuer_to_look_after(person, slug, at=at)
    client = oauth_access.client_of_issuer(issuer, client_id)
    oauth.shut_out(actor=person, client=client, at=at)
    messages.success(request, _("%(name)s can issue nothing more. What it had issued stands.") % {"name": client.name})
    return redirect("issuing_clients", slug=issuer.slug)


def _page(
    request: HttpRequest,
    issuer: Issuer,
    *,
    form: IssuingClientForm | None = None,
    fresh: oauth.LetIn | None = None,
    status: int = 200,
) -> HttpResponse:
    clients = list(issuing_clients_of(issuer))
    done = activity_of(clients)
    context = {
        "issuer": issuer,
        "clients": [
            (client, [ISSUING_SCOPES[scope] for scope in client.scopes], done.get(client.pk, Activity()))
            for client in clients
        ],
        "form": form or IssuingClientForm(initial={"scopes": list(ISSUING_SCOPES)}),
        "refused": form,
        "fresh": fresh,
        "token_address": public(reverse("oauth_token")),
        "issue_address": public(reverse("vc_api_issue")),
        "at_work": issuer.organization,
    }
    response = render(request, "vc_api/issuing_clients.html", context, status=status)
    if fresh is not None:
        # a secret is shown once, and no copy of the page is kept
        response["Cache-Control"] = "private, no-store"
    return response

"""A person's door: letting a service do something, and no more of it."""

from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_deny
from oauthlib.oauth2 import FatalClientError, OAuth2Error

from microcred.credentials.addresses import public
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.integrations.oauth import access, operations, protocol, queries
from microcred.integrations.oauth.models import Client
from microcred.integrations.oauth.rules import SCOPES, granted_of
from microcred.organizations.access import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@xframe_options_deny
def oauth_authorize(request: HttpRequest) -> HttpResponse:
    """A service asks, in a person's browser, for leave to act in their name (RFC 6749 section 4.1)."""
    person, at = signed_in(request), now()
    address = _address(request)
    try:
        scopes, asked = protocol.server(at).validate_authorization_request(address)
        if not asked["state"]:
            return _sent_back(asked["redirect_uri"], error="invalid_request", error_description="state is missing")
        if not protocol.is_a_challenge(asked["request"].code_challenge):
            problem = "code_challenge is not a SHA-256 in base64url"
            return _sent_back(
                asked["redirect_uri"], error="invalid_request", error_description=problem, state=asked["state"]
            )
    except FatalClientError as error:
        # whoever sent the person here cannot be told: the address to tell it at is not known to be theirs
        return render(
            request, "oauth/not_asked_well.html", {"problem": error.description}, status=HTTPStatus.BAD_REQUEST
        )
    except OAuth2Error as error:
        return _sent_back(error.redirect_uri, **dict(error.twotuples))
    client: Client = asked["request"].client
    back, state = asked["redirect_uri"], asked["state"]
    if request.method != "POST":
        context = {
            "client": client,
            "asked": [SCOPES[scope] for scope in scopes],
            "email": person.email,
        }
        response = render(request, "oauth/authorize.html", context)
    elif request.POST.get("answer") != "allow":
        response = _sent_back(back, error="access_denied", state=state)
    else:
        location = protocol.consented(at, address, person=person, scopes=scopes)
        response = _sent_back(location, scope=" ".join(scopes))
    response["Cache-Control"] = "private, no-store"
    # browsers hold the answer to a form against the policy of its page: the way back must stand in it
    response._csp_update = {"form-action": [_origin(back)]}  # type: ignore[attr-defined]
    return response


@require_safe
@login_required
def connections(request: HttpRequest) -> HttpResponse:
    """What services a person lets act in their name."""
    person = signed_in(request)
    connected = [(grant, [SCOPES[scope] for scope in grant.scopes]) for grant in queries.connections_of(person)]
    return render(request, "oauth/connections.html", {"connected": connected})


@require_POST
@login_required
def connection_end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Let a service do nothing more."""
    person = signed_in(request)
    grant = access.own_grant(person, grant_id)
    operations.disconnect(actor=person, grant=grant, at=now())
    messages.success(request, _("%(name)s can do nothing more in your name.") % {"name": grant.client.name})
    return redirect("connections")


def _address(request: HttpRequest) -> str:
    """The address at which the service asked, with only those scopes that exist here: RFC 6749 section 3.3 lets a
    server pass over others, and says then which it granted."""
    query = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    known = [(name, " ".join(granted_of(value)) if name == "scope" else value) for name, value in query]
    return f"{public(request.path)}?{urlencode(known)}"


def _sent_back(address: str, **more: str) -> HttpResponse:
    """Back to the service, with the name of this server, so that it cannot be mistaken for another (RFC 9207)."""
    more = {name: value for name, value in more.items() if value} | {"iss": settings.PUBLIC_URL}
    glue = "&" if urlsplit(address).query else "?"
    return HttpResponseRedirect(f"{address}{glue}{urlencode(more)}")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

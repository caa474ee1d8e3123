"""A person's door: what services have put into their backpack."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.methods import require_POST, require_safe
from microcred.integrations.badge_hosts import access, operations, queries
from microcred.organizations.access import signed_in

PER_PAGE = 50


@require_safe
@login_required
def backpack(request: HttpRequest) -> HttpResponse:
    """Credentials issued elsewhere, as services put them in."""
    page = Paginator(queries.external_credentials_of(signed_in(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "badge_hosts/backpack.html", {"page": page})


@require_safe
@login_required
def external_credential(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """One of them, as it was sent."""
    found = access.own_external_credential(signed_in(request), credential_id)
    kind, ending = ("text/plain; charset=utf-8", "jws") if found.is_token else ("application/json", "json")
    response = HttpResponse(found.text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="credential.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def external_credential_out(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Take one out."""
    person = signed_in(request)
    operations.take_out(actor=person, credential=access.own_external_credential(person, credential_id))
    messages.success(request, _("It is out of your backpack here. Where it was issued it stands as before."))
    return redirect("backpack")

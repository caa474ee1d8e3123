"""All of one's data: asking for it, and fetching the archive."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.accounts import access, archive, operations
from microcred.accounts.views.fresh import ask_who_it_is, asks_who_it_is, has_shown_lately
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in


@require_POST
@login_required
@asks_who_it_is
def exports(request: HttpRequest) -> HttpResponse:
    """Have everything packed. One can go away meanwhile: a notice says when it is ready."""
    try:
        operations.ask_for_export(actor=signed_in(request), at=now())
    except Refusal as refusal:
        say_refused(request, refusal)
    else:
        messages.success(
            request, _("Your data is being packed. You can leave this page: we tell you when it is ready.")
        )
    return redirect("my_data")


@require_safe
@login_required
def export(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The archive, to whose it is and nobody else: the address alone opens nothing, nor does a session left open.

    Whoever has to show first that it is they comes back to the page with the link: a browser that were led on to the
    archive itself would stay on the page that asked.
    """
    person = signed_in(request)
    found = access.own_export(person, export_id, at=now())
    if not has_shown_lately(request):
        return ask_who_it_is(person, then=reverse("my_data") + "#take")
    name = f"microcred-{found.asked_at:%Y-%m-%d}.zip"
    response = FileResponse(archive.opened(found), as_attachment=True, filename=name)
    response["Content-Length"] = str(found.size)
    response["Cache-Control"] = "private, no-store"
    return response

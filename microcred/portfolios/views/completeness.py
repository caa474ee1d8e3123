"""What the automatic check finds in one's own work: handed in as it is, or looked at once more."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations


@login_required
@require_POST
def standing_by(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Hand a file or link in as it is, although the check would hold it back."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    operations.stand_by(actor=person, item=mine, fact=request.POST.get("fact", ""), at=now())
    messages.success(request, _("It goes in as it is."))
    return redirect("submission_form", mine.pursuit_id)


@login_required
@require_POST
def link_look(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Have a link opened once more."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    operations.look_again(actor=person, item=mine, at=now())
    messages.info(request, _("The link is opened once more. Load this page again in a minute to see what came of it."))
    return redirect("submission_form", mine.pursuit_id)

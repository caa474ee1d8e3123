"""Taking a submission back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What taking it back means, before the button; a POST takes it back."""
    person, at = signed_in(request), now()
    mine = access.own_submission(person, submission_id)
    if request.method == "POST":
        try:
            operations.withdraw(actor=person, submission=mine, at=at)
        except Refusal as no:
            say_refused(request, no)
            return redirect("submission", mine.pk)
        messages.success(request, _("Taken back. Your work is open again with everything in it."))
        return redirect("pursuit", mine.pursuit_id)
    context = {
        "submission": mine,
        "pursuit": mine.pursuit,
        "said": said_to_reader(mine.pursuit.version),
        "ending": queries.ending_of(mine),
        "window": queries.window_after_withdrawal(mine, person, at),
    }
    return render(request, "portfolios/withdrawal.html", context)

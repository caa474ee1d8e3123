"""Who can be recognized in a file, as its educator declares."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_privacy import ConsentForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The declaration about the people in a file; a POST makes a version of it."""
    person, at = signed_in(request), now()
    mine = access.own_item(person, item_id)
    before = queries.consents_of([mine]).get(mine.pk)
    status = 200
    if request.method == "POST":
        form, status = ConsentForm(request.POST), 422
        if form.is_valid():
            with refusals_shown_on(form):
                operations.declare_consent(actor=person, item=mine, at=at, **form.cleaned_data)
                messages.success(request, _("Declared. Assessors do not see it."))
                number = mine.requirement.position + 1
                return redirect(f"{reverse('pursuit', args=[mine.pursuit_id])}#requirement-{number}")
    else:
        form = ConsentForm(
            initial={"people": before.people, "permission": before.permission, "expires_on": before.expires_on}
            if before
            else {}
        )
    context = {
        "form": form,
        "item": mine,
        "before": before,
        "pursuit": mine.pursuit,
        "is_gone": hasattr(mine, "removal"),
        "needed_until": queries.needed_until(mine.pursuit, at),
    }
    return render(request, "portfolios/consent.html", context, status=status)

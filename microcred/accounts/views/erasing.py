"""Being erased: what goes, what stays and why, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.accounts import access, operations, queries
from microcred.accounts.forms import ErasureForm
from microcred.accounts.operations.erasing import DAYS_TO_THINK
from microcred.accounts.views.fresh import asks_who_it_is
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@asks_who_it_is
def erasure(request: HttpRequest) -> HttpResponse:
    """Say exactly what goes and what stays, and ask for it."""
    person, at = signed_in(request), now()
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.ask_for_erasure(actor=person, shows_name=form.cleaned_data["shows_name"], at=at)
            messages.success(request, _("You asked to be erased. Until the day comes you can take it back."))
            return redirect("my_data")
    holdings = queries.holdings_of(person)
    context = {
        "form": form,
        "asked": queries.erasure_of(person),
        "refusal": operations.why_not_erase(person, at=at),
        "going": queries.going(holdings),
        "staying": queries.staying(holdings),
        "days": DAYS_TO_THINK.days,
    }
    return render(request, "accounts/erasure.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def erasure_cancellation(request: HttpRequest) -> HttpResponse:
    """Take it back."""
    person = signed_in(request)
    operations.cancel_erasure(actor=person, erasure=access.own_erasure(person), at=now())
    messages.success(request, _("You took it back. Nothing is erased."))
    return redirect("my_data")

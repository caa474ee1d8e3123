"""Two accounts of one person: asking for it, and the link in the mail."""

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from microcred.accounts import access, operations, queries
from microcred.accounts.forms import JoiningForm, MergeForm
from microcred.accounts.models import MergeOffer
from microcred.accounts.views.fresh import ask_who_it_is, asks_who_it_is, has_shown_lately
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.middleware import SECOND_FACTOR_OWED
from microcred.organizations.models import Person
from microcred.organizations.queries import needs_second_factor


class AskedOften(Refusal):
    """Somebody tries addresses."""

    message = gettext_lazy("You have asked several times within the hour. Wait a while, then try again.")
    status = 429


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@asks_who_it_is
def joining(request: HttpRequest) -> HttpResponse:
    """Ask to take in another account of one's own, by its address. Whether it has one is not said here."""
    person, at = signed_in(request), now()
    form = JoiningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            if not ratelimit.consume(request, action="joining", key=str(person.pk)):
                raise AskedOften
            operations.offer_merge(actor=person, email=form.cleaned_data["email"], at=at)
            words = _("If %(email)s has an account here, a mail with a link is on its way. Open it in this browser.")
            messages.success(request, words % {"email": form.cleaned_data["email"]})
            return redirect("joining")
    context = {"form": form, "waiting": queries.offers_to(person, at=at)}
    return render(request, "accounts/joining.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def joining_offer(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: who asked sees what would go where; the other account says yes.

    Both show first that it is still they who sit there: a session that somebody left open is no proof of an account.
    """
    person = signed_in(request)
    offer = access.offer_between(person, token)
    if not has_shown_lately(request):
        return ask_who_it_is(person, then=request.path)
    if person.pk == offer.other_id:
        return _say_yes(request, person, offer)
    return _join(request, person, offer)


def _say_yes(request: HttpRequest, person: Person, offer: MergeOffer) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            operations.approve_merge(actor=person, offer=offer, at=now())
        except Refusal as said:
            refusal = said
    context = {
        "offer": offer,
        "approved": hasattr(offer, "approval"),
        "over": now() >= offer.expires_at,
        "refusal": refusal,
    }
    return render(request, "accounts/joining_approval.html", context, status=409 if refusal else 200)


def _join(request: HttpRequest, person: Person, offer: MergeOffer) -> HttpResponse:
    at = now()
    plan = queries.merge_plan(person, offer.other, at=at)
    form = MergeForm(request.POST if request.method == "POST" else None, plan=plan)
    refusal = operations.why_not_merge(offer, at=at)
    if request.method == "POST" and refusal is None and form.is_valid():
        with refusals_shown_on(form):
            operations.merge(actor=person, offer=offer, go_on_with=form.go_on_with(), at=at)
            if needs_second_factor(person, at=at) and not is_mfa_enabled(person):
                request.session[SECOND_FACTOR_OWED] = True  # roles came along that ask for one
            messages.success(request, _("Your two accounts are one now. Everything is here."))
            return redirect("my_data")
    context = {"offer": offer, "plan": plan, "form": form, "refusal": refusal}
    refused = request.method == "POST"
    return render(request, "accounts/joining_offer.html", context, status=422 if refused else 200)

"""The pages of wallets: holding an award out, and what a person sees who opens the address of a QR code."""

import base64
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from microcred.credentials.pictures import qr_code
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import refusals_shown_on
from microcred.integrations.doors import for_programs
from microcred.integrations.wallets import access, addresses, operations
from microcred.integrations.wallets.forms import OfferForm
from microcred.integrations.wallets.rules import OFFER_LASTS
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_wallet(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Put one's award into a wallet: what that is, then a QR code and links that work once."""
    person, at = signed_in(request), now()
    award = access.own_award(person, award_id)
    form = OfferForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"award": award, "form": form, "minutes": int(OFFER_LASTS.total_seconds() // 60)}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            offering = operations.offer(actor=person, award=award, with_code=form.cleaned_data["with_code"], at=at)
            address = addresses.interaction(offering.secret)
            context |= {
                "offer": offering.offer,
                "code": offering.code,
                "address": address,
                "qr": f"data:image/svg+xml;base64,{base64.b64encode(qr_code(address)).decode()}",
                "links": _links(offering.secret, with_code=bool(offering.code)),
            }
    refused = request.method == "POST" and "offer" not in context
    response = render(request, "wallets/add_to_wallet.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@for_programs("GET", "HEAD")
def interaction(request: HttpRequest, secret: str) -> HttpResponse:
    """What a QR code leads to: for a wallet the protocols it may use (VCALM 1.0), for a person what to do."""
    offer = access.open_offer(secret, at=now())
    if wants_json(request):
        return JsonResponse({"protocols": addresses.protocols(offer, secret)})
    context = {"award": offer.award, "links": _links(secret, with_code=bool(offer.code_digest))}
    return render(request, "wallets/interaction.html", context)


def _links(secret: str, *, with_code: bool) -> dict[str, str]:
    """The links that open a wallet on the same device."""
    links = {"openid": addresses.wallet_link(secret)}
    return links if with_code else {"learner": addresses.learner_wallet_link(secret), **links}

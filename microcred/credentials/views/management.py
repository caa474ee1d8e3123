"""An issuer's keys, its brake and what it offers to verifiers, for its administrators."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.credentials import access, operations, queries
from microcred.credentials.forms import (
    EndorsementForm,
    IssuingStopForm,
    KeyCondemnationForm,
    KeyRotationForm,
    StatusChoiceForm,
)
from microcred.credentials.models import Issuer, SigningKey
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in

SHOWN_IN_DOUBT = 50
"""Of the awards that wait to be upheld, how many stand on the page."""


@login_required
@require_safe
def issuer_management(request: HttpRequest, slug: str) -> HttpResponse:
    """An issuer's keys, its brake and what it offers to verifiers, for its administrators."""
    found = access.issuer_to_look_after(signed_in(request), slug, at=now())
    return _management_page(request, found)


@login_required
@require_POST
def issuer_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Renew a key of an issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = KeyRotationForm(request.POST, auto_id="key_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            purpose = SigningKey.Purpose(form.cleaned_data["purpose"])
            operations.rotate_key(
                actor=person, issuer=found, purpose=purpose, reason=form.cleaned_data["reason"], at=at
            )
            messages.success(request, _("The key is renewed. What the old one signed stays verifiable."))
            return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, key_form=form, status=422)


@login_required
@require_POST
def issuer_condemnation(request: HttpRequest, slug: str) -> HttpResponse:
    """Condemn a key of an issuer that somebody else may have."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = KeyCondemnationForm(request.POST, auto_id="condemn_%s", keys=queries.keys_to_condemn(found))
    if form.is_valid():
        with refusals_shown_on(form):
            operations.condemn_key(actor=person, at=at, **form.cleaned_data)
            messages.success(
                request,
                _("Nothing that the key signed is trusted any more. What stands is being signed again."),
            )
            return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, condemnation_form=form, status=422)


@login_required
@require_POST
def issuer_upholding(request: HttpRequest, slug: str, condemnation_id: UUID) -> HttpResponse:
    """Let what was awarded since a key is in doubt stand."""
    person, at = signed_in(request), now()
    condemnation = access.condemnation_to_look_after(person, slug, condemnation_id, at=at)
    operations.uphold(actor=person, condemnation=condemnation, at=at)
    messages.success(request, _("What was awarded since then stands, and is signed again within five minutes."))
    return redirect("issuer_management", slug=slug)


@login_required
@require_POST
def issuer_stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop an issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = IssuingStopForm(request.POST, auto_id="stop_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            operations.stop_issuing(actor=person, issuer=found, reason=form.cleaned_data["reason"], at=at)
            return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, stop_form=form, status=422)


@login_required
@require_POST
def issuer_resumption(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a stopped issuer sign again."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    operations.resume_issuing(actor=person, issuer=found, at=at)
    messages.success(request, _("Issuing goes on. What waited is signed within a minute or two."))
    return redirect("issuer_management", slug=found.slug)


@login_required
@require_POST
def issuer_tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an issuer's awards be had as JSON Web Tokens too."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    operations.offer_tokens(actor=person, issuer=found, at=at)
    messages.success(request, _("From now on awards are signed as tokens too."))
    return redirect("issuer_management", slug=found.slug)


@login_required
@require_POST
def issuer_endorsement(request: HttpRequest, slug: str) -> HttpResponse:
    """Endorse a micro-credential or an award of another issuer."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = EndorsementForm(request.POST, auto_id="endorsement_%s")
    if form.is_valid():
        endorsed = access.endorsable(form.cleaned_data["address"])
        if endorsed is None:
            form.add_error("address", _("Nothing of this server that can be endorsed has this address."))
        else:
            with refusals_shown_on(form):
                comment = form.cleaned_data["comment"]
                operations.endorse(actor=person, issuer=found, endorsed=endorsed, comment=comment, at=at)
                messages.success(request, _("The endorsement is signed within a minute or two."))
                return redirect("issuer_management", slug=found.slug)
    return _management_page(request, found, endorsement_form=form, status=422)


@login_required
@require_POST
def issuer_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what an issuer offers to verifiers."""
    person, at = signed_in(request), now()
    found = access.issuer_to_look_after(person, slug, at=at)
    form = StatusChoiceForm(request.POST)
    if form.is_valid():
        operations.choose_status(actor=person, issuer=found, at=at, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for awards from now on."))
    return redirect("issuer_management", slug=found.slug)


def _management_page(
    request: HttpRequest,
    found: Issuer,
    *,
    key_form: KeyRotationForm | None = None,
    stop_form: IssuingStopForm | None = None,
    endorsement_form: EndorsementForm | None = None,
    condemnation_form: KeyCondemnationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = {"suspends": found.suspends, "lists_revoked": found.lists_revoked, "renames": found.renames}
    context = {
        "issuer": found,
        "keys": queries.keys_of(found),
        "stop": queries.stop_in_force(found),
        "waiting": queries.intents_waiting_at(found),
        "keys_renewable": not found.did.startswith("did:key:"),
        "key_form": key_form or KeyRotationForm(auto_id="key_%s"),
        "stop_form": stop_form or IssuingStopForm(auto_id="stop_%s"),
        "status_form": StatusChoiceForm(initial=offered),
        "endorsement_form": endorsement_form or EndorsementForm(auto_id="endorsement_%s"),
        "endorsements": queries.endorsements_by(found),
        "offers_tokens": queries.token_keys_of(found).exists(),
        "condemnation_form": condemnation_form
        or KeyCondemnationForm(auto_id="condemn_%s", keys=queries.keys_to_condemn(found)),
        "in_doubt": [
            (condemnation, queries.awards_since(condemnation)[:SHOWN_IN_DOUBT])
            for condemnation in queries.condemnations_to_uphold(found)
        ],
        "refused": key_form or stop_form or endorsement_form or condemnation_form,
        "at_work": found.organization,
    }
    return render(request, "credentials/issuer_management.html", context, status=status)

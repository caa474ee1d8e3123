"""Pins of an assessor: set while reading, and opened by the educator to whom they are told."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import said_in
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.moments import clock_in_words
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.judged_files import judged_page
from microcred.scoring import access, operations, queries
from microcred.scoring.forms import HoldingForm, WordForm
from microcred.scoring.forms_pins import EvidencePinForm
from microcred.scoring.models import NotedPin, QueueItem
from microcred.scoring.queries.pins_at_hand import PinnableAtHand, pinnable, pinned_to
from microcred.scoring.views.checked import checked, is_in_hand


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_pins(request: HttpRequest, item_id: UUID, piece_id: UUID) -> HttpResponse:
    """One piece of the evidence in hand, to point in it; a POST pins a place to a criterion."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    if request.method != "POST":
        item = access.item_in_hand(person, item_id, at=at)
    piece = access.evidence_in_hand(item, piece_id)
    said = said_in(item.version, get_language() or "", all_wordings=True)
    at_hand = pinnable(item, person, piece, said)
    if at_hand is None:
        raise Http404
    form = form_for(at_hand, request.POST or None)
    if request.method != "POST":
        return _page(request, item, person, at_hand, form)
    number = checked(HoldingForm(request.POST))["claim_number"]
    if form.is_valid():
        criterion = access.criterion_in(item, UUID(form.cleaned_data["criterion"]))
        pinning = {"item": item, "claim_number": number, "criterion": criterion, "piece": piece, **form.said()}
        try:
            operations.pin_evidence(actor=person, at=at, **pinning)
        except Refusal as no:
            if not wants_json(request) and not is_in_hand(item, person, at):
                raise
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            return _done(request, item, person, criterion.pk, _("Pinned."))
    if wants_json(request):
        return JsonResponse({"message": form.first_trouble}, status=422)
    return _page(request, item, person, at_hand, form, status=422)


@login_required
@require_POST
def evidence_pin(request: HttpRequest, item_id: UUID, pin_id: UUID) -> HttpResponse:
    """Say something else with a pin; scripts call this as the assessor writes."""
    person, at = signed_in(request), now()
    pin = access.noted_pin(person, access.claimed_item(person, item_id, at=at), pin_id)
    typed = checked(WordForm(request.POST))
    saying = {"claim_number": typed["claim_number"], "words": typed["text"], "revision": typed["revision"]}
    try:
        noted = operations.note_on_pin(actor=person, pin=pin, at=at, **saying)
    except operations.PinOvertaken as no:
        if not wants_json(request):
            raise
        theirs = no.theirs
        facts = {"revision": theirs.revision, "theirs": theirs.words, "theirs_saved_at_text": _clock(theirs)}
        return JsonResponse(facts, status=409)
    except Refusal as no:
        if not wants_json(request):
            raise
        return JsonResponse({"message": str(no)}, status=422)
    if wants_json(request):
        facts = {"revision": noted.revision, "saved_at_text": _clock(noted), "word_count": len(noted.words.split())}
        return JsonResponse(facts)
    return _to_criterion(pin.item, pin.criterion_id)


@login_required
@require_POST
def evidence_pin_removal(request: HttpRequest, item_id: UUID, pin_id: UUID) -> HttpResponse:
    """Take a pin off that is not saved for good."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    pin = access.noted_pin(person, item, pin_id)
    number = checked(HoldingForm(request.POST))["claim_number"]
    try:
        operations.take_pin_off(actor=person, pin=pin, claim_number=number, at=at)
    except Refusal as no:
        if not wants_json(request):
            raise
        return JsonResponse({"message": str(no)}, status=422)
    return _done(request, item, person, pin.criterion_id, _("Taken off."))


@login_required
@require_safe
def evidence_page(request: HttpRequest, item_id: UUID, piece_id: UUID, number: int) -> HttpResponseBase:
    """A page of a file in hand as a picture, to point on."""
    picture = judged_page(access.piece_to_read(signed_in(request), item_id, piece_id, at=now()), number)
    if picture is None:
        raise Http404
    return downloads.serve(request, picture, name=f"page-{number}.png")


@login_required
@require_safe
def feedback_pin(request: HttpRequest, submission_id: UUID, pin_id: UUID) -> HttpResponse:
    """The place in the reader's own evidence that an assessor pointed to, with what they said there."""
    submission = access.own_decided_submission(signed_in(request), submission_id)
    said = said_in(submission.pursuit.version, get_language() or "")
    told = queries.feedback_on(submission, said)
    walk = [(one, pin) for one in (*told.judged, *told.afresh) for pin in one.pins] if told else []
    place = next((place for place, (_one, pin) in enumerate(walk) if pin.pin.pk == pin_id), None)
    if place is None:
        raise Http404
    judged, pin = walk[place]
    context = {
        "submission": submission,
        "said": said,
        "version": submission.pursuit.version,
        "one": judged,
        "pin": pin,
        "before": walk[place - 1][1] if place else None,
        "after": walk[place + 1][1] if place + 1 < len(walk) else None,
    }
    return render(request, "scoring/feedback_pin.html", context)


def form_for(at_hand: PinnableAtHand, data: object = None) -> EvidencePinForm:
    """The form by which a place in a piece is pinned."""
    return EvidencePinForm(data, kind=at_hand.kind, key=at_hand.key, criteria=at_hand.criteria)


def _page(
    request: HttpRequest,
    item: QueueItem,
    person: Person,
    at_hand: PinnableAtHand,
    form: EvidencePinForm,
    *,
    status: int = 200,
) -> HttpResponse:
    own = [one for pins in queries.pins_noted(item, person).values() for one in pins]
    context = {"item": item, "at_hand": at_hand, "form": form, "pins": pinned_to(own, at_hand)}
    return render(request, "scoring/evidence_pins.html", context, status=status)


def _done(request: HttpRequest, item: QueueItem, person: Person, criterion: UUID, words: str) -> HttpResponse:
    """Answer with the pins of a criterion as they stand now, or with the page they stand on."""
    if not wants_json(request):
        return _to_criterion(item, criterion)
    pins = queries.pins_noted(item, person).get(criterion, [])
    shown = render_to_string("scoring/own_pins_list.html", {"item": item, "pins": pins}, request)
    return JsonResponse({"message": words, "shown": {f"own-pins-{criterion}": shown}})


def _to_criterion(item: QueueItem, criterion: UUID) -> HttpResponse:
    response = redirect("workbench", item.key)
    response["Location"] += f"#own-pins-{criterion}"
    return response


def _clock(pin: NotedPin) -> str:
    return clock_in_words(pin.saved_at, at=now())

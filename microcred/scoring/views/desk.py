"""A person's doors: the assessor's queue and workbench, and the clocks of promises."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration.queries import anchor_papers, certificates_listed, open_pauses, qualifications_listed
from microcred.catalog.models import Version
from microcred.catalog.queries import VersionSaid, said_in, said_with_rules, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.moments import clock_in_words, deadline_in_words
from microcred.foundation.refusals import Refusal, say_refused
from microcred.integrity.operations import flag
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.judged_files import serve_judged, serve_judged_form
from microcred.portfolios.models import FrozenWords, Pause, Quarantine, SubmittedItem
from microcred.portfolios.queries import (
    change_notes_in,
    disclosure_for_assessors,
    languages_handed_in,
)
from microcred.scoring import access, operations, queries
from microcred.scoring.forms import (
    ClaimForm,
    FlagForm,
    HoldingForm,
    MarkForm,
    RecusalForm,
    ReturnForm,
    SettingAsideForm,
    WordForm,
)
from microcred.scoring.forms_clocks import PauseForm, ReasonForm, TakingForm
from microcred.scoring.forms_feedback import said_to_stand, said_why
from microcred.scoring.models import Claim, Mark, QueueItem
from microcred.scoring.operations.readings import MarkOvertaken
from microcred.scoring.queries.pins_at_hand import pinnable_in
from microcred.scoring.views.checked import checked, is_in_hand, runs
from microcred.scoring.views.pins import form_for

AS_PAGES = "pages"
"""the form of an office file in which it is read"""


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What an assessor should read next, by when, and what they hold."""
    at = now()
    person = access.at_the_queue(signed_in(request), at=at)
    waiting = queries.queue_for(person, at=at)
    certificates = certificates_listed(person, at=at)
    pauses = list(open_pauses(person))
    named = [*(one.attempt.version for one in certificates), *(pause.version for pause in pauses)]
    say_titles([*waiting.versions, *named], get_language() or "")
    context = {
        "queue": waiting,
        "words_asked": list(queries.words_asked_of(person)),
        "pauses": pauses,
        "paused": {pause.version_id for pause in pauses},
        "certificates": certificates,
        "qualifications": qualifications_listed(person, at=at),
        "languages": languages_handed_in([place.item.submission_id for place in waiting.next_up]),
        "at": at,
    }
    return render(request, "scoring/queue.html", context)


@login_required
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Take the next submission, or go on with one that was claimed before."""
    at = now()
    person = access.at_the_queue(signed_in(request), at=at)
    said = checked(ClaimForm(request.POST))
    wanted = said["item"]
    try:
        item: QueueItem | None
        if wanted:
            item = operations.claim(actor=person, item=access.claimed_item(person, wanted, at=at), at=at)
        else:
            item = operations.claim_next(actor=person, version=said["version"], at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("queue")
    if item is None:
        messages.info(request, _("Nothing waits for you right now."))
        return redirect("queue")
    return redirect("workbench", item.key)


@login_required
@require_safe
def workbench(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The evidence beside the rubric, for whoever holds the submission; for others who did, what became of it."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    place = queries.place_of(item, at=at)
    in_hand = is_in_hand(item, person, at)
    if not in_hand or vars(item)["is_closed"]:
        taken = item.assessor_id != person.pk and runs(item, at)
        context = {
            "place": place,
            "saved": queries.has_read(person, item),
            # Who held it before it was appealed reads it no more, and learns of nothing.
            "decided": item.settled_at is not None or person.pk in item.close_to,
            "taken": taken,
            "on_hold": queries.is_held_up(item),
            "waits_for_copy": item in queries.waiting_for_clean_copies(person),
        }
        return render(request, "scoring/not_in_hand.html", context)
    said = _said_to_judge(item.version)
    handed = queries.evidence_of(item.submission, said)
    reading = queries.reading_of(item, person, said)
    noted = [one.id for one in reading.open if one.chosen is not None]
    context = {
        "item": item,
        "at": at,
        "place": place,
        "said": said,
        "handed": handed,
        "aside_reasons": Quarantine.Reason.choices,
        "pinned": queries.pins_by_criterion(handed),
        "another_lesson": change_notes_in(item.submission).get(None) if item.submission.attempt > 1 else None,
        "reading": reading,
        "own_pins": queries.pins_noted(item, person),
        "pinning": {pk: form_for(one) for pk, one in pinnable_in(item, handed, reading).items()},
        "kept_for": queries.kept_beside(person, item, [criterion.id for criterion in said.rubric.criteria]),
        "assisting": queries.assisting(item, person, handed, noted),
        "disclosure": disclosure_for_assessors(item.submission),
        "asking": queries.asking_of(person, item),
        "has_anchors": anchor_papers(person, item.version, at=at).exists(),
    }
    return render(request, "scoring/workbench.html", context)


@login_required
@require_POST
def mark(request: HttpRequest, item_id: UUID, criterion_id: UUID) -> HttpResponse:
    """Note a level or a comment for one criterion; scripts call this as the assessor works."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    criterion = access.criterion_in(item, criterion_id)
    typed = checked(MarkForm(request.POST))
    try:
        noted = operations.note(
            actor=person,
            item=item,
            claim_number=typed["claim_number"],
            criterion=criterion,
            level=access.level_in(criterion, typed["level"]) if typed["level"] else None,
            comment=typed["text"] if "text" in request.POST else None,
            revision=typed["revision"],
            at=at,
        )
    except Refusal as no:
        return _refused(request, no)
    return _noted(request, item, noted, f"criterion-{criterion.pk}")


@login_required
@require_POST
def word(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Note the word to the educator about the whole."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    typed = checked(WordForm(request.POST))
    try:
        noted = operations.note(
            actor=person,
            item=item,
            claim_number=typed["claim_number"],
            criterion=None,
            comment=typed["text"],
            revision=typed["revision"],
            at=at,
        )
    except Refusal as no:
        return _refused(request, no)
    return _noted(request, item, noted, "word")


@login_required
@require_safe
def preview(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What the rule makes of the notes so far: a part of the workbench."""
    person, at = signed_in(request), now()
    item = access.item_in_hand(person, item_id, at=at)
    reading = queries.reading_of(item, person, said_in(item.version, get_language() or ""))
    return render(request, "scoring/preview_words.html", {"item": item, "reading": reading, "is_part": True})


@login_required
@require_POST
def lease(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Hold the submission for a whole lease from now."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    held = operations.renew(actor=person, item=item, claim_number=_number(request), at=at)
    until = deadline_in_words(held.lease_expires_at or at, at=at)
    messages.success(request, _("It is yours until %(time)s.") % {"time": until})
    return redirect("workbench", item.key)


@login_required
@require_POST
def claim_end(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Give the submission back to the queue."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    typed = checked(ReturnForm(request.POST))
    operations.let_go(actor=person, item=item, claim_number=typed["claim_number"], reason=typed["reason"], at=at)
    messages.success(
        request, _("Given back. What you had noted is kept, in case you take it up again; another one comes first now.")
    )
    return redirect("queue")


@login_required
@require_POST
def originality_flag(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Say that something about the origin of the work should be looked at; whoever does so tells nobody here of it."""
    person, at = signed_in(request), now()
    item = access.item_in_hand(person, item_id, at=at)
    typed = checked(FlagForm(request.POST))
    flag(actor=person, submission=item.submission, words=typed["words"], at=at)
    messages.success(request, _("Thank you. Somebody looks into it. Go on reading as if it were all in order."))
    return redirect("workbench", item.key)


@login_required
@require_POST
def recusal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Step back from the submission for good."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    typed = checked(RecusalForm(request.POST))
    operations.recuse(actor=person, item=item, claim_number=typed["claim_number"], reason=typed["reason"], at=at)
    messages.success(request, _("Somebody else will read it. It will not be offered to you again."))
    return redirect("queue")


@login_required
@require_POST
def quarantine_evidence(request: HttpRequest, item_id: UUID, piece_id: UUID) -> HttpResponse:
    """Set a piece of the evidence aside for privacy; the reading pauses."""
    item = access.claimed_item(signed_in(request), item_id, at=now())
    return _set_aside(request, item, access.piece_in_hand(item, piece_id))


@login_required
@require_POST
def quarantine_words(request: HttpRequest, item_id: UUID, words_id: UUID) -> HttpResponse:
    """Set something that the educator wrote aside for privacy; the reading pauses."""
    item = access.claimed_item(signed_in(request), item_id, at=now())
    return _set_aside(request, item, access.words_in_hand(item, words_id))


def _set_aside(request: HttpRequest, item: QueueItem, piece: SubmittedItem | FrozenWords) -> HttpResponse:
    typed = checked(SettingAsideForm(request.POST))
    operations.set_aside(
        actor=signed_in(request),
        item=item,
        claim_number=typed["claim_number"],
        piece=piece,
        reason=typed["reason"],
        words=typed["words"],
        at=now(),
    )
    messages.success(
        request, _("Set aside. Nobody opens it now; what you noted is kept until the reading can go on. Thank you.")
    )
    return redirect("queue")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scoring(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The whole reading on one page before it is saved for good; a POST saves it, and the last one needed decides."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    if request.method != "POST":
        item = access.item_in_hand(person, item_id, at=at)
        return _review(request, item, None)
    number, stands = _number(request), said_to_stand(request.POST.getlist("stands"))
    reasons = said_why(request.POST.dict())
    try:
        operations.score(actor=person, item=item, claim_number=number, stands=stands, reasons=reasons, at=at)
    except operations.CameClose as no:
        say_refused(request, no)
        return redirect("queue")
    except Refusal as no:
        if is_in_hand(item, person, at):
            return _review(request, item, no)
        say_refused(request, no)
        return redirect("workbench", item.key)
    # Whether it is decided by now is not said: it would tell whether somebody else reads it too.
    messages.success(request, _("Your reading is saved for good. The educator hears once the submission is decided."))
    return redirect("queue")


@login_required
@require_safe
def evidence(request: HttpRequest, item_id: UUID, piece_id: UUID) -> HttpResponseBase:
    """One file of the evidence in hand, under its alias and no other name."""
    person, at = signed_in(request), now()
    piece = access.piece_to_read(person, item_id, piece_id, at=at)
    _note_opened(person, item_id, piece, at)
    return serve_judged(request, piece)


@login_required
@require_safe
def evidence_form(request: HttpRequest, item_id: UUID, piece_id: UUID, form: str) -> HttpResponseBase:
    """Another form of a file in hand: its pages, a still of it, or its captions as they were submitted."""
    person, at = signed_in(request), now()
    piece = access.piece_to_read(person, item_id, piece_id, at=at)
    if form == AS_PAGES:
        _note_opened(person, item_id, piece, at)
    return serve_judged_form(request, piece, form)


def _note_opened(person: Person, item_id: UUID, piece: SubmittedItem, at: datetime) -> None:
    """Where a program suggests something, it is kept which files were opened before."""
    item = queries.waits_for_opening(person, item_id, piece)
    if item is not None:
        operations.note_opened(actor=person, item=item, piece=piece, at=at)


def _said_to_judge(version: Version) -> VersionSaid:
    """The words of a version for who judges by them, beside every other that an educator may have read."""
    return said_with_rules(said_in(version, get_language() or "", all_wordings=True))


def _review(request: HttpRequest, item: QueueItem, refusal: Refusal | None) -> HttpResponse:
    said = said_in(item.version, get_language() or "")
    reading = queries.reading_of(item, signed_in(request), said)
    context = {
        "item": item,
        "said": said,
        "reading": reading,
        "refusal": refusal,
        "own_pins": queries.pins_noted(item, signed_in(request)),
        "stood": request.POST.getlist("stands"),
        "posted": request.POST,
    }
    return render(request, "scoring/scoring.html", context, status=refusal.status if refusal else 200)


def _noted(request: HttpRequest, item: QueueItem, noted: Mark, anchor: str) -> HttpResponse:
    """Answer a note in the caller's way: JSON for autosave, the preview for htmx, the page again for a plain form."""
    if wants_json(request):
        facts = {"revision": noted.revision, "saved_at_text": _clock(noted), "word_count": len(noted.comment.split())}
        return JsonResponse(facts)
    if request.headers.get("HX-Request"):
        reading = queries.reading_of(item, signed_in(request), said_in(item.version, get_language() or ""))
        context = {"item": item, "reading": reading, "is_part": True, "noted": noted, "at": now()}
        response = render(request, "scoring/preview_words.html", context)
        # What was asked before this was noted may come after it, and would show what no longer is.
        response["HX-Trigger"] = "autosaved"
        return response
    response = redirect("workbench", item.key)
    response["Location"] += f"#{anchor}"
    return response


def _refused(request: HttpRequest, no: Refusal) -> HttpResponse:
    """Say no to a note in the caller's way. The words stay where they were typed."""
    if wants_json(request) and isinstance(no, MarkOvertaken):
        theirs = no.theirs
        facts = {"revision": theirs.revision, "theirs": theirs.comment, "theirs_saved_at_text": _clock(theirs)}
        return JsonResponse(facts, status=409)
    if wants_json(request):
        return JsonResponse({"message": str(no)}, status=422)
    if request.headers.get("HX-Request"):
        return render(request, "scoring/refused.html", {"refusal": no}, status=no.status)
    raise no


def _number(request: HttpRequest) -> int:
    number: int = checked(HoldingForm(request.POST))["claim_number"]
    return number


def _clock(noted: Mark) -> str:
    return clock_in_words(noted.saved_at, at=now())


@login_required
@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """The promised dates of what waits where the reader leads the assessing."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    by_version = queries.waiting_by_version(lead, at=at)
    # What is not among them is shown nothing of, whoever asks.
    asked = request.GET.get("version", "")
    chosen = next((one.version.pk for one in by_version if str(one.version.pk) == asked), None)
    waiting = queries.clocks_for(lead, at=at, version=chosen)
    say_titles([*(clock.item.version for clock in waiting), *(one.version for one in by_version)], get_language() or "")
    return render(request, "scoring/clocks.html", {"clocks": waiting, "by_version": by_version, "chosen": chosen})


@login_required
@require_POST
def clock_stops(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Stop the clock of a promise."""
    at, lead = now(), signed_in(request)
    item = access.led_item(lead, item_id, at=at)
    said = checked(PauseForm(request.POST))
    operations.stop_clock(actor=lead, item=item, reason=Pause.Reason(said["reason"]), note=said["note"], at=at)
    messages.success(request, _("The clock stands still, and the educator has been told why."))
    return redirect("clocks")


@login_required
@require_POST
def clock_goes_on(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Let the clock of a promise go on."""
    at, lead = now(), signed_in(request)
    item = access.led_item(lead, item_id, at=at)
    said = checked(ReasonForm(request.POST))
    operations.let_clock_go_on(actor=lead, item=item, reason=Pause.Reason(said["reason"]), at=at)
    messages.success(request, _("The clock goes on, and the educator knows their new date."))
    return redirect("clocks")


@login_required
@require_POST
def claim_taken(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take a submission back from who has it in hand."""
    at, lead = now(), signed_in(request)
    item = access.led_item(lead, item_id, at=at)
    said = checked(TakingForm(request.POST))
    claim = get_object_or_404(Claim, pk=said["claim"], item=item)
    operations.take_from_reader(actor=lead, claim=claim, reason=said["reason"], at=at)
    messages.success(request, _("It is back in the queue, and who had it has been told why."))
    return redirect("clocks")

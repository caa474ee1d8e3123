"""The doors to a look before a decision is released: a lead's, and that of who is asked for better words."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import said_in, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations, queries
from microcred.scoring.forms_feedback import said_to_stand, said_why
from microcred.scoring.models import BackRead


@login_required
@require_safe
def back_reads(request: HttpRequest) -> HttpResponse:
    """What waits for a look that the reader may give, what is promised first first."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    waiting = queries.back_reads_listed(lead, at=at)
    say_titles([one.back_read.item.version for one in waiting], get_language() or "")
    return render(request, "scoring/back_reads.html", {"waiting": waiting, "at": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def back_read(request: HttpRequest, back_read_id: UUID) -> HttpResponse:
    """The work with its readings, for who chose to look; a POST chooses to."""
    lead, at = signed_in(request), now()
    waits = access.back_read_for(lead, back_read_id, at=at)
    if request.method == "POST":
        operations.open_back_read(actor=lead, back_read=waits, at=at)
        return redirect("back_read", waits.pk)
    if not queries.has_opened(lead, waits):
        return render(request, "scoring/back_read_unopened.html", {"back_read": waits, "why": _why(waits.why)})
    item = waits.item
    said = said_in(item.version, get_language() or "")
    context = {
        "item": item,
        "said": said,
        "handed": queries.evidence_of(item.submission, said),
        "seen": queries.back_read_seen(waits, said),
        "why": _why(waits.why),
        "place": queries.place_of(item, at=at),
        "may_ask_afresh": queries.may_ask_another(waits),
    }
    return render(request, "scoring/back_read.html", context)


@login_required
@require_POST
def back_read_release(request: HttpRequest, back_read_id: UUID) -> HttpResponse:
    """Let the decision be made."""
    lead, at = signed_in(request), now()
    waits = access.back_read_for(lead, back_read_id, at=at)
    try:
        operations.release(actor=lead, back_read=waits, at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("back_read", waits.pk)
    messages.success(request, _("Released. The educator hears of it now."))
    return redirect("back_reads")


@login_required
@require_POST
def back_read_afresh(request: HttpRequest, back_read_id: UUID) -> HttpResponse:
    """Ask for one more reading, by somebody who knows of nothing."""
    lead, at = signed_in(request), now()
    waits = access.back_read_for(lead, back_read_id, at=at)
    try:
        operations.ask_for_another_reading(actor=lead, back_read=waits, words=request.POST.get("words", ""), at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("back_read", waits.pk)
    messages.success(request, _("It waits in its old place for somebody who knows of nothing."))
    return redirect("back_reads")


@login_required
@require_POST
def better_words(request: HttpRequest, back_read_id: UUID, scoring_id: UUID) -> HttpResponse:
    """Ask who read for better words."""
    lead, at = signed_in(request), now()
    waits = access.back_read_for(lead, back_read_id, at=at)
    scoring = access.reading_in(waits, scoring_id)
    try:
        operations.ask_for_better_words(
            actor=lead, back_read=waits, scoring=scoring, words=request.POST.get("words", ""), at=at
        )
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Asked. You hear when they have answered."))
    return redirect("back_read", waits.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rewording(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """One's own reading, whose words a lead asks to be better; a POST says it in other words."""
    person = signed_in(request)
    asked = access.words_asked(person, step_id)
    item = asked.back_read.item
    said = said_in(item.version, get_language() or "")
    reading = queries.reading_asked_about(asked)
    pins = queries.pins_scored(item.submission, [score.pk for score in reading.scores.values()])
    shown = queries.said_in_reading(reading, said, pins)
    refusal: Refusal | None = None
    typed: dict[UUID | None, str] = {}
    if request.method == "POST":
        longest = operations.LONGEST_COMMENT
        typed = {
            one.criterion.id: request.POST.get(f"comment-{one.criterion.id}", one.comment)[:longest]
            for one in shown
            if not one.carried
        }
        typed[None] = request.POST.get("word", reading.word)[:longest]
        try:
            stands = said_to_stand(request.POST.getlist("stands"))
            reasons = said_why(request.POST.dict())
            operations.reword(actor=person, asked=asked, comments=typed, stands=stands, reasons=reasons, at=now())
        except (
            operations.WordsMissing,
            operations.PlaceholderLeft,
            operations.StandInLeft,
            operations.WordRefused,
            operations.WordsToLookAt,
            operations.RemarkWithoutReason,
        ) as no:
            refusal = no
        else:
            messages.success(request, _("Thank you. A lead looks once more, and releases it."))
            return redirect("queue")
    found = queries.found_anew(item, reading, shown, typed) if refusal else {}
    context = {
        "asked": asked,
        "item": item,
        "said": said,
        "handed": queries.evidence_of(item.submission, said),
        "rows": [(one, typed.get(one.criterion.id, one.comment), found.get(one.criterion.id, ())) for one in shown],
        "word": typed.get(None, reading.word),
        "word_found": found.get(None, ()),
        "stood": request.POST.getlist("stands"),
        "posted": request.POST,
        "refusal": refusal,
    }
    return render(request, "scoring/rewording.html", context, status=refusal.status if refusal else 200)


def _why(why: list[str]) -> list[str]:
    return [str(BackRead.Why(each).label) for each in why]

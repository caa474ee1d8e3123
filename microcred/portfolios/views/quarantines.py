"""What was set aside for privacy: its educator's page, and that of who decides whether it was a false alarm."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_privacy import (
    CleanCopyForm,
    CleanWordsDraftForm,
    CleanWordsForm,
    ObjectionForm,
    RulingForm,
)
from microcred.portfolios.models import CleanWordsDraft, Quarantine, SubmittedItem
from microcred.portfolios.privacy.consents import DECLARED_KINDS
from microcred.portfolios.rules import evidence_alias, plain_text
from microcred.portfolios.views.leading_back import back_to_quarantine, leads_back
from microcred.portfolios.views.opening import before_opening


@login_required
@require_safe
def quarantine(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """Why a file was set aside, and what its educator can do."""
    return quarantine_page(request, access.own_quarantine(signed_in(request), quarantine_id))


@login_required
@leads_back(back_to_quarantine)
def clean_copy(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """Put a clean copy in its place."""
    person = signed_in(request)
    mine = access.own_quarantine(person, quarantine_id)
    form = CleanCopyForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_shown_on(form):
            operations.put_in_clean_copy(
                actor=person,
                quarantine=mine,
                name=file.name,
                chunks=file.chunks(),
                size=file.size,
                declared=form.declared(),
                at=now(),
            )
            messages.success(request, _("The clean copy is in its place. The reading goes on where it stopped."))
            return redirect("quarantine", mine.pk)
    return quarantine_page(request, mine, form=form, status=422)


@login_required
@leads_back(back_to_quarantine)
def clean_words(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """Put clean words in the place of others, or show first what they change."""
    person = signed_in(request)
    mine = access.own_quarantine(person, quarantine_id)
    form = CleanWordsForm(request.POST)
    if not form.is_valid():
        return quarantine_page(request, mine, words_form=form, status=422)
    typed = dict(form.cleaned_data)  # a refusal takes out of the form what it is about
    if not typed["look"]:
        with refusals_shown_on(form):
            operations.put_in_clean_words(
                actor=person, quarantine=mine, words=typed["words"], confirmed=typed["confirmed"], at=now()
            )
            return redirect("quarantine", mine.pk)
    return _so_far(request, mine, form, {"words": typed["words"], "revision": typed["revision"] or 0})


def _so_far(request: HttpRequest, mine: Quarantine, form: CleanWordsForm, said: dict[str, Any]) -> HttpResponse:
    """Words that do not stand in their place yet: kept, and shown with what they change; beside what was saved
    elsewhere since, if anything."""
    status = 422 if form.errors else 200
    elsewhere: CleanWordsDraft | None = None
    if said["words"].strip():
        try:
            operations.save_clean_words(actor=signed_in(request), quarantine=mine, at=now(), **said)
        except operations.CleanWordsOvertaken as overtaken:
            status, elsewhere = 409, overtaken.theirs
        except Refusal as refusal:
            if not form.errors:
                form.add_error("words", str(refusal))
                status = refusal.status
    fresh = access.own_quarantine(signed_in(request), mine.pk)
    return quarantine_page(request, fresh, words_form=form, elsewhere=elsewhere, status=status)


@login_required
@leads_back(back_to_quarantine)
def clean_words_draft(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """Save clean words as they are so far: for a script, which sends them while its educator writes."""
    person = signed_in(request)
    mine = access.own_quarantine(person, quarantine_id)
    form = CleanWordsDraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("The form does not say which revision of the words it is about."))
    try:
        saved = operations.save_clean_words(actor=person, quarantine=mine, at=now(), **form.cleaned_data)
    except operations.CleanWordsOvertaken as overtaken:
        return JsonResponse({"revision": overtaken.theirs.revision, "message": str(overtaken)}, status=409)
    except Refusal as refusal:
        # To a script 409 means two texts to choose from, which this is not.
        status = 422 if refusal.status == 409 else refusal.status
        return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
    return JsonResponse({"revision": saved.revision, "saved_at_text": _clock_words(saved)})


def _clock_words(saved: CleanWordsDraft) -> str:
    return time_format(timezone.localtime(saved.saved_at))


@login_required
@leads_back(back_to_quarantine)
def objection(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """Say that it is a false alarm."""
    person = signed_in(request)
    mine = access.own_quarantine(person, quarantine_id)
    form = ObjectionForm(request.POST)
    form.is_valid()
    try:
        operations.object_to_quarantine(
            actor=person, quarantine=mine, words=form.cleaned_data.get("words", ""), at=now()
        )
    except operations.WordsNeeded as refusal:
        return quarantine_page(request, mine, words_error=str(refusal), status=refusal.status)
    messages.success(request, _("Said. Who looks after privacy decides, and we write to you."))
    return redirect("quarantine", mine.pk)


@login_required
@require_safe
def privacy_questions(request: HttpRequest) -> HttpResponse:
    """The objections that wait for the reader's decision."""
    person, at = signed_in(request), now()
    waiting = queries.objected_in(access.privacy_places(person, at=at), person=person, at=at)
    say_titles([one.submission.pursuit.version for one in waiting], get_language() or "")
    return render(request, "portfolios/privacy_questions.html", {"waiting": waiting})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quarantine_ruling(request: HttpRequest, quarantine_id: UUID) -> HttpResponse:
    """What an educator objects to; a POST decides. Who opens it is noted, for it may say whose work it is.

    Who may come to judge the work decides first whether to read it.
    """
    person, at = signed_in(request), now()
    found = access.ruled_quarantine(person, quarantine_id, at=at)
    first = before_opening(
        request,
        found,
        found.submission.pursuit.version,
        look=partial(operations.look_at_objection, actor=person, quarantine=found, at=at),
        unopened="portfolios/quarantine_ruling_unopened.html",
        name="quarantine",
    )
    if first is not None:
        return first
    if request.method == "POST":
        form = RulingForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("The form does not say what you decided."))
        said = form.cleaned_data
        operations.rule_on_quarantine(
            actor=person, quarantine=found, opens=said["opens"] == "yes", words=said["words"], at=at
        )
        messages.success(request, _("Decided. The educator is told."))
        return redirect("quarantine_ruling", found.pk)
    # They are shown while there is something to decide, as a file is.
    decided = hasattr(found, "ruling") or hasattr(found, "clean_copy")
    written = "" if decided or found.written is None else queries.words_set_aside_in(found)
    return render(request, "portfolios/quarantine_ruling.html", {"quarantine": found, "written": written})


@login_required
@require_safe
def quarantine_file(request: HttpRequest, quarantine_id: UUID) -> HttpResponseBase:
    """The file itself, for who decides, while there is something to decide; under its alias."""
    person, at = signed_in(request), now()
    found = access.ruled_quarantine(person, quarantine_id, at=at)
    if not vars(found)["is_known"]:
        return redirect("quarantine_ruling", found.pk)
    item = queries.set_aside_in(found)
    file = item.file if item else None
    if file is None or found.piece is None or hasattr(found, "ruling") or hasattr(found, "clean_copy"):
        raise Http404
    if request.method == "GET":
        operations.look_at_objection(actor=person, quarantine=found, at=at)
    return downloads.serve(request, file, name=evidence_alias(found.piece.position, file.media_type), inline=True)


def quarantine_page(
    request: HttpRequest,
    mine: Quarantine,
    *,
    form: CleanCopyForm | None = None,
    words_form: CleanWordsForm | None = None,
    elsewhere: CleanWordsDraft | None = None,
    words_error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of its educator, with what was typed last."""
    context = {
        "quarantine": mine,
        "words_error": words_error,
        "in_team": queries.is_of_a_team(mine),
        "is_decided": not queries.is_waiting(mine.submission),
    }
    about = (
        _of_words(mine, words_form, elsewhere)
        if mine.piece is None
        else _of_file(mine, mine.piece, form or CleanCopyForm())
    )
    return render(request, "portfolios/quarantine.html", context | about, status=status)


def _of_words(mine: Quarantine, form: CleanWordsForm | None, elsewhere: CleanWordsDraft | None) -> dict[str, Any]:
    copy, draft = getattr(mine, "clean_copy", None), getattr(mine, "words_draft", None)
    so_far = draft.words if draft else None
    typed = copy.words if copy else plain_text(form["words"].value() or "") if form else so_far
    return {
        "rewriting": queries.clean_words_for(mine, typed, at=now()),
        "words_form": form or CleanWordsForm(),
        "draft": draft,
        "saved_elsewhere": elsewhere,
        "saved_at": draft.saved_at if draft and draft.words == typed else None,
        "clean_error": " ".join(map(str, form.errors.get("words", ()))) if form else "",
    }


def _of_file(mine: Quarantine, piece: SubmittedItem, form: CleanCopyForm) -> dict[str, Any]:
    taken = set(piece.item.requirement.accepts)
    return {
        "form": form,
        "asks_consent": bool(taken & DECLARED_KINDS),
        "takes_documents": bool(taken - DECLARED_KINDS),
        "needed_until": queries.needed_until(mine.submission.pursuit, now()),
        "file_error": " ".join([*form.errors.get("file", ()), *form.non_field_errors()]) if form.is_bound else "",
    }

"""What the educator says they changed: saved as they write."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.foundation.clock import now
from microcred.foundation.middleware import wants_json
from microcred.foundation.moments import clock_in_words
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms import AnswerForm
from microcred.portfolios.models import ChangeNote, Pursuit
from microcred.portfolios.rules import word_count
from microcred.portfolios.views.leading_back import back_to_notes, leads_back
from microcred.portfolios.views.parts import next_shown
from microcred.portfolios.views.workspace import said_to_reader


@login_required
@leads_back(back_to_notes)
def change_note(request: HttpRequest, pursuit_id: UUID, criterion_id: UUID) -> HttpResponse:
    """Save the note of what changed for one criterion."""
    return _save(request, pursuit_id, criterion_id)


@login_required
@leads_back(back_to_notes)
def another_lesson(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """Save how another lesson or class links to what was handed in before."""
    return _save(request, pursuit_id, None)


def _save(request: HttpRequest, pursuit_id: UUID, criterion_id: UUID | None) -> HttpResponse:
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    criterion = access.criterion_of(mine, criterion_id) if criterion_id else None
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("The form does not say which revision of the note it is about."))
    text: str = form.cleaned_data["text"]
    said: dict[str, Any] = {"text": text, "revision": form.cleaned_data["revision"]}
    try:
        saved = operations.save_change_note(actor=person, pursuit=mine, criterion=criterion, at=now(), **said)
    except operations.ChangeNoteOvertaken as overtaken:
        if wants_json(request):
            return JsonResponse(_overtaken_facts(overtaken.theirs), status=409)
        return _kept(request, mine, str(overtaken), text, overtaken.theirs, status=409)
    except Refusal as refusal:
        # To a script 409 means two texts to choose from, which this is not.
        status = 422 if refusal.status == 409 else refusal.status
        if wants_json(request):
            return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
        return _kept(request, mine, str(refusal), text, None, status=status)
    if wants_json(request):
        facts = {"revision": saved.revision, "saved_at_text": _clock_words(saved), "word_count": word_count(saved.text)}
        shown = _shown_after_saving(request, mine, text, form.cleaned_data["shows"])
        return JsonResponse(facts | {"shown": shown})
    return redirect(f"{reverse('pursuit', args=[mine.pk])}#change-notes")


def _shown_after_saving(request: HttpRequest, mine: Pursuit, text: str, shows: str) -> dict[str, str]:
    """What a note makes of the next thing to do, by the identifiers of their places; mostly nothing.

    The page sends what it says is next: a note that was missing and is there, or the other way round, may change it.
    """
    if shows != (queries.ToDo.EXPLAIN if text.strip() else queries.ToDo.SUBMIT):
        return {}
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    privacy = queries.privacy_of(workspace, at=now())
    waits = queries.next_thing(workspace, queries.notes_wanted(workspace), privacy)
    return next_shown(request, workspace, waits)


def _kept(
    request: HttpRequest, mine: Pursuit, words: str, text: str, theirs: ChangeNote | None, *, status: int
) -> HttpResponse:
    """Without scripts: what was not saved, to be saved again over what stands, or copied."""
    context = {
        "pursuit": mine,
        "words": words,
        "text": text,
        "theirs": theirs,
        "revision": theirs.revision if theirs else 0,
        "action": request.path,
    }
    return render(request, "portfolios/change_note_kept.html", context, status=status)


def _overtaken_facts(theirs: ChangeNote) -> dict[str, Any]:
    return {
        "revision": theirs.revision,
        "theirs": theirs.text,
        "theirs_saved_at_text": _clock_words(theirs),
        "message": str(operations.ChangeNoteOvertaken.message),
    }


def _clock_words(saved: ChangeNote) -> str:
    return clock_in_words(saved.saved_at, at=now())

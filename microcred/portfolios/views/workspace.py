"""The workspace: the rubric beside the work, and what is saved, put in and taken out there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from microcred.catalog.models import Requirement, Version
from microcred.catalog.queries import EVIDENCE_KINDS, VersionSaid, said_in, with_rules
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.inspection import ACCEPTED, FileTooLarge
from microcred.foundation.methods import require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.moments import clock_in_words
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms import AnswerForm, FileForm, LinkForm
from microcred.portfolios.models import Answer, Pursuit
from microcred.portfolios.rules import State, word_count
from microcred.portfolios.views.findings import Place, findings_of
from microcred.portfolios.views.leading_back import back_to_item, back_to_requirement, leads_back

ENVELOPE = 64 * 1024
"""bytes that a multipart form adds to the file in it, at most"""


@login_required
@require_safe
def pursuit(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """The workspace: the rubric beside the work."""
    return _workspace(request, access.own_pursuit(signed_in(request), pursuit_id))


@login_required
@leads_back(back_to_requirement)
def answer(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Save an answer: for a script as JSON, for a plain form with a redirect back to its place."""
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _unreadable(request, _("The form does not say which revision of the answer it is about."))
    text = form.cleaned_data["text"]
    try:
        saved = operations.save_answer(
            actor=person,
            pursuit=mine,
            requirement=requirement,
            text=text,
            revision=form.cleaned_data["revision"],
            at=now(),
        )
    except operations.AnswerOvertaken as overtaken:
        if wants_json(request):
            return JsonResponse(_overtaken_facts(overtaken.theirs), status=409)
        conflict = {"mine": text, "theirs": overtaken.theirs}
        return _workspace(request, mine, status=409, conflicts={requirement_id: conflict})
    except Refusal as refusal:
        # To a script 409 means two texts to choose from, which this is not.
        status = 422 if refusal.status == 409 else refusal.status
        if wants_json(request):
            return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
        return _workspace(request, mine, status=status, errors={requirement_id: {"text": str(refusal), "kept": text}})
    if wants_json(request):
        return JsonResponse(
            {
                "revision": saved.revision,
                "saved_at_text": _clock_words(saved),
                "word_count": word_count(saved.text),
                "shown": _shown_after_saving(request, mine, requirement, saved.text, form.cleaned_data["shows"]),
            }
        )
    return _back_to(mine, requirement.position + 1)


def _shown_after_saving(
    request: HttpRequest, mine: Pursuit, requirement: Requirement, text: str, shows: str
) -> dict[str, str]:
    """What the page says of the standing of an answer that was saved, by the identifier of its place.

    Most saves change none: the page sends the mark of what it says, and gets nothing while that is still so.
    """
    if queries.mark_after_saving(mine, requirement, text) == shows:
        return {}
    workspace = queries.workspace_of(mine, said_to_reader(mine.version))
    (work,) = (work for work in workspace.work if work.requirement == requirement)
    # Names are looked for after the save, by the part that says what was found; it says how far the work is, too.
    said = {"work": work, "unlooked": True}
    return {f"standing-{work.number}": render_to_string("portfolios/standing.html", said, request)}


def _overtaken_facts(theirs: Answer) -> dict[str, Any]:
    return {
        "revision": theirs.revision,
        "theirs": theirs.text,
        "theirs_saved_at_text": _clock_words(theirs),
        "message": str(operations.AnswerOvertaken.message),
    }


@csrf_exempt
@login_required
@leads_back(back_to_requirement)
def items(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put a file or a link in.

    What says that it is too large is refused before it is read: that is why the token, which is part of what would
    have to be read, is only checked after that, and by the same check as everywhere (`csrf_protect`).
    """
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > settings.MAX_FORM_BYTES + ENVELOPE:
        mine = access.own_pursuit(signed_in(request), pursuit_id)
        access.requirement_of(mine, requirement_id)
        limit = filesizeformat(settings.MAX_FORM_BYTES)
        refusal = FileTooLarge(name=_("The file"), size=filesizeformat(size), limit=limit)
        return _workspace(request, mine, status=413, errors={requirement_id: {"file": str(refusal)}})
    return _put_in(request, pursuit_id, requirement_id)


@csrf_protect
def _put_in(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    person = signed_in(request)
    mine = access.own_pursuit(person, pursuit_id)
    requirement = access.requirement_of(mine, requirement_id)
    is_link = "url" in request.POST
    form = LinkForm(request.POST) if is_link else FileForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        where: dict[str, Any] = {"actor": person, "pursuit": mine, "requirement": requirement, "at": now()}
        try:
            if is_link:
                operations.put_in_link(**where, title=form.cleaned_data["title"], url=form.cleaned_data["url"])
            else:
                file = form.cleaned_data["file"]
                operations.put_in_file(**where, name=file.name, chunks=file.chunks(), size=file.size)
            return _back_to(mine, requirement.position + 1)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = refusal.status
    shown = {"url" if is_link else "file": " ".join(str(error) for errors in form.errors.values() for error in errors)}
    kept = {"kept_url": form.data.get("url", ""), "kept_title": form.data.get("title", "")}
    return _workspace(request, mine, status=status, errors={requirement_id: shown | kept})


@login_required
@require_safe
def item(request: HttpRequest, item_id: UUID) -> HttpResponseBase:
    """A file of the reader's own; a link leads to where it points."""
    mine = access.own_item(signed_in(request), item_id)
    if mine.file is None:
        return redirect(mine.url)
    return downloads.serve(request, mine.file, name=mine.title, by_link=True)


@login_required
@leads_back(back_to_item)
def removal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take a file or a link out."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    operations.take_out(actor=person, item=mine, at=now())
    return _back_to(mine.pursuit, mine.requirement.position + 1)


@login_required
@leads_back(back_to_item)
def put_back(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Put back a file or a link that was taken out."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    try:
        operations.put_back(actor=person, item=mine)
    except (operations.StandsForAnother, operations.TooManyItems) as refusal:
        shown = {mine.requirement_id: {"file": str(refusal)}}
        return _workspace(request, mine.pursuit, status=refusal.status, errors=shown)
    return _back_to(mine.pursuit, mine.requirement.position + 1)


def said_to_reader(version: Version) -> VersionSaid:
    """The words of a version as the reader of this page gets them."""
    return said_in(version, get_language() or "")


def _workspace(
    request: HttpRequest,
    mine: Pursuit,
    *,
    status: int = 200,
    errors: Mapping[UUID, Mapping[str, str]] | None = None,
    conflicts: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> HttpResponse:
    workspace, at = queries.workspace_of(mine, said_to_reader(mine.version)), now()
    errors, conflicts = errors or {}, conflicts or {}
    unfinished = queries.unfinished_of(mine, at=at)
    peers = queries.peers_of(mine)
    privacy, change_notes = queries.privacy_of(workspace, at=at), queries.notes_wanted(workspace)
    workspace = queries.with_waiting(workspace, privacy)
    helper = _Helper.of(request)
    rows = {
        work.requirement.pk: {
            "peer_words": [one for one in peers.by_requirement.get(work.requirement.pk, ()) if not one.is_resolved],
            "unfinished": unfinished.get(work.requirement.pk, ()),
        }
        | _row(work, errors.get(work.requirement.pk, {}), conflicts.get(work.requirement.pk))
        | helper.beside(Place(work), privacy)
        for work in workspace.work
    }
    context = {
        "pursuit": mine,
        "at": at,
        "workspace": workspace,
        "privacy": privacy,
        "next": queries.next_thing(workspace, change_notes, privacy),
        "step": _step(workspace),
        "redactions": workspace.redactions,
        "carried": [rows[work.requirement.pk] for work in workspace.carried],
        "parts": [(part.label, [rows[work.requirement.pk] for work in works]) for part, works in workspace.parts],
        "peers": peers,
        "criteria": with_rules(workspace.rubric.criteria, mine.version, workspace.said.language),
        "own_view": queries.own_view_so_far(mine, workspace.rubric),
        "plan_entry": queries.plan_entry_of(mine.person, mine.version.micro_credential_id),
        "status": _status(workspace, at=at),
        "may_withdraw": queries.may_withdraw_latest(workspace.latest, workspace.state),
        "change_notes": [(note, _note_place(workspace, note, privacy, helper)) for note in change_notes],
        "coach_gate": queries.coach_gate(workspace),
        "extensions": queries.extensions_told(mine, at=at) if workspace.is_open else [],
        "window": queries.window_words(workspace, signed_in(request), at),
        "crumbs": [(_("My work"), reverse("pursuits")), (workspace.said.version.title, "")],
        "overtaken": queries.overtaken(mine, workspace.state, at=at),
        "moved": queries.move_of(mine) if workspace.state is State.MOVED else None,
    }
    # What was done beside the work is said there, and not at the head of the page as well.
    return render(request, "portfolios/pursuit.html", context | helper.messages, status=status)


@dataclass(frozen=True)
class _Helper:
    """Where the privacy helper stands open, as after something was done there without a script."""

    slug: str
    said: str
    undo: str

    @classmethod
    def of(cls, request: HttpRequest) -> "_Helper":
        slug = request.GET.get("helper", "")
        said = " ".join(str(message) for message in get_messages(request)) if slug else ""
        return cls(slug, said, request.GET.get("back", ""))

    @property
    def messages(self) -> dict[str, Any]:
        """What takes the place of the messages at the head of the page."""
        return {"messages": ()} if self.said else {}

    def beside(self, place: Place, privacy: queries.Privacy) -> dict[str, Any]:
        """What the helper says in one place."""
        if place.slug != self.slug:
            return findings_of(place, privacy)
        return findings_of(place, privacy, opened=True, said=self.said, undo=self.undo)


def _note_place(
    workspace: queries.Workspace, note: queries.NoteWanted, privacy: queries.Privacy, helper: _Helper
) -> dict[str, Any]:
    """What the helper says beside a note of changes; it belongs to the part of the work that comes first for it."""
    works = [work for work in workspace.work if work.editable]
    work = next((work for work in works if note.criterion and work.anchor == note.anchor), (works or workspace.work)[0])
    return helper.beside(Place(work, f"note:{note.key}"), privacy)


def _step(workspace: queries.Workspace) -> queries.Step | None:
    """Where what was earned leads."""
    if workspace.state is not State.EARNED:
        return None
    pursuit = workspace.pursuit
    micro_credential = pursuit.version.micro_credential_id
    return queries.steps_of(pursuit.person, [micro_credential]).get(micro_credential)


def _status(workspace: queries.Workspace, *, at: datetime) -> queries.Status | None:
    """Where the submission stands that waits for its decision, if one does."""
    if workspace.latest is None or workspace.state is not State.SUBMITTED:
        return None
    return queries.status_of(workspace.latest, at=at)


def _row(
    work: queries.RequirementWork, errors: Mapping[str, str], conflict: Mapping[str, Any] | None
) -> dict[str, Any]:
    """One requirement as the page shows it: with what was typed in the form that was refused, where one was."""
    extensions = _extensions(work.requirement.accepts)
    saved = _("Saved {when}").format(when=_clock_words(work.answer)) if work.answer else ""
    return {
        "work": work,
        "errors": errors,
        "conflict": conflict,
        "text": conflict["mine"] if conflict else errors.get("kept", work.text),
        "revision": work.answer.revision if work.answer else 0,
        "saved": "" if conflict or "kept" in errors else saved,
        "extensions": extensions,
        "max_bytes": operations.most_bytes(work.requirement),
        "form_bytes": min(operations.most_bytes(work.requirement), settings.MAX_FORM_BYTES),
        "kinds": _kinds(work.requirement.accepts),
    }


def _kinds(accepts: list[str]) -> str:
    """The kinds of files among these kinds of evidence, in words: document, image or video."""
    kinds = [str(EVIDENCE_KINDS.get(kind, kind)) for kind in accepts if kind != "link"]
    return get_text_list(kinds, _("or")).capitalize()


def _extensions(accepts: list[str]) -> str:
    """What a file chooser offers for these kinds of evidence; empty when only links are taken."""
    return ",".join(f".{extension}" for extension, accepted in ACCEPTED.items() if accepted.kind in accepts)


def _back_to(mine: Pursuit, number: int) -> HttpResponse:
    return redirect(f"{reverse('pursuit', args=[mine.pk])}#requirement-{number}")


def _clock_words(saved: Answer) -> str:
    """When it was saved, on the reader's clock."""
    return clock_in_words(saved.saved_at, at=now())


def _unreadable(request: HttpRequest, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": words}, status=400)
    return HttpResponseBadRequest(words)

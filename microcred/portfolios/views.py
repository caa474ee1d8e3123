"""A person's door: their pursuits, the workspace, submitting, the receipt; and the program manager's board."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from microcred.catalog.access import public_crosswalk, public_version
from microcred.catalog.models import Requirement, Version
from microcred.catalog.queries import (
    VersionSaid,
    may_fork_elsewhere,
    page_said,
    pilot_shown_to,
    review_overdue_for,
    said_in,
    say_entries,
    say_offered,
    say_titles,
    unreviewed_for,
)
from microcred.foundation import downloads
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.foundation.inspection import ACCEPTED, FileTooLarge
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms import AnswerForm, FileForm, LinkForm, StartForm, SubmitForm
from microcred.portfolios.models import Answer, Pursuit
from microcred.portfolios.rules import State, word_count
from microcred.programs.access import managed_program, public_program
from microcred.programs.queries import nudged_today, page_of, seats_held_by

PER_PAGE = 50

ENVELOPE = 64 * 1024
"""bytes that a multipart form adds to the file in it, at most"""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pursuits(request: HttpRequest) -> HttpResponse:
    """The reader's pursuits; a POST starts one."""
    person = signed_in(request)
    if request.method != "POST":
        at = now()
        page = Paginator(queries.pursuits_of(person), PER_PAGE).get_page(request.GET.get("page"))
        say_titles([pursuit.version for pursuit in page], get_language() or "")
        rows = [(pursuit, queries.promise_of_listed(pursuit, at=at)) for pursuit in page]
        return render(request, "portfolios/pursuits.html", {"page": page, "rows": rows})
    form = StartForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("The form names no micro-credential to start."))
    version = access.published_version(form.cleaned_data["version"])
    wanted = form.cleaned_data["program"]
    at = now()
    program = access.any_program(wanted) if wanted else queries.program_for(seats_held_by(person), version, at=at)
    begun = operations.start(actor=person, version=version, program=program, at=at)
    return redirect("pursuit", begun.pk)


@login_required
@require_safe
def pursuit(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """The workspace: the rubric beside the work."""
    return _workspace(request, access.own_pursuit(signed_in(request), pursuit_id))


@login_required
@require_POST
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
    """The parts of the workspace that a save has changed, by the identifiers of their places on the page.

    Most saves change none: the page sends the mark of what it says, and gets nothing while that is still so.
    """
    if queries.mark_after_saving(mine, requirement, text) == shows:
        return {}
    workspace = queries.workspace_of(mine, _said(mine.version))
    (work,) = (work for work in workspace.work if work.requirement == requirement)
    return {
        f"standing-{work.number}": render_to_string("portfolios/standing.html", {"work": work}, request),
        "progress": render_to_string("portfolios/progress.html", {"workspace": workspace}, request),
        "progress-by-criterion": render_to_string(
            "portfolios/progress_by_criterion.html", {"workspace": workspace}, request
        ),
    }


def _overtaken_facts(theirs: Answer) -> dict[str, Any]:
    return {
        "revision": theirs.revision,
        "theirs": theirs.text,
        "theirs_saved_at_text": _clock_words(theirs),
        "message": str(operations.AnswerOvertaken.message),
    }


@csrf_exempt
@login_required
@require_POST
def items(request: HttpRequest, pursuit_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put a file or a link in.

    What says that it is too large is refused before it is read: that is why the token, which is part of what would
    have to be read, is only checked after that, and by the same check as everywhere (`csrf_protect`).
    """
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > settings.MAX_UPLOAD_BYTES + ENVELOPE:
        mine = access.own_pursuit(signed_in(request), pursuit_id)
        access.requirement_of(mine, requirement_id)
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
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
    return downloads.serve(request, mine.file, name=mine.title)


@login_required
@require_POST
def removal(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take a file or a link out."""
    person = signed_in(request)
    mine = access.own_item(person, item_id)
    operations.take_out(actor=person, item=mine, at=now())
    return _back_to(mine.pursuit, mine.requirement.position + 1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """What would go along to the version that follows; a POST takes it there."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    if request.method == "POST":
        form = StartForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("The form does not say where the work should go."))
        to = access.published_version(form.cleaned_data["version"])
        begun = operations.move_over(actor=person, pursuit=mine, to=to, at=at)
        return redirect("pursuit", begun.pk)
    workspace = queries.workspace_of(mine, _said(mine.version))
    follows = queries.overtaken(mine, workspace.state, at=at)
    plan = queries.move_plan(workspace, follows.by) if follows and follows.by and workspace.is_open else None
    context = {"pursuit": mine, "workspace": workspace, "overtaken": follows, "plan": plan}
    return render(request, "portfolios/move.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submission_form(request: HttpRequest, pursuit_id: UUID) -> HttpResponse:
    """The review: exactly what will be frozen. A POST submits it."""
    person, at = signed_in(request), now()
    mine = access.own_pursuit(person, pursuit_id)
    form = SubmitForm(request.POST) if request.method == "POST" else SubmitForm(initial={"form_key": uuid7()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_shown_on(form):
                handed_in = operations.submit(
                    actor=person,
                    pursuit=mine,
                    attested=form.attestations(),
                    form_key=form.cleaned_data["form_key"],
                    at=at,
                )
                return redirect("submission", handed_in.pk)
    review = queries.review_of(mine, person, at, _said(mine.version))
    context = {"form": form, "review": review, "workspace": review.workspace, "pursuit": mine}
    return render(request, "portfolios/submission_form.html", context, status=status)


@login_required
@require_safe
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The receipt."""
    mine = access.own_submission(signed_in(request), submission_id)
    said = _said(mine.pursuit.version)
    context = {
        "submission": mine,
        "pursuit": mine.pursuit,
        "said": said,
        "contents": queries.contents_of(mine, said),
        "promise": queries.promise_of(mine.pursuit, mine.submitted_at, at=now()),
        "is_waiting": queries.is_waiting(mine),
        "returned": queries.return_of(mine),
        "attestations": mine.attestations.order_by("kind"),
        "others": mine.pursuit.submissions.exclude(pk=mine.pk).order_by("attempt"),
    }
    return render(request, "portfolios/submission.html", context)


@require_safe
def micro_credential(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version of a micro-credential, whole, and what its reader can do about it now."""
    at = now()
    page = page_said(public_version(slug, at=at), get_language() or "")
    person = request.user if isinstance(request.user, Person) else None
    step = queries.step_of(person, page.version, at=at) if person else None
    can_start = bool(step and step.can_start(page.version))
    unmet = queries.prerequisites_unmet(person, page.version) if person and can_start else ()
    context = {
        "page": page,
        "step": step,
        "can_start": can_start,
        "unmet": unmet,
        "review_overdue": review_overdue_for(person, page, at=at),
        "leads_to_pilot": pilot_shown_to(person, page, at=at),
        "unreviewed": unreviewed_for(person, page, at=at),
        "may_fork": may_fork_elsewhere(person, page.version, at=at),
    }
    return render(request, "portfolios/micro_credential.html", context)


@require_safe
def crosswalk(request: HttpRequest, slug: str) -> HttpResponse:
    """A crosswalk as a path through its topics; its reader sees what their awards cover of it."""
    shown = public_crosswalk(slug)
    person = request.user if isinstance(request.user, Person) else None
    walk = queries.walk_of(shown, person)
    say_entries([entry for topic in walk.topics for entry in topic.entries], get_language() or "")
    context = {"crosswalk": shown, "walk": walk, "reader": person}
    return render(request, "portfolios/crosswalk.html", context)


@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its dates, its seats, its agreement, and where the reader stands with each micro-credential."""
    person = request.user if isinstance(request.user, Person) else None
    page = page_of(person, public_program(slug), at=now())
    say_offered(page.offered, get_language() or "")
    steps = queries.steps_of(person, [one.pk for one in page.offered]) if person else {}
    rows = [(one, steps.get(one.pk)) for one in page.offered] if person else []
    return render(request, "portfolios/program.html", {**vars(page), "rows": rows})


@login_required
@require_safe
def program_board(request: HttpRequest, slug: str) -> HttpResponse:
    """For who manages a program: seats, the waiting list, and how far everyone is."""
    at = now()
    program = managed_program(signed_in(request), slug, at=at)
    page = Paginator(queries.board_of(program), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "page": page,
        "funnel": queries.funnel_of(program),
        "nudged": nudged_today({arrival.person_id for arrival in page}, at=at),
        "at": at,
    }
    return render(request, "portfolios/program_board.html", context)


def _said(version: Version) -> VersionSaid:
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
    workspace, at = queries.workspace_of(mine, _said(mine.version)), now()
    errors, conflicts = errors or {}, conflicts or {}
    rows = {
        work.requirement.pk: _row(work, errors.get(work.requirement.pk, {}), conflicts.get(work.requirement.pk))
        for work in workspace.work
    }
    context = {
        "pursuit": mine,
        "workspace": workspace,
        "carried": [rows[work.requirement.pk] for work in workspace.carried],
        "parts": [(part.label, [rows[work.requirement.pk] for work in works]) for part, works in workspace.parts],
        "promise": queries.promise_of(mine, workspace.latest.submitted_at, at=at) if workspace.latest else None,
        "window": queries.window_words(workspace, signed_in(request), at),
        "crumbs": [(_("My work"), reverse("pursuits")), (workspace.said.version.title, "")],
        "overtaken": queries.overtaken(mine, workspace.state, at=at),
        "moved": queries.move_of(mine) if workspace.state is State.MOVED else None,
    }
    return render(request, "portfolios/pursuit.html", context, status=status)


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
        "types": extensions.replace(".", "").replace(",", ", "),
    }


def _extensions(accepts: list[str]) -> str:
    """What a file chooser offers for these kinds of evidence; empty when only links are taken."""
    return ",".join(f".{extension}" for extension, accepted in ACCEPTED.items() if accepted.kind in accepts)


def _back_to(mine: Pursuit, number: int) -> HttpResponse:
    return redirect(f"{reverse('pursuit', args=[mine.pk])}#requirement-{number}")


def _clock_words(saved: Answer) -> str:
    """When it was saved, on the reader's clock."""
    return time_format(timezone.localtime(saved.saved_at))


def _unreadable(request: HttpRequest, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": words}, status=400)
    return HttpResponseBadRequest(words)

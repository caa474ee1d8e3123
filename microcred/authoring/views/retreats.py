"""Retreats: the list, one with its agenda and its board, what could be put on, and the whole of it for paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.models import Minutes, MinutesClosing, Retreat, RetreatGuest
from microcred.authoring.models.retreats import COURSE_LABELS, PROGRESS_LABELS, SIGNAL_LABELS
from microcred.authoring.pack_page import shown_pack
from microcred.authoring.queries import AgendaLine
from microcred.authoring.retreat_forms import GuestForm, MinutesForm, RetreatForm
from microcred.catalog.models import MicroCredential
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.middleware import wants_json
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

PER_PAGE = 50
MOST_WORDS = 100
"""characters of what titles are searched for"""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retreats(request: HttpRequest) -> HttpResponse:
    """The retreats that the reader keeps or was asked to; a POST opens one."""
    person, at = signed_in(request), now()
    places = access.places_with_retreats(person, at=at)
    if request.method == "POST" and not places:
        raise Http404
    form = RetreatForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            opened = operations.open_retreat(actor=person, at=at, **form.cleaned_data)
            return redirect("retreat", opened.pk)
    page = Paginator(queries.retreats_of(person, at=at), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form if places else None, "today": localdate(at)}
    return render(request, "authoring/retreats.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retreat(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """One retreat: agenda and board, minutes, people; a POST changes its name, days or place."""
    person, at = signed_in(request), now()
    if request.method == "POST":
        shown = access.retreat_to_keep(person, retreat_id, at=at)
        form = RetreatForm(request.POST, places=None)
        if form.is_valid():
            with refusals_shown_on(form):
                operations.amend_retreat(actor=person, retreat=shown, at=at, **form.cleaned_data)
                messages.success(request, _("Saved."))
                return redirect("retreat", retreat_id)
        return _page(request, person, shown, form=form, status=422)
    return _page(request, person, access.retreat_to_see(person, retreat_id, at=at))


@login_required
@require_POST
def retreat_guests(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """Ask somebody to come."""
    person, at = signed_in(request), now()
    shown = access.retreat_to_keep(person, retreat_id, at=at)
    form = GuestForm(request.POST, people=queries.people_to_invite(shown, at=at))
    if form.is_valid():
        with refusals_shown_on(form):
            operations.invite_to_retreat(actor=person, retreat=shown, person=form.cleaned_data["person"], at=at)
            messages.success(request, _("Asked. They have been told."))
            return redirect("retreat", retreat_id)
    return _page(request, person, shown, guest_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retreat_choosing(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """What could be put on the agenda, first what calls for a look; a POST puts the chosen ones on.

    A POST that asks for titles shows those, with what was ticked before.
    """
    person, at = signed_in(request), now()
    shown = access.retreat_to_keep(person, retreat_id, at=at)
    slugs = request.POST.getlist("micro_credential")[: queries.MOST_LOOKED_AT]
    if request.method == "POST" and request.POST.get("do") != "look":
        by_slug = {each.slug: each for each in MicroCredential.objects.filter(slug__in=slugs)}
        chosen = [by_slug[slug] for slug in slugs if slug in by_slug]
        items = operations.put_on_agenda(actor=person, retreat=shown, micro_credentials=chosen, at=at)
        if items:
            operations.ask_for_packs(
                actor=person, retreat=shown, micro_credentials=[item.micro_credential for item in items], at=at
            )
            messages.success(request, _("Put on the agenda. Their data packs are being counted."))
        return redirect("retreat", retreat_id)
    words = request.POST.get("words", "").replace("\x00", "").strip()[:MOST_WORDS]
    candidates = queries.candidates_for(shown, today=localdate(at), words=words)
    here = {each.entry.slug for each in candidates}
    context = {
        "retreat": shown,
        "words": words,
        "ticked": slugs,
        "elsewhere": [slug for slug in slugs if slug not in here],
        "cut_off": len(candidates) == queries.MOST_LOOKED_AT,
        "most": queries.MOST_LOOKED_AT,
        "candidates": [(each, [SIGNAL_LABELS[signal] for signal in each.signals]) for each in candidates],
        "uncounted": sum(each.pack is None for each in candidates),
    }
    return render(request, "authoring/retreat_choosing.html", context)


@login_required
@require_POST
def retreat_packs(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """Have data packs counted: of the agenda, or of all that could be put on it."""
    person, at = signed_in(request), now()
    shown = access.retreat_to_keep(person, retreat_id, at=at)
    if request.POST.get("of") == "all":
        offered = [each.entry.micro_credential for each in queries.candidates_for(shown, today=localdate(at))]
        operations.ask_for_packs(actor=person, retreat=shown, micro_credentials=offered, at=at)
        messages.success(request, _("The data packs are being counted. Open this page again in a minute."))
        return redirect("retreat_choosing", retreat_id)
    operations.ask_for_packs(actor=person, retreat=shown, at=at)
    messages.success(request, _("The data packs are being counted."))
    return redirect("retreat", retreat_id)


@login_required
@require_safe
def retreat_print(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """The agenda with all data packs and what is decided so far, for paper."""
    person, at = signed_in(request), now()
    shown = access.retreat_to_see(person, retreat_id, at=at)
    lines = queries.agenda_of(shown, today=localdate(at))
    context = {
        "retreat": shown,
        "lines": [(_told(line), shown_pack(line.pack)[:2] if line.pack else []) for line in lines],
        "people": _people(shown),
        "closing": MinutesClosing.objects.filter(retreat=shown).select_related("closed_by").first(),
    }
    return render(request, "authoring/retreat_print.html", context)


@login_required
@require_POST
def retreat_minutes(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """Save the minutes: for a script as JSON, for a plain form with a redirect back to their place."""
    person, at = signed_in(request), now()
    shown = access.retreat_to_see(person, retreat_id, at=at)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        words = _("The minutes did not arrive whole, or are too long to be kept. Nothing was saved.")
        return JsonResponse({"message": words}, status=422) if wants_json(request) else HttpResponseBadRequest(words)
    text, revision = form.cleaned_data["text"], form.cleaned_data["revision"]
    try:
        saved = operations.save_minutes(actor=person, retreat=shown, text=text, revision=revision, at=at)
    except operations.MinutesOvertaken as overtaken:
        theirs = overtaken.theirs
        if wants_json(request):
            facts = {"revision": theirs.revision, "theirs": theirs.text, "theirs_saved_at_text": _clock(theirs)}
            return JsonResponse({**facts, "message": str(overtaken)}, status=409)
        return _page(request, person, shown, conflict={"mine": text, "theirs": theirs, "words": overtaken}, status=409)
    except Refusal as refusal:
        if wants_json(request):
            # To a script 409 means two texts to choose from, which this is not.
            status = 422 if refusal.status == 409 else refusal.status
            return JsonResponse({"message": str(refusal), **refusal.as_problem()}, status=status)
        return _page(request, person, shown, refusal=refusal, status=refusal.status)
    if wants_json(request):
        return JsonResponse({"revision": saved.revision, "saved_at_text": _clock(saved)})
    messages.success(request, _("Saved."))
    return redirect("retreat", retreat_id)


@login_required
@require_POST
def retreat_closing(request: HttpRequest, retreat_id: UUID) -> HttpResponse:
    """Close the minutes for good."""
    person, at = signed_in(request), now()
    shown = access.retreat_to_keep(person, retreat_id, at=at)
    seen = request.POST.get("revision", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        return HttpResponseBadRequest(_("The form does not say which minutes it closes. Open the retreat again."))
    try:
        operations.close_minutes(actor=person, retreat=shown, revision=int(seen), at=at)
    except Refusal as refusal:
        return _page(request, person, shown, refusal=refusal, status=refusal.status)
    messages.success(request, _("The minutes are closed."))
    return redirect("retreat", retreat_id)


def _page(
    request: HttpRequest,
    person: Person,
    shown: Retreat,
    *,
    form: RetreatForm | None = None,
    guest_form: GuestForm | None = None,
    refusal: Refusal | None = None,
    conflict: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    keeps = queries.keeps_retreats(person, shown.owner, at=at)
    minutes = Minutes.objects.filter(retreat=shown).select_related("saved_by").first()
    initial = {name: getattr(shown, name) for name in ("name", "starts_on", "ends_on", "place")}
    lines = [_told(line) for line in queries.agenda_of(shown, today=localdate(at))]
    context = {
        "retreat": shown,
        "keeps": keeps,
        "lines": lines,
        "done": sum(line["line"].progress.is_done for line in lines),
        "overdue": sum(line["line"].is_overdue for line in lines),
        "counting": queries.counting_for(shown),
        "people": _people(shown),
        "minutes": minutes,
        "saved": _("Saved {time}").format(time=_clock(minutes)) if minutes else "",
        "closing": MinutesClosing.objects.filter(retreat=shown).select_related("closed_by").first(),
        "form": (form or RetreatForm(initial=initial, places=None)) if keeps else None,
        "guest_form": (guest_form or GuestForm(people=queries.people_to_invite(shown, at=at))) if keeps else None,
        "refusal": refusal,
        "conflict": conflict,
    }
    return render(request, "authoring/retreat.html", context, status=status)


def _told(line: AgendaLine) -> dict[str, Any]:
    """A line of the agenda with its words."""
    pack = line.pack
    return {
        "line": line,
        "course": COURSE_LABELS[line.course] if line.course else "",
        "progress": PROGRESS_LABELS[line.progress],
        "standing_out": [each.name for each in pack.standing_out] if pack else [],
        "was_read": pack is not None and pack.newest is not None and pack.newest.was_read,
        "returns": pack.newest.figure("returns") if pack and pack.newest else None,
    }


def _people(shown: Retreat) -> list[Person]:
    guests = RetreatGuest.objects.filter(retreat=shown).select_related("person").order_by("person__name", "pk")
    return [guest.person for guest in guests]


def _clock(minutes: Minutes) -> str:
    return date_format(localtime(minutes.saved_at), "TIME_FORMAT")

"""Whoever looks whether everything is there and opens: their queue, the work blind, and its files."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import said_in, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.portfolios import access, operations, queries
from microcred.portfolios.forms_pre_checks import GivingBackForm, Looked, LookingForm
from microcred.portfolios.judged_files import serve_judged, serve_judged_form
from microcred.portfolios.models import PreCheck


@login_required
@require_safe
def pre_checks(request: HttpRequest) -> HttpResponse:
    """What is to be looked at next, until when, and what the reader holds."""
    at = now()
    person = access.at_the_pre_checks(signed_in(request), at=at)
    waiting = queries.looking_queue_for(person, at=at)
    say_titles(waiting.versions, get_language() or "")
    return render(request, "portfolios/pre_checks.html", {"queue": waiting})


@login_required
@require_POST
def pre_check_claim(request: HttpRequest) -> HttpResponse:
    """Take the next one."""
    at = now()
    person = access.at_the_pre_checks(signed_in(request), at=at)
    taken = operations.claim_pre_check(actor=person, at=at)
    if taken is None:
        messages.info(request, _("Nothing waits for you right now."))
        return redirect("pre_checks")
    return redirect("pre_check", taken.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pre_check(request: HttpRequest, pre_check_id: UUID) -> HttpResponse:
    """The work without a name, beside one choice for each thing in it. A POST passes it on or gives it back."""
    person, at = signed_in(request), now()
    if request.method != "POST":
        return _page(request, access.pre_check_in_hand(person, pre_check_id, at=at), None, at)
    row = access.pre_check_to_answer(person, pre_check_id, at=at)
    form = LookingForm(request.POST, things=_things(row))
    if form.is_valid():
        number, missing = form.cleaned_data["claim_number"], _missing(row, form)
        with refusals_shown_on(form):
            if missing:
                operations.give_back(actor=person, pre_check=row, claim_number=number, missing=missing, at=at)
                messages.success(request, _("It is back with its educator, with what you saw. Thank you."))
            else:
                operations.pass_on(actor=person, pre_check=row, claim_number=number, at=at)
                messages.success(request, _("It is on its way to those who judge it. Thank you."))
            return redirect("pre_checks")
    held = queries.held_pre_check(person, at=at)
    if held != row:
        for error in form.non_field_errors():
            say_refused(request, error)
        return redirect("pre_checks")
    return _page(request, row, form, at)


@login_required
@require_POST
def pre_check_end(request: HttpRequest, pre_check_id: UUID) -> HttpResponse:
    """Give it back to the queue."""
    person, at = signed_in(request), now()
    row = access.pre_check_to_answer(person, pre_check_id, at=at)
    form = GivingBackForm(request.POST)
    number = form.cleaned_data["claim_number"] if form.is_valid() else 0
    try:
        operations.let_go_pre_check(actor=person, pre_check=row, claim_number=number, at=at)
        messages.success(request, _("Given back. Somebody else takes it."))
    except Refusal as no:
        say_refused(request, no)
    return redirect("pre_checks")


@login_required
@require_safe
def pre_check_file(request: HttpRequest, pre_check_id: UUID, piece_id: UUID) -> HttpResponseBase:
    """One file of the work in hand, under its alias and no other name."""
    return serve_judged(request, access.piece_to_look_at(signed_in(request), pre_check_id, piece_id, at=now()))


@login_required
@require_safe
def pre_check_file_form(request: HttpRequest, pre_check_id: UUID, piece_id: UUID, form: str) -> HttpResponseBase:
    """Another form of a file in hand: its pages, a still of it, or its captions as they were submitted."""
    piece = access.piece_to_look_at(signed_in(request), pre_check_id, piece_id, at=now())
    return serve_judged_form(request, piece, form)


def _things(row: PreCheck) -> list[Looked]:
    """Every answer that is asked for, and every file and link that can be opened, in the order of the page."""
    things = []
    for number, entry in enumerate(queries.contents_of(row.submission).by_requirement, start=1):
        if entry.text:
            things.append(Looked(entry.requirement.pk, None, "text", number))
        pieces = [one for one in entry.items if not one.is_set_aside]
        things += [Looked(entry.requirement.pk, one.id, one.kind, number, one.alias) for one in pieces]
    return things


def _missing(row: PreCheck, form: LookingForm) -> list[operations.Missing]:
    """What the form says is amiss, as the verb takes it."""
    pieces = {piece.pk: piece for piece in row.submission.items.select_related("item__requirement")}
    requirements = {one.pk: one for one in row.submission.pursuit.version.requirements.all()}
    return [
        operations.Missing(
            requirements[one.requirement], reason, note, pieces[one.piece] if one.piece else None, f"{one.key}-note"
        )
        for one, reason, note in form.amiss()
    ]


def _page(request: HttpRequest, row: PreCheck, form: LookingForm | None, at: datetime) -> HttpResponse:
    version = row.submission.pursuit.version
    said = said_in(version, get_language() or "")
    contents = queries.contents_of(row.submission, said)
    form = form or LookingForm(things=_things(row), initial={"claim_number": row.claim_number})
    fields = {(one.requirement, one.piece): form.fields_of(one) for one in form.things}
    seen = queries.completeness_of_submission(row.submission, at=at).by_alias
    context = {
        "pre_check": row,
        "place": queries.place_to_look(row, at=at),
        "said": said,
        "looked": [
            {
                "number": number,
                "contents": entry,
                "fields": fields.get((entry.requirement.pk, None)),
                "pieces": [
                    {
                        "piece": piece,
                        "fields": fields.get((entry.requirement.pk, piece.id)),
                        "seen": seen.get(piece.alias, ()),
                    }
                    for piece in entry.items
                ],
            }
            for number, entry in enumerate(contents.by_requirement, start=1)
            if not entry.is_empty
        ],
        "form": form,
    }
    return render(request, "portfolios/pre_check.html", context, status=422 if form.errors else 200)

"""The doors to a paper itself: opening it, its files, and scoring it for a panel."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_exemplars import JudgementForm, PaperAsideForm
from microcred.calibration.models import Paper
from microcred.calibration.queries.comparing import compared
from microcred.calibration.views.beside_rubric import ASIDE_REASONS, contents_to_judge, paper_beside_rubric
from microcred.catalog.queries import VersionSaid
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.portfolios.judged_files import serve_judged, serve_judged_form


@login_required
@require_POST
def paper_opening(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Begin to read a paper: on a panel, to learn by it, or as who leads."""
    at, person = now(), signed_in(request)
    paper = access.paper_to_open(person, paper_id, at=at)
    on_panel = queries.panel_seat(person, paper) is not None
    try:
        operations.open_paper(actor=person, paper=paper, at=at)
    except Refusal as no:
        say_refused(request, no)
    if on_panel:
        return redirect("panel_reading", paper.pk)
    return redirect("practice_paper" if "learn" in request.POST else "paper", paper.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel_reading(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A paper beside the rubric, for one of its panel, alone; once all are in, what the others found."""
    person, at = signed_in(request), now()
    paper = access.panel_paper(person, paper_id)
    said, form = paper_beside_rubric(request, paper, asks_words=True)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.score_for_panel(
                actor=person,
                paper=paper,
                judgements=form.judgements(),
                form_key=form.cleaned_data["form_key"],
                at=at,
            )
            messages.success(
                request, _("Your reading is saved for good. Once all are in you see what the others found.")
            )
            return redirect("panel_reading", paper.pk)
    return _panel_page(request, person, paper, form, said)


@login_required
@require_POST
def panel_departure(request: HttpRequest, paper_id: UUID, panelist_id: UUID) -> HttpResponse:
    """Step back from a panel, or let somebody go."""
    person, at = signed_in(request), now()
    panelist = access.led_panelist(person, paper_id, panelist_id, at=at)
    own = panelist.person_id == person.pk
    try:
        operations.step_back_from_panel(actor=person, panelist=panelist, at=at)
        messages.success(
            request, _("They are not on the panel any more.") if not own else _("Somebody else scores it.")
        )
    except Refusal as no:
        say_refused(request, no)
    return redirect("home") if own else redirect("paper", paper_id)


@login_required
@require_POST
def paper_setting_aside(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Set something in a paper aside for privacy; nobody reads the paper until that is settled."""
    person = signed_in(request)
    paper = access.opened_paper(person, paper_id)
    form = PaperAsideForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose what shows it, then press what it is. Go back and try again."))
    said = form.cleaned_data
    operations.set_paper_aside(
        actor=person,
        paper=paper,
        piece=access.row_of_paper(paper, said["piece"]),
        reason=said["reason"],
        words=said["words"],
        at=now(),
    )
    messages.success(request, _("Set aside. Nobody reads this paper until somebody has settled it. Thank you."))
    return redirect("home")


@login_required
@require_safe
def paper_file(request: HttpRequest, paper_id: UUID, piece_id: UUID) -> HttpResponseBase:
    """One file of a paper that was opened, under its alias and no other name."""
    return serve_judged(request, access.paper_piece(signed_in(request), paper_id, piece_id, at=now()))


@login_required
@require_safe
def paper_file_form(request: HttpRequest, paper_id: UUID, piece_id: UUID, form: str) -> HttpResponseBase:
    """Another form of a file of a paper: its pages, a still of it, or its captions as they were submitted."""
    return serve_judged_form(request, access.paper_piece(signed_in(request), paper_id, piece_id, at=now()), form)


def _panel_page(
    request: HttpRequest, person: Person, paper: Paper, form: JudgementForm, said: VersionSaid
) -> HttpResponse:
    standing = queries.standing_of(paper)
    is_opened = queries.has_opened(person, paper)
    own = next((seat for seat in standing.seats if seat.panelist.person_id == person.pk), None)
    is_read = own is not None and own.reading is not None
    readings = [seat.reading for seat in standing.seats if seat.reading is not None]
    context = {
        "paper": paper,
        "said": said,
        "standing": standing,
        "own": own,
        "is_opened": is_opened,
        "is_read": is_read,
        "form": form,
        "aside_reasons": ASIDE_REASONS,
        "contents": contents_to_judge(paper, said) if is_opened else None,
        "compared": compared(paper, said.rubric, readings) if standing.all_in and is_read else (),
    }
    return render(request, "calibration/panel_reading.html", context, status=422 if form.errors else 200)

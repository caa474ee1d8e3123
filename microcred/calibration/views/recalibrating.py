"""An assessor's doors to a paused right, and to the papers that win it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.queries.comparing import compared
from microcred.calibration.views.beside_rubric import ASIDE_REASONS, contents_to_judge, paper_beside_rubric
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recalibration(request: HttpRequest, pause_id: UUID) -> HttpResponse:
    """Why a right is paused, the way back, and how far one is; a POST opens the paper to be read now."""
    person, at = signed_in(request), now()
    pause = access.own_pause(person, pause_id)
    if request.method == "POST":
        try:
            given = operations.take_recalibration(actor=person, pause=pause, at=at)
        except Refusal as no:
            say_refused(request, no)
            return redirect("recalibration", pause.pk)
        return redirect("recalibration_paper", pause.pk, given.pk) if given else redirect("recalibration", pause.pk)
    standing = queries.standing_of_pause(pause, at=at)
    said = said_in(pause.version, get_language() or "")
    rounds = queries.rounds_in_words(standing, get_language() or "")
    context = {"pause": pause, "standing": standing, "said": said, "rounds": rounds}
    return render(request, "calibration/recalibration.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recalibration_paper(request: HttpRequest, pause_id: UUID, given_id: UUID) -> HttpResponse:
    """A paper beside the rubric, blind; once it is read, what is agreed beside what one found."""
    person, at = signed_in(request), now()
    given = access.paper_of_recalibration(person, pause_id, given_id)
    paper = given.paper
    said, form = paper_beside_rubric(request, paper, asks_words=False)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            try:
                operations.answer_recalibration_paper(
                    actor=person,
                    given=given,
                    judgements=form.judgements(),
                    form_key=form.cleaned_data["form_key"],
                    at=at,
                )
            except operations.AnotherPaper as no:
                # what there was to read is not open any more, so there is no page to show it on
                say_refused(request, no)
                return redirect("recalibration", pause_id)
            messages.success(request, _("Kept. What is agreed stands beside what you found."))
            return redirect("recalibration_paper", pause_id, given.pk)
    standing = queries.standing_of_pause(access.own_pause(person, pause_id), at=at)
    reading = queries.reading_of_given(given)
    is_now = standing.last is not None and standing.last.given == given
    if not is_now and (reading is None or not queries.papers_in_use().filter(pk=paper.pk).exists()):
        return redirect("recalibration", pause_id)
    rows = compared(paper, said.rubric, [reading]) if reading else ()
    context = {
        "paper": paper,
        "given": given,
        "pause": standing.pause,
        "standing": standing,
        "said": said,
        "reading": reading,
        "form": form,
        "rows": rows,
        "alike": sum(one.is_as_agreed for one in rows),
        "aside_reasons": ASIDE_REASONS,
        "contents": contents_to_judge(paper, said),
    }
    return render(request, "calibration/recalibration_paper.html", context, status=422 if form.errors else 200)

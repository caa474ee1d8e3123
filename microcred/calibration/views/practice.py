"""An assessor's doors to what they learn by."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.models import PaperSet
from microcred.calibration.queries.comparing import compared
from microcred.calibration.views.beside_rubric import ASIDE_REASONS, contents_to_judge, paper_beside_rubric
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in


@login_required
@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """The anchor and practice papers of each version, and how near the reader came."""
    at = now()
    person = access.who_assesses(signed_in(request), at=at)
    lessons = queries.lessons_for(person, at=at)
    trials = queries.trials_for(person, list(queries.versions_to_qualify_for(person, at=at)), at=at)
    pauses = list(queries.open_pauses(person))
    versions = [
        *(pause.version for pause in pauses),
        *(lesson.version for lesson in lessons),
        *(trial.version for trial in trials),
    ]
    say_titles(versions, get_language() or "")
    return render(request, "calibration/practice.html", {"lessons": lessons, "trials": trials, "pauses": pauses})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A paper beside the rubric; once it is scored, what is agreed beside one's own. What is an anchor and
    nothing else shows it at once."""
    person, at = signed_in(request), now()
    paper = access.paper_to_learn_by(person, paper_id, at=at)
    said, form = paper_beside_rubric(request, paper, asks_words=False)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.practise(
                actor=person,
                paper=paper,
                judgements=form.judgements(),
                form_key=form.cleaned_data["form_key"],
                at=at,
            )
            messages.success(request, _("Kept. What is agreed stands beside what you found."))
            return redirect("practice_paper", paper.pk)
    is_opened = queries.has_opened(person, paper)
    # What is to be practised on is scored before anything is said of it, whatever else it is for.
    shows_at_once = not queries.stands_among(paper, PaperSet.Kind.PRACTICE)
    reading = queries.practice_reading(person, paper)
    anew = form.is_bound or "again" in request.GET
    shows = is_opened and (shows_at_once or reading is not None) and not anew
    rows = compared(paper, said.rubric, [reading] if reading else []) if shows else ()
    context = {
        "paper": paper,
        "said": said,
        "is_opened": is_opened,
        "shows_at_once": shows_at_once,
        "reading": reading,
        "form": form,
        "rows": rows,
        "alike": sum(one.is_as_agreed for one in rows),
        "aside_reasons": ASIDE_REASONS,
        "contents": contents_to_judge(paper, said) if is_opened else None,
    }
    return render(request, "calibration/practice_paper.html", context, status=422 if form.errors else 200)

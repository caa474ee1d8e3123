"""A learner's doors: the way to score, the modules, their pages, and the time that is counted."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_training import AnswerForm, MarkForm
from microcred.calibration.models import TrainingAnswer, TrainingEdition, TrainingMark
from microcred.calibration.rules.active_time import MOST_GAP
from microcred.calibration.rules.modules import Content, Question
from microcred.catalog.queries import say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

GAP_MINUTES = int(MOST_GAP.total_seconds() // 60)


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it: with what the reader answered last, if they did."""

    number: int
    question: Question
    options: list[tuple[int, str, bool]]
    """its place, its words, and whether it was chosen"""
    answer: TrainingAnswer | None


@dataclass(frozen=True)
class PageRow:
    """A page in the list of a module."""

    number: int
    title: str
    is_read: bool
    left: int
    """questions not answered rightly yet"""


@login_required
@require_safe
def learn_to_score(request: HttpRequest) -> HttpResponse:
    """Training, practice, test, certificate: where the reader stands, and what comes next."""
    at = now()
    person = access.who_assesses(signed_in(request), at=at)
    path = queries.path_of(person, at=at)
    say_titles([way.version for way in path.ways], get_language() or "")
    return render(request, "calibration/learn_to_score.html", {"path": path, "gap": GAP_MINUTES, "at": at})


@login_required
@require_safe
def training_module(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """A module: its pages, what is left of it, the time that was counted, and how."""
    person, at = signed_in(request), now()
    edition = access.edition_to_read(person, module_id, at=at)
    step = queries.step_with(person, edition, at=at)
    language, content = edition.said(get_language() or "")
    rows = _rows(person, edition, content)
    unread = next((row for row in rows if not row.is_read or row.left), None)
    context = {
        "edition": edition,
        "step": step,
        "content": content,
        "language": language,
        "rows": rows,
        "goes_on_at": unread.number if unread else 1,
        "is_finished": unread is None,
        "is_begun": any(row.is_read for row in rows),
        "counts": step.counts(at),
        "gap": GAP_MINUTES,
    }
    return render(request, "calibration/training_module.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_page(request: HttpRequest, module_id: UUID, number: int) -> HttpResponse:
    """One page of a module; opening it is where its time begins. A POST answers a question of it."""
    person, at = signed_in(request), now()
    edition = access.edition_to_read(person, module_id, at=at)
    language, content = edition.said(get_language() or "")
    if not 1 <= number <= len(content.pages):
        raise Http404
    here = reverse("training_page", args=[module_id, number])
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if not form.is_valid():
            raise Http404
        question = form.cleaned_data["question"]
        try:
            operations.answer_question(
                actor=person,
                edition=edition,
                page=number,
                question=question,
                chosen=form.cleaned_data["chosen"],
                at=at,
            )
        except Refusal as no:
            say_refused(request, no)
        return redirect(f"{here}#question-{question}")
    mark = None
    if request.method == "GET":
        mark = operations.open_page(actor=person, edition=edition, page=number, at=at)
    page = content.pages[number - 1]
    context = {
        "edition": edition,
        "content": content,
        "language": language,
        "page": page,
        "number": number,
        "pages": len(content.pages),
        "next_page": number + 1 if number < len(content.pages) else None,
        "asked": _asked(person, edition, number, page.questions),
        "mark": mark,
        "minutes": queries.minutes_counted(person, edition.module),
        "gap": GAP_MINUTES,
    }
    return render(request, "calibration/training_page.html", context)


@login_required
@require_POST
def training_time(request: HttpRequest, module_id: UUID, number: int) -> HttpResponse:
    """A page says that it is still looked at, or was left; the answer is the time so far, in words."""
    person, at = signed_in(request), now()
    edition = access.edition_to_read(person, module_id, at=at)
    form = MarkForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        kind = TrainingMark.Kind(said["kind"])
        operations.keep_time(actor=person, edition=edition, page=number, tab=said["tab"], kind=kind, at=at)
    minutes = queries.minutes_counted(person, edition.module)
    return render(request, "calibration/training_minutes.html", {"minutes": minutes})


@login_required
@require_POST
def training_completion(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Be done with a module."""
    person, at = signed_in(request), now()
    edition = access.edition_to_read(person, module_id, at=at)
    if request.POST.get("edition", "") != str(edition.pk):
        say_refused(request, operations.NewerEdition())
        return redirect("training_module", module_id)
    try:
        operations.complete_module(actor=person, edition=edition, at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("training_module", module_id)
    messages.success(request, _("Done. It stands in your service record, with the minutes that were counted."))
    return redirect("learn_to_score")


def _rows(person: Person, edition: TrainingEdition, content: Content) -> list[PageRow]:
    opened, answers = queries.pages_opened(person, edition), queries.last_answers(person, edition)
    right = {place for place, answer in answers.items() if answer.is_right}
    return [
        PageRow(
            number,
            page.title,
            number in opened,
            sum((number, one) not in right for one in range(1, len(page.questions) + 1)),
        )
        for number, page in enumerate(content.pages, start=1)
    ]


def _asked(person: Person, edition: TrainingEdition, number: int, questions: tuple[Question, ...]) -> list[Asked]:
    answers = queries.last_answers(person, edition)
    found = []
    for place, one in enumerate(questions, start=1):
        answer = answers.get((number, place))
        chosen = set(answer.chosen) if answer else set()
        options = [(spot, option.words, spot in chosen) for spot, option in enumerate(one.options)]
        found.append(Asked(place, one, options, answer))
    return found

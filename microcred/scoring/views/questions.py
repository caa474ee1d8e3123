"""The doors to questions about work in hand: an assessor's, and a lead's."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import VersionSaid, said_in, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person
from microcred.scoring import access, operations, queries
from microcred.scoring.forms import HoldingForm
from microcred.scoring.forms_questions import AnswerForm, FurtherForm, QuestionForm
from microcred.scoring.models import Question, QueueItem


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What the reader asked about a submission, with the answers; while they hold it, a POST asks."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    said = said_in(item.version, get_language() or "")
    criteria = [(str(one.id), one.name) for one in said.rubric.criteria]
    if request.method == "POST":
        form = QuestionForm(request.POST, criteria=criteria)
    else:
        about = request.GET.get("criterion", "")
        form = QuestionForm(criteria=criteria, initial={"claim_number": item.claim_number, "criterion": about})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.ask_lead(
                actor=person,
                item=item,
                claim_number=typed["claim_number"],
                criterion=access.criterion_in(item, UUID(typed["criterion"])) if typed["criterion"] else None,
                words=typed["words"],
                words_stand=typed["words_stand"],
                at=at,
            )
            messages.success(request, _("Asked. The submission stays yours while you wait."))
            return redirect("questions", item.key)
    return _questions_page(request, person, item, said, form)


@login_required
@require_POST
def question_further(request: HttpRequest, item_id: UUID, question_id: UUID) -> HttpResponse:
    """Ask on, after an answer."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    question = access.own_question(person, item, question_id)
    form = FurtherForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.ask_further(
                actor=person,
                question=question,
                claim_number=typed["claim_number"],
                words=typed["words"],
                words_stand=typed["words_stand"],
                at=at,
            )
            messages.success(request, _("Asked. The submission stays yours while you wait."))
            return redirect("questions", item.key)
    said = said_in(item.version, get_language() or "")
    return _questions_page(request, person, item, said, None, question, form)


@login_required
@require_POST
def question_wait(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Wait no more for an answer."""
    person, at = signed_in(request), now()
    item = access.claimed_item(person, item_id, at=at)
    holding = HoldingForm(request.POST)
    if not holding.is_valid():
        raise Http404
    number = holding.cleaned_data["claim_number"]
    operations.go_on_without_answer(actor=person, item=item, claim_number=number, at=at)
    messages.success(request, _("You go on without the answer. If one is given, you still hear of it."))
    return redirect("workbench", item.key)


@login_required
@require_safe
def lead_questions(request: HttpRequest) -> HttpResponse:
    """What assessors ask, where the reader may answer: what somebody waits for first."""
    at = now()
    lead = access.leads_somewhere(signed_in(request), at=at)
    listed = queries.questions_listed(lead, at=at)
    say_titles([one.question.item.version for one in listed], get_language() or "")
    return render(request, "scoring/lead_questions.html", {"listed": listed, "at": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lead_question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """The question beside the work, for who chose to look; a POST chooses to."""
    lead, at = signed_in(request), now()
    question = access.question_for(lead, question_id, at=at)
    if request.method == "POST":
        operations.open_question(actor=lead, question=question, at=at)
        return redirect("lead_question", question.pk)
    if not queries.has_opened_question(lead, question):
        return render(request, "scoring/lead_question_unopened.html", {"question": question})
    return _lead_page(request, question, AnswerForm())


@login_required
@require_POST
def lead_answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Answer in words."""
    lead, at = signed_in(request), now()
    question = access.question_for(lead, question_id, at=at)
    form = AnswerForm(request.POST)
    if not queries.has_opened_question(lead, question):
        return redirect("lead_question", question.pk)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.answer_question(
                actor=lead, question=question, words=typed["words"], words_stand=typed["words_stand"], at=at
            )
            messages.success(request, _("Answered. Whoever asked hears of it now."))
            return redirect("lead_question", question.pk)
    return _lead_page(request, question, form)


def _questions_page(
    request: HttpRequest,
    person: Person,
    item: QueueItem,
    said: VersionSaid,
    form: QuestionForm | None,
    asked_on: Question | None = None,
    further: FurtherForm | None = None,
) -> HttpResponse:
    try:
        in_hand = access.item_in_hand(person, item.pk, at=now()) is not None
    except Http404:
        in_hand = False
    asking = queries.asking_of(person, item)
    new = QuestionForm(
        criteria=[(str(one.id), one.name) for one in said.rubric.criteria],
        initial={"claim_number": item.claim_number},
    )
    rows = []
    for thread in asking.threads:
        mine = further if asked_on is not None and thread.question.pk == asked_on.pk else None
        fresh = FurtherForm(initial={"claim_number": item.claim_number}, auto_id=f"id_{thread.question.pk}_%s")
        rows.append((thread, mine or fresh))
    context = {
        "item": item,
        "said": said,
        "names": {one.id: one.name for one in said.rubric.criteria},
        "in_hand": in_hand,
        "asking": asking,
        "rows": rows,
        "form": form or new,
        "answer_days": operations.ANSWER_DAYS,
    }
    errors = (form is not None and form.errors) or (further is not None and further.errors)
    return render(request, "scoring/questions.html", context, status=422 if errors else 200)


def _lead_page(request: HttpRequest, question: Question, form: AnswerForm) -> HttpResponse:
    item, at = question.item, now()
    said = said_in(item.version, get_language() or "")
    shows_work = queries.shows_work(item)
    thread = queries.thread_of(question)
    context = {
        "question": question,
        "item": item,
        "said": said,
        "thread": thread,
        "is_paper": item.paper_id is not None,
        "shows_work": shows_work,
        "handed": queries.evidence_of(item.submission, said) if shows_work else (),
        "place": queries.place_of(item, at=at),
        # Of a validity paper nobody waits for what comes of it.
        "claim": queries.claim_in_hand(item, at=at) if item.paper_id is None else None,
        "about": next((one for one in said.rubric.criteria if one.id == question.criterion_id), None),
        "form": form,
    }
    return render(request, "scoring/lead_question.html", context, status=422 if form.errors else 200)

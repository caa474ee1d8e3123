"""The verbs of who is trained: open a page, let time count, answer a question, and be done with a module."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.calibration.events import TrainingCompleted
from microcred.calibration.models import TrainingAnswer, TrainingCompletion, TrainingEdition, TrainingMark
from microcred.calibration.queries.training import (
    Step,
    editions_to_read,
    last_answers,
    marks_of,
    minutes_counted,
    pages_opened,
    step_with,
)
from microcred.calibration.rules.modules import Content, Question
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class NewerEdition(Refusal):
    """Another edition is read now."""

    message = _("A newer edition of this module was published while you read. Your time is kept; go on with that one.")


class NothingChosen(Refusal):
    """No answer was chosen."""

    message = _("Choose an answer first.")
    status = 422


class PagesLeft(Refusal):
    """Pages were not opened yet."""

    message = _("Open every page first. Left to read: {pages}.")


class QuestionsLeft(Refusal):
    """Questions were not answered rightly yet."""

    message = _("Answer every question first, as often as you like. Left on the pages: {pages}.")


@operation
def open_page(*, actor: Person, edition: TrainingEdition, page: int, at: datetime) -> TrainingMark | None:
    """Open a page of a module; from then on its time counts. None: the module is done, and nothing is counted.

    Raises:
        NotAllowed: the actor does not assess for whose module it is, or the edition is not the one that is read.
    """
    hold(actor.pk)
    if not _step(actor, edition, at).counts(at):
        return None
    return _mark(actor, edition, page, uuid7(), TrainingMark.Kind.OPENED, at)


@operation
def keep_time(
    *, actor: Person, edition: TrainingEdition, page: int, tab: UUID, kind: TrainingMark.Kind, at: datetime
) -> TrainingMark | None:
    """Note that a page, opened before, is still looked at or was left. None: nothing is counted (any more).

    Args:
        tab: of the mark that `open_page` made; another one counts for nothing.
    """
    # What is done meanwhile, in another tab, has forgotten its marks, and none may come after it.
    hold(actor.pk)
    opened = TrainingMark.objects.filter(
        person=actor, edition=edition, page=page, tab=tab, kind=TrainingMark.Kind.OPENED
    )
    if not opened.exists() or kind == TrainingMark.Kind.OPENED:
        return None
    return _mark(actor, edition, page, tab, kind, at)


@operation
def answer_question(
    *,
    actor: Person,
    edition: TrainingEdition,
    page: int,
    question: int,
    chosen: Collection[int],
    at: datetime,
) -> TrainingAnswer:
    """Answer a question of a page. As often as one likes; every answer is kept, and nobody else is shown it.

    Args:
        page, question: from 1.
        chosen: the places of the chosen answers, from 0.

    Raises:
        NothingChosen, NotAllowed.
    """
    _step(actor, edition, at)
    asked = _question(edition.said("")[1], page, question)
    picked = sorted({one for one in chosen if 0 <= one < len(asked.options)})
    if not picked:
        raise NothingChosen
    hold(actor.pk)
    last = TrainingMark.objects.filter(person=actor, edition=edition, page=page).order_by("at", "pk").last()
    if last is not None:
        _mark(actor, edition, page, last.tab, TrainingMark.Kind.SEEN, at)
    return TrainingAnswer.objects.create(
        person=actor,
        edition=edition,
        page=page,
        question=question,
        chosen=picked,
        is_right=frozenset(picked) == asked.right,
        answered_at=at,
    )


@operation
def complete_module(*, actor: Person, edition: TrainingEdition, at: datetime) -> TrainingCompletion:
    """Be done with a module: every page was opened, every question answered rightly once. Its minutes are fixed, and
    the marks by which they were counted are forgotten. A second click is the same completion.

    Raises:
        NewerEdition, PagesLeft, QuestionsLeft, NotAllowed.
    """
    hold(actor.pk)
    if TrainingEdition.objects.filter(module=edition.module_id, number__gt=edition.number).exists():
        raise NewerEdition
    step = _step(actor, edition, at)
    if not step.counts(at) and step.completion is not None:
        return step.completion
    opened = pages_opened(actor, edition)
    if step.is_done and not opened and step.completion is not None:
        return step.completion
    content = edition.said("")[1]
    unread = [place for place in range(1, len(content.pages) + 1) if place not in opened]
    if unread:
        raise PagesLeft(pages=", ".join(map(str, unread)))
    answers = last_answers(actor, edition)
    unanswered = [
        place
        for place, page in enumerate(content.pages, start=1)
        if not all((place, one) in answers and answers[place, one].is_right for one in _numbers(page.questions))
    ]
    if unanswered:
        raise QuestionsLeft(pages=", ".join(map(str, unanswered)))
    marks = marks_of(actor, [edition.module_id])
    last = marks.filter(edition=edition).order_by("at", "pk").last()
    if last is not None:
        _mark(actor, edition, last.page, last.tab, TrainingMark.Kind.SEEN, at)
    completion = TrainingCompletion.objects.create(
        person=actor, edition=edition, minutes=minutes_counted(actor, edition.module), completed_at=at
    )
    marks.delete()
    announce(TrainingCompleted(completion.pk))
    return completion


def _step(actor: Person, edition: TrainingEdition, at: datetime) -> Step:
    if not editions_to_read(actor, at=at).filter(pk=edition.pk).exists():
        raise NotAllowed
    return step_with(actor, edition, at=at)


def _mark(
    actor: Person, edition: TrainingEdition, page: int, tab: UUID, kind: TrainingMark.Kind, at: datetime
) -> TrainingMark:
    return TrainingMark.objects.create(person=actor, edition=edition, page=page, tab=tab, kind=kind, at=at)


def _question(content: Content, page: int, question: int) -> Question:
    try:
        return content.pages[page - 1].questions[question - 1]
    except IndexError:
        raise NotAllowed from None


def _numbers(questions: tuple[Question, ...]) -> range:
    return range(1, len(questions) + 1)

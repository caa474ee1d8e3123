"""Asking who leads the assessing about the work in hand, and answering. A lead never says which level it is."""

from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import people_with
from microcred.portfolios.operations import note_judge
from microcred.portfolios.privacy import look
from microcred.portfolios.queries import known_of
from microcred.scoring.models import Claim, Question, QuestionStep, QueueItem
from microcred.scoring.operations.appeals import WordsName
from microcred.scoring.operations.claims import held_by, locked, not_on_hold
from microcred.scoring.operations.readings import LevelOfAnother
from microcred.scoring.operations.waits import (
    ANSWER_DAYS,
    begin_wait,
    come_back_until,
    end_wait,
    is_held_under,
    keep_until,
    let_clock_go_on_after,
)
from microcred.scoring.queries import (
    end_of_business_days,
    has_opened_question,
    has_stepped_back,
    leads_to_ask,
    may_answer,
    openings_of,
    thread_of,
    unanswered_in,
    wait_under_way,
)

LONGEST_TURN = 2_000
"""characters"""

Kind = QuestionStep.Kind


class NothingAsked(Refusal):
    """A question without a word."""

    message = _("Write what you would like to know: what the rubric leaves open here, and between what you hesitate.")
    field = "words"
    status = 422


class NothingAnswered(Refusal):
    """An answer without a word."""

    message = _("Write how you read it, and why. Which level it is stays for whoever asked to judge.")
    field = "words"
    status = 422


class WaitsForAnAnswer(Refusal):
    """Something else was asked and is not answered."""

    message = _(
        "You wait for the answer to another question about this submission. Wait for it, or go on without it; then ask "
        "the next one."
    )


class NotAnsweredYet(Refusal):
    """What was asked last in it has no answer."""

    message = _("This question has not been answered yet. You hear as soon as it is; until then you may go on without.")


class NobodyToAsk(Refusal):
    """Every lead has read it, or is too close to it."""

    message = _(
        "Nobody who leads the assessing may look at this submission. Judge it by the rubric as you read it, or give it "
        "back to the queue."
    )


class NotOpenedYet(Refusal):
    """The actor has not looked at what is asked."""

    message = _("Look at the question and the work first: open it from the list.")


class AnsweredByNow(Refusal):
    """Somebody else answered it."""

    message = _("Somebody else has answered this question. Take the next one of the list.")


@operation
def ask_lead(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion | None,
    words: str,
    at: datetime,
    words_stand: bool = False,
) -> QuestionStep:
    """Ask those who lead the assessing about a submission in hand. The same asked twice is asked.

    While the actor waits for the answer the submission stays theirs and the clock of its promise stands still, for
    `ANSWER_DAYS` at most. They may go on without the answer, and give the submission back, whenever they like.

    Args:
        criterion: which one it is about; None for the whole.
        words_stand: whether they may stand although the privacy helper finds somebody in them.

    Raises:
        NothingAsked, WordsName, WaitsForAnAnswer, NobodyToAsk, LevelOfAnother; and what `held_by` does.
    """
    held = held_by(actor, item, claim_number, at)
    not_on_hold(held)
    if criterion is not None and criterion.version_id != held.version_id:
        raise LevelOfAnother
    words = _words(words, NothingAsked)
    waiting = wait_under_way(held)
    if waiting is not None:
        if (waiting.question.criterion_id, waiting.words) == (criterion.pk if criterion else None, words):
            return waiting
        raise WaitsForAnAnswer
    name_nobody(actor, words, words_stand, at)
    leads = leads_to_ask(actor, held, at=at)
    if not leads:
        raise NobodyToAsk
    question = Question.objects.create(item=held, criterion=criterion, asked_by=actor, asked_at=at)
    return _asked(question, held, words, leads, at)


@operation
def ask_further(
    *,
    actor: Person,
    question: Question,
    claim_number: int,
    words: str,
    at: datetime,
    words_stand: bool = False,
) -> QuestionStep:
    """Ask on, once a question was answered, while the submission is in hand. The same asked twice is asked.

    Raises:
        NothingAsked, WordsName, NotAnsweredYet, WaitsForAnAnswer, NobodyToAsk, NotAllowed; and what `held_by` does.
    """
    if question.asked_by_id != actor.pk:
        raise NotAllowed
    held = held_by(actor, question.item, claim_number, at)
    not_on_hold(held)
    words = _words(words, NothingAsked)
    open_one, waiting = unanswered_in(question), wait_under_way(held)
    if open_one is not None:
        if open_one.words == words and open_one == waiting:
            return open_one
        raise NotAnsweredYet
    if waiting is not None:
        raise WaitsForAnAnswer
    name_nobody(actor, words, words_stand, at)
    leads = leads_to_ask(actor, held, at=at)
    if not leads:
        raise NobodyToAsk
    return _asked(question, held, words, leads, at)


@operation
def go_on_without_answer(*, actor: Person, item: QueueItem, claim_number: int, at: datetime) -> QuestionStep | None:
    """Wait no more for an answer; it comes all the same, if it comes. None where nothing is waited for."""
    held = held_by(actor, item, claim_number, at)
    waiting = wait_under_way(held)
    if waiting is None:
        return None
    ended = end_wait(held, waiting, Kind.GONE_ON, at, actor)
    keep_until(held, come_back_until(held, at))
    return ended


@operation
def open_question(*, actor: Person, question: Question, at: datetime) -> QuestionStep:
    """See what is asked, and the work, blind. Whoever does is no reader of it from then on, nor learns whose it is.

    Raises:
        NotAllowed.
    """
    # Whoever claims something takes this lock first, so that of reading it and answering about it one comes about.
    hold(actor.pk)
    item = locked(question.item)
    opened = openings_of(actor, item).first()
    if opened is not None:
        return opened
    if question.asked_by_id == actor.pk or not may_answer(actor, item, at=at):
        raise NotAllowed
    note_judge(actor=actor, submission=item.submission, at=at)
    item.close_to = [*item.close_to, actor.pk]
    item.save(update_fields=["close_to"])
    return QuestionStep.objects.create(question=question, kind=Kind.OPENED, taken_by=actor, taken_at=at)


@operation
def answer_question(
    *, actor: Person, question: Question, words: str, at: datetime, words_stand: bool = False
) -> QuestionStep:
    """Answer what was asked last, in words. The same answered twice is answered; a level is set by nobody.

    Args:
        words_stand: whether they may stand although the privacy helper finds somebody in them.

    Raises:
        NothingAnswered, WordsName, NotOpenedYet, AnsweredByNow, NotAllowed.
    """
    item = locked(question.item)
    if question.asked_by_id == actor.pk:
        raise NotAllowed
    if not has_opened_question(actor, question):
        raise NotOpenedYet
    words = _words(words, NothingAnswered)
    asked = unanswered_in(question)
    if asked is None:
        last = thread_of(question).turns[-1]
        if (last.taken_by_id, last.words) == (actor.pk, words):
            return last
        raise AnsweredByNow
    name_nobody(actor, words, words_stand, at)
    waits = not hasattr(asked, "end")
    answer = QuestionStep.objects.create(
        question=question,
        kind=Kind.ANSWERED,
        words=words,
        answers=asked,
        ends=asked if waits else None,
        taken_by=actor,
        taken_at=at,
    )
    if waits:
        let_clock_go_on_after(item, asked, at)
    if is_held_under(item, asked.claim, at):
        keep_until(item, come_back_until(item, at))
    if not has_stepped_back(question.asked_by, item):
        _tell_asker(
            answer,
            "question_answered",
            _("A lead answered your question: {alias}"),
            _(
                "Who leads the assessing answered what you asked about submission {alias}, “{title}”. The answer "
                "stands beside the work; which level it is stays yours to judge."
            ),
            at,
        )
    return answer


@operation
def let_wait_no_more(*, actor: None, step: QuestionStep, at: datetime) -> QuestionStep | None:
    """End a wait that is over by itself: the submission is not in the asker's hands any more, or no answer came in
    time. None where it is not, or is over already. The question stays, and is answered all the same.

    What got no answer in time is told to who asked, and to those who look after the organization.
    """
    item = locked(step.question.item)
    waiting = wait_under_way(item)
    if waiting is None or waiting.pk != step.pk or waiting.until is None:
        return None
    held = is_held_under(item, waiting.claim, at)
    if held and at < waiting.until:
        return None
    ended = end_wait(item, waiting, Kind.OVERDUE if held else Kind.LEFT, at)
    if held:
        _tell_asker(
            ended,
            "question_overdue",
            _("No answer yet: {alias}"),
            _(
                "Nobody answered what you asked about submission {alias}, “{title}”, and its educator cannot wait any "
                "longer: the clock goes on. Judge it by the rubric as you read it, or give it back to the queue. An "
                "answer still comes to you, if one is given."
            ),
            at,
        )
        _tell_who_looks_after(ended, item, at)
    return ended


@operation
def remind_of_question(*, actor: None, step: QuestionStep, at: datetime) -> QuestionStep | None:
    """Remind those who may answer what was asked more than a business day ago, once; None where it is too early or
    was done."""
    item = locked(step.question.item)
    owner = item.version.micro_credential.owner
    open_one = unanswered_in(step.question)
    reminded = step.question.steps.filter(kind=Kind.REMINDED, taken_at__gte=step.taken_at)
    if open_one != step or at < end_of_business_days(owner, 1, at=step.taken_at) or reminded.exists():
        return None
    made = QuestionStep.objects.create(question=step.question, kind=Kind.REMINDED, taken_at=at)
    _tell_leads(
        made,
        leads_to_ask(step.question.asked_by, item, at=at),
        _("A question of an assessor has not been answered"),
        at,
    )
    return made


def name_nobody(actor: Person, words: str, words_stand: bool, at: datetime) -> None:
    """Refuse words that may say who somebody is, unless whoever wrote them says that they may stand."""
    found = [] if words_stand else [each.words for each in look(words, known_of(actor, at=at))]
    if found:
        raise WordsName(found=", ".join(f"“{each}”" for each in found[:5]))


def _words(typed: str, missing: type[Refusal]) -> str:
    words = typed.strip()[:LONGEST_TURN]
    if not words:
        raise missing
    return words


def _asked(question: Question, held: QueueItem, words: str, leads: list[Person], at: datetime) -> QuestionStep:
    claim = Claim.objects.get(item=held, number=held.claims_made)
    step = QuestionStep.objects.create(
        question=question,
        kind=Kind.ASKED,
        words=words,
        claim=claim,
        until=end_of_business_days(held.version.micro_credential.owner, ANSWER_DAYS, at=at),
        taken_by=question.asked_by,
        taken_at=at,
    )
    begin_wait(held, step)
    _tell_leads(step, leads, _("An assessor has a question"), at)
    return step


def _tell_leads(step: QuestionStep, leads: list[Person], subject: str | Promise, at: datetime) -> None:
    for lead in leads:
        tell(
            actor=None,
            person=lead,
            kind="question_to_answer",
            subject=subject,
            body=_(
                "An assessor asks how the rubric is to be read for work before them. You see the work as they do, "
                "without a name, and are no reader of it from then on. Which level it is stays theirs to judge."
            ),
            path=reverse("lead_question", args=[step.question_id]),
            key=f"question_to_answer:{step.pk}",
            at=at,
        )


def _tell_asker(step: QuestionStep, kind: str, subject: str | Promise, body: str | Promise, at: datetime) -> None:
    item = step.question.item
    tell(
        actor=None,
        person=step.question.asked_by,
        kind=kind,
        subject=subject,
        body=body,
        facts={"alias": item.alias, "title": title_for_readers(item.version)},
        path=reverse("questions", args=[item.key]),
        key=f"{kind}:{step.pk}",
        at=at,
    )


def _tell_who_looks_after(step: QuestionStep, item: QueueItem, at: datetime) -> None:
    owner = item.version.micro_credential.owner
    for person in people_with(Role.ORG_ADMIN, organization=owner, at=at):
        tell(
            actor=None,
            person=person,
            kind="question_unanswered",
            subject=_("Nobody answers the assessors’ questions"),
            body=format_lazy(
                _(
                    "An assessor asked those who lead the assessing for {organization} about “{title}”, and had no "
                    "answer in {days} business days. If they are away, give somebody else the role of lead assessor "
                    "for that time."
                ),
                organization=owner.name,
                title=title_for_readers(item.version),
                days=ANSWER_DAYS,
            ),
            path="",
            key=f"question_unanswered:{step.pk}",
            at=at,
        )

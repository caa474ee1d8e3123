"""An assessor asks a lead about the work in hand: it stays theirs, nobody else learns of it, no lead sets a level."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Judge, Pause
from microcred.portfolios.queries import promise_of, status_of
from microcred.scoring.models import Question, QuestionStep, QueueItem
from microcred.scoring.operations import (
    AnsweredByNow,
    NobodyToAsk,
    NotAnsweredYet,
    NothingAnswered,
    NothingAsked,
    NotOpenedYet,
    QuestionHasItsOwnWay,
    WaitsForAnAnswer,
    WordsName,
    answer_question,
    ask_further,
    ask_lead,
    claim,
    claim_next,
    go_on_without_answer,
    let_go,
    let_wait_no_more,
    open_question,
    recuse,
    remind_of_question,
    renew,
    score,
    stop_clock,
)
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import asking_of, questions_for, questions_listed, wait_under_way
from microcred.scoring.reactions import end_waits_for_answers
from microcred.scoring.tests import make

HOUR, DAY = timedelta(minutes=20), timedelta(days=1)
WORDS = "Does one note of a meeting suffice for the second level, or are two meant?"
ANSWER = "One note suffices where it says what was decided."


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def item(cast, version):
    return claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=cast.at), at=cast.at)


def asked(item, by, *, at, words=WORDS, **more) -> QuestionStep:
    criterion = more.pop("criterion", None) or Criterion.objects.filter(version=item.version).first()
    return ask_lead(
        actor=by, item=item, claim_number=item.claim_number, criterion=criterion, words=words, at=at, **more
    )


def answered(step, by, *, at, words=ANSWER) -> QuestionStep:
    open_question(actor=by, question=step.question, at=at)
    return answer_question(actor=by, question=step.question, words=words, at=at)


def fresh(item) -> QueueItem:
    return QueueItem.of_all.get(pk=item.pk)


def told(person, kind) -> list[str]:
    return [notice.body for notice in Notice.objects.filter(person=person, kind=kind)]


def test_the_clock_stands_still_and_the_submission_stays_theirs_until_the_answer(cast, item):
    make.assessor(cast, "Nora")
    step = asked(item, cast.ben, at=cast.at + HOUR)
    with standing_at(cast.at + HOUR):
        outbox.deliver_all()

    nora = make.assessor(cast, "Nils")
    assert promise_of(item.submission, at=cast.at + 2 * DAY).is_paused
    assert claim_next(actor=nora, at=cast.at + 2 * DAY) is None
    assert status_of(item.submission, at=cast.at + 2 * HOUR).words == "Being read"
    assert len(told(cast.lena, "question_to_answer")) == 1
    assert told(cast.ada, "promise_paused") == []

    answered(step, cast.lena, at=cast.at + 2 * DAY)

    promise = promise_of(item.submission, at=cast.at + 2 * DAY)
    assert (promise.is_paused, promise.has_moved) == (False, True)
    assert len(told(cast.ben, "question_answered")) == 1
    assert len(told(cast.ada, "promise_resumed")) == 1
    assert all(WORDS[:20] not in body for body in told(cast.ada, "promise_resumed"))
    assert fresh(item).lease_expires_at > cast.at + 2 * DAY + HOUR
    assert [one.is_answered for one in asking_of(cast.ben, item).threads] == [True]


def test_of_an_answer_on_the_same_day_the_educator_hears_nothing(cast, item):
    answered(asked(item, cast.ben, at=cast.at + HOUR), cast.lena, at=cast.at + 2 * HOUR)

    assert not promise_of(item.submission, at=cast.at + DAY).has_moved
    assert told(cast.ada, "promise_paused") == told(cast.ada, "promise_resumed") == []


def test_more_time_does_not_make_it_less(cast, item):
    asked(item, cast.ben, at=cast.at)
    until = fresh(item).lease_expires_at

    renew(actor=cast.ben, item=item, claim_number=1, at=cast.at + HOUR)

    assert fresh(item).lease_expires_at == until


def test_the_same_asked_twice_is_asked_and_something_else_waits_its_turn(cast, item):
    first = asked(item, cast.ben, at=cast.at)

    assert asked(item, cast.ben, at=cast.at) == first
    with pytest.raises(WaitsForAnAnswer):
        asked(item, cast.ben, at=cast.at, words="And what of drawings?")
    assert Question.objects.count() == 1


def test_words_are_needed_and_name_nobody(cast, item):
    with pytest.raises(NothingAsked):
        asked(item, cast.ben, at=cast.at, words=" ")
    with pytest.raises(WordsName):
        asked(item, cast.ben, at=cast.at, words="Is this Maria Gonzalez, whom I taught?")
    asked(item, cast.ben, at=cast.at, words="Is this Maria Gonzalez, whom I taught?", words_stand=True)


def test_who_asked_goes_on_without_the_answer_and_still_gets_it(cast, item):
    step = asked(item, cast.ben, at=cast.at)
    ended = go_on_without_answer(actor=cast.ben, item=item, claim_number=1, at=cast.at + HOUR)

    assert ended.ends == step
    assert not promise_of(item.submission, at=cast.at + DAY).standing_still
    assert go_on_without_answer(actor=cast.ben, item=item, claim_number=1, at=cast.at + HOUR) is None

    answered(step, cast.lena, at=cast.at + 2 * HOUR)
    assert len(told(cast.ben, "question_answered")) == 1


@pytest.mark.parametrize("way", ["let_go", "recuse", "score"])
def test_a_question_left_behind_is_answered_and_holds_no_clock(cast, item, way):
    step = asked(item, cast.ben, at=cast.at)
    ways = {
        "let_go": lambda: let_go(actor=cast.ben, item=item, claim_number=1, at=cast.at),
        "recuse": lambda: recuse(actor=cast.ben, item=item, claim_number=1, reason="", at=cast.at),
        "score": lambda: (
            make.mark_all(item, cast.ben, at=cast.at),
            score(actor=cast.ben, item=item, claim_number=1, at=cast.at),
        ),
    }
    ways[way]()

    assert not Pause.objects.filter(reason=Pause.Reason.QUESTION, resumption__isnull=True).exists()
    assert wait_under_way(item) is None
    answered(step, cast.lena, at=cast.at + DAY)
    # Who stepped back hears nothing more of this work.
    assert len(told(cast.ben, "question_answered")) == (way != "recuse")


def test_what_gets_no_answer_in_time_holds_nobody_up(cast, item):
    admin = register(actor=None, name="Alma", email="alma@example.org")
    appoint(actor=None, person=admin, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    step = asked(item, cast.ben, at=cast.at)

    assert remind_of_question(actor=None, step=step, at=cast.at + HOUR) is None
    assert remind_of_question(actor=None, step=step, at=cast.at + 2 * DAY) is not None
    assert remind_of_question(actor=None, step=step, at=cast.at + 2 * DAY) is None
    assert len(told(cast.lena, "question_to_answer")) == 2
    assert let_wait_no_more(actor=None, step=step, at=step.until - HOUR) is None

    ended = let_wait_no_more(actor=None, step=step, at=step.until)

    assert ended.kind == QuestionStep.Kind.OVERDUE
    assert fresh(item).assessor == cast.ben
    assert fresh(item).lease_expires_at > step.until
    assert not promise_of(item.submission, at=step.until).standing_still
    assert len(told(cast.ben, "question_overdue")) == len(told(admin, "question_unanswered")) == 1
    assert let_wait_no_more(actor=None, step=step, at=step.until) is None


def test_an_answer_comes_after_all_and_the_thread_goes_on(cast, item):
    step = asked(item, cast.ben, at=cast.at)
    let_wait_no_more(actor=None, step=step, at=step.until)
    with pytest.raises(NotAnsweredYet):
        ask_further(actor=cast.ben, question=step.question, claim_number=1, words="Anyone?", at=step.until)
    answered(step, cast.lena, at=step.until)

    more = ask_further(actor=cast.ben, question=step.question, claim_number=1, words="And three?", at=step.until)

    assert wait_under_way(item) == more
    last = answered(more, cast.lena, at=step.until + HOUR, words="The same.")
    assert [turn.words for turn in asking_of(cast.ben, item).threads[0].turns][-2:] == ["And three?", "The same."]
    assert answer_question(actor=cast.lena, question=step.question, words="The same.", at=step.until + HOUR) == last
    with pytest.raises(AnsweredByNow):
        answer_question(actor=cast.lena, question=step.question, words="Not so.", at=step.until + HOUR)


def test_a_lease_that_ran_out_unseen_ends_the_wait(cast, item, monkeypatch):
    step = asked(item, cast.ben, at=cast.at)
    QueueItem.objects.filter(pk=item.pk).update(lease_expires_at=cast.at + HOUR)
    monkeypatch.setattr("microcred.scoring.reactions.now", lambda: cast.at + 2 * HOUR)

    end_waits_for_answers()

    assert step.end.kind == QuestionStep.Kind.LEFT
    # And whoever takes it before that finds no clock that stands still.
    nora = make.assessor(cast, "Nora")
    again = claim(actor=cast.ben, item=item, at=cast.at + 2 * HOUR)
    asked(again, cast.ben, at=cast.at + 2 * HOUR, words="And again?")
    QueueItem.objects.filter(pk=item.pk).update(lease_expires_at=cast.at + 3 * HOUR)
    claim(actor=nora, item=item, at=cast.at + 4 * HOUR)
    assert not promise_of(item.submission, at=cast.at + 4 * HOUR).standing_still
    assert asking_of(nora, item).threads == ()


def test_who_answers_is_a_lead_who_looked_and_reads_it_never(cast, item):
    make.qualified(cast, cast.lena)
    step = asked(item, cast.ben, at=cast.at)
    for stranger in (cast.ada, cast.gus, cast.ben):
        with pytest.raises(NotAllowed):
            open_question(actor=stranger, question=step.question, at=cast.at)
    with pytest.raises(NotOpenedYet):
        answer_question(actor=cast.lena, question=step.question, words=ANSWER, at=cast.at)
    opened = open_question(actor=cast.lena, question=step.question, at=cast.at)
    assert open_question(actor=cast.lena, question=step.question, at=cast.at) == opened
    with pytest.raises(NothingAnswered):
        answer_question(actor=cast.lena, question=step.question, words="  ", at=cast.at)
    answer_question(actor=cast.lena, question=step.question, words=ANSWER, at=cast.at)
    let_go(actor=cast.ben, item=item, claim_number=1, at=cast.at)

    assert Judge.objects.filter(person=cast.lena, submission=item.submission).exists()
    with pytest.raises(TooClose):
        claim(actor=cast.lena, item=item, at=cast.at)
    assert questions_for(cast.lena, at=cast.at).count() == 1


def test_where_no_lead_may_look_nothing_is_asked(cast, version):
    make.qualified(cast, cast.lena)
    item = make.waiting(cast.ada, version, at=cast.at)
    held = claim(actor=cast.lena, item=item, at=cast.at)

    with pytest.raises(NobodyToAsk):
        asked(held, cast.lena, at=cast.at)
    assert not Pause.objects.exists()


def test_a_lead_who_read_it_is_not_asked(cast, version):
    make.in_pilot(cast, version)
    make.qualified(cast, cast.lena)
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.lena, at=cast.at)
    held = claim(actor=cast.ben, item=item, at=cast.at + HOUR)

    with pytest.raises(NobodyToAsk):
        asked(held, cast.ben, at=cast.at + HOUR)


def test_by_hand_nobody_stops_a_clock_for_a_question(cast, item):
    with pytest.raises(QuestionHasItsOwnWay):
        stop_clock(actor=cast.lena, item=item, reason=Pause.Reason.QUESTION, note="", at=cast.at)


def test_what_was_said_is_never_changed(cast, item):
    asked(item, cast.ben, at=cast.at)
    for rows in (Question.objects.all(), QuestionStep.objects.all()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows.update(created_at=cast.at)


def test_what_somebody_waits_for_stands_first(cast, version, item):
    make.assessor(cast, "Nora")
    first = asked(item, cast.ben, at=cast.at)
    go_on_without_answer(actor=cast.ben, item=item, claim_number=1, at=cast.at)
    second = asked(item, cast.ben, at=cast.at, words="And drawings?")

    listed = questions_listed(cast.lena, at=cast.at)

    assert [one.question for one in listed] == [second.question, first.question]
    assert [one.waits_until is not None for one in listed] == [True, False]

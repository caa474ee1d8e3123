"""Appealing: fresh blind readers, an outcome that can only raise, and one try for each decision."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.credentials.models import AwardIntent
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import FreshReading, Pause, Withdrawal
from microcred.portfolios.queries import promise_of, state_of, workspace_of
from microcred.portfolios.rules import State
from microcred.scoring.models import Appeal, AppealDecision, Decision, QueueItem, Scoring
from microcred.scoring.operations import (
    AppealedAlready,
    AppealWindowClosed,
    NoGround,
    NothingToAppeal,
    OpenedByNow,
    WordsName,
    appeal,
    claim,
    claim_next,
    enqueue,
    score,
    withdraw_appeal,
)
from microcred.scoring.operations.claims import AlreadyRead, TooClose
from microcred.scoring.queries import carried_into, feedback_on, queue_for
from microcred.scoring.tests import make

DAY = timedelta(days=1)
EVIDENCE = [Appeal.Ground.EVIDENCE]


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


@pytest.fixture
def readers(cast, version):
    return [make.assessor(cast, name) for name in ("Lea", "Ole", "Pit")]


@pytest.fixture
def item(cast, version, criteria):
    """Ben found two criteria short."""
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria[:2]))
    return QueueItem.objects.get(pk=item.pk)


def decision_on(item) -> Decision:
    return Decision.objects.get(submission=item.submission)


def appealed(cast, item, *, at=None, grounds=EVIDENCE, **more) -> Appeal:
    return appeal(actor=cast.ada, decision=decision_on(item), grounds=grounds, at=at or cast.at + DAY, **more)


def told(person, kind) -> list[Notice]:
    outbox.deliver_all()
    return list(Notice.objects.filter(person=person, kind=kind))


def test_two_fresh_readers_who_find_it_met_give_the_award_and_nobody_else_may_read(cast, item, readers):
    appealed(cast, item)
    with pytest.raises(AlreadyRead):
        claim(actor=cast.ben, item=item, at=cast.at + DAY)
    assert claim_next(actor=cast.ben, at=cast.at + DAY) is None

    make.read(item, readers[0], at=cast.at + 2 * DAY)
    assert not AppealDecision.objects.exists()
    make.read(item, readers[1], at=cast.at + 3 * DAY, word="Now that is clear.")

    outcome = AppealDecision.objects.get()
    assert (outcome.outcome, outcome.readings, outcome.rule) == ("upheld", 2, 1)
    assert state_of(item.submission.pursuit) is State.EARNED
    assert AwardIntent.objects.get().source == outcome.pk
    assert decision_on(item).outcome == "not_yet", "what was decided stays written down"
    feedback = feedback_on(item.submission)
    assert feedback.earned
    assert feedback.short == ()
    assert feedback.appealed.feedback == "Now that is clear."
    assert "upheld" in told(cast.ada, "appeal_decided")[0].subject


def test_readers_who_find_it_short_too_let_it_stand_and_lower_nothing(cast, item, criteria, readers):
    appealed(cast, item)
    for reader in readers[:2]:
        make.read(item, reader, at=cast.at + 2 * DAY, short=tuple(criteria))

    assert AppealDecision.objects.get().outcome == "stands"
    assert state_of(item.submission.pursuit) is State.RETURNED
    assert {one.criterion.id for one in feedback_on(item.submission).short} == {each.pk for each in criteria[:2]}
    assert not AwardIntent.objects.exists()


def test_readers_who_differ_are_followed_by_a_third_and_most_of_them_stand(cast, item, criteria, readers):
    appealed(cast, item)
    make.read(item, readers[0], at=cast.at + 2 * DAY)
    make.read(item, readers[1], at=cast.at + 2 * DAY, short=(criteria[0],))
    assert not AppealDecision.objects.exists()
    make.read(item, readers[2], at=cast.at + 3 * DAY, short=(criteria[0],))

    assert (AppealDecision.objects.get().outcome, AppealDecision.objects.get().readings) == ("in_part", 3)
    workspace = workspace_of(item.submission.pursuit)
    assert workspace.reopened == {criteria[0].pk}
    assert workspace.raised == {criteria[1].pk}


def test_what_is_handed_in_meanwhile_waits_and_what_was_raised_is_settled_in_it(cast, version, item, criteria, readers):
    appealed(cast, item)
    again = make.submitted(cast.ada, version, at=cast.at + 2 * DAY, story="Two tables.")
    waits = enqueue(actor=None, submission=again, at=cast.at + 2 * DAY)
    assert [pause.reason for pause in promise_of(again, at=cast.at + 2 * DAY).standing_still] == [Pause.Reason.APPEAL]

    first = claim_next(actor=readers[0], at=cast.at + 2 * DAY)
    assert first == item, "the second try is read by nobody yet"
    make.read(item, readers[0], at=cast.at + 2 * DAY, short=(criteria[0],))
    make.read(item, readers[1], at=cast.at + 2 * DAY, short=(criteria[0],))

    assert claim_next(actor=readers[2], at=cast.at + 3 * DAY) == waits
    assert criteria[1].pk in carried_into(again)
    assert criteria[0].pk not in carried_into(again)


def test_an_upheld_appeal_takes_what_was_handed_in_meanwhile_back_unread(cast, version, item, readers):
    appealed(cast, item)
    again = make.submitted(cast.ada, version, at=cast.at + 2 * DAY, story="Two tables.")
    enqueue(actor=None, submission=again, at=cast.at + 2 * DAY)
    for reader in readers[:2]:
        make.read(item, reader, at=cast.at + 3 * DAY)
    with standing_at(cast.at + 3 * DAY):
        outbox.deliver_all()

    assert Withdrawal.objects.get().submission == again
    assert QueueItem.objects.get(submission=again).settled_at is not None
    assert claim_next(actor=readers[2], at=cast.at + 4 * DAY) is None
    assert state_of(again.pursuit) is State.EARNED


def test_whoever_held_any_attempt_reads_none_of_an_appeal(cast, version, item, criteria, readers):
    again = make.submitted(cast.ada, version, at=cast.at + DAY, story="Two tables.")
    second = enqueue(actor=None, submission=again, at=cast.at + DAY)
    held = claim(actor=readers[0], item=second, at=cast.at + DAY)
    for criterion in criteria:
        if criterion.pk not in carried_into(again):
            make.mark(held, readers[0], criterion, at=cast.at + DAY, short=criterion == criteria[0])
    score(actor=readers[0], item=held, claim_number=1, at=cast.at + DAY)

    appeal(actor=cast.ada, decision=decision_on(second), grounds=EVIDENCE, at=cast.at + 2 * DAY)

    with pytest.raises(TooClose):
        claim(actor=cast.ben, item=second, at=cast.at + 2 * DAY)
    assert claim_next(actor=readers[1], at=cast.at + 2 * DAY) == second


def test_a_fresh_reader_learns_of_no_decision_before_theirs(cast, item, readers):
    appealed(cast, item)
    make.read(item, readers[0], at=cast.at + 2 * DAY)
    assert [read.outcome for read in queue_for(readers[0], at=cast.at + 2 * DAY).read] == [""]
    make.read(item, readers[1], at=cast.at + 2 * DAY)

    assert [read.outcome for read in queue_for(readers[0], at=cast.at + 2 * DAY).read] == ["earned"]
    assert [read.outcome for read in queue_for(cast.ben, at=cast.at + 2 * DAY).read] == ["not_yet"]


def test_seeing_it_differently_is_answered_kindly(cast, item):
    with pytest.raises(NoGround, match="revise what is short and hand it in again"):
        appealed(cast, item, grounds=[])
    assert not Appeal.objects.exists()


def test_words_that_name_somebody_are_sent_only_when_they_may_stand(cast, item):
    words = "Maria Gonzalez, my student, is in the film that nobody opened."
    with pytest.raises(WordsName, match="Maria Gonzalez"):
        appealed(cast, item, words=words)

    assert appealed(cast, item, words=words, words_stand=True).words == words


def test_each_decision_is_appealed_once_and_in_time(cast, item):
    last = cast.at + 31 * DAY
    with pytest.raises(AppealWindowClosed, match="hand it in again"):
        appealed(cast, item, at=last + 3 * DAY)
    first = appealed(cast, item)
    assert appealed(cast, item) == first, "the same asked twice is asked"
    with pytest.raises(AppealedAlready):
        appealed(cast, item, grounds=[Appeal.Ground.BIAS])


def test_nobody_elses_decision_and_none_that_was_earned_or_followed(cast, version, item, readers):
    with pytest.raises(NotAllowed):
        appeal(actor=cast.gus, decision=decision_on(item), grounds=EVIDENCE, at=cast.at + DAY)
    earned = make.waiting(cast.gus, version, at=cast.at)
    make.read(earned, cast.ben, at=cast.at)
    with pytest.raises(NothingToAppeal):
        appeal(actor=cast.gus, decision=decision_on(earned), grounds=EVIDENCE, at=cast.at + DAY)
    make.submitted(cast.ada, version, at=cast.at + DAY, story="Two tables.")
    with pytest.raises(NothingToAppeal):
        appealed(cast, item, at=cast.at + 2 * DAY)


def test_it_is_taken_back_until_somebody_opens_the_work(cast, version, item, readers):
    made = appealed(cast, item)
    taken = withdraw_appeal(actor=cast.ada, appeal=made, at=cast.at + 2 * DAY)
    assert withdraw_appeal(actor=cast.ada, appeal=made, at=cast.at + 2 * DAY) == taken
    assert claim_next(actor=readers[0], at=cast.at + 2 * DAY) is None
    item.refresh_from_db()
    assert (item.readings_asked, item.readings_saved) == (1, 1)
    assert state_of(item.submission.pursuit) is State.RETURNED
    with pytest.raises(AppealedAlready):
        appealed(cast, item, grounds=[Appeal.Ground.BIAS])


def test_once_opened_it_is_taken_back_no_more(cast, item, readers):
    made = appealed(cast, item)
    claim(actor=readers[0], item=item, at=cast.at + DAY)

    with pytest.raises(OpenedByNow):
        withdraw_appeal(actor=cast.ada, appeal=made, at=cast.at + DAY)


def test_its_promise_is_counted_from_the_appeal(cast, item):
    later = cast.at + 10 * DAY
    appealed(cast, item, at=later)

    item.refresh_from_db()
    assert item.due_at == FreshReading.objects.get().by == promise_of(item.submission, at=later).by
    assert promise_of(item.submission, at=later).days_left == 14
    assert "You will hear" in told(cast.ada, "appeal_received")[0].body
    assert Scoring.objects.count() == 1

"""A lead looks before a decision is released: nothing is unseen, no level changes, and fresh readers know nothing."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction

from microcred.catalog.models import Criterion
from microcred.credentials.models import AwardIntent
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Judge, Pause
from microcred.portfolios.operations import pause_promise
from microcred.portfolios.queries import promise_of, state_of, status_of
from microcred.portfolios.rules import State
from microcred.scoring.models import Alarm, BackRead, BackReadStep, Decision, QueueItem, Scoring
from microcred.scoring.operations import (
    AllRead,
    AskedAlready,
    BackShareTooLarge,
    HeldUp,
    LookIsOver,
    NoRewordingAsked,
    NothingSaidOfIt,
    NotLookedAt,
    ReadByThree,
    WordsMissing,
    answer_alarm,
    ask_for_another_reading,
    ask_for_better_words,
    claim,
    claim_next,
    declare_policy,
    open_back_read,
    release,
    reword,
)
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import (
    back_reads_for,
    back_reads_listed,
    feedback_on,
    queue_for,
    side_by_side,
    words_asked_of,
)
from microcred.scoring.rules import BackReads, Kind, Policy
from microcred.scoring.tests import make
from microcred.site.invariants.decisions import DECISIONS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALL = BackReads(share=100)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


@pytest.fixture
def lee(cast):
    """Another lead."""
    person = register(actor=None, name="Lee", email="lee@example.org")
    appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=cast.at)
    return person


def declared(cast, back_reads=ALL, *, policy=None):
    return declare_policy(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        policy=policy or Policy(Kind.SINGLE, share=10),
        back_reads=back_reads,
        reason="We want to look first.",
        at=cast.at,
    )


@pytest.fixture
def held(cast, version, criteria):
    """Ben found the first criterion short, and it waits for a look."""
    declared(cast)
    item = make.waiting(cast.ada, version, at=cast.at)
    if item.readings_asked == 2:  # the lot of second readings fell on it
        QueueItem.objects.filter(pk=item.pk).update(readings_asked=1)
        item.refresh_from_db()
    make.read(item, cast.ben, at=cast.at + HOUR, short=(criteria[0],), word="A good start.")
    return BackRead.objects.get()


def looked(cast, held, *, by=None, at=None):
    open_back_read(actor=by or cast.lena, back_read=held, at=at or cast.at + DAY)
    return held


def broken() -> list[str]:
    return [one for promise in DECISIONS for one in promise.violations()]


def test_the_decision_waits_nobody_takes_it_and_the_educator_sees_what_others_see(cast, version, held):
    item = QueueItem.objects.get()
    assert (item.settled_at, item.readings_saved, item.readings_asked) == (None, 1, 1)
    assert held.why == ["lot"]
    assert not Decision.objects.exists()
    another = make.assessor(cast, "Lea")
    assert claim_next(actor=another, at=cast.at + DAY) is None
    with pytest.raises(AllRead):
        claim(actor=another, item=item, at=cast.at + DAY)
    assert queue_for(another, at=cast.at + DAY).waiting == 0
    assert [read.outcome for read in queue_for(cast.ben, at=cast.at + DAY).read] == [""]
    assert state_of(item.submission.pursuit) is State.SUBMITTED
    assert promise_of(item.submission, at=cast.at + DAY).by == item.due_at
    assert feedback_on(item.submission) is None
    assert broken() == []


def test_released_it_is_decided_as_it_was_read_once(cast, held):
    looked(cast, held)
    done = release(actor=cast.lena, back_read=held, at=cast.at + DAY)
    assert release(actor=cast.lena, back_read=held, at=cast.at + DAY) == done

    decision = Decision.objects.get()
    assert (decision.outcome, decision.readings, decision.word) == ("not_yet", 1, "A good start.")
    assert decision.decided_at == cast.at + DAY
    assert state_of(held.item.submission.pursuit) is State.RETURNED
    assert not back_reads_for(cast.lena, at=cast.at + DAY).exists()
    assert broken() == []


def test_whoever_did_not_open_it_does_nothing(cast, held):
    with pytest.raises(NotLookedAt):
        release(actor=cast.lena, back_read=held, at=cast.at + DAY)
    with pytest.raises(NotAllowed):
        open_back_read(actor=cast.ben, back_read=held, at=cast.at + DAY)
    with pytest.raises(NotAllowed):
        open_back_read(actor=cast.gus, back_read=held, at=cast.at + DAY)


def test_whoever_looked_never_reads_it(cast, held):
    make.qualified(cast, cast.lena)
    looked(cast, held)
    assert Judge.objects.filter(person=cast.lena, submission=held.item.submission).exists()
    ask_for_another_reading(actor=cast.lena, back_read=held, words="The first looks harsh.", at=cast.at + DAY)
    assert claim_next(actor=cast.lena, at=cast.at + DAY) is None
    with pytest.raises(TooClose):
        claim(actor=cast.lena, item=held.item, at=cast.at + DAY)
    assert broken() == []


def test_nobody_looks_at_what_they_read_or_at_work_of_whom_they_are_close_to(cast, version, lee):
    make.qualified(cast, cast.lena)
    declared(cast)
    own = make.waiting(cast.ada, version, at=cast.at)
    while BackRead.objects.count() == 0:
        reader = cast.lena if not Scoring.objects.exists() else make.assessor(cast, "Lea")
        make.read(QueueItem.objects.get(pk=own.pk), reader, at=cast.at + HOUR)
    held = BackRead.objects.get()
    assert not back_reads_for(cast.lena, at=cast.at + DAY).exists()
    with pytest.raises(NotAllowed):
        open_back_read(actor=cast.lena, back_read=held, at=cast.at + DAY)

    assert back_reads_for(lee, at=cast.at + DAY).get() == held
    appoint(actor=None, person=lee, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    assert not back_reads_for(lee, at=cast.at + DAY).exists()
    with pytest.raises(NotAllowed):
        open_back_read(actor=lee, back_read=held, at=cast.at + DAY)


def test_where_no_lead_may_look_a_promise_is_not_broken_for_it(cast, version):
    make.qualified(cast, cast.lena)
    declared(cast, policy=Policy(Kind.DOUBLE))
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.lena, at=cast.at + HOUR)
    make.read(QueueItem.objects.get(), cast.ben, at=cast.at + HOUR)
    assert not BackRead.objects.exists()
    assert Decision.objects.get().outcome == "earned"


def test_better_words_are_asked_for_given_and_told_and_levels_stay(cast, held, criteria):
    looked(cast, held)
    reading = held.scoring
    with pytest.raises(NothingSaidOfIt):
        ask_for_better_words(actor=cast.lena, back_read=held, scoring=reading, words=" ", at=cast.at + DAY)
    asked = ask_for_better_words(
        actor=cast.lena, back_read=held, scoring=reading, words="Name the evidence.", at=cast.at + DAY
    )
    with pytest.raises(AskedAlready):
        ask_for_better_words(actor=cast.lena, back_read=held, scoring=reading, words="More.", at=cast.at + DAY)
    outbox.deliver_all()
    assert Notice.objects.get(person=cast.ben, kind="better_words_asked")
    assert list(words_asked_of(cast.ben)) == [asked]
    with pytest.raises(NotAllowed):
        reword(actor=cast.lena, asked=asked, comments={}, at=cast.at + DAY)
    with pytest.raises(WordsMissing):
        reword(actor=cast.ben, asked=asked, comments={criteria[0].pk: " "}, at=cast.at + DAY)

    better = {
        criteria[0].pk: "The plan names no one: say who sat at the table.",
        None: "A clear start.",
    }
    reword(actor=cast.ben, asked=asked, comments=better, at=cast.at + 2 * DAY)
    with pytest.raises(NoRewordingAsked):
        reword(actor=cast.ben, asked=asked, comments=better, at=cast.at + 2 * DAY)
    release(actor=cast.lena, back_read=held, at=cast.at + 2 * DAY)

    feedback = feedback_on(held.item.submission)
    assert [one.comment for one in feedback.short] == ["The plan names no one: say who sat at the table."]
    assert feedback.word == "A clear start."
    score = Scoring.objects.get().scores.get(criterion=criteria[0])
    assert score.comment == "Say who was at the table.", "what was said first is kept"
    assert Scoring.objects.get().feedback == "A good start."
    assert broken() == []


def test_another_reading_is_blind_and_what_it_comes_to_is_released(cast, version, held, criteria):
    looked(cast, held)
    with pytest.raises(NothingSaidOfIt):
        ask_for_another_reading(actor=cast.lena, back_read=held, words="", at=cast.at + DAY)
    ask_for_another_reading(actor=cast.lena, back_read=held, words="Harsh.", at=cast.at + DAY)
    with pytest.raises(LookIsOver):
        release(actor=cast.lena, back_read=held, at=cast.at + DAY)
    assert broken() == []

    second, third = make.assessor(cast, "Lea"), make.assessor(cast, "Ole")
    item = claim_next(actor=second, at=cast.at + DAY)
    assert item == held.item
    make.read(item, second, at=cast.at + DAY)
    assert not Decision.objects.exists(), "the two differ"
    make.read(QueueItem.objects.get(), third, at=cast.at + 2 * DAY)

    assert Decision.objects.get().outcome == "earned"
    assert AwardIntent.objects.exists()
    assert BackRead.objects.count() == 1, "nobody looks twice"
    assert side_by_side(version, until=cast.at + 3 * DAY) == [], "a second reading of what was doubted is no measure"
    assert broken() == []


def test_of_three_readings_no_fourth_is_asked_for(cast, version, criteria):
    declared(cast, policy=Policy(Kind.DOUBLE))
    item = make.waiting(cast.ada, version, at=cast.at)
    readers = [make.assessor(cast, name) for name in ("Lea", "Ole")]
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria))
    for reader in readers:
        make.read(QueueItem.objects.get(), reader, at=cast.at + HOUR)
    held = looked(cast, BackRead.objects.get())
    with pytest.raises(ReadByThree):
        ask_for_another_reading(actor=cast.lena, back_read=held, words="Once more.", at=cast.at + DAY)
    release(actor=cast.lena, back_read=held, at=cast.at + DAY)
    assert Decision.objects.get().readings == 3


def test_what_stands_still_is_not_released(cast, held):
    looked(cast, held)
    pause_promise(actor=None, submission=held.item.submission, reason=Pause.Reason.INTEGRITY, at=cast.at + DAY)
    with pytest.raises(HeldUp):
        release(actor=cast.lena, back_read=held, at=cast.at + DAY)


def test_first_readings_of_each_and_those_under_an_open_alarm_wait(cast, version):
    declared(cast, BackReads(alarms=True, first=1), policy=Policy(Kind.DOUBLE))
    lea = make.assessor(cast, "Lea")
    people = [make.educator(cast, name) for name in ("Uma", "Vic", "Wes")]
    for number, person in enumerate(people):
        make.waiting(person, version, at=cast.at + number * HOUR)

    def read_next(at):
        for reader in (cast.ben, lea):
            make.read(claim_next(actor=reader, at=at), reader, at=at)

    read_next(cast.at + DAY)
    assert BackRead.objects.get().why == ["new"]
    read_next(cast.at + 2 * DAY)
    assert BackRead.objects.count() == 1
    alarm = Alarm.objects.create(
        organization=cast.places["carolinacred"],
        assessor=lea,
        signal="harsher",
        readings=[],
        checks=40,
        exact=20,
        raised_at=cast.at + 2 * DAY,
    )
    read_next(cast.at + 3 * DAY)
    assert BackRead.objects.latest("waits_since").why == ["alarm"]
    answer_alarm(actor=cast.lena, alarm=alarm, reason="We talked.", at=cast.at + 3 * DAY)
    assert len(back_reads_listed(cast.lena, at=cast.at + 4 * DAY)) == 2, "what waits goes on waiting"


def test_a_share_is_at_most_all(cast):
    with pytest.raises(BackShareTooLarge):
        declared(cast, BackReads(share=101))


def test_its_rows_are_frozen(cast, held):
    looked(cast, held)
    for rows in (BackRead.objects.all(), BackReadStep.objects.all()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            rows.update(created_at=cast.at)


def test_the_status_of_the_educator_is_the_usual_one(cast, held):
    assert not status_of(held.item.submission, at=cast.at + DAY).is_held

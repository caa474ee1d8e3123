"""Submissions that a pilot counts: read by two who know nothing of each other, and by a third where they differ."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection

from microcred.catalog.models import Criterion, ExitReport, Level
from microcred.catalog.operations import end_pilot
from microcred.credentials.models import AwardIntent
from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import Refusal
from microcred.portfolios.models import Completion, Return
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State, promised_by
from microcred.scoring.models import Decision, QueueItem, Result, Scoring
from microcred.scoring.operations import claim, claim_next, enqueue, let_go, note, recuse, score
from microcred.scoring.operations.claims import AlreadyDecided, AlreadyRead, ClaimedByAnother, LeaseExpired
from microcred.scoring.queries import carried_into, decision_of, feedback_on
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.in_pilot(cast, make.published(cast))


@pytest.fixture
def item(cast, version):
    return make.waiting(cast.ada, version, at=cast.at)


@pytest.fixture
def criteria(version):
    return list(Criterion.objects.filter(version=version).order_by("position"))


@pytest.fixture
def lea(cast, version):
    return make.assessor(cast, "Lea")


@pytest.fixture
def ole(cast, version):
    return make.assessor(cast, "Ole")


def asked_and_saved(item) -> tuple[int, int]:
    item.refresh_from_db()
    return item.readings_asked, item.readings_saved


def ways(decision) -> list[str]:
    return list(decision.results.order_by("criterion__position").values_list("way", flat=True))


def test_as_many_as_the_pilot_waits_for_are_read_twice(cast, version):
    people = [make.educator(cast, f"Teacher{number}") for number in range(6)]
    items = [make.waiting(person, version, at=cast.at + number * MINUTE) for number, person in enumerate(people)]
    assert [item.readings_asked for item in items] == [2, 2, 2, 2, 2, 1]


def test_a_pilot_that_was_reported_on_asks_no_second_reading(cast, version):
    end_pilot(
        actor=cast.lena,
        pilot=version.pilot,
        decision=ExitReport.Decision.PUBLISH,
        learned="Enough.",
        numbers={},
        at=cast.at,
    )
    assert make.waiting(cast.ada, version, at=cast.at).readings_asked == 1


def test_another_attempt_is_read_once(cast, version, item, criteria, lea):
    for reader in (cast.ben, lea):
        make.read(item, reader, at=cast.at, short=(criteria[1],))
    again = make.submitted(cast.ada, version, at=cast.at + DAY, story="Again.")
    assert enqueue(actor=None, submission=again, at=cast.at + DAY).readings_asked == 1


def test_after_the_first_of_two_readings_nothing_is_decided(cast, item, criteria):
    scoring = make.read(item, cast.ben, at=cast.at, short=(criteria[0],))

    assert Scoring.objects.get() == scoring
    assert asked_and_saved(item) == (2, 1)
    assert (item.assessor, item.lease_expires_at, item.settled_at) == (None, None, None)
    assert item.due_at == promised_by(cast.at, zone="America/New_York"), "the promise counts from the submission"
    assert decision_of(item.submission) is None
    assert not Return.objects.exists()
    assert not OutboxEvent.objects.filter(name="scoring.DecisionMade").exists()
    assert state_of(item.submission.pursuit) is State.SUBMITTED


def test_who_read_it_does_not_get_it_again(cast, item, lea):
    make.read(item, cast.ben, at=cast.at)

    assert claim_next(actor=cast.ben, at=cast.at) is None
    with pytest.raises(AlreadyRead):
        claim(actor=cast.ben, item=item, at=cast.at)
    assert claim_next(actor=lea, at=cast.at) == item


def test_it_keeps_its_place_in_the_queue(cast, version, item, lea):
    make.waiting(cast.gus, version, at=cast.at + MINUTE)
    make.read(item, cast.ben, at=cast.at + DAY)

    assert claim_next(actor=lea, at=cast.at + DAY) == item


def test_two_that_agree_decide(cast, item, criteria, lea):
    make.read(item, cast.ben, at=cast.at, word="A strong portfolio.")
    make.read(item, lea, at=cast.at + DAY, word="Convincing.")

    decision = decision_of(item.submission)
    assert (decision.outcome, decision.readings, decision.decided_at) == ("earned", 2, cast.at + DAY)
    assert decision.scoring.assessor == lea
    assert ways(decision) == [Result.Way.AGREED] * len(criteria)
    assert asked_and_saved(item) == (2, 2)
    assert item.settled_at == cast.at + DAY
    assert Completion.objects.get().pursuit == item.submission.pursuit
    assert AwardIntent.objects.get().source == decision.pk
    feedback = feedback_on(item.submission)
    assert feedback.word == "A strong portfolio.\n\nConvincing."
    assert {one.comment for one in feedback.judged} == {"Clear and complete."}, "said twice, told once"


def test_of_two_levels_on_one_side_both_find_the_lower_reached(cast, item, criteria, lea):
    four_levels = next(each for each in criteria if each.levels.filter(position=each.required_position + 1).exists())
    higher = four_levels.levels.get(position=four_levels.required_position + 1)
    held = claim(actor=cast.ben, item=item, at=cast.at)
    make.mark_all(held, cast.ben, at=cast.at)
    note(
        actor=cast.ben,
        item=held,
        claim_number=1,
        criterion=four_levels,
        level=higher,
        comment="A model.",
        at=cast.at,
    )
    score(actor=cast.ben, item=held, claim_number=1, at=cast.at)
    make.read(item, lea, at=cast.at)

    result = Result.objects.get(criterion=four_levels)
    assert (result.score.level.position, result.score.scoring.assessor) == (four_levels.required_position, lea)
    assert result.told == "Clear and complete.\n\nA model."
    assert str(result.score.level.pk) in AwardIntent.objects.get().unsigned
    assert str(higher.pk) not in _reached(AwardIntent.objects.get().unsigned)


def _reached(unsigned: str) -> str:
    """The part of a credential that says which levels were reached."""
    return unsigned[unsigned.index('"result"') :]


def test_a_split_goes_to_a_third_reader_and_two_of_three_decide(cast, item, criteria, lea, ole):
    make.read(item, cast.ben, at=cast.at, short=(criteria[0],), word="Not there yet.")
    make.read(item, lea, at=cast.at, word="Earned, I say.")
    assert asked_and_saved(item) == (3, 2)
    assert decision_of(item.submission) is None
    assert claim_next(actor=cast.ben, at=cast.at) is None
    assert claim_next(actor=lea, at=cast.at) is None

    make.read(item, ole, at=cast.at + DAY, short=(criteria[0], criteria[1]), word="Close.")

    decision = decision_of(item.submission)
    assert (decision.outcome, decision.readings) == ("not_yet", 3)
    assert ways(decision) == [Result.Way.MAJORITY] * 2 + [Result.Way.AGREED] * (len(criteria) - 2)
    [short] = Return.objects.get().shortfalls.all()
    assert (short.criterion, short.level.position) == (criteria[0], 0), "one of three is not enough to fall short"
    feedback = feedback_on(item.submission)
    assert [one.criterion.id for one in feedback.short] == [criteria[0].pk]
    assert feedback.word == "Not there yet.\n\nClose.", "not from whom the decision contradicts"
    assert feedback.judged[1].comment == "Clear and complete.", "nor what the third missed of what stands as met"
    assert (short.comment, feedback.judged[0].comment) == ("Say who was at the table.",) * 2


def test_three_that_each_miss_another_criterion_together_meet_them_all(cast, item, criteria, lea, ole):
    for reader, short in zip((cast.ben, lea, ole), criteria, strict=False):
        make.read(item, reader, at=cast.at, short=(short,), word="Not yet.")

    decision = decision_of(item.submission)
    assert decision.outcome == "earned"
    assert feedback_on(item.submission).word == "", "nobody's word fits the decision"


def test_a_resubmission_carries_what_stood_not_what_one_reader_said(cast, version, item, criteria, lea, ole):
    make.read(item, cast.ben, at=cast.at, short=(criteria[0], criteria[1]))
    make.read(item, lea, at=cast.at, short=(criteria[0],))
    make.read(item, ole, at=cast.at, short=(criteria[0],))
    again = make.submitted(cast.ada, version, at=cast.at + DAY, story="Again.")
    second = enqueue(actor=None, submission=again, at=cast.at + DAY)
    assert set(carried_into(again)) == {criterion.pk for criterion in criteria[1:]}

    held = claim_next(actor=cast.ben, at=cast.at + DAY)
    assert held == second
    make.mark(held, cast.ben, criteria[0], at=cast.at + DAY)
    score(actor=cast.ben, item=held, claim_number=1, at=cast.at + DAY)

    decision = decision_of(again)
    assert (decision.outcome, decision.readings) == ("earned", 1)
    assert ways(decision) == [Result.Way.SOLE] + [Result.Way.CARRIED] * (len(criteria) - 1)
    carried = decision.results.get(criterion=criteria[1])
    assert carried.score.carried_from.scoring.submission == item.submission
    assert carried.score.level.position == criteria[1].required_position
    assert carried.told == "Clear and complete."


def test_stepping_back_or_giving_it_back_leaves_the_readings_as_they_are(cast, item, lea, ole):
    make.read(item, cast.ben, at=cast.at)
    held = claim(actor=lea, item=item, at=cast.at)
    recuse(actor=lea, item=held, claim_number=held.claim_number, reason="", at=cast.at)
    held = claim(actor=ole, item=item, at=cast.at)
    let_go(actor=ole, item=held, claim_number=held.claim_number, at=cast.at)

    assert asked_and_saved(item) == (2, 1)
    assert claim_next(actor=lea, at=cast.at) is None
    make.read(item, ole, at=cast.at)
    assert decision_of(item.submission).readings == 2


def test_a_second_click_changes_nothing_whoever_holds_it_by_then(cast, item, lea):
    first = make.read(item, cast.ben, at=cast.at)
    assert score(actor=cast.ben, item=item, claim_number=1, at=cast.at) == first
    claim(actor=lea, item=item, at=cast.at)
    assert score(actor=cast.ben, item=item, claim_number=1, at=cast.at + DAY) == first
    make.mark_all(QueueItem.objects.get(), lea, at=cast.at)
    second = score(actor=lea, item=item, claim_number=1, at=cast.at)
    assert score(actor=lea, item=item, claim_number=1, at=cast.at + DAY) == second
    assert score(actor=cast.ben, item=item, claim_number=1, at=cast.at + DAY) == first
    assert (Scoring.objects.count(), Decision.objects.count(), AwardIntent.objects.count()) == (2, 1, 1)


def test_what_one_has_read_is_closed_to_further_notes(cast, item, criteria, lea):
    make.read(item, cast.ben, at=cast.at)
    wishes = {"actor": cast.ben, "item": item, "claim_number": 1, "criterion": criteria[0], "comment": "Oh, and"}
    with pytest.raises(AlreadyRead) as no:
        note(**wishes, at=cast.at)
    assert "saved for good" in str(no.value)
    claim(actor=lea, item=item, at=cast.at)
    with pytest.raises(AlreadyRead):
        note(**wishes, at=cast.at)
    make.mark_all(QueueItem.objects.get(), lea, at=cast.at)
    score(actor=lea, item=item, claim_number=1, at=cast.at)
    with pytest.raises(AlreadyDecided):
        note(**wishes, at=cast.at)


def test_a_reading_whose_lease_ran_out_does_not_count(cast, item, lea):
    held = claim(actor=cast.ben, item=item, at=cast.at)
    make.mark_all(held, cast.ben, at=cast.at)
    make.read(item, lea, at=cast.at + LEASE)
    with pytest.raises(LeaseExpired):
        score(actor=cast.ben, item=item, claim_number=1, at=cast.at + LEASE)
    assert asked_and_saved(item) == (2, 1)
    make.read(item, cast.ben, at=cast.at + LEASE)
    assert [each.assessor for each in Scoring.objects.order_by("scored_at", "pk")] == [lea, cast.ben]


def at_once(*acts):
    """Let all act at the same moment, each on a connection of its own; return what came of each, in their order."""
    start, outcomes = Barrier(len(acts)), {}

    def go(number, act):
        try:
            start.wait(10)
            outcomes[number] = act()
        except Refusal as no:
            outcomes[number] = no
        finally:
            connection.close()

    threads = [Thread(target=go, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [outcomes[number] for number in range(len(acts))]


@pytest.mark.django_db(transaction=True)
def test_two_readers_who_save_at_once_leave_one_reading_each_or_none(transactional_db, cast, item, lea):
    """Ben's lease ran out and Lea holds it; both press save in the same moment, twice."""
    make.mark_all(claim(actor=cast.ben, item=item, at=cast.at), cast.ben, at=cast.at)
    after = cast.at + LEASE
    make.mark_all(claim(actor=lea, item=item, at=after), lea, at=after)

    def saves(reader):
        return lambda: score(actor=reader, item=item, claim_number=1, at=after)

    bens, leas, bens_again, leas_again = at_once(saves(cast.ben), saves(lea), saves(cast.ben), saves(lea))

    assert leas == leas_again == Scoring.objects.get()
    assert {type(bens), type(bens_again)} <= {ClaimedByAnother, LeaseExpired}
    assert asked_and_saved(item) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_the_last_reading_saved_twice_at_once_decides_once(transactional_db, cast, item, lea):
    make.read(item, cast.ben, at=cast.at)
    make.mark_all(claim(actor=lea, item=item, at=cast.at), lea, at=cast.at)

    one, other = at_once(*[lambda: score(actor=lea, item=item, claim_number=1, at=cast.at)] * 2)

    assert one == other == decision_of(item.submission).scoring
    assert (Scoring.objects.count(), AwardIntent.objects.count()) == (2, 1)


def test_every_level_that_stands_was_given_by_somebody(cast, item, criteria, lea, ole):
    make.read(item, cast.ben, at=cast.at, short=tuple(criteria[:2]))
    make.read(item, lea, at=cast.at, short=(criteria[1], criteria[2]))
    make.read(item, ole, at=cast.at, short=(criteria[2],))
    for result in Result.objects.select_related("score__scoring", "score__level"):
        assert result.score.criterion_id == result.criterion_id
        assert result.score.scoring.submission_id == item.submission_id
        assert Level.objects.filter(pk=result.score.level_id, criterion=result.criterion_id).exists()

"""Saying how much one wants offered: the queue keeps to it."""

from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import DatabaseError, transaction

from microcred.organizations.models import Person
from microcred.scoring.models import Availability, Claim, GivenBack
from microcred.scoring.operations import (
    AwayNow,
    DaysOutOfOrder,
    NothingLeftToOffer,
    NotOffered,
    OffersPaused,
    TooManyTimesAway,
    WeekIsFull,
    WeekOutOfRange,
    claim,
    claim_next,
    claims,
    declare_availability,
    let_go,
    pause_offers,
    resume_offers,
    score,
)
from microcred.scoring.queries import offering_to, queue_for
from microcred.scoring.rules import FREE_RETURNS, PASSED_OVER, week_of
from microcred.scoring.tests import make
from microcred.scoring.tests.racing import two_at_once

HOUR = timedelta(hours=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def monday(cast):
    """Monday at noon, where Ben lives."""
    return week_of(cast.at, cast.ben.time_zone) + timedelta(days=7, hours=12)


def says(person: Person, at, *, most=None, away=(), unwanted=()) -> Availability:
    return declare_availability(actor=person, most_a_week=most, away=list(away), unwanted=unwanted, at=at)


def waiting(cast, version, count, *, at):
    return [
        make.waiting(make.educator(cast, f"Teacher{number}"), version, at=at + number * timedelta(seconds=1))
        for number in range(count)
    ]


def read(person, at):
    """Take the next and save a reading of it."""
    item = claim_next(actor=person, at=at)
    make.mark_all(item, person, at=at)
    score(actor=person, item=item, claim_number=item.claim_number, at=at)
    return item


def test_nothing_is_offered_past_the_most_of_a_week_and_more_on_monday(cast, version, monday):
    waiting(cast, version, 3, at=cast.at)
    says(cast.ben, monday, most=2)
    read(cast.ben, monday)
    read(cast.ben, monday + HOUR)
    with pytest.raises(WeekIsFull) as no:
        claim_next(actor=cast.ben, at=monday + 2 * HOUR)
    assert "the 2 that you want" in str(no.value)
    assert "How much you read" in str(no.value)
    assert queue_for(cast.ben, at=monday + 2 * HOUR).next_up == ()
    next_week = week_of(monday, cast.ben.time_zone) + timedelta(days=7)
    with pytest.raises(WeekIsFull):
        claim_next(actor=cast.ben, at=next_week - timedelta(microseconds=1))
    assert claim_next(actor=cast.ben, at=next_week) is not None


def test_raising_the_number_opens_the_queue_at_once(cast, version, monday):
    waiting(cast, version, 2, at=cast.at)
    says(cast.ben, monday, most=1)
    read(cast.ben, monday)
    says(cast.ben, monday + HOUR, most=2)
    assert claim_next(actor=cast.ben, at=monday + HOUR) is not None


def test_what_is_taken_up_again_counts_once(cast, version, monday):
    waiting(cast, version, 2, at=cast.at)
    says(cast.ben, monday, most=2)
    item = claim_next(actor=cast.ben, at=monday)
    later = monday + 3 * HOUR
    claim(actor=cast.ben, item=item, at=later)
    assert offering_to(cast.ben, at=later).used == 1


def test_a_pause_offers_nothing_and_what_is_held_may_be_finished(cast, version, monday):
    waiting(cast, version, 2, at=cast.at)
    held = claim_next(actor=cast.ben, at=monday)
    pause_offers(actor=cast.ben, at=monday)
    assert claim_next(actor=cast.ben, at=monday) == held
    make.mark_all(held, cast.ben, at=monday)
    score(actor=cast.ben, item=held, claim_number=held.claim_number, at=monday)
    with pytest.raises(OffersPaused):
        claim_next(actor=cast.ben, at=monday + HOUR)
    resume_offers(actor=cast.ben, at=monday + HOUR)
    assert claim_next(actor=cast.ben, at=monday + HOUR) is not None


def test_a_pause_keeps_what_was_said_and_a_second_click_says_nothing_new(cast, version, monday):
    says(cast.ben, monday, most=4)
    first = pause_offers(actor=cast.ben, at=monday + HOUR)
    assert pause_offers(actor=cast.ben, at=monday + 2 * HOUR) == first
    assert first.most_a_week == 4
    # What is said meanwhile ends no pause.
    assert says(cast.ben, monday + 3 * HOUR, most=5).paused
    assert not resume_offers(actor=cast.ben, at=monday + 4 * HOUR).paused
    assert Availability.objects.filter(assessor=cast.ben).count() == 4


def test_nothing_is_offered_on_days_away_both_included(cast, version, monday):
    waiting(cast, version, 1, at=cast.at)
    today = monday.date()
    says(cast.ben, monday, away=[(today, today + timedelta(days=1))])
    for days in (0, 1):
        with pytest.raises(AwayNow):
            claim_next(actor=cast.ben, at=monday + timedelta(days=days))
    assert claim_next(actor=cast.ben, at=monday + timedelta(days=2)) is not None


def test_a_micro_credential_that_is_not_wanted_is_passed_over(cast, version, monday):
    other = make.published(cast, name="Cultivating a Shared Purpose")
    waiting(cast, version, 1, at=cast.at)
    wanted = make.waiting(cast.gus, other, at=cast.at + HOUR)
    says(cast.ben, monday, unwanted=[version.micro_credential_id])
    with pytest.raises(NotOffered):
        claim_next(actor=cast.ben, version=version.pk, at=monday)
    assert [place.item for place in queue_for(cast.ben, at=monday).next_up] == [wanted]
    assert claim_next(actor=cast.ben, at=monday) == wanted


def test_somebody_elses_word_stops_nobody(cast, version, monday):
    waiting(cast, version, 1, at=cast.at)
    pause_offers(actor=cast.lena, at=monday)
    assert claim_next(actor=cast.ben, at=monday) is not None


def test_what_nobody_means_is_refused(cast, version, monday):
    today = monday.date()
    for most in (0, 201):
        with pytest.raises(WeekOutOfRange):
            says(cast.ben, monday, most=most)
    for first, last in ((today, today - timedelta(days=1)), (today, date(2040, 1, 1))):
        with pytest.raises(DaysOutOfOrder):
            says(cast.ben, monday, away=[(first, last)])
    with pytest.raises(TooManyTimesAway):
        says(cast.ben, monday, away=[(today, today)] * 21)
    with pytest.raises(NothingLeftToOffer):
        says(cast.ben, monday, unwanted=[version.micro_credential_id])


def test_an_edition_is_never_edited(cast, version, monday):
    said = says(cast.ben, monday, most=3)
    with pytest.raises(DatabaseError), transaction.atomic():
        Availability.objects.filter(pk=said.pk).update(most_a_week=9)


def test_what_is_given_back_is_another_offer_first_and_comes_again_after_a_day(cast, version, monday):
    older, newer = waiting(cast, version, 2, at=cast.at)
    taken = claim_next(actor=cast.ben, at=monday)
    assert taken == older
    let_go(actor=cast.ben, item=taken, claim_number=1, reason="Too long for tonight.", at=monday)
    other = claim_next(actor=cast.ben, at=monday)
    assert other == newer
    let_go(actor=cast.ben, item=other, claim_number=1, at=monday)
    assert claim_next(actor=cast.ben, at=monday) is None
    assert claim_next(actor=make.assessor(cast, "Lea"), at=monday) == older
    assert claim_next(actor=cast.ben, at=monday + PASSED_OVER) == older
    assert list(GivenBack.objects.order_by("given_back_at", "pk").values_list("reason", flat=True)) == [
        "Too long for tonight.",
        "",
    ]


def test_a_few_returns_do_not_count_and_the_next_one_does(cast, version, monday):
    waiting(cast, version, FREE_RETURNS + 3, at=cast.at)
    says(cast.ben, monday, most=2)
    for number in range(FREE_RETURNS + 1):
        at = monday + number * timedelta(minutes=1)
        item = claim_next(actor=cast.ben, at=at)
        let_go(actor=cast.ben, item=item, claim_number=1, at=at)
        assert offering_to(cast.ben, at=at).used == (0 if number < FREE_RETURNS else 1)
    # Taken up again it is no return any more.
    claim(actor=cast.ben, item=item, at=at + HOUR)
    assert offering_to(cast.ben, at=at + HOUR).used == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_limit_take_one(transactional_db, cast):
    item_count, at = _at_the_limit(cast)
    outcomes = two_at_once(lambda: claim_next(actor=cast.ben, at=at), lambda: claim_next(actor=cast.ben, at=at))
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert Claim.objects.count() == item_count


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_tabs_take_two(transactional_db, cast, monkeypatch):
    """The race exists: without the lock on who takes, both tabs find the week not full, and take two where one was
    wanted."""
    item_count, at = _at_the_limit(cast)
    meeting, take = Barrier(2), claims._take

    def take_together(*args):
        with suppress(BrokenBarrierError):
            meeting.wait(5)
        return take(*args)

    monkeypatch.setattr(claims, "hold", lambda pk: None)
    monkeypatch.setattr(claims, "_take", take_together)
    two_at_once(lambda: claim_next(actor=cast.ben, at=at), lambda: claim_next(actor=cast.ben, at=at))
    assert Claim.objects.count() == item_count + 1


def _at_the_limit(cast):
    """Ben, who wants one a week, and two that wait; how many claims there are once he has one."""
    make.qualified(cast, cast.ben)
    waiting(cast, make.published(cast), 2, at=cast.at)
    says(cast.ben, cast.at, most=1)
    return 1, cast.at + HOUR

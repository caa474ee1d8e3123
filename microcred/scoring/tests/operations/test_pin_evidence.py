"""Pinning places of the evidence to criteria while reading."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Quarantine
from microcred.portfolios.operations import PlaceNotThere, quarantine_piece
from microcred.portfolios.places import Place
from microcred.scoring.models import NotedPin
from microcred.scoring.operations import (
    NotOfThisReading,
    PassageNotClear,
    PassageNotThere,
    PieceSetAside,
    PinNoteTooLong,
    PinOvertaken,
    TooManyPinsHere,
    note_on_pin,
    pins,
    take_pin_off,
)
from microcred.scoring.operations.claims import LeaseExpired
from microcred.scoring.queries import pins_noted
from microcred.scoring.rules import passage_said
from microcred.scoring.tests import make
from microcred.scoring.tests.pinning import ANSWER, at_the_desk

LEASE = timedelta(minutes=settings.LEASE_MINUTES)


@pytest.fixture
def desk(cast):
    make.qualified(cast, cast.ben)
    return at_the_desk(cast, make.published(cast), cast.ben)


def test_a_page_is_pinned_to_a_criterion_with_a_note(desk):
    pin = desk.pin(words="  The roles rotate.  ")

    assert (pin.piece, pin.seen, pin.page, pin.words) == (desk.plan, desk.plan.item, 2, "The roles rotate.")
    assert [one.pin for one in pins_noted(desk.item, desk.reader)[desk.criteria[0].pk]] == [pin]


def test_a_form_that_is_sent_twice_is_one_pin(desk):
    assert desk.pin() == desk.pin()
    assert desk.pin(criterion=desk.criteria[1]) != desk.pin()
    assert NotedPin.objects.count() == 2


def test_of_a_passage_the_bounds_are_kept_and_not_the_words(desk):
    pin = desk.pin(desk.answer, quote="on Tuesdays and wrote")

    assert passage_said(ANSWER, pin.starts, pin.ends) == "on Tuesdays and wrote"
    assert not any("Tuesdays" in str(value) for value in vars(pin).values() if value is not desk.answer)


def test_without_words_the_whole_answer_is_meant(desk):
    pin = desk.pin(desk.answer)

    assert (pin.starts, pin.ends) == (0, len(ANSWER))


@pytest.mark.parametrize(
    ("quote", "no"), [("What is not there", PassageNotThere), ("d", PassageNotClear)], ids=["nowhere", "twice"]
)
def test_words_that_stand_nowhere_or_twice_are_refused(desk, quote, no):
    with pytest.raises(no):
        desk.pin(desk.answer, quote=quote)


@pytest.mark.parametrize(
    "place", [Place(page=4), Place(from_second=3), Place(left=1, top=1, width=5, height=5)], ids=str
)
def test_a_place_that_the_file_does_not_have_is_refused_as_it_is_to_educators(desk, place):
    with pytest.raises(PlaceNotThere):
        desk.pin(place=place)


def test_what_is_too_long_or_too_much_is_refused(desk, monkeypatch):
    monkeypatch.setattr(pins, "MOST_PINS", 2)
    with pytest.raises(PinNoteTooLong):
        desk.pin(words="x" * (pins.LONGEST_NOTE + 1))
    desk.pin()
    desk.pin(place=Place(page=1))
    with pytest.raises(TooManyPinsHere):
        desk.pin(place=Place(page=3))
    assert desk.pin(place=Place(page=3), criterion=desk.criteria[1])


def test_a_criterion_or_a_piece_of_another_submission_is_refused(cast, desk):
    elsewhere = make.published(cast, name="Other").criteria.first()
    with pytest.raises(NotOfThisReading):
        desk.pin(criterion=elsewhere)
    make.qualified(cast, cast.lena)
    other = at_the_desk(cast, desk.item.version, make.assessor(cast, "Lea"), educator=make.educator(cast, "Eve"))
    with pytest.raises(NotAllowed):
        desk.pin(other.plan)


def test_what_is_set_aside_is_not_pinned(cast, desk):
    reason = Quarantine.Reason.STUDENT_NAME
    for piece in (desk.plan, desk.answer):
        quarantine_piece(actor=cast.ben, piece=piece, reason=reason, words="", at=desk.at)
        with pytest.raises(PieceSetAside):
            desk.pin(piece)


def test_who_holds_it_no_more_neither_pins_nor_takes_off(desk):
    pin = desk.pin()
    late = desk.at + LEASE * 2
    with pytest.raises(LeaseExpired):
        desk.pin(at=late, place=Place(page=1))
    for late_deed in (take_pin_off, lambda **how: note_on_pin(words="Late.", **how)):
        with pytest.raises(LeaseExpired):
            late_deed(actor=desk.reader, pin=pin, claim_number=desk.item.claim_number, at=late)
    assert NotedPin.objects.get() == pin


def test_a_note_changed_in_another_tab_is_not_overwritten(desk):
    pin = desk.pin(words="First.")
    how = {"actor": desk.reader, "pin": pin, "claim_number": desk.item.claim_number, "at": desk.at}
    assert note_on_pin(words="Second.", revision=1, **how).revision == 2
    assert note_on_pin(words="Second.", revision=1, **how).revision == 2
    with pytest.raises(PinOvertaken) as no:
        note_on_pin(words="Third.", revision=1, **how)
    assert no.value.theirs.words == "Second."


def test_taken_off_twice_is_taken_off_and_says_nothing_more(desk):
    pin = desk.pin()
    how = {"actor": desk.reader, "pin": pin, "claim_number": desk.item.claim_number, "at": desk.at}
    take_pin_off(**how)
    take_pin_off(**how)
    with pytest.raises(NotAllowed):
        note_on_pin(words="Gone.", **how)
    assert not NotedPin.objects.exists()


def test_nobody_takes_off_what_another_has_pinned(cast, desk):
    make.qualified(cast, cast.lena)
    other = at_the_desk(cast, desk.item.version, make.assessor(cast, "Lea"), educator=make.educator(cast, "Eve"))
    theirs = other.pin()
    take_pin_off(actor=desk.reader, pin=NotedPin(pk=uuid4(), item=desk.item), claim_number=1, at=desk.at)
    mine = NotedPin(pk=theirs.pk, item=desk.item)
    take_pin_off(actor=desk.reader, pin=mine, claim_number=desk.item.claim_number, at=desk.at)

    assert NotedPin.objects.get() == theirs

"""What was pinned is saved with the reading, and told with what it stands beside."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from microcred.portfolios.models import Quarantine
from microcred.portfolios.operations import quarantine_piece
from microcred.portfolios.places import Place
from microcred.portfolios.tests import make as work
from microcred.scoring.models import NotedPin, ScoredPin, ToldPin
from microcred.scoring.operations import claim, enqueue, score
from microcred.scoring.queries import feedback_on, pins_noted, pins_scored
from microcred.scoring.tests import make
from microcred.scoring.tests.pinning import Desk, at_the_desk

HOUR = timedelta(hours=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def saved(desk, short=()):
    make.mark_all(desk.item, desk.reader, at=desk.at, short=short)
    return score(actor=desk.reader, item=desk.item, claim_number=desk.item.claim_number, at=desk.at)


def told_of(submission):
    """What is told of each criterion, by its number."""
    return {
        one.number: [(str(pin.where), pin.quote, pin.pin.words) for pin in one.pins]
        for one in feedback_on(submission).judged
        if one.pins
    }


def test_pins_are_saved_with_the_reading_and_told_in_the_order_of_the_evidence(cast, version):
    desk = at_the_desk(cast, version, cast.ben)
    desk.pin(place=Place(page=3), words="Here.")
    desk.pin(place=Place(page=1))
    desk.pin(desk.answer, quote="Nobody was late")
    desk.pin(criterion=desk.criteria[1])
    saved(desk)

    assert told_of(desk.submission) == {
        1: [("a passage", "Nobody was late", ""), ("page 1", "", ""), ("page 3", "", "Here.")],
        2: [("page 2", "", "")],
    }


def test_a_second_save_saves_no_second_pin(cast, version):
    desk = at_the_desk(cast, version, cast.ben)
    desk.pin()
    saved(desk)
    score(actor=desk.reader, item=desk.item, claim_number=desk.item.claim_number, at=desk.at)

    assert (ScoredPin.objects.count(), ToldPin.objects.count()) == (1, 1)


@pytest.mark.parametrize("model", [ScoredPin, ToldPin])
def test_what_was_saved_is_changed_by_nobody(cast, version, model):
    desk = at_the_desk(cast, version, cast.ben)
    desk.pin(words="Here.")
    saved(desk)

    for deed in (lambda: model.objects.update(words="Elsewhere."), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def read_twice(cast, version, *, then_short=()):
    """Two read the same work, and each pins page 2 in the same words and a page of their own."""
    desk = at_the_desk(cast, make.in_pilot(cast, version), cast.ben)
    desk.pin(words="The roles.")
    desk.pin(place=Place(page=1), words="Ben’s.")
    saved(desk)
    lea = make.assessor(cast, "Lea")
    again = Desk(claim(actor=lea, item=desk.item, at=cast.at + HOUR), lea, cast.at + HOUR)
    assert pins_noted(again.item, lea) == {}
    again.pin(words="The roles.")
    again.pin(place=Place(page=3), words="Lea’s.")
    return desk, again


def test_a_second_reader_sees_nothing_of_the_first_one_s_pins(cast, version):
    _desk, again = read_twice(cast, version)
    words = [one.pin.words for pins in pins_noted(again.item, again.reader).values() for one in pins]

    assert sorted(words) == ["Lea’s.", "The roles."]
    assert not ToldPin.objects.exists()
    assert ScoredPin.objects.count() == 2


def test_of_two_who_say_the_same_the_same_place_is_told_once(cast, version):
    desk, again = read_twice(cast, version)
    saved(again)

    assert told_of(desk.submission) == {
        1: [("page 1", "", "Ben’s."), ("page 2", "", "The roles."), ("page 3", "", "Lea’s.")]
    }


def test_of_who_was_outvoted_nothing_is_told(cast, version):
    desk, again = read_twice(cast, version)
    saved(again, short=(again.criteria[0],))
    pat = make.assessor(cast, "Pat")
    third = Desk(claim(actor=pat, item=desk.item, at=cast.at + HOUR), pat, cast.at + HOUR)
    saved(third)

    assert told_of(desk.submission) == {1: [("page 1", "", "Ben’s."), ("page 2", "", "The roles.")]}
    assert ScoredPin.objects.count() == 4


def test_a_later_attempt_leaves_pins_with_the_earlier_one(cast, version):
    desk = at_the_desk(cast, version, cast.ben)
    for criterion in desk.criteria[:2]:
        desk.pin(criterion=criterion)
    saved(desk, short=(desk.criteria[0],))
    later = cast.at + timedelta(days=1)
    second = work.handed_in(desk.submission.pursuit, at=later)
    item = enqueue(actor=None, submission=second, at=later)
    again = Desk(claim(actor=cast.ben, item=item, at=later), cast.ben, later)
    assert pins_noted(again.item, again.reader) == {}
    make.mark(again.item, cast.ben, again.criteria[0], at=later)
    score(actor=cast.ben, item=again.item, claim_number=again.item.claim_number, at=later)

    assert set(told_of(desk.submission)) == {1, 2}
    assert told_of(second) == {}


def aside(cast, piece, at):
    return quarantine_piece(actor=cast.ben, piece=piece, reason=Quarantine.Reason.OTHER, words="", at=at)


def test_a_pin_into_what_is_set_aside_since_says_so_and_nothing_of_it(cast, version):
    desk = at_the_desk(cast, make.in_pilot(cast, version), cast.ben)
    desk.pin()
    desk.pin(desk.answer, quote="Nobody was late", words="Well said.")
    scores = [score.pk for score in saved(desk).scores.all()]
    assert [pin.is_here for pin in pins_scored(desk.submission, scores)[scores[0]]] == [True, True]
    for piece in (desk.plan, desk.answer):
        aside(cast, piece, desk.at)

    shown = pins_scored(desk.submission, scores)[scores[0]]
    assert [(pin.is_aside, pin.is_here, pin.quote, pin.read) for pin in shown] == [(True, False, "", "")] * 2


def test_what_is_set_aside_in_a_later_attempt_is_so_in_the_feedback_on_an_earlier_one(cast, version):
    desk = at_the_desk(cast, version, cast.ben)
    desk.pin(words="The roles.")
    saved(desk, short=(desk.criteria[0],))
    later = cast.at + timedelta(days=1)
    second = work.handed_in(desk.submission.pursuit, at=later)
    assert [pin.is_here for pin in feedback_on(desk.submission).judged[0].pins] == [True]
    again = second.items.select_related("submission__pursuit__version", "item").get(item=desk.plan.item_id)
    aside(cast, again, later)

    (pin,) = feedback_on(desk.submission).judged[0].pins
    assert (pin.is_aside, pin.is_here, pin.pin.words) == (True, False, "The roles.")


def test_pins_of_a_paper_are_told_to_nobody(cast, version, monkeypatch):
    from microcred.scoring.models import Scoring
    from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

    the_lot_falls(monkeypatch)
    (paper,) = validity_set(cast, version, make.educator(cast, "Eve"))
    make.read(make.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)
    item = seeded(Scoring.objects.get(), at=cast.at + HOUR)
    desk = Desk(claim(actor=cast.ben, item=item, at=cast.at + HOUR), cast.ben, cast.at + HOUR)
    piece = desk.submission.items.select_related("item", "submission__pursuit__version")[0]
    desk.pin(piece, place=Place(page=1))
    saved(desk)

    assert ScoredPin.objects.get().score.scoring.paper == paper
    assert NotedPin.objects.count() == 1
    assert not ToldPin.objects.exists()

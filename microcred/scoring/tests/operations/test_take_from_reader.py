"""A lead takes a submission back from who has it in hand."""

from datetime import timedelta
from time import sleep

import pytest

from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.models import Notice
from microcred.scoring.models import Claim, GivenBack, Mark, Scoring
from microcred.scoring.operations import (
    NoReason,
    NotInHand,
    TakenByLead,
    ask_lead,
    claim,
    claim_next,
    declare_availability,
    let_go,
    renew,
    score,
    take_from_reader,
    taking_back,
)
from microcred.scoring.queries import given_back_since, offering_to, wait_under_way
from microcred.scoring.rules import FREE_RETURNS, week_of
from microcred.scoring.tests import make
from microcred.scoring.tests.racing import two_at_once

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ILL = "She is ill, and it is due tomorrow."


@pytest.fixture
def held(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, make.published(cast), at=cast.at), at=cast.at)
    make.mark_all(item, cast.ben, at=cast.at)
    return item


def taken(cast, item, *, at, reason=ILL):
    return take_from_reader(actor=cast.lena, claim=item.claims.latest("number"), reason=reason, at=at)


def test_it_waits_again_and_who_had_it_reads_why(cast, held):
    lea = make.assessor(cast, "Lea")
    marks = Mark.objects.filter(assessor=cast.ben).count()

    taken(cast, held, at=cast.at + MINUTE)

    told = Notice.objects.get(kind="taken_from_reader")
    assert told.person == cast.ben
    assert ILL in told.body
    assert cast.lena.name in told.body
    with pytest.raises(TakenByLead):
        score(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at + 2 * MINUTE)
    assert claim_next(actor=cast.ben, at=cast.at + 2 * MINUTE) is None, "it is not offered at once to who had it"
    assert claim_next(actor=lea, at=cast.at + 3 * MINUTE) == held
    assert Mark.objects.filter(assessor=cast.ben).count() == marks > 0
    assert not given_back_since([cast.ben.pk], since=cast.at), "they gave nothing back"


def test_who_had_it_takes_it_up_again_with_what_they_noted(cast, held):
    taken(cast, held, at=cast.at + MINUTE)
    again = claim(actor=cast.ben, item=held, at=cast.at + 2 * MINUTE)
    score(actor=cast.ben, item=again, claim_number=again.claim_number, at=cast.at + 3 * MINUTE)
    assert Scoring.objects.get().assessor == cast.ben


def test_only_who_leads_takes_it_and_says_why(cast, held):
    ended = held.claims.get()
    for stranger in (cast.bea, cast.elena, cast.ada):
        with pytest.raises(NotAllowed):
            take_from_reader(actor=stranger, claim=ended, reason=ILL, at=cast.at)
    with pytest.raises(NoReason):
        taken(cast, held, at=cast.at, reason=" ")
    held.refresh_from_db()
    assert held.assessor == cast.ben


def test_what_is_in_hand_no_more_stays_as_it_is(cast, held):
    first = held.claims.get()
    over = held.lease_expires_at
    with pytest.raises(NotInHand):
        take_from_reader(actor=cast.lena, claim=first, reason=ILL, at=over)
    let_go(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at + MINUTE)
    with pytest.raises(NotInHand):
        take_from_reader(actor=cast.lena, claim=first, reason=ILL, at=cast.at + 2 * MINUTE)

    # Whoever has it since keeps it, though the lead's page was opened before.
    again = claim(actor=cast.ben, item=held, at=cast.at + 3 * MINUTE)
    with pytest.raises(NotInHand):
        take_from_reader(actor=cast.lena, claim=first, reason=ILL, at=cast.at + 4 * MINUTE)
    assert renew(actor=cast.ben, item=again, claim_number=again.claim_number, at=cast.at + 5 * MINUTE)


def test_a_wait_for_an_answer_ends_with_it(cast, held):
    words = "Does one note of a meeting suffice for the second level?"
    ask_lead(actor=cast.ben, item=held, claim_number=held.claim_number, criterion=None, words=words, at=cast.at)
    held.refresh_from_db()
    assert wait_under_way(held) is not None
    taken(cast, held, at=cast.at + DAY)
    held.refresh_from_db()
    assert held.assessor is None
    assert wait_under_way(held) is None


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def sent_while_taken(self, cast, held):
        one = held.claims.get()
        return two_at_once(
            lambda: take_from_reader(actor=cast.lena, claim=one, reason=ILL, at=cast.at + MINUTE),
            lambda: score(actor=cast.ben, item=held, claim_number=held.claim_number, at=cast.at + MINUTE),
        )

    def meet(self, monkeypatch):
        """Let the lead wait between what is read and what is written, long enough for the reading to be saved."""
        put_back = taking_back.put_back

        def slowly(item):
            sleep(1)
            return put_back(item)

        monkeypatch.setattr(taking_back, "put_back", slowly)

    def test_either_it_is_sent_or_it_is_taken(self, cast, held, monkeypatch):
        self.meet(monkeypatch)
        by_lead, by_reader = self.sent_while_taken(cast, held)
        assert isinstance(by_lead, NotInHand) != isinstance(by_reader, TakenByLead)
        assert GivenBack.objects.exists() != Scoring.objects.exists()
        held.refresh_from_db()
        assert Mark.objects.filter(assessor=cast.ben).exists()
        assert (held.readings_saved == 1) == Scoring.objects.exists()

    def test_control_without_the_lock_it_is_both(self, cast, held, monkeypatch):
        monkeypatch.setattr(taking_back, "locked", lambda item: type(item).of_all.get(pk=item.pk))
        self.meet(monkeypatch)
        by_lead, by_reader = self.sent_while_taken(cast, held)
        assert not isinstance(by_lead, Refusal)
        assert not isinstance(by_reader, Refusal)
        assert GivenBack.objects.exists()
        assert Scoring.objects.exists()
        assert Claim.objects.count() == 1


def test_it_uses_up_nothing_of_the_week_of_who_had_it(cast, held):
    declare_availability(actor=cast.ben, most_a_week=5, away=[], unwanted=[], at=cast.at)
    assert offering_to(cast.ben, at=cast.at).used == 1

    taken(cast, held, at=cast.at + MINUTE)

    offering = offering_to(cast.ben, at=cast.at + MINUTE)
    assert (offering.used, offering.free_returns) == (0, FREE_RETURNS)


def test_what_was_taken_first_in_another_week_gives_nothing_back_of_this_one(cast, held):
    monday = week_of(cast.at, cast.ben.time_zone) + timedelta(days=7, hours=12)
    other = make.waiting(make.educator(cast, "Teacher"), held.version, at=cast.at)
    declare_availability(actor=cast.ben, most_a_week=5, away=[], unwanted=[], at=monday)
    claim(actor=cast.ben, item=other, at=monday)
    later = monday + 180 * MINUTE  # its time has ended
    again = claim(actor=cast.ben, item=held, at=later)
    assert offering_to(cast.ben, at=later).used == 1

    taken(cast, again, at=later + MINUTE)

    assert offering_to(cast.ben, at=later + MINUTE).used == 1

"""Whose time with a submission ends soon hears of it, once for each end."""

from datetime import timedelta

from django.conf import settings

from microcred.notices.models import Notice
from microcred.scoring import reactions
from microcred.scoring.operations import claim_next, remind_of_lease, renew
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)
MINUTE = timedelta(minutes=1)


def held(cast):
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    return claim_next(actor=cast.ben, at=cast.at)


def clocked(monkeypatch, at):
    monkeypatch.setattr(reactions, "now", lambda: at)
    reactions.remind_of_leases()
    return Notice.objects.filter(kind="lease_ends")


def test_ben_hears_before_his_time_ends_and_once_only(cast, monkeypatch):
    item = held(cast)
    assert not clocked(monkeypatch, cast.at + LEASE - 20 * MINUTE)
    told = clocked(monkeypatch, cast.at + LEASE - 10 * MINUTE)
    assert [(one.person, item.alias in one.subject) for one in told] == [(cast.ben, True)]
    assert "goes back to the queue" in told[0].body
    assert clocked(monkeypatch, cast.at + LEASE - 5 * MINUTE).count() == 1


def test_a_lease_that_was_renewed_is_told_of_anew_before_its_own_end(cast, monkeypatch):
    item = held(cast)
    clocked(monkeypatch, cast.at + LEASE - 10 * MINUTE)
    renew(actor=cast.ben, item=item, claim_number=1, at=cast.at + LEASE - 5 * MINUTE)
    assert clocked(monkeypatch, cast.at + LEASE - MINUTE).count() == 1
    assert clocked(monkeypatch, cast.at + 2 * LEASE - 10 * MINUTE).count() == 2


def test_who_went_on_between_the_look_and_the_word_hears_nothing(cast):
    seen = held(cast)
    at = cast.at + LEASE - 5 * MINUTE
    renew(actor=cast.ben, item=seen, claim_number=1, at=at)
    assert remind_of_lease(actor=None, item=seen, at=at) is False
    assert not Notice.objects.filter(kind="lease_ends").exists()

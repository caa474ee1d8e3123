"""Whoever puts files in at the same moment gets no more room together than there is."""

from threading import Barrier

import pytest

from microcred.portfolios.models import Item
from microcred.portfolios.operations import NoRoomLeft, quotas, set_quota
from microcred.portfolios.queries import keeper_of, room_of
from microcred.portfolios.tests.make import pdf, put, started
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def put_at_once(cast):
    """Ada and Mateo put a file in at once, where room is left for one."""
    by_ada, by_mateo = started(cast), started(cast, person=cast.mateo)
    keeper = keeper_of(by_ada)
    put(by_ada, "before.pdf", pdf(2), at=cast.at)
    taken = room_of(keeper, at=cast.at).used
    set_quota(actor=None, organization=keeper, size=2 * taken + taken // 2, at=cast.at)
    return lambda: two_at_once(
        lambda: put(by_ada, "plan.pdf", pdf(2), at=cast.at), lambda: put(by_mateo, "plan.pdf", pdf(2), at=cast.at)
    )


def test_without_the_lock_both_are_kept(put_at_once, monkeypatch):
    both_have_looked, look = Barrier(2, timeout=30), quotas.short_of_room

    def looked(pursuit, size, *, at):
        short = look(pursuit, size, at=at)
        if not size:  # when it is in
            both_have_looked.wait()
        return short

    monkeypatch.setattr(quotas, "hold", lambda _organization: None)
    monkeypatch.setattr(quotas, "short_of_room", looked)

    both = put_at_once()
    assert [type(each) for each in both] == [Item, Item], both


def test_of_two_one_is_kept_and_the_other_told_why(put_at_once):
    kept = [each for each in put_at_once() if isinstance(each, Item)]

    assert len(kept) == 1
    assert Item.objects.count() == 2


def test_who_has_the_room_to_themselves_is_not_refused(cast):
    pursuit = started(cast)
    set_quota(actor=None, organization=keeper_of(pursuit), size=1 << 20, at=cast.at)
    assert put(pursuit, "plan.pdf", pdf(2), at=cast.at)


def test_what_was_made_of_a_file_counts_when_it_is_put_in(cast):
    pursuit = started(cast)
    plan = pdf(2)
    set_quota(actor=None, organization=keeper_of(pursuit), size=len(plan) + len(plan) // 4, at=cast.at)
    with pytest.raises(NoRoomLeft):
        put(pursuit, "plan.pdf", plan, at=cast.at)
    assert not Item.objects.exists()

"""Two merges at one moment that share an account. First without the lock, then as the house runs it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.accounts.models import Merge, MergeOffer
from microcred.accounts.operations import AccountClosed, merge
from microcred.accounts.tests.make import SOON, asked, second_account
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.tests import make as portfolios


def at_once(offers: list[MergeOffer], do):
    """Let all of them be confirmed by threads that start together."""
    together = Barrier(len(offers), timeout=30)

    def one(offer: MergeOffer):
        try:
            return do(offer, together)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(offers)) as pool:
        return list(pool.map(one, offers))


def confirm(offer: MergeOffer, together: Barrier):
    together.wait()
    asker = Person.objects.get(pk=offer.asker_id)
    try:
        return merge(actor=asker, offer=offer, go_on_with=(), at=offer.asked_at + SOON)
    except AccountClosed as refused:
        return refused


def each_other(cast):
    """Two accounts of one person, each of which was asked to take in the other."""
    other = second_account(cast)
    return other, [asked(cast.ada, other, at=cast.at), asked(other, cast.ada, at=cast.at)]


@pytest.mark.django_db(transaction=True)
def test_looking_first_and_closing_then_leaves_nobody(cast):
    """The control run: both find the other in use, and each closes it."""
    other, offers = each_other(cast)

    def naive(offer: MergeOffer, together: Barrier) -> None:
        with transaction.atomic():
            both = Person.objects.filter(pk__in=(offer.asker_id, offer.other_id), is_active=True).count()
            together.wait()
            if both == 2:
                Person.objects.filter(pk=offer.other_id).update(is_active=False)

    at_once(offers, naive)

    assert not Person.objects.filter(pk__in=(cast.ada.pk, other.pk), is_active=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_accounts_that_take_each_other_in_at_once_become_one_with_everything(cast):
    other, offers = each_other(cast)
    begun = portfolios.started(cast, person=other)

    results = at_once(offers, confirm)

    (done,) = [result for result in results if isinstance(result, Merge)]
    assert [type(result) for result in results if result != done] == [AccountClosed]
    assert list(Person.objects.filter(pk__in=(cast.ada.pk, other.pk), is_active=True)) == [done.survivor]
    assert Pursuit.objects.get(pk=begun.pk).person == done.survivor


@pytest.mark.django_db(transaction=True)
def test_one_account_that_two_take_in_at_once_goes_to_one_of_them(cast):
    other = second_account(cast)
    begun = portfolios.started(cast, person=other)
    offers = [asked(cast.ada, other, at=cast.at), asked(cast.gus, other, at=cast.at)]

    results = at_once(offers, confirm)

    (done,) = Merge.objects.all()
    assert [type(result) for result in results if result != done] == [AccountClosed]
    assert Pursuit.objects.get(pk=begun.pk).person == done.survivor

"""Thirty-two wallets use one QR code, and one nonce, at the same moment. First without what prevents it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.integrations.wallets import operations
from microcred.integrations.wallets.models import Delivery, Pickup, SpentNonce, WrongCode
from microcred.integrations.wallets.tests.make import offering

THREADS = 32

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(do: Callable[[], object]) -> list[object]:
    """Let all threads do it together; a refusal is what comes back of those that were refused."""
    together = Barrier(THREADS, timeout=30)

    def one(_number: int) -> object:
        try:
            connection.ensure_connection()
            together.wait()
            return do()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_asking_first_and_writing_then_lets_several_through(cast):
    """The control run: the race is real on this machine."""
    made = offering(cast, credentials.award(cast))

    def naive() -> str:
        with transaction.atomic():
            if Pickup.objects.filter(offer=made.offer).exists():
                return "OfferOver"
            return "picked up"

    assert at_once(naive).count("picked up") > 1


def test_one_of_many_gets_the_award(cast):
    made = offering(cast, credentials.award(cast))

    def take() -> str:
        operations.pick_up(
            actor=None, offer=made.offer, protocol=Pickup.Protocol.OID4VCI, secret=made.secret, code="", at=now()
        )
        return "picked up"

    outcomes = at_once(take)

    assert sorted(outcomes) == ["OfferOver"] * (THREADS - 1) + ["picked up"]
    assert Pickup.objects.count() == 1


def test_a_million_codes_are_not_tried_by_trying_many_at_once(cast):
    made = offering(cast, credentials.award(cast), with_code=True)
    wrong = "000000" if made.code != "000000" else "111111"

    outcomes = at_once(
        lambda: operations.pick_up(
            actor=None, offer=made.offer, protocol=Pickup.Protocol.OID4VCI, secret=made.secret, code=wrong, at=now()
        )
    )

    assert outcomes.count("CodeWrong") == WrongCode.objects.count() == 5
    assert outcomes.count("OfferOver") == THREADS - 5


def test_asking_whether_a_nonce_is_spent_and_spending_it_then_lets_several_through(cast):
    """The control run for nonces."""

    def naive() -> str:
        with transaction.atomic():
            return "refused" if SpentNonce.objects.filter(digest="ab").exists() else "delivered"

    assert at_once(naive).count("delivered") > 1


def test_one_nonce_delivers_once(cast):
    made = offering(cast, credentials.award(cast))
    picked = operations.pick_up(
        actor=None, offer=made.offer, protocol=Pickup.Protocol.OID4VCI, secret=made.secret, code="", at=now()
    )

    def fetch() -> str:
        operations.deliver(actor=None, pickup=picked.pickup, wallet_key="key", nonce="nonce", at=now())
        return "delivered"

    outcomes = at_once(fetch)

    assert sorted(outcomes) == ["NonceSpent"] * (THREADS - 1) + ["delivered"]
    assert Delivery.objects.count() == 1

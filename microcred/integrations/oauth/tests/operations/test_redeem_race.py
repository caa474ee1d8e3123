"""Thirty-two copies of one code, and of one refresh token, at the same moment. First without what prevents it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.integrations.oauth import operations
from microcred.integrations.oauth.models import Grant, GrantEnd, Redemption, Token
from microcred.integrations.oauth.rules import SCOPES
from microcred.integrations.oauth.tests.make import CALLBACK, CHALLENGE, client

THREADS = 32

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(do: Callable[[], object]) -> list[object]:
    """Let all threads do it together; a refusal is what comes back of those that were refused."""
    together = Barrier(THREADS, timeout=30)

    def one(_number: int) -> object:
        try:
            connection.ensure_connection()
            together.wait()
            do()
            return "given"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def grant_to(person) -> Grant:
    service, _secret = client()
    return operations.consent(
        actor=person,
        client=service,
        scopes=list(SCOPES),
        redirect_uri=CALLBACK,
        code_challenge=CHALLENGE,
        code="code",
        at=now(),
    )


def test_asking_whether_a_code_is_spent_and_spending_it_then_lets_several_through(cast):
    """The control run: the race is real on this machine."""
    grant = grant_to(cast.ada)

    def naive() -> None:
        with transaction.atomic():
            if Redemption.objects.filter(grant=grant).exists():
                raise operations.UsedTwice

    assert at_once(naive).count("given") > 1


def test_one_of_many_redeems_a_code_and_the_others_end_the_grant(cast):
    grant = grant_to(cast.ada)

    outcomes = at_once(lambda: operations.redeem(actor=None, grant=grant, proven=False, at=now()))

    assert sorted(outcomes) == ["UsedTwice"] * (THREADS - 1) + ["given"]
    assert GrantEnd.objects.get().reason == GrantEnd.Reason.REPLAY


def test_one_of_many_refreshes(cast):
    grant = grant_to(cast.ada)
    operations.give_tokens(actor=None, grant=grant, scopes=[], access="a", refresh="r", at=now())
    token = Token.objects.get(kind=Token.Kind.REFRESH)

    outcomes = at_once(lambda: operations.rotate(actor=None, token=token, at=now()))

    assert sorted(outcomes) == ["UsedTwice"] * (THREADS - 1) + ["given"]
    assert GrantEnd.objects.count() == 1

"""A coordinator confirms at the moment at which the educator corrects: shown without the lock first."""

from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest

from microcred.recognition.models import ActivityRuling, ActivityStatement
from microcred.recognition.operations import activities as operations
from microcred.recognition.tests import make
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(cast):
    """Omar confirms seven and a half hours; Ada says that they were six."""
    first = make.activity(cast)
    less = replace(make.CONVENING, amount=Decimal(6))

    return lambda: two_at_once(
        lambda: operations.confirm_activities(actor=cast.omar, statements=[first], at=cast.at),
        lambda: operations.correct_activity(actor=cast.ada, activity=first.activity, said=less, at=cast.at),
    )


def broken() -> bool:
    """Whether something was stated after it was confirmed."""
    confirmed = ActivityRuling.objects.filter(outcome="confirmed").first()
    return confirmed is not None and ActivityStatement.objects.filter(number=2).exists()


def test_without_the_lock_what_is_confirmed_is_stated_anew(at_once, monkeypatch):
    both_have_looked = Barrier(2, timeout=30)
    announce = operations.announce

    def late(*news):
        both_have_looked.wait()
        announce(*news)

    monkeypatch.setattr(operations, "hold", lambda _key: None)
    monkeypatch.setattr(operations, "announce", late)
    at_once()
    assert broken()


def test_with_it_one_of_the_two_is_refused(at_once):
    came = at_once()
    assert not broken()
    assert any(isinstance(one, operations.ConfirmedAlready | operations.ActivityRuledAlready) for one in came)

"""Two pieces of news of a backpack put a record in order at once: shown without the lock first."""

from threading import Barrier

import pytest

from microcred.recognition.models import Activity
from microcred.recognition.operations import taking_over as operations
from microcred.recognition.tests.operations.test_acceptance import asked, held, looked, ready
from microcred.recognition.tests.views.test_acceptances import in_backpack
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(cast):
    """What was accepted verifies again, and two hear of it."""
    ready(cast)
    credential = in_backpack(cast)
    credential.yours = False
    credential.save()
    looked(cast, asked(cast, what=held(cast, id=credential.pk)))
    assert not Activity.objects.exists()
    credential.yours = True
    credential.save()

    def take_over():
        return operations.take_over_acceptances(actor=None, person=cast.ada, at=cast.at)

    return lambda: two_at_once(take_over, take_over)


def test_without_the_lock_it_stands_twice(at_once, monkeypatch):
    both_have_looked = Barrier(2, timeout=30)
    offered = operations.as_offered

    def late(decision):
        both_have_looked.wait()
        return offered(decision)

    monkeypatch.setattr(operations, "hold", lambda _key: None)
    monkeypatch.setattr(operations, "as_offered", late)
    at_once()
    assert Activity.objects.count() == 2


def test_with_it_it_stands_once(at_once):
    at_once()
    assert Activity.objects.count() == 1

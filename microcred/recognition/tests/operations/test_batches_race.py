"""Two files at the same moment: shown without the lock first."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from microcred.recognition.models import BatchFile, BatchLine
from microcred.recognition.operations import batches
from microcred.recognition.tests.operations.test_licensure import approved, cycle, made
from microcred.scoring.tests.racing import two_at_once

__all__ = ["cycle"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_without_the_lock_the_second_breaks(cast, cycle, monkeypatch):
    approved(cast, cycle)
    both_have_looked, look = Barrier(2, timeout=30), batches.to_send

    def looked(*args):
        found = look(*args)
        both_have_looked.wait()
        return found

    monkeypatch.setattr(batches, "hold", lambda _place: None)
    monkeypatch.setattr(batches, "to_send", looked)
    with pytest.raises(IntegrityError):
        two_at_once(lambda: made(cast), lambda: made(cast))


def test_with_it_the_second_has_nothing_to_send(cast, cycle):
    approved(cast, cycle)
    came = two_at_once(lambda: made(cast), lambda: made(cast))
    assert sum(isinstance(one, batches.NothingToSend) for one in came) == 1
    assert (BatchFile.objects.count(), BatchLine.objects.count()) == (1, 1)

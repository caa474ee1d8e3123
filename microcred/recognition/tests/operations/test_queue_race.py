"""Two at the same moment: a set is confirmed twice, an item is looked at twice; each shown without its lock first."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import Ruling
from microcred.recognition.operations import rulings
from microcred.recognition.tests import make
from microcred.scoring.tests.racing import two_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(cast):
    """Two coordinators confirm the same three entries."""
    appoint(actor=None, person=cast.elena, organization=cast.places["rock-hill"], role=Role.RECOGNIZER, at=cast.at)
    first = make.entry(cast)
    entries = [first, *make.many_like(first, 2)]
    return lambda: two_at_once(
        lambda: operations.confirm_set(actor=cast.omar, entries=entries, at=cast.at),
        lambda: operations.confirm_set(actor=cast.elena, entries=entries, at=cast.at),
    )


def test_without_the_lock_the_second_breaks(at_once, monkeypatch):
    both_have_looked, write = Barrier(2, timeout=30), Ruling.objects.bulk_create

    def write_together(rows):
        both_have_looked.wait()
        return write(rows)

    monkeypatch.setattr(rulings, "hold", lambda _entry: None)
    monkeypatch.setattr(Ruling.objects, "bulk_create", write_together)
    with pytest.raises(IntegrityError):
        at_once()


def test_with_it_the_second_confirms_nothing(at_once):
    came = at_once()
    assert sorted(len(one) for one in came) == [0, 3]
    assert Ruling.objects.count() == 3

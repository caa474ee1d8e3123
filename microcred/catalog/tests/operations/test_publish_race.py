"""Two authors publish the next version of one micro-credential at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from microcred.catalog.models import MicroCredential, Version
from microcred.catalog.operations import publishing
from microcred.catalog.tests import make

AUTHORS = 4

pytestmark = pytest.mark.django_db(transaction=True)


def publish_at_once(micro_credential, monkeypatch):
    """Publish from several threads that all stand at the write together, if the lock lets them."""
    together = Barrier(AUTHORS)
    write = publishing.write_version

    def write_together(*arguments, **more):
        # With the lock the others cannot arrive: the first waits a moment, breaks the barrier, and all go on.
        with suppress(BrokenBarrierError):
            together.wait(timeout=1)
        return write(*arguments, **more)

    def attempt(_number):
        try:
            return publishing.publish(
                actor=make.cora(),
                owner=make.university(),
                design=make.plain_design(),
                micro_credential=micro_credential,
                at=make.AT,
            ).number
        except IntegrityError:
            return None
        finally:
            connection.close()

    monkeypatch.setattr(publishing, "write_version", write_together)
    with ThreadPoolExecutor(AUTHORS) as pool:
        return list(pool.map(attempt, range(AUTHORS)))


def test_with_the_lock_each_gets_a_number_of_their_own(monkeypatch):
    version = make.version()
    numbers = publish_at_once(version.micro_credential, monkeypatch)
    assert sorted(numbers) == [2, 3, 4, 5]
    assert list(Version.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_control_without_the_lock_they_collide(monkeypatch):
    version = make.version()
    unlocked = QuerySet.select_for_update

    def no_lock(queryset, *arguments, **more):
        return queryset if queryset.model is MicroCredential else unlocked(queryset, *arguments, **more)

    monkeypatch.setattr(QuerySet, "select_for_update", no_lock)
    numbers = publish_at_once(version.micro_credential, monkeypatch)
    assert None in numbers

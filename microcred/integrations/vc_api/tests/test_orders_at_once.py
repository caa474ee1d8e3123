"""Several orders at the same moment for one address that nobody here has: one person, and nobody is turned away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from microcred.foundation.clock import now
from microcred.integrations.vc_api import operations
from microcred.organizations.models import Person

THREADS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_of_them_find_the_one_person():
    together = Barrier(THREADS, timeout=30)

    def order(_number: int) -> Person:
        try:
            connection.ensure_connection()
            together.wait()
            with transaction.atomic():
                return operations._person_of("new@here.example", "Nia Okafor", at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(order, range(THREADS)))
    assert found == {Person.objects.get(email="new@here.example")}

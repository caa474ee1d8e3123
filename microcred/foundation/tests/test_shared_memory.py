"""What server processes remember together: limits, and one-time codes that were used."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.foundation.models import Remembered
from tests.plugin import CHECKOUT

ANOTHER = """
import django
django.setup()
from allauth.core import ratelimit
from django.test import RequestFactory
asked = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
print(sum(ratelimit.consume(asked, action="registrations") for _turn in range(15)))
"""
"""A server process of its own that is asked fifteen times to register a program; an hour has twenty turns."""


def held():
    return dict(Remembered.objects.values_list("key", "value"))


@pytest.mark.django_db
def test_what_is_kept_is_had_again_until_its_time_is_over():
    cache.set("history", [3.25, 1700000000.123457], 60)
    assert cache.get("history") == [3.25, 1700000000.123457]
    cache.set("history", [], 60)
    assert cache.get("history", "none") == []
    cache.set("history", "past", -1)
    assert cache.get("history", "none") == "none"
    cache.set("standing", {"for": "ever"}, None)
    assert cache.get("standing") == {"for": "ever"}
    assert cache.touch("standing", 0.01)
    time.sleep(0.02)
    assert not cache.touch("standing", 60)
    assert "standing" not in cache


@pytest.mark.django_db
def test_a_value_is_added_once_and_again_when_it_is_gone():
    assert cache.add("lock", True, 60)
    assert not cache.add("lock", True, 60)
    assert cache.delete("lock")
    assert not cache.delete("lock")
    assert cache.add("lock", True, 0.01)
    time.sleep(0.02)
    assert cache.add("lock", "again", None)
    assert not cache.add("lock", True, 60)
    assert cache.get("lock") == "again"


@pytest.mark.django_db
def test_each_new_value_takes_two_with_it_whose_time_is_over():
    for number in range(5):
        Remembered.objects.create(key=f"past {number}", value=1, until="2026-01-01T00:00Z")
    for number in range(3):
        cache.set(f"new-{number}", number, 60)
    assert sorted(held()) == [f":1:new-{number}" for number in range(3)]


@pytest.mark.django_db(transaction=True)
def test_of_all_who_add_at_once_one_is_told_so():
    def add(_one):
        try:
            return cache.add("lock", True, 60)
        finally:
            connection.close()

    for _round in range(10):
        with ThreadPoolExecutor(8) as people:
            assert list(people.map(add, range(8))).count(True) == 1
        cache.delete("lock")


@pytest.mark.django_db(transaction=True)
def test_two_server_processes_share_one_limit():
    processes = [
        subprocess.Popen([sys.executable, "-c", ANOTHER], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for _one in range(2)
    ]
    let_in = [int(process.communicate(timeout=120)[0]) for process in processes]
    assert sum(let_in) == 20
    assert all(0 < turns <= 15 for turns in let_in)


@pytest.mark.django_db
def test_pages_that_limit_nothing_ask_nothing_of_it(client):
    with CaptureQueriesContext(connection) as asked:
        for address in ("/", "/catalogue/", reverse("account_login"), "/verify/"):
            assert client.get(address).status_code == 200, address
    assert not any("foundation_remembered" in query["sql"] for query in asked)


@pytest.mark.django_db
def test_a_limited_address_costs_four_small_questions():
    from allauth.core import ratelimit

    asked = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    with CaptureQueriesContext(connection) as questions:
        assert ratelimit.consume(asked, action="verifications")
    assert len(questions) == 4

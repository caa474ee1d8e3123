"""Sessions end with the row that holds them, in every process at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_who_is_signed_out_elsewhere_is_out_with_the_next_request(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert client.get("/home/").status_code == 200

    Session.objects.all().delete()

    assert client.get("/home/")["Location"].startswith("/account/login/")


def test_a_session_that_has_ended_holds_nobody(client: Client, cast: Cast):
    client.force_login(cast.ada)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert client.get("/home/")["Location"].startswith("/account/login/")

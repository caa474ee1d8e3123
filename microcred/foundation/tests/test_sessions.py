"""Sessions end with the row that holds them, in every process at once."""

from datetime import timedelta

import pytest
from django.conf import settings
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


def test_an_answer_to_a_session_that_is_gone_does_not_end_the_one_that_began_meanwhile(client: Client, cast: Cast):
    client.force_login(cast.ada)
    Session.objects.all().delete()

    late = client.get("/home/")

    assert settings.SESSION_COOKIE_NAME not in late.cookies
    assert "Cookie" in late["Vary"]


def test_who_signs_out_has_no_session_left_on_the_device(client: Client, cast: Cast):
    client.force_login(cast.ada)

    left = client.post("/account/logout/")

    assert left.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert not Session.objects.exists()

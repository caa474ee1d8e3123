from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Entry, Retirement
from microcred.catalog.tests import make
from microcred.foundation.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    client.force_login(make.cora())
    return make.version()


def post(client, **typed):
    return client.post(reverse("retirement", args=["managing-change"]), typed)


def test_the_form_says_what_happens_before_it_does(client, version):
    shown = client.get(reverse("retirement", args=["managing-change"])).content.decode()
    assert "90 days" in shown
    assert "What was earned stays valid" in shown


def test_it_retires_today_or_on_a_day_to_come(client, version):
    day = (now() + timedelta(days=20)).date()
    assert post(client, reason="Over.", retired_at=day.isoformat()).status_code == 302
    row = Retirement.objects.get()
    assert row.retired_at.date() == day
    assert Entry.objects.exists()
    assert "To be retired" in client.get(reverse("micro_credential", args=["managing-change"])).content.decode()


def test_a_refusal_stands_at_its_field(client, version):
    response = post(client, reason="Over.", successor="nothing-there")
    assert response.status_code == 422
    assert "cannot take its place" in response.content.decode()
    past = post(client, reason="Over.", retired_at="2020-01-01")
    assert "Choose a later day" in past.content.decode()
    assert not Retirement.objects.exists()


def test_strangers_find_nothing(client, version):
    client.force_login(make.gus())
    assert post(client, reason="Mine.").status_code == 404

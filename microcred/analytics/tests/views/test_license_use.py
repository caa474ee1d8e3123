import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.analytics.tables import COLUMNS
from microcred.analytics.tests.test_usage import begun, licensed
from microcred.foundation.clock import standing_at
from microcred.foundation.comma_separated import harmless

pytestmark = pytest.mark.django_db


def test_an_administrator_sees_the_use_and_takes_it_out(client, cast, owner, version):
    licensed(cast, owner)
    begun(cast, version, 12, at_place="cedar-creek")
    client.force_login(cast.rosa)
    with standing_at(cast.at + timedelta(days=9)):
        page = client.get(reverse("license_use", args=[owner.slug])).content.decode()
        answer = client.get(reverse("license_use_csv", args=[owner.slug]))

    assert "Rock Hill Schools" in page
    assert page.count("not shown") >= 2
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0] == list(COLUMNS)
    assert rows[1][0] == "Rock Hill Schools"
    assert rows[1][5:] == ["12", "not shown (<10, or too close)", "not shown (<10, or too close)"]


def test_without_licenses_the_page_says_so(client, cast, owner):
    client.force_login(cast.rosa)

    assert "Nothing is licensed yet" in client.get(reverse("license_use", args=[owner.slug])).content.decode()


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_name_becomes_a_formula(typed):
    assert harmless(typed) == f"'{typed}"
    assert harmless(f"A {typed}") == f"A {typed}"

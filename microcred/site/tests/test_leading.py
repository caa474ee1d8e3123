"""The one page from which leads reach what they look after."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.scoring.tests import make
from tests.cast import Cast


def test_a_lead_finds_everything_and_how_much_of_it_waits(client: Client, cast: Cast):
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=60))
    client.force_login(cast.lena)

    page = client.get(reverse("leading")).content.decode()

    for name in (
        "clocks",
        "back_reads",
        "appeals",
        "scoring_qualities",
        "reading_policies",
        "exemplars",
        "applications",
    ):
        assert f'href="{reverse(name)}"' in page
    assert f'href="{reverse("readers", args=["carolinacred"])}"' in page
    assert "1 waits" in page


def test_every_page_of_it_is_where_scoring_is(client: Client, cast: Cast):
    client.force_login(cast.lena)
    page = client.get(reverse("scoring_qualities")).content.decode()
    assert 'href="/scoring/" aria-current=' in page


def test_nobody_else_has_it(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert client.get(reverse("leading")).status_code == 404

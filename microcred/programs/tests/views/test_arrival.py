from unittest.mock import patch

from django.urls import reverse

from microcred.programs.models import Arrival
from microcred.programs.queries import standing_of
from microcred.programs.tests.make import AGREEMENT, pilot, version


def sent(client, at, **typed):
    with patch("microcred.programs.views.now", return_value=at):
        return client.post(reverse("arrival", args=["pilot"]), typed)


def test_ada_joins_once_she_has_accepted_the_agreement(client, cast):
    version(cast)
    program = pilot(cast)
    client.force_login(cast.ada)

    refused = sent(client, cast.at)
    assert refused.status_code == 409
    assert "accept its agreement" in refused.content.decode()
    assert AGREEMENT in refused.content.decode()

    assert sent(client, cast.at, agreement_accepted="on").status_code == 302
    assert standing_of(cast.ada, program).has_seat


def test_after_joining_closed_nobody_joins(client, cast):
    program = pilot(cast)
    client.force_login(cast.ada)

    answer = sent(client, program.joining_closes_at, agreement_accepted="on")

    assert answer.status_code == 409
    assert "Joining was open until Monday, September 21, 2026, 8 a.m. EDT" in answer.content.decode()
    assert not Arrival.objects.exists()

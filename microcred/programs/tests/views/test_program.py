from unittest.mock import patch

from django.urls import reverse

from microcred.programs.models import Arrival
from microcred.programs.operations import join
from microcred.programs.tests.make import AGREEMENT, pilot, version


def page_of(client, at, status=200):
    with patch("microcred.programs.views.now", return_value=at):
        answer = client.get(reverse("program", args=["pilot"]))
    assert answer.status_code == status
    return answer.content.decode()


def test_everyone_reads_it_and_is_asked_to_sign_in(client, cast):
    version(cast)
    pilot(cast)

    page = page_of(client, cast.at)

    assert "2 seats are free" in page
    assert "Sign in to join" in page
    assert "Open now" in page


def test_ada_reads_the_agreement_joins_and_sees_her_place(client, cast):
    version(cast)
    pilot(cast)
    client.force_login(cast.ada)
    assert AGREEMENT in page_of(client, cast.at)

    with patch("microcred.programs.views.now", return_value=cast.at):
        refused = client.post(reverse("arrival", args=["pilot"]))
        assert refused.status_code == 409
        assert "accept its agreement" in refused.content.decode()
        assert client.post(reverse("arrival", args=["pilot"]), {"agreement_accepted": "on"}).status_code == 302

    assert "You have a seat" in page_of(client, cast.at)
    assert "Work on it" in page_of(client, cast.at)


def test_who_waits_sees_the_place_in_line(client, cast):
    program = pilot(cast, seats=0)
    join(actor=cast.gus, program=program, agreement_accepted=True, at=cast.at)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.ada)

    assert "are number 2 in line" in page_of(client, cast.at)


def test_after_joining_closed_the_page_says_until_when(client, cast):
    program = pilot(cast)
    client.force_login(cast.ada)

    assert "Joining was open until Monday, Sept. 21, 2026, 8 a.m. EDT" in page_of(client, program.joining_closes_at)
    with patch("microcred.programs.views.now", return_value=program.joining_closes_at):
        answer = client.post(reverse("arrival", args=["pilot"]), {"agreement_accepted": "on"})
    assert answer.status_code == 409
    assert not Arrival.objects.exists()


def test_a_program_that_is_not_there_is_404(client, cast):
    page_of(client, cast.at, status=404)


def test_only_who_is_in_can_leave(client, cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.gus)
    assert client.post(reverse("departure", args=["pilot"])).status_code == 404
    client.force_login(cast.ada)
    assert client.post(reverse("departure", args=["pilot"])).status_code == 302
    assert client.get(reverse("departure", args=["pilot"])).status_code == 405

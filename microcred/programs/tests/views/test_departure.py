from django.urls import reverse

from microcred.programs.operations import join
from microcred.programs.tests.make import pilot


def test_only_who_is_in_can_leave(client, cast):
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.gus)
    assert client.post(reverse("departure", args=["pilot"])).status_code == 404
    client.force_login(cast.ada)
    assert client.post(reverse("departure", args=["pilot"])).status_code == 302
    assert client.get(reverse("departure", args=["pilot"])).status_code == 405

import pytest
from django.urls import reverse

from microcred.organizations.models import Invitation

ADDRESS = reverse("invitations", args=["rock-hill"])
MARIA = {"email": "maria@rockhill.example", "role": "recognizer"}


def test_omar_invites_maria(client, cast):
    client.force_login(cast.omar)

    response = client.post(ADDRESS, MARIA, follow=True)

    assert "maria@rockhill.example gets a mail" in response.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (*MARIA.values(), cast.omar)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "maria"},
        {"email": ""},
        {"role": "owner"},
        {"role": "partnership_admin"},
        {"email": "maria@rockhill.example\nBcc: x@example.org"},
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_invited(client, cast, wrong):
    client.force_login(cast.omar)

    assert client.post(ADDRESS, MARIA | wrong).status_code == 422

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["ada", "gus", "femi"])
def test_others_learn_nothing(client, cast, who):
    client.force_login(getattr(cast, who))

    assert client.post(ADDRESS, MARIA).status_code == 404
    assert not Invitation.objects.exists()

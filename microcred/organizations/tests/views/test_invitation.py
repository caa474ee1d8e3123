import pytest
from django.urls import reverse
from django.utils import timezone

from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import invite


@pytest.fixture
def address(cast):
    _, token = invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email=cast.gus.email,
        role=Role.COACH,
        at=timezone.now(),
    )
    return reverse("invitation", args=[token])


def test_a_visitor_is_shown_both_ways_in_and_comes_back(client, address):
    page = client.get(address).content.decode()

    assert f"{reverse('account_signup')}?email=gus%40example.org&amp;next={address}" in page
    assert f"{reverse('account_login')}?next={address}" in page


def test_a_visitor_cannot_accept(client, address):
    assert client.post(address).headers["Location"] == f"{reverse('account_login')}?next={address}"


def test_gus_accepts(client, cast, address):
    client.force_login(cast.gus)
    assert "Accept the invitation" in client.get(address).content.decode()

    response = client.post(address)

    assert response.headers["Location"] == reverse("home")
    assert Membership.objects.filter(person=cast.gus, role=Role.COACH).exists()
    assert "has been used" in client.get(address).content.decode()


def test_another_is_told_how_it_could_become_theirs(client, cast, address):
    client.force_login(cast.ada)

    seen, tried = client.get(address), client.post(address)

    assert "Add that address to your account" in seen.content.decode()
    assert tried.status_code == 409
    assert not Membership.objects.filter(person=cast.ada, role=Role.COACH).exists()


def test_a_made_up_link_leads_nowhere(client, cast):
    assert client.get(reverse("invitation", args=["x" * 43])).status_code == 404

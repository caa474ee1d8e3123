import pytest
from django.urls import reverse

from microcred.organizations.models import Membership


@pytest.fixture
def adas(cast):
    return Membership.objects.get(person=cast.ada)


def end(client, membership):
    return client.post(reverse("membership_end", args=[membership.pk]))


def test_ada_ends_her_own(client, cast, adas):
    client.force_login(cast.ada)

    assert end(client, adas).headers["Location"] == reverse("profile")

    adas.refresh_from_db()
    assert adas.ends_at is not None


def test_omar_takes_it_back(client, cast, adas):
    client.force_login(cast.omar)

    assert end(client, adas).headers["Location"] == reverse("organization", args=["cedar-creek"])


@pytest.mark.parametrize("who", ["gus", "elena", "pia", "ben"])
def test_a_stranger_learns_nothing(client, cast, adas, who):
    client.force_login(getattr(cast, who))

    assert end(client, adas).status_code == 404

    adas.refresh_from_db()
    assert adas.ends_at is None

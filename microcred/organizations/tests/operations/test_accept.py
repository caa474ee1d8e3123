from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from microcred.organizations.models import Acceptance, Membership, Role
from microcred.organizations.operations import (
    InvitationExpired,
    InvitationForAnother,
    InvitationUsed,
    accept,
    invite,
)
from microcred.organizations.queries import roles_of
from microcred.site.demo.cast import assemble
from tests.cast import BEGAN


@pytest.fixture
def invitation(cast):
    return invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email=cast.gus.email.upper(),
        role=Role.COACH,
        at=cast.at,
    )[0]


def test_gus_takes_up_a_role(cast, invitation):
    membership = accept(actor=cast.gus, invitation=invitation, at=cast.at)

    assert (membership.organization, membership.starts_at) == (cast.places["rock-hill"], cast.at)
    assert roles_of(cast.gus, at=cast.at) == {Role.EDUCATOR, Role.COACH}


def test_it_can_be_taken_up_once(cast, invitation):
    accept(actor=cast.gus, invitation=invitation, at=cast.at)

    with pytest.raises(InvitationUsed):
        accept(actor=cast.gus, invitation=invitation, at=cast.at)


def test_it_expires(cast, invitation):
    with pytest.raises(InvitationExpired):
        accept(actor=cast.gus, invitation=invitation, at=invitation.expires_at)

    assert accept(actor=cast.gus, invitation=invitation, at=invitation.expires_at - timedelta(microseconds=1))


def test_who_found_the_link_cannot_use_it(cast, invitation):
    with pytest.raises(InvitationForAnother):
        accept(actor=cast.ada, invitation=invitation, at=cast.at)

    assert not Acceptance.objects.exists()


def test_an_unverified_address_proves_nothing(cast, invitation):
    EmailAddress.objects.filter(user=cast.gus).update(verified=False)

    with pytest.raises(InvitationForAnother):
        accept(actor=cast.gus, invitation=invitation, at=cast.at)


def test_any_verified_address_of_a_person_counts(cast):
    EmailAddress.objects.create(user=cast.gus, email="gus@home.example", verified=True, primary=False)
    invitation, _ = invite(
        actor=cast.omar, organization=cast.places["rock-hill"], email="gus@home.example", role=Role.COACH, at=cast.at
    )

    assert accept(actor=cast.gus, invitation=invitation, at=cast.at)


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_membership():
    cast = assemble(at=BEGAN)
    invitation, _ = invite(
        actor=cast.omar, organization=cast.places["rock-hill"], email=cast.gus.email, role=Role.COACH, at=BEGAN
    )

    def click(_window):
        try:
            accept(actor=cast.gus, invitation=invitation, at=BEGAN)
        except InvitationUsed:
            return "used"
        finally:
            connections.close_all()
        return "accepted"

    with ThreadPoolExecutor(2) as windows:
        assert sorted(windows.map(click, range(2))) == ["accepted", "used"]
    assert Membership.objects.filter(person=cast.gus, role=Role.COACH).count() == 1

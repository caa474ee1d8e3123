"""Leaving an employer, with everything."""

import pytest
from allauth.account.models import EmailAddress

from microcred.accounts.queries import only_at_work
from microcred.accounts.tests.make import verified
from microcred.credentials.tests import make as credentials
from microcred.foundation.outbox import deliver_all
from microcred.notices.models import Notice
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.portfolios.queries import pursuits_of
from microcred.portfolios.tests import make as portfolios


@pytest.fixture
def colleagues(cast):
    """Ada and Gus work at one school, whose addresses both have."""
    appoint(actor=None, person=cast.gus, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    for person in (cast.ada, cast.gus):
        EmailAddress.objects.filter(user=person).update(email=f"{person.pk}@cedarcreek.example")
    return cast


def test_whoever_can_come_in_only_by_their_employers_address_is_warned(client, colleagues):
    assert only_at_work(colleagues.ada, at=colleagues.at) == "cedarcreek.example"
    client.force_login(colleagues.ada)
    assert "Your account depends on your employer" in client.get("/my-data/").content.decode()


def test_not_with_an_address_of_their_own(colleagues):
    verified(colleagues.ada, "ada@home.example")
    assert only_at_work(colleagues.ada, at=colleagues.at) is None


def test_nor_where_anybody_may_have_one(colleagues):
    for person in (colleagues.ada, colleagues.gus):
        EmailAddress.objects.filter(user=person).update(email=f"{person.pk}@gmail.com")
    assert only_at_work(colleagues.ada, at=colleagues.at) is None


def test_work_and_awards_stay_and_who_was_dismissed_is_told(client, cast):
    begun = portfolios.started(cast)
    award = credentials.award(cast)

    dismiss(actor=cast.omar, membership=Membership.objects.get(person=cast.ada), at=cast.at)
    deliver_all()

    assert list(pursuits_of(cast.ada)) == [begun]
    client.force_login(cast.ada)
    assert award.version.title in client.get("/awards/").content.decode()
    assert "Cedar Creek" in Notice.objects.get(person=cast.ada, kind="membership_ended").subject


def test_who_leaves_by_themselves_needs_no_telling(cast):
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=cast.at)
    deliver_all()

    assert not Notice.objects.filter(kind="membership_ended").exists()

from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.organizations.queries import acts_as


def test_a_district_administrator_appoints_in_a_school_below(cast):
    school = cast.places["cedar-creek"]

    appoint(actor=cast.omar, person=cast.gus, organization=school, role=Role.COACH, at=cast.at)

    assert acts_as(cast.gus, Role.COACH, for_organization=school, at=cast.at)
    assert not acts_as(cast.gus, Role.COACH, for_organization=cast.places["rock-hill"], at=cast.at)


def test_a_role_held_already_stays_as_it_is(cast):
    school = cast.places["cedar-creek"]
    before = Membership.objects.get(person=cast.ada)

    again = appoint(
        actor=cast.omar, person=cast.ada, organization=school, role=Role.EDUCATOR, at=cast.at + timedelta(days=9)
    )

    assert again == before
    assert again.starts_at == cast.at


def test_a_role_that_ended_can_be_given_again(cast):
    school, later = cast.places["cedar-creek"], cast.at + timedelta(days=30)
    first = Membership.objects.get(person=cast.ada)
    dismiss(actor=cast.omar, membership=first, at=later)

    second = appoint(actor=cast.omar, person=cast.ada, organization=school, role=Role.EDUCATOR, at=later)

    assert second != first
    assert first.holds_at(later) is False
    assert second.holds_at(later) is True


@pytest.mark.parametrize("place", ["blue-ridge", "south-carolina", "carolinacred", "partnership"])
def test_nobody_appoints_beside_or_above_their_own_tree(cast, place):
    with pytest.raises(NotAllowed):
        appoint(actor=cast.omar, person=cast.omar, organization=cast.places[place], role=Role.RECOGNIZER, at=cast.at)


def test_a_partnership_administrator_belongs_to_a_partnership(cast):
    with pytest.raises(NotAllowed):
        appoint(
            actor=cast.omar,
            person=cast.omar,
            organization=cast.places["rock-hill"],
            role=Role.PARTNERSHIP_ADMIN,
            at=cast.at,
        )


def test_other_roles_do_not_appoint(cast):
    for who in ("ada", "elena", "femi", "pia", "lena"):
        with pytest.raises(NotAllowed):
            appoint(
                actor=getattr(cast, who),
                person=cast.gus,
                organization=cast.places["rock-hill"],
                role=Role.EDUCATOR,
                at=cast.at,
            )

from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import dismiss
from microcred.organizations.queries import roles_of


def test_ada_ends_her_own_role(cast):
    later = cast.at + timedelta(days=100)

    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=later)

    assert roles_of(cast.ada, at=later - timedelta(seconds=1)) == {Role.EDUCATOR}
    assert roles_of(cast.ada, at=later) == set()


def test_an_ended_role_keeps_the_time_it_ended(cast):
    membership = Membership.objects.get(person=cast.ada)
    dismiss(actor=cast.omar, membership=membership, at=cast.at + timedelta(days=1))
    dismiss(actor=cast.omar, membership=membership, at=cast.at + timedelta(days=9))

    assert Membership.objects.get(person=cast.ada).ends_at == cast.at + timedelta(days=1)


@pytest.mark.parametrize("who", ["gus", "elena", "ben"])
def test_nobody_else_ends_it(cast, who):
    with pytest.raises(NotAllowed):
        dismiss(actor=getattr(cast, who), membership=Membership.objects.get(person=cast.ada), at=cast.at)

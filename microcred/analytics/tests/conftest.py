"""What the tests of the numbers begin with."""

import pytest

from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint
from microcred.scoring.tests import make


@pytest.fixture
def version(cast):
    return make.published(cast)


@pytest.fixture
def owner(cast) -> Organization:
    owner = cast.places["carolinacred"]
    appoint(actor=None, person=cast.rosa, organization=owner, role=Role.ORG_ADMIN, at=cast.at)
    return owner

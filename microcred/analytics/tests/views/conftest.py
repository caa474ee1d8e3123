"""A version in its pilot that Ben may read, and Lea who reads beside him."""

import pytest

from microcred.catalog.models import Criterion
from microcred.scoring.tests import make


@pytest.fixture
def lea(cast):
    return make.assessor(cast, "Lea")


@pytest.fixture
def version(cast, lea):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.in_pilot(cast, make.published(cast))


@pytest.fixture
def first(version) -> Criterion:
    """The first that has more than two levels."""
    return Criterion.objects.filter(version=version, required_position__gt=1).order_by("position")[0]

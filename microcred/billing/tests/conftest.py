import pytest

from microcred.billing.tests import make


@pytest.fixture
def rosa(cast):
    """Who administers the university centre."""
    return make.administrator(cast)


@pytest.fixture
def version(cast, rosa):
    """What Ben may read, and is paid 25 dollars for."""
    make.rate(cast)
    return make.version(cast)

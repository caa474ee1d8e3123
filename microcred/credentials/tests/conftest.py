from datetime import timedelta

import pytest

from microcred.credentials.operations import status_lists
from microcred.openbadges.tests.conftest import installed_judges, judges, official_schema

__all__ = ["installed_judges", "judges", "lists_that_last", "official_schema"]


@pytest.fixture
def lists_that_last(monkeypatch):
    """Judges go by the clock on the wall, and these tests are to be run for years."""
    monkeypatch.setattr(status_lists, "HOLDS", timedelta(days=36_500))

"""The operator gives an organization room."""

import pytest

from microcred.portfolios.queries import room_of
from microcred.site.rooms import set_quota_of

pytestmark = pytest.mark.django_db


def test_the_operator_gives_the_root_of_a_tree_room(cast, capsys):
    root = cast.places["carolinacred"]
    assert set_quota_of(slug=root.slug, gib=1.5) == 0
    assert room_of(root, at=cast.at).quota == 3 * 1024**3 // 2
    assert "at most 1.5 GiB" in capsys.readouterr().out
    assert set_quota_of(slug=root.slug, gib=None) == 0
    assert room_of(root, at=cast.at).quota is None


def test_an_organization_that_is_not_there_is_said(capsys):
    assert set_quota_of(slug="nowhere", gib=1) == 2
    assert "nowhere" in capsys.readouterr().err

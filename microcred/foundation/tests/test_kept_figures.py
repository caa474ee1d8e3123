"""Figures that are kept: counted once, forgotten by weight, and in tests never other than what is counted."""

from uuid import UUID

import pytest

from microcred.foundation import kept_figures
from microcred.foundation.kept_figures import KeptFigures, OtherFigures, digest_of


@pytest.fixture
def as_served(monkeypatch):
    """Nothing is counted again to compare it, as on a server."""
    monkeypatch.setattr(kept_figures, "compares", False)


def not_again():
    raise AssertionError("counted again")


@pytest.mark.usefixtures("as_served")
def test_what_was_counted_is_not_counted_again():
    kept = KeptFigures[str](10)

    assert kept.of(("a", 1), lambda: "figures") == "figures"
    assert kept.of(("a", 1), not_again) == "figures"
    assert kept.of(("a", 2), lambda: "others") == "others"


@pytest.mark.usefixtures("as_served")
def test_what_was_not_asked_for_longest_goes_first_and_what_is_too_heavy_is_never_kept():
    kept = KeptFigures[str](6, weight=len)
    for each in ("aaa", "bbb"):
        kept.of(each, lambda each=each: each)
    kept.of("aaa", not_again)
    kept.of("ccc", lambda: "ccc")

    assert kept.of("aaa", not_again) == "aaa"
    assert kept.of("bbb", lambda: "counted") == "counted"
    assert kept.of("long", lambda: "x" * 7) == "x" * 7
    with pytest.raises(AssertionError):
        kept.of("long", not_again)


def test_in_tests_a_key_that_leaves_something_out_shows_itself():
    kept = KeptFigures[int](10)
    kept.of("key", lambda: 1)

    assert kept.of("key", lambda: 1) == 1
    with pytest.raises(OtherFigures):
        kept.of("key", lambda: 2)


def test_a_digest_tells_which_rows_there_are_and_no_order():
    one, other = UUID(int=1), UUID(int=2)

    assert digest_of([one, other]) == digest_of({other, one})
    assert len({digest_of([]), digest_of([one]), digest_of([other]), digest_of([one, other])}) == 4

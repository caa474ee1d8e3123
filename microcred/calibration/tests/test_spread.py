"""How agreed levels lie: cases by hand."""

from uuid import UUID

import pytest

from microcred.calibration.rules.spread import spread_of

ONE, OTHER = UUID(int=1), UUID(int=2)


def lying(one, other):
    """So many papers at each level, of each of two criteria."""
    return spread_of(
        (criterion, position)
        for criterion, counts in ((ONE, one), (OTHER, other))
        for position, papers in enumerate(counts)
        for _paper in range(papers)
    )


@pytest.mark.parametrize(
    ("one", "other", "share", "passes_at_80"),
    [
        ((0, 0, 10), (0, 10), 100, True),
        ((1, 1, 8), (1, 9), 85, True),
        ((2, 3, 5), (5, 5), 50, False),
        ((2, 0, 8), (8, 2), 80, True),
        ((2, 1, 7), (8, 2), 75, False),
    ],
)
def test_who_always_gives_the_most_frequent_level(one, other, share, passes_at_80):
    spread = lying(one, other)

    assert (spread.unread_in_hundred, spread.passes_unread(80)) == (share, passes_at_80)


@pytest.mark.parametrize(
    ("one", "other", "end"),
    [((0, 1, 9), (1, 9), "highest"), ((9, 1, 0), (9, 1), "lowest"), ((1, 1, 8), (1, 9), ""), ((0, 10, 0), (5, 5), "")],
)
def test_at_which_end_nearly_all_lie(one, other, end):
    assert lying(one, other).end({ONE: 2, OTHER: 1}) == end


def test_without_papers_nobody_passes():
    assert not spread_of([]).passes_unread(80)

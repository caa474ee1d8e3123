"""How agreed levels lie: cases by hand."""

from random import Random
from uuid import UUID

import pytest

from microcred.calibration.rules import USUAL
from microcred.calibration.rules.spread import passes_unread, qualifying_unread, spread_of

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


def papers_of(count, share, *, levels=(2, 3, 3, 3, 2), seed=1):
    """So many papers, of whose criteria a share, in hundredths, is at the most frequent level: the highest."""
    places = [(paper, criterion) for paper in range(count) for criterion in range(len(levels))]
    below = set(Random(seed).sample(places, round(len(places) * (100 - share) / 100)))
    return [{UUID(int=c + 1): of - 1 - ((paper, c) in below) for c, of in enumerate(levels)} for paper in range(count)]


@pytest.mark.parametrize(
    ("count", "share", "least", "most"),
    [
        (20, 79, 0, 0),  # so few papers decide nothing at that share: a lead does
        (40, 79, 1, 1),  # though 80 in 100 qualify: forty papers make sure of it
        (60, 78, 1, 1),
        (60, 75, 0.05, 0.5),  # by which papers come first
        (60, 70, 0, 0.05),
        (60, 60, 0, 0),
    ],
)
def test_many_papers_let_pass_who_has_less_than_qualifies(count, share, least, most):
    assert least <= qualifying_unread(USUAL.test, papers_of(count, share)) <= most


def test_a_set_is_passed_unread_by_share_or_by_luck():
    assert passes_unread(USUAL, papers_of(20, 85))
    assert passes_unread(USUAL, papers_of(40, 79))
    assert not passes_unread(USUAL, papers_of(20, 79))
    assert not passes_unread(USUAL, papers_of(60, 70))


def test_who_is_far_off_at_the_lowest_levels_does_not_pass():
    """One level always is two off where the lowest is agreed."""
    papers = papers_of(60, 78)
    for paper in papers[:30]:
        paper.update({criterion: 0 for criterion, level in paper.items() if level == 1 and criterion.int in (2, 3, 4)})
    assert qualifying_unread(USUAL.test, papers) < 0.5

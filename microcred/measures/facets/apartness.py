"""Works that lie below, or above, all others on every criterion, without being all at one end.

Say that the lowest level of a criterion was given once, to a work that has the lowest levels everywhere else. The lower
that work and the threshold into its rare level are placed together, the likelier become the data: nobody else ever fell
below that threshold. There are then no finite measures for either, though the others have theirs (quasi-complete
separation: Albert & Anderson 1984, Biometrika 71, 1-10). Such works say nothing of who is harsher, and are placed like
those at an end.
"""

import numpy as np
from numpy.typing import NDArray

from microcred.measures.facets.estimation import Ratings, Whole

MOST_TRIED = 200
"""works from each end, in the order of their mean level, with which it is begun"""


def apart_from_the_rest(ratings: Ratings, size: int) -> Whole:
    """By person, of whom there are `size`: -1 for those who lie apart below all others, 1 above, 0 for all others.

    A group lies apart below where, on each scale, none of its ratings is above any rating of the rest. The search
    begins with one work and takes into the group whoever is not above it, until nobody more is or nobody is left.
    """
    apart = np.zeros(size, dtype=np.int64)
    for sign, score in ((-1, ratings.score), (1, ratings.used.shape[1] - 1 - ratings.score)):
        for group in _groups_below(ratings, score, size):
            apart[group & (apart == 0)] = sign
    return apart


def _groups_below(ratings: Ratings, score: Whole, size: int) -> list[NDArray[np.bool_]]:
    scales, levels = ratings.used.shape
    often = np.bincount(ratings.person, minlength=size)
    total = np.bincount(ratings.person, score, minlength=size)
    # Of each person on each scale, the lowest and the highest; where they have none, what is in nobody's way.
    place = ratings.person * scales + ratings.scale
    least, most = np.full(size * scales, levels), np.full(size * scales, -1)
    np.minimum.at(least, place, score)
    np.maximum.at(most, place, score)
    least, most = least.reshape(size, scales), most.reshape(size, scales)
    there = often > 0
    by_mean = sorted(np.flatnonzero(there), key=lambda each: (total[each] / often[each], each))
    found: list[NDArray[np.bool_]] = []
    seen = np.zeros(size, dtype=bool)
    for first in by_mean[:MOST_TRIED]:
        if seen[first]:
            continue
        group = np.zeros(size, dtype=bool)
        group[first] = True
        while True:
            reached = most[group].max(axis=0)
            joined = there & ~group & (least < reached).any(axis=1)
            if not joined.any():
                break
            group |= joined
        # Of two sides the smaller lies apart; from its end it is found as well.
        if 2 * group.sum() > there.sum():
            continue
        seen |= group
        found.append(group)
    return found

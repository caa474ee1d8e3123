"""How much severities rest on: raters who read little, who share little with others, groups that share little.

Two raters are compared by what both read. Groups that nothing links have no severities at all (`groups_of`); of groups
that little links, all that tells one from the other are those few readings. Thirty readings place a rater within a
logit at 95 % (J. M. Linacre, "Sample size and item calibration stability", Rasch Measurement Transactions 7:4 (1994),
328), nearer where there are several criteria; the weakest link is found by cutting the graph of raters where least is
shared (M. Stoer, F. Wagner, Journal of the ACM 44 (1997), 585-591).
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from microcred.measures.facets.judgements import Judgements, Whole
from microcred.measures.facets.tables import Facets
from microcred.measures.ratings import Numbers

FEW_READ: Final = 30
"""persons, below which a rater read few"""

FEW_SHARED: Final = 10
"""persons, below which what links raters is weak"""

MOST_CUT: Final = 400
"""raters up to which weak links between groups are looked for: it takes the third power of their number"""


@dataclass(frozen=True)
class Links:
    """What links raters.

    Attributes:
        few: who read fewer than `FEW_READ` persons, and how many.
        loose: who shares fewer than `FEW_SHARED` persons with all others together, and how many.
        groups: of all others, raters in groups of which each shares fewer than `FEW_SHARED` persons with the rest;
            empty where there is one group.
        shared: how many persons raters of two of these groups read.
    """

    few: tuple[tuple[Hashable, int], ...]
    loose: tuple[tuple[Hashable, int], ...]
    groups: tuple[tuple[Hashable, ...], ...]
    shared: int


def links_of(judgements: Judgements, found: Facets) -> Links:
    """How much the severities of an analysis rest on. Who is at an end of the scale links nobody and is not told."""
    apart = [np.array([each.extreme for each in facet]) for facet in (found.persons, found.raters)]
    usable = ~apart[0][judgements.person] & ~apart[1][judgements.rater]
    raters = len(judgements.raters)
    reads = np.unique(judgements.person[usable] * raters + judgements.rater[usable])
    person, rater = reads // raters, reads % raters
    read_by = np.bincount(person, minlength=len(judgements.persons))
    read = np.bincount(rater, minlength=raters)
    shared = np.bincount(rater[read_by[person] > 1], minlength=raters)
    told = read > 0

    def of(who: Whole, often: Whole) -> tuple[tuple[Hashable, int], ...]:
        return tuple((judgements.raters[each], int(often[each])) for each in who)

    loose = told & (shared < FEW_SHARED)
    groups: list[Whole] = []
    firm = np.flatnonzero(told & ~loose)
    if 1 < len(firm) <= MOST_CUT:
        cut = _cut(_shares(person, rater, len(judgements.persons), raters)[np.ix_(firm, firm)], firm)
        groups = sorted(cut, key=lambda members: int(members.min()))
    group = np.full(raters, -1)
    for number, members in enumerate(groups):
        group[members] = number
    in_group = group[rater] >= 0
    across = np.unique(person[in_group] * (len(groups) + 1) + group[rater[in_group]]) // (len(groups) + 1)
    return Links(
        of(np.flatnonzero(told & (read < FEW_READ)), read),
        of(np.flatnonzero(loose), shared),
        tuple(tuple(judgements.raters[each] for each in members) for members in groups) if len(groups) > 1 else (),
        int((np.bincount(across) > 1).sum()) if len(groups) > 1 else 0,
    )


def _shares(person: Whole, rater: Whole, persons: int, raters: int) -> Numbers:
    """How many persons two raters share: of those whom more than two read, each pair has a part."""
    table = scipy.sparse.csr_matrix((np.ones(len(person)), (person, rater)), shape=(persons, raters))
    by = np.asarray(table.sum(axis=1)).ravel()
    weights = np.divide(1.0, by - 1, out=np.zeros(persons), where=by > 1)
    shares = np.asarray((table.T @ scipy.sparse.diags(weights) @ table).todense(), dtype=float)
    np.fill_diagonal(shares, 0.0)
    return shares


def _cut(shares: Numbers, members: Whole) -> list[Whole]:
    """Members in groups, cut where least is shared until no cut is weak."""
    if len(members) < 2:
        return [members]
    least, side = _weakest(shares)
    if least >= FEW_SHARED:
        return [members]
    return [part for chosen in (side, ~side) for part in _cut(shares[np.ix_(chosen, chosen)], members[chosen])]


def _weakest(shares: Numbers) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The least that any two parts share, and who is on one side of it."""
    size = len(shares)
    weights = shares.copy()
    merged = [np.eye(size, dtype=bool)[each] for each in range(size)]
    left = np.ones(size, dtype=bool)
    least, side = np.inf, merged[0]
    for _phase in range(size - 1):
        added = np.zeros(size, dtype=bool)
        pull = np.zeros(size)
        before = last = -1
        for _step in range(int(left.sum())):
            before, last = last, int(np.argmax(np.where(left & ~added, pull, -1.0)))
            added[last] = True
            cut = float(pull[last])
            pull = pull + weights[last]
        if cut < least:
            least, side = cut, merged[last].copy()
        merged[before] |= merged[last]
        weights[before] += weights[last]
        weights[:, before] += weights[:, last]
        weights[before, before] = 0.0
        left[last] = False
    return least, side

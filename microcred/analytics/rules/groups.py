"""Whether criteria are harder for some groups of people than for others who are as able: sums without a database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import numpy as np

from microcred.analytics.rules.people import SMALL
from microcred.authoring.pack import Found, GroupBeside, GroupDifference, Groups
from microcred.measures import NotEstimable
from microcred.measures.differential import ENOUGH, MODERATE, Differing, differing
from microcred.measures.intervals import normal_quantile

STEP = 5
"""Numbers of people are told in multiples of that: else two reports a day apart would tell of who was judged between"""


def band_on(day: date, licences: Iterable[tuple[date, date | None, Sequence[str]]]) -> str | None:
    """The grade band that somebody's licences are for on a day; None where there is none, or more than one."""
    named = {
        " ".join(band.split())
        for first, last, bands in licences
        if first <= day and (last is None or day <= last)
        for band in bands
    }
    return min(named) if len({band.casefold() for band in named}) == 1 else None


def groups_of(members: Sequence[str], levels: Mapping[UUID, Sequence[float]], names: Mapping[UUID, str]) -> Groups:
    """How many people there are of each group, and how each that is large enough stands beside all others.

    Args:
        members: the group of each person, in whatever letters.
        levels: what each person got, by criterion; NaN where nothing was found.
        names: of the criteria, in their order.
    """
    members = _spelled_alike(members)
    counted = sorted(Counter(members).items(), key=lambda pair: (-_in_steps(pair[1]), pair[0]))
    told = {name: number for name, number in counted if number >= SMALL}
    about = {name: _in_steps(number) for name, number in told.items()}
    # Whoever is of a small group is nowhere counted: with all others, how many they are could be worked out.
    kept = [place for place, name in enumerate(members) if name in told]
    members = [members[place] for place in kept]
    levels = {criterion: [each[place] for place in kept] for criterion, each in levels.items()}
    large = [name for name, number in told.items() if number >= ENOUGH and len(members) - number >= ENOUGH]
    alone = len(told) == len(large) == 2
    # Of two, what the one has less is what the other has more.
    found = {name: _beside(name, members, levels, names) for name in (large[:1] if alone else large)}
    each = [one for those in found.values() for one in those.values() if isinstance(one, Differing)]
    # So far from none that among all that are told together one in twenty tables has such by chance.
    sure = normal_quantile(1 - 0.05 / len(each)) if each else 0.0
    compared = tuple(
        GroupBeside(
            name,
            about[name],
            # Of what is told already, not of how many they are: that would be one more number to compare by.
            sum(about.values()) - about[name],
            large[1] if alone else "",
            tuple(_told(criterion, names[criterion], one, sure) for criterion, one in those.items()),
        )
        for name, those in found.items()
    )
    return Groups(tuple(about.items()), len(told) < len(counted), compared)


def _in_steps(people: int) -> int:
    return people - people % STEP


def _spelled_alike(members: Sequence[str]) -> list[str]:
    """Each group as most of its people have it, whatever letters and blanks others have."""
    trimmed = [" ".join(name.split()) for name in members]
    spelling: dict[str, str] = {}
    for name, _number in sorted(Counter(trimmed).items(), key=lambda pair: (-pair[1], pair[0])):
        spelling.setdefault(name.casefold(), name)
    return [spelling[name.casefold()] for name in trimmed]


def _beside(
    name: str, members: Sequence[str], levels: Mapping[UUID, Sequence[float]], names: Mapping[UUID, str]
) -> dict[UUID, Differing | NotEstimable]:
    table = np.array([levels[criterion] for criterion in names], dtype=float).T
    group = np.array([each == name for each in members])
    return {
        criterion: differing(table[:, place], np.delete(table, place, axis=1), group)
        for place, criterion in enumerate(names)
    }


def _told(criterion: UUID, name: str, one: Differing | NotEstimable, sure: float) -> GroupDifference:
    if not isinstance(one, Differing):
        return GroupDifference(criterion, name, Found.UNKNOWN, why=one.reason)
    value, within = one.difference.value, one.difference.interval
    negligible = MODERATE * one.spread
    if abs(one.z) > sure and abs(value) >= negligible:
        found = Found.HARDER if value < 0 else Found.EASIER
    elif max(abs(within.low), abs(within.high)) < negligible:
        found = Found.NONE
    else:
        found = Found.OPEN
    return GroupDifference(criterion, name, found, value, within.low, within.high)

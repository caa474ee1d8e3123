"""Sums of the qualifying test, and of recalibrations, that need no database: in which order papers come, what readings
come to, when to try again.

The evidence of a paper is the mean, over its criteria, of what each says: one paper weighs as one, however many
criteria it has. Criteria of one paper are judged alike more often than chance would have it. By Jensen's inequality
the mean keeps the likelihood ratio a supermartingale whatever they have to do with each other, so that Wald's bounds on
both errors hold.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple
from uuid import UUID

from microcred.measures.sequential import Qualification, Standing, standing

FAR = 2
"""Levels from what is agreed at which a judgement is far off."""

FEWEST_TO_QUALIFY = 10
"""Papers before which nobody qualifies or fails. Who agrees in 60 of 100 papers has both of two as agreed one time in
three; NAEP qualifies on sets of 10 to 12
(https://nces.ed.gov/nationsreportcard/tdw/scoring/training_scorers_guide_qualify.asp)."""

FEWEST_TO_RECALIBRATE = 2
"""Papers of a recalibration."""

YEAR = timedelta(days=365)
"""Within which attempts are counted."""


@dataclass(frozen=True)
class Terms:
    """The figures of a test. Shares and chances are in hundredths.

    What stands here is proposed: agreement of 80 against 60 in a hundred (NAEP qualifies at 70 to 80), both errors 5.

    Attributes:
        good: share of agreed levels that qualifies.
        poor: share that does not.
        wrongly_in: chance that somebody as poor qualifies, at most.
        wrongly_out: chance that somebody as good does not, at most.
        far_off: share of levels off by two or more with which one qualifies.
        fewest: papers before which nothing is decided, at least `FEWEST_TO_QUALIFY`.
        most: papers after which a lead decides.
        wait_days: from an attempt that did not qualify until the next.
        attempts: that may end without qualifying within a year.
        valid_days: for which a certificate holds.
        recalibration: papers by which a paused right is won back.
        away_days: without a reading by a rubric, after which one is recalibrated for it.
        pauses: whether the rule pauses the right of whose levels went away; if not, it proposes so to a lead.

    Raises:
        ValueError: they contradict each other, one is below 1, fewer than ten papers could decide, or a recalibration
            has but one.
    """

    good: int = 80
    poor: int = 60
    wrongly_in: int = 5
    wrongly_out: int = 5
    far_off: int = 5
    fewest: int = FEWEST_TO_QUALIFY
    most: int = 60
    wait_days: int = 14
    attempts: int = 3
    valid_days: int = 365
    recalibration: int = 5
    away_days: int = 90
    pauses: bool = True

    def __post_init__(self) -> None:
        if min(figure for name, figure in vars(self).items() if name != "pauses") < 1:
            raise ValueError("every figure is at least 1")
        if self.fewest < FEWEST_TO_QUALIFY:
            raise ValueError(f"nobody qualifies or fails on fewer than {FEWEST_TO_QUALIFY} papers")
        if self.recalibration < FEWEST_TO_RECALIBRATE:
            raise ValueError("one paper says nothing")
        _ = self.test

    @property
    def test(self) -> Qualification:
        """The rule of these terms."""
        return Qualification(
            good=self.good / 100,
            poor=self.poor / 100,
            alpha=self.wrongly_in / 100,
            beta=self.wrongly_out / 100,
            fewest=self.fewest,
            most=self.most,
            far_off=self.far_off / 100,
        )

    @property
    def enough(self) -> int:
        """Share of agreed levels, in hundredths, with which a recalibration ends well: half way from poor to good.

        By the figures that are proposed 70, as NAEP asks of who scores by four levels.
        """
        return (self.good + self.poor) // 2


USUAL = Terms()
"""The terms that are proposed."""

Verdict = Literal["qualified", "not_yet", "undecided"]


class Off(NamedTuple):
    """How often, of how many papers, a criterion was judged otherwise than agreed."""

    criterion: UUID
    times: int
    of: int
    kinder: int
    """of these, above what is agreed"""

    @property
    def stricter(self) -> int:
        """Of these, below what is agreed."""
        return self.times - self.kinder


def order_of(papers: Collection[UUID], seen: Mapping[UUID, int], seed: int) -> list[UUID]:
    """The papers in the order of a seed: those never seen first, then those that were seen longest ago.

    Args:
        seen: of a paper, in the how-manieth attempt it was given last, from 1.
        seed: the same one gives the same order, on every machine. Without one paper the others keep their order.
    """

    def drawn(paper: UUID) -> bytes:
        return hashlib.sha256(f"{seed}:{paper}".encode()).digest()

    return sorted(papers, key=lambda paper: (seen.get(paper, 0), drawn(paper)))


def reached(test: Qualification, papers: Sequence[Mapping[UUID, int]]) -> Standing:
    """Where a test stands after some papers.

    Args:
        papers: of each, by criterion, how many levels above what is agreed it was judged.
    """
    exact = sum((_share(paper, 0, 0) for paper in papers), Fraction(0))
    far = sum((_share(paper, FAR, None) for paper in papers), Fraction(0))
    return standing(test, exact, len(papers), far)


def verdict_of(test: Qualification, papers: Sequence[Mapping[UUID, int]], *, is_more: bool) -> Verdict | None:
    """What a test comes to after some papers; None: the next paper.

    Args:
        is_more: whether there is another paper. Without one, what the evidence does not decide is undecided.
    """
    match reached(test, papers).verdict:
        case "qualified":
            return "qualified"
        case "not qualified":
            return "not_yet"
        case "for a panel":
            return "undecided"
        case _:
            return None if is_more else "undecided"


MOST_SET_ASIDE = 1
"""papers that somebody who is tried may set aside for privacy, and the rule still decides in their favour: who could
pass over any number would choose what they are tried by"""

Came = Literal["open", "well", "not_well", "cut_short", "set_aside"]
"""What a recalibration came to; cut short: no paper was left for it."""


def came_to(
    papers: Sequence[Mapping[UUID, int]], *, asked: int, enough: int, far_off: int, is_more: bool, aside: int = 0
) -> Came:
    """What a recalibration comes to after some papers. Nothing before all are read: it is there to learn by.

    A paper weighs as one, however many criteria it has, as in the test. Of so few levels one that is far off says
    nothing, and is forgiven.

    Args:
        papers: of each, by criterion, how many levels above what is agreed it was judged.
        asked: how many papers there are to read.
        enough: share of agreed levels with which it ends well, in hundredths.
        far_off: share of levels off by two or more, in hundredths, at most.
        is_more: whether there is another paper.
        aside: papers that were set aside for privacy instead of being read.
    """
    if len(papers) < asked:
        return "open" if is_more else "cut_short"
    exact = sum((_share(paper, 0, 0) for paper in papers), Fraction(0))
    far = sum(abs(distance) >= FAR for paper in papers for distance in paper.values())
    levels = sum(len(paper) for paper in papers)
    is_well = 100 * exact >= enough * len(papers) and far <= max(1, far_off * levels // 100)
    if is_well and aside > MOST_SET_ASIDE:
        return "set_aside"
    return "well" if is_well else "not_well"


def off_by_criterion(papers: Sequence[Mapping[UUID, int]]) -> list[Off]:
    """Of each criterion that was judged otherwise, how often; the most frequent first."""
    found: dict[UUID, list[int]] = {}
    for paper in papers:
        for criterion, distance in paper.items():
            found.setdefault(criterion, []).append(distance)
    off = [
        Off(criterion, sum(one != 0 for one in all_of), len(all_of), sum(one > 0 for one in all_of))
        for criterion, all_of in found.items()
    ]
    return sorted((one for one in off if one.times), key=lambda one: (-Fraction(one.times, one.of), str(one.criterion)))


def again_from(ended: Sequence[datetime], *, wait_days: int, attempts: int) -> datetime | None:
    """From when somebody may try again; None: at once, for nothing has ended.

    Args:
        ended: when attempts ended that did not qualify, since the last that did; in whatever order.
        wait_days: from one of them until the next.
        attempts: that may end so within a year, at least 1.
    """
    if not ended:
        return None
    latest = sorted(ended, reverse=True)
    waited = latest[0] + timedelta(days=wait_days)
    if len(latest) < attempts:
        return waited
    return max(waited, latest[attempts - 1] + YEAR)


def _share(paper: Mapping[UUID, int], least: int, most: int | None) -> Fraction:
    """The share of criteria whose distance, whichever way, lies between two counts of levels."""
    hits = sum(least <= abs(distance) and (most is None or abs(distance) <= most) for distance in paper.values())
    return Fraction(hits, len(paper))

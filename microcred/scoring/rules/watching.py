"""How near somebody's readings of validity papers stay to what is agreed, and what asks for a look. Pure.

A check is one criterion of one paper. Charts are those of `measures.drift`; they begin anew when somebody has answered
what they told. That three of them run side by side, and that criteria of one paper are judged together, makes a first
signal come sooner than the run length of one chart says, without cause as with it (`RUNS`); so what is told is looked
at by a person, and does nothing by itself but have more papers come up. Who stays away while they are looked at is
recalibrated (`stays_away`), which goes by papers and not by criteria; and so is who is much harsher or milder than all
who read the same work (`severity_signal`).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean, stdev
from uuid import UUID

from microcred.measures import Interval, newcombe, wilson
from microcred.measures.drift import Chart, DisagreementChart, SeverityChart
from microcred.scoring.rules.validity import drawn_share

FEWEST_CHECKS = 30
"""before which no share is shown: its interval would reach over most of the scale"""

ROLLING = 120
"""the newest checks, of which agreement is shown"""

SESSION = 60
"""checks that are compared with as many before them, counted from where the charts began"""

FALL = 0.08
"""of agreement from one session to the next (NAEP: eight points); told only where chance alone would not make it"""

SURE = 0.90

LEAST = 0.60
"""of levels as agreed: who may well agree less often than that is not near enough to judge alone"""

SHIFT = 0.5
"""of a level, on average: what a severity beyond one logit does to a score"""

FEWEST_PAPERS = 3
"""read while somebody is looked at, before anything is concluded: criteria of one paper are judged together"""

RUN_PAPERS = 2
"""of which what brings a chart to its limit is at least, before it signals"""

PAUSED_FROM = 1.0
"""logits of severity from which a right is paused, where it is also more than twice its standard error (J. M. Linacre,
https://www.winsteps.com/facetman/ratermisbehavior.htm); what is less is worth a look"""

NOT_BEFORE, NOT_AFTER = timedelta(hours=6), timedelta(hours=30)
FEWEST_BETWEEN, MOST_BETWEEN = 2, 5
"""time, and readings, from an alarm to the recalibration that it asks for"""

AGREEMENT, SEVERITY = DisagreementChart(), SeverityChart()


@dataclass(frozen=True)
class RunLengths:
    """After how many checks, on average, anything asks for a look.

    Attributes:
        apart: without a cause, criteria being judged independently.
        together: without a cause, where those of a paper hang together: a correlation of a fifth, four criteria.
        raised: where somebody disagrees twice as often as is usual.
    """

    apart: int
    together: int
    raised: int


RUNS = RunLengths(apart=290, together=145, raised=27)
"""by simulation of 6,000 readers, all signals beside each other; the tests simulate it again"""


class Signal(StrEnum):
    """What asks for a look."""

    DISAGREES = "disagrees"
    HARSHER = "harsher"
    MILDER = "milder"
    FALLEN = "fallen"
    STAYS = "stays"
    """away while they are looked at: asks for more than a look"""
    SEVERE = "severe"
    LENIENT = "lenient"
    """beside all who read the same work: asks for more than a look"""


@dataclass(frozen=True)
class Check:
    """One criterion of a validity paper: the position of the level that somebody gave, of the agreed one, and of the
    lowest that meets it."""

    reading: UUID
    at: datetime
    given: int
    agreed: int
    needed: int = 0
    criterion: UUID | None = None

    @property
    def off(self) -> int:
        """By how many levels it is above what is agreed."""
        return self.given - self.agreed


@dataclass(frozen=True)
class Share:
    """A share of checks with its Wilson interval.

    Attributes:
        worth: as how many independent checks they count, for criteria of one paper are judged together; None: as many
            as they are.
    """

    hits: int
    of: int
    worth: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there are enough checks to say anything."""
        return self.of >= FEWEST_CHECKS

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.hits / self.of

    @property
    def interval(self) -> Interval:
        """At 95 %."""
        of = self.of if self.worth is None else self.worth
        return wilson(self.value * of, of)

    @property
    def per_cent(self) -> int:
        """Of a hundred."""
        return round(100 * self.value)

    @property
    def low(self) -> int:
        """Where the interval begins, of a hundred."""
        return round(100 * self.interval.low)

    @property
    def high(self) -> int:
        """Where it ends."""
        return round(100 * self.interval.high)


@dataclass(frozen=True)
class Told:
    """Something that asks for a look, and the readings that it rests on, the first first."""

    signal: Signal
    readings: tuple[UUID, ...]


def exact(checks: Sequence[Check]) -> Share:
    """How often the level was the agreed one."""
    return share_by_papers([each.off == 0 for each in checks], [each.reading for each in checks])


def adjacent(checks: Sequence[Check]) -> Share:
    """How often it was the agreed one or one beside it."""
    return share_by_papers([abs(each.off) <= 1 for each in checks], [each.reading for each in checks])


def share_by_papers(hits: Sequence[bool], readings: Sequence[UUID]) -> Share:
    """How often something holds of criteria, worth as many independent ones as what was read varies: never more than
    they are.

    Source: E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998), 193-201. Where all or none hold nothing varies,
    and each paper counts once.

    Args:
        readings: of which paper, or work, each criterion is.
    """
    of = len(hits)
    papers: dict[UUID, list[bool]] = {}
    for hit, reading in zip(hits, readings, strict=True):
        papers.setdefault(reading, []).append(hit)
    if len(papers) == of:
        return Share(sum(hits), of)
    value, many = sum(hits) / of, len(papers)
    if value in (0.0, 1.0) or many < 2:
        return Share(sum(hits), of, float(many))
    away = sum((sum(some) - value * len(some)) ** 2 for some in papers.values())
    variance = many / (many - 1) * away / of**2
    worth = value * (1 - value) / variance if variance else float(of)
    return Share(sum(hits), of, max(1.0, min(worth, float(of))))


def charts_of(
    checks: Sequence[Check], agreement: DisagreementChart = AGREEMENT, severity: SeverityChart = SEVERITY
) -> dict[Signal, Chart]:
    """The charts of some checks, in the order of time, by what each of them tells. None signals by one paper alone."""
    off = [float(each.off) for each in checks]
    return {
        Signal.DISAGREES: _by_papers(
            agreement.of([each.off != 0 for each in checks]), checks, lambda each: each.off != 0
        ),
        Signal.HARSHER: _by_papers(severity.harsher(off), checks, lambda each: each.off < 0),
        Signal.MILDER: _by_papers(severity.milder(off), checks, lambda each: each.off > 0),
    }


def _by_papers(chart: Chart, checks: Sequence[Check], departs: Callable[[Check], bool]) -> Chart:
    """The chart, which signals once what brought it to its limit is of at least `RUN_PAPERS` papers.

    Criteria of one paper are judged together: five of them a level lower are one reading of one work.
    """
    papers: set[UUID] = set()
    for place, (value, check) in enumerate(zip(chart.values, checks, strict=True)):
        if value == 0:
            papers.clear()
        elif departs(check):
            papers.add(check.reading)
        if value >= chart.limit and len(papers) >= RUN_PAPERS:
            return replace(chart, signalled_at=place)
    return replace(chart, signalled_at=None)


def signals(checks: Sequence[Check]) -> list[Told]:
    """What some checks, in the order of time, tell."""
    charts = charts_of(checks)
    told = [
        Told(signal, _evidence(checks, chart)) for signal, chart in charts.items() if chart.signalled_at is not None
    ]
    return told + ([Told(Signal.FALLEN, _readings(_whole_sessions(checks)))] if has_fallen(checks) else [])


def stays_away(recent: Sequence[Check], since: Sequence[Check]) -> Told | None:
    """Whether somebody stays away from what is agreed while they are looked at, so that they should be recalibrated.

    So it is where, of the papers read since the first alarm and by themselves, a chart signals again; or agreement may
    well be below `LEAST` and is surely below what is usual (both ends of its 90 % interval); or where their levels are
    off by `SHIFT` on average, beyond doubt. One alarm alone does nothing: charts signal without a cause too, and rarely
    twice.

    All of it goes by papers: as many times as a criterion tells less than it would if the criteria of one paper were
    judged independently, so many times further away are the limits of the charts (`_together`).

    Args:
        recent: the checks since the charts began, in the order of time.
        since: those of them that were made after the first alarm that nobody has answered.
    """
    if len(_readings(since)) < FEWEST_PAPERS:
        return None
    if is_shifted(recent):
        return Told(Signal.STAYS, _readings(recent))
    return Told(Signal.STAYS, _readings(since)) if _is_low(since) or _signals_by_papers(recent, since) else None


def _is_low(checks: Sequence[Check]) -> bool:
    if len(checks) < FEWEST_CHECKS:
        return False
    share = exact(checks)
    worth = share.of if share.worth is None else share.worth
    range_ = wilson(share.value * worth, worth, confidence=SURE)
    return range_.low < LEAST and range_.high < 1 - AGREEMENT.usual


def _signals_by_papers(recent: Sequence[Check], since: Sequence[Check]) -> bool:
    """Whether a chart signals since, its limit as much further away as the criteria of one paper hang together."""
    apart, aside = _together(recent, lambda each: each.off != 0), _together(recent, lambda each: each.off)
    charts = charts_of(
        since,
        replace(AGREEMENT, limit=AGREEMENT.limit * apart),
        replace(SEVERITY, limit=SEVERITY.limit * aside),
    )
    return any(chart.signalled_at is not None for chart in charts.values())


def _together(checks: Sequence[Check], of: Callable[[Check], float]) -> float:
    """How many times the variance of a mean is what it would be if criteria were judged independently; one or more.

    Source: L. Kish, Survey Sampling (1965), the design effect, with papers as clusters.
    """
    numbers = [float(of(each)) for each in checks]
    alone = _error(numbers, [UUID(int=place) for place in range(len(numbers))])
    by_papers = _error(numbers, [each.reading for each in checks])
    return max(1.0, (by_papers / alone) ** 2) if alone else 1.0


def _error(numbers: Sequence[float], papers: Sequence[UUID]) -> float:
    """The standard error of a mean, papers being drawn and not criteria."""
    mean, away = fmean(numbers), defaultdict[UUID, float](float)
    for number, paper in zip(numbers, papers, strict=True):
        away[paper] += number - mean
    many = len(away)
    return math.sqrt(many / (many - 1) * sum(each**2 for each in away.values())) / len(numbers) if many > 1 else 0.0


def is_shifted(checks: Sequence[Check]) -> bool:
    """Whether levels are off by `SHIFT` on average, and by more than twice the standard error of that, by papers."""
    if len(checks) < FEWEST_CHECKS:
        return False
    off = [float(each.off) for each in checks]
    by, papers = abs(fmean(off)), [each.reading for each in checks]
    error = max(_error(off, papers), stdev(off) / math.sqrt(len(off)))
    return by >= SHIFT and by > 2 * error


def severity_signal(severity: float, error: float) -> Signal | None:
    """What a severity asks for, beyond a look: nothing where it is not large, or may well be chance.

    Args:
        severity: logits from the middle of all readers, more is harsher.
        error: its standard error, logits, all else estimated with it.
    """
    if abs(severity) <= PAUSED_FROM or abs(severity) <= 2 * error:
        return None
    return Signal.SEVERE if severity > 0 else Signal.LENIENT


@dataclass(frozen=True)
class Follows:
    """When a recalibration begins that an alarm asks for: not before this time, nor before so many more readings."""

    after: timedelta
    readings: int


def follows(alarm: UUID) -> Follows:
    """By lot, so that neither its hour nor what was read last tells which readings were of papers."""
    return Follows(
        NOT_BEFORE + (NOT_AFTER - NOT_BEFORE) * drawn_share(0, alarm, "follows"),
        FEWEST_BETWEEN + int(drawn_share(0, alarm, "between") * (MOST_BETWEEN - FEWEST_BETWEEN + 1)),
    )


def has_fallen(checks: Sequence[Check]) -> bool:
    """Whether agreement fell by eight points from one whole session to the next, and more than chance would make it."""
    whole = _whole_sessions(checks)
    if len(whole) < 2 * SESSION:
        return False
    return is_fall(exact(whole[:SESSION]), exact(whole[SESSION:]))


def is_fall(before: Share, now: Share) -> bool:
    """Whether a share is eight points below another, and surely below."""
    change = newcombe(now.hits, now.of, before.hits, before.of, confidence=SURE)
    return now.value - before.value <= -FALL and change.high < 0


def _whole_sessions(checks: Sequence[Check]) -> Sequence[Check]:
    """The last two sessions that are whole. Compared anew at each check they would fall by chance a hundred times."""
    whole = len(checks) // SESSION
    return checks[max(0, whole - 2) * SESSION : whole * SESSION]


def _evidence(checks: Sequence[Check], chart: Chart) -> tuple[UUID, ...]:
    """The readings since the chart last stood at nothing, up to where it signalled."""
    last = chart.signalled_at or 0
    first = max((place + 1 for place in range(last) if chart.values[place] == 0), default=0)
    return _readings(checks[first : last + 1])


def _readings(checks: Sequence[Check]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(each.reading for each in checks))

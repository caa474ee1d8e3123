"""The charts that ask for a look at how somebody judges, as drawings with their limits, and as a table behind them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime

from microcred.measures.drift import Chart
from microcred.scoring.rules import AGREEMENT, SEVERITY, Check, Signal, charts_of

WIDE: Final = 480
HIGH: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 40, 472, 12, 166
MOST_TICKS: Final = 5


@dataclass(frozen=True)
class Drawing:
    """One chart: sums over time, with the limits at which they ask for a look.

    Attributes:
        lines: the points of each sum. `limits`: how high each limit is drawn.
        zero: how high nothing is drawn.
        crossed: where a sum first reached its limit.
        marks: what stands beside the axis, by how high it stands; `ticks`: what stands below it.
    """

    lines: tuple[str, ...]
    limits: tuple[float, ...]
    zero: float
    crossed: tuple[tuple[float, float], ...]
    marks: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Sum:
    """Where one sum stands, and the day on which it first reached its limit, if it did."""

    now: float
    limit: float
    reached: datetime | None


@dataclass(frozen=True)
class PaperRow:
    """After one paper: how many of its criteria were away from what is agreed, and where the sums stand."""

    at: datetime
    criteria: int
    off: int
    disagrees: float
    harsher: float
    milder: float


@dataclass(frozen=True)
class Drift:
    """The charts of one assessor since they began anew."""

    criteria: int
    papers: int
    disagrees: Sum
    harsher: Sum
    milder: Sum
    agreement: Drawing
    severity: Drawing
    rows: tuple[PaperRow, ...]


def charted_of(checks: Sequence[Check], answered: Sequence[datetime]) -> Sequence[Check]:
    """The checks that charts are of: those since a lead last answered what asked for a look; where there are none yet,
    the last ones before, so that what was answered can still be seen.

    Args:
        answered: when, the first first.
    """
    for ended, began in zip([None, *reversed(answered)], [*reversed(answered), None], strict=True):
        found = [each for each in checks if (began is None or each.at > began) and (ended is None or each.at <= ended)]
        if found:
            return found
    return []


def drift_of(checks: Sequence[Check]) -> Drift | None:
    """The charts of checks in the order of time; None where there are none."""
    if not checks:
        return None
    charts = charts_of(checks)
    disagrees, harsher, milder = (charts[each] for each in (Signal.DISAGREES, Signal.HARSHER, Signal.MILDER))
    rows = tuple(_rows(checks, disagrees, harsher, milder))
    return Drift(
        criteria=len(checks),
        papers=len(rows),
        disagrees=_sum(disagrees, checks),
        harsher=_sum(harsher, checks),
        milder=_sum(milder, checks),
        agreement=_drawn(checks, (disagrees, 1), limit=AGREEMENT.limit),
        severity=_drawn(checks, (milder, 1), (harsher, -1), limit=SEVERITY.limit),
        rows=rows,
    )


def _sum(chart: Chart, checks: Sequence[Check]) -> Sum:
    reached = None if chart.signalled_at is None else checks[chart.signalled_at].at
    return Sum(chart.values[-1], chart.limit, reached)


def _rows(checks: Sequence[Check], *charts: Chart) -> Iterable[PaperRow]:
    last = {each.reading: place for place, each in enumerate(checks)}
    for reading, place in last.items():
        of_it = [each for each in checks if each.reading == reading]
        sums = (chart.values[place] for chart in charts)
        yield PaperRow(checks[place].at, len(of_it), sum(each.off != 0 for each in of_it), *sums)


def _drawn(checks: Sequence[Check], *sides: tuple[Chart, int], limit: float) -> Drawing:
    """Sums, each drawn upwards (1) or downwards (-1), over the criteria in their order."""
    top = max(limit * 1.25, *(max(chart.values) * 1.05 for chart, way in sides if way > 0))
    below = [max(limit * 1.25, max(chart.values) * 1.05) for chart, way in sides if way < 0]
    bottom = -max(below, default=0.0)

    def up(number: float) -> float:
        return round(BOTTOM - (number - bottom) / (top - bottom) * (BOTTOM - TOP), 1)

    def across(place: int) -> float:
        """The place before the first is 0."""
        return round(LEFT + place / len(checks) * (RIGHT - LEFT), 1)

    ways = [way for _chart, way in sides]
    return Drawing(
        lines=tuple(
            " ".join(f"{across(place)},{up(way * value)}" for place, value in enumerate((0.0, *chart.values)))
            for chart, way in sides
        ),
        limits=tuple(up(way * limit) for way in ways),
        zero=up(0),
        crossed=tuple(
            (across(chart.signalled_at + 1), up(way * chart.values[chart.signalled_at]))
            for chart, way in sides
            if chart.signalled_at is not None
        ),
        marks=((up(0), 0.0), *((up(way * limit), limit) for way in ways)),
        ticks=tuple(_ticks(checks, across)),
    )


def _ticks(checks: Sequence[Check], across: Callable[[int], float]) -> Iterable[tuple[float, str]]:
    """Days on which papers were read, a few of them, each once."""
    days: dict[str, int] = {}
    for place, each in enumerate(checks, start=1):
        days.setdefault(date_format(localtime(each.at), "M j"), place)
    found = list(days.items())
    step = -(-len(found) // MOST_TICKS)
    for day, place in found[::step]:
        if LEFT + 20 <= across(place) <= RIGHT - 10:
            yield across(place), day

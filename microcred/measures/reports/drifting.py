"""Charts of change of each rater, as data and as words."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from microcred.measures.drift import Chart, DisagreementChart, SeverityChart
from microcred.measures.files.checking import Check, ChecksFile
from microcred.measures.intervals import wilson

OTHERWISE = 1.25
"""times as wide as was said, or as narrow, from which on the spread of differences is another"""

ENOUGH_FOR_SPREAD = 30
"""differences from which their spread is told"""

SIDES = {"disagreement": "disagrees more often", "harsher": "harsher", "milder": "milder"}


def drift_as_data(
    read: ChecksFile,
    agreement: DisagreementChart,
    severity: SeverityChart,
    *,
    confidence: float = 0.95,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """For programs: what charts are of, how long they run, and where each rater stands."""
    checks = [check for one in read.raters.values() for check in one]
    charts: dict[str, Any] = {
        "disagreement": {
            "usual": agreement.usual,
            "raised": agreement.raised,
            "limit": agreement.limit,
            "runs_without_cause": agreement.run_length(agreement.usual),
            "runs_at_raised": agreement.run_length(agreement.raised),
        }
    }
    said = list(notes)
    if read.numeric:
        shift = 2 * severity.slack * severity.spread
        off = np.array([check.off for check in checks])
        spread = float(off.std(ddof=1)) if len(off) > 1 else 0.0
        charts["severity"] = {
            "spread": severity.spread,
            "slack": severity.slack,
            "limit": severity.limit,
            "runs_without_cause": severity.run_length(0.0),
            "shift": shift,
            "runs_at_shift": severity.run_length(shift),
            "spread_of_these": spread,
        }
        if len(off) >= ENOUGH_FOR_SPREAD and not 1 / OTHERWISE < spread / severity.spread < OTHERWISE:
            said.append(
                f"differences from the agreed level have a standard deviation of {spread:.2f} here, and the charts of "
                f"severity take {severity.spread:g}: they run {'shorter' if spread > severity.spread else 'longer'} "
                f"than is told. If nobody drifts, say --spread {spread:.2f}"
            )
    else:
        said.append(
            "levels are words without an order, so that only how often they are the same can be watched; name them, "
            "the lowest first, with --categories to watch severity as well"
        )
    by_chance = len(checks) / charts["disagreement"]["runs_without_cause"]
    return {
        "notes": said,
        "checks": len(checks),
        "charts": charts,
        "signals_by_chance": by_chance
        + (len(checks) / charts["severity"]["runs_without_cause"] if read.numeric else 0.0),
        "raters": [
            _rater(name, one, agreement, severity if read.numeric else None, confidence)
            for name, one in read.raters.items()
        ],
    }


def _rater(
    name: str,
    checks: Sequence[Check],
    agreement: DisagreementChart,
    severity: SeverityChart | None,
    confidence: float,
) -> dict[str, Any]:
    off = [check.off for check in checks]
    disagreed = sum(each != 0 for each in off)
    share = wilson(disagreed, len(off), confidence=confidence)
    shown: dict[str, Any] = {
        "name": name,
        "checks": len(checks),
        "disagreed": disagreed,
        "share": disagreed / len(off),
        "low": share.low,
        "high": share.high,
        "confidence": confidence,
        "disagreement": _chart(agreement.of([each != 0 for each in off]), checks),
    }
    if severity is not None:
        shown |= {
            "mean_difference": sum(off) / len(off),
            "harsher": _chart(severity.harsher(off), checks),
            "milder": _chart(severity.milder(off), checks),
        }
    return shown


def _chart(chart: Chart, checks: Sequence[Check]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "signalled": chart.signalled_at is not None,
        "last": chart.values[-1],
        "highest": max(chart.values),
        "limit": chart.limit,
    }
    if chart.signalled_at is not None and chart.since is not None:
        at, since = checks[chart.signalled_at], checks[chart.since]
        shown |= {
            "at_check": chart.signalled_at + 1,
            "at_time": at.time or None,
            "at_line": at.line,
            "since_check": chart.since + 1,
            "since_time": since.time or None,
        }
    return shown


def drift_in_words(shown: dict[str, Any]) -> Iterator[str]:
    """For people."""
    yield from (f"note: {each}" for each in shown["notes"])
    of, charts = shown["checks"], shown["charts"]
    raters = len(shown["raters"])
    yield f"{of} check{'' if of == 1 else 's'} of {raters} rater{'' if raters == 1 else 's'}"
    chart = charts["disagreement"]
    yield (
        f"disagreement: a cumulative sum for {chart['raised']:.0%} instead of {chart['usual']:.0%}, limit "
        f"{chart['limit']:g}; without a cause it signals once in {chart['runs_without_cause']:,.0f} checks, at "
        f"{chart['raised']:.0%} after {chart['runs_at_raised']:,.0f}"
    )
    if "severity" in charts:
        chart = charts["severity"]
        yield (
            f"severity: a cumulative sum for a shift of {chart['shift']:.2f} levels, differences having a standard "
            f"deviation of {chart['spread']:g}, limit {chart['limit']:g} of these; without a cause one of its two "
            f"sides signals once in {chart['runs_without_cause']:,.0f} checks, at such a shift after "
            f"{chart['runs_at_shift']:,.0f}"
        )
    yield f"in so many checks {shown['signals_by_chance']:.1f} signals would come without any cause"
    yield ""
    for one in shown["raters"]:
        mean = f", on average {one['mean_difference']:+.2f} levels" if "mean_difference" in one else ""
        yield (
            f"rater {one['name']}: {one['checks']} check{'' if one['checks'] == 1 else 's'}, {one['disagreed']} not as "
            f"agreed ({one['share']:.0%}, {one['confidence']:.0%} interval {one['low']:.0%} to {one['high']:.0%}){mean}"
        )
        for name, words in SIDES.items():
            if name in one:
                yield f"    {words:<20} {_chart_in_words(one[name])}"


def _chart_in_words(chart: dict[str, Any]) -> str:
    stands = f"stands at {chart['last']:.2f} of {chart['limit']:g}, was at {chart['highest']:.2f}"
    if not chart["signalled"]:
        return f"no signal; {stands}"
    when = "" if chart["at_time"] is None else f", time {chart['at_time']}"
    since = "" if chart["since_time"] is None else f", time {chart['since_time']}"
    return (
        f"SIGNAL at check {chart['at_check']}{when} (line {chart['at_line']}); most likely since check "
        f"{chart['since_check']}{since}; {stands}"
    )

"""Charts of change: how long they run without cause, how soon they see one."""

import numpy as np
import pytest

from microcred.measures.drift import DisagreementChart, SeverityChart


@pytest.mark.parametrize(
    ("share", "checks"),
    # By an independent simulation: the false alarm, and how soon three true shares are seen.
    [(0.20, 483), (0.30, 72), (0.40, 28), (0.50, 17)],
    ids=lambda each: f"{each:g}",
)
def test_a_chart_of_disagreement_runs_as_long_as_is_published(share, checks):
    assert DisagreementChart().run_length(share) == pytest.approx(checks, rel=0.10)


@pytest.mark.parametrize(("shift", "checks"), [(0.0, 348), (0.20, 42), (0.25, 30)], ids=lambda each: f"{each:g}")
def test_a_chart_of_severity_runs_as_long_as_is_published(shift, checks):
    assert SeverityChart().run_length(shift) == pytest.approx(checks, rel=0.10)


def test_computed_run_lengths_are_those_of_charts_that_are_drawn():
    rng = np.random.default_rng(11)
    chart = DisagreementChart()
    drawn = [chart.of(list(rng.random(2000) < 0.40)).signalled_at + 1 for _ in range(600)]
    assert np.mean(drawn) == pytest.approx(chart.run_length(0.40), rel=0.08)
    severity = SeverityChart()
    seen = [severity.milder(rng.normal(0.25, 0.5, 2000)).signalled_at + 1 for _ in range(600)]
    assert np.mean(seen) == pytest.approx(severity.run_length(0.25), rel=0.08)


def test_a_harsher_assessor_is_seen_on_the_harsher_side_only():
    chart = SeverityChart()
    falls = [-0.5] * 20
    assert chart.harsher(falls).signalled_at is not None
    assert chart.milder(falls).signalled_at is None
    assert chart.harsher([-each for each in falls]).signalled_at is None


def test_agreement_lets_a_chart_fall_to_nothing_and_no_further():
    chart = DisagreementChart().of([True, False, False, False, False, False])
    assert chart.values[0] == pytest.approx(np.log(2))
    assert chart.values[-1] == 0.0
    assert chart.signalled_at is None


def test_a_chart_of_nothing_says_nothing():
    assert DisagreementChart().of([]).values == ()
    assert SeverityChart().milder([]).signalled_at is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: DisagreementChart(usual=0.4, raised=0.4),
        lambda: DisagreementChart(usual=0.0),
        lambda: SeverityChart(spread=0),
        lambda: SeverityChart(slack=-1),
        lambda: SeverityChart(limit=0),
    ],
    ids=["no rise", "never", "no spread", "negative slack", "no limit"],
)
def test_a_chart_that_cannot_be_is_refused(make):
    with pytest.raises(ValueError, match=r"share|spread"):
        make()

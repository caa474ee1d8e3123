"""What somebody's readings of validity papers tell: tables of cases, and how often charts signal."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from microcred.measures import wilson
from microcred.scoring.rules.watching import (
    AGREEMENT,
    FEWEST_CHECKS,
    RUNS,
    SESSION,
    SEVERITY,
    Check,
    Share,
    Signal,
    adjacent,
    exact,
    follows,
    has_fallen,
    is_fall,
    severity_signal,
    signals,
    stays_away,
)

BEGAN = datetime(2026, 9, 1, tzinfo=UTC)


def checks(*off, papers=1):
    """Checks that are off by so many levels, in their order, so many of each paper."""
    return [
        Check(UUID(int=place // papers + 1), BEGAN + timedelta(days=place), given=2 + each, agreed=2)
        for place, each in enumerate(off)
    ]


def told(*off):
    return {one.signal for one in signals(checks(*off))}


@pytest.mark.parametrize(
    ("off", "same", "near"),
    [((0, 0, 0), 3, 3), ((0, 1, -1), 1, 3), ((0, 2, -2), 1, 1), ((1, 1), 0, 2)],
)
def test_agreement_is_counted_exactly_and_beside(off, same, near):
    some = checks(*off)

    assert (exact(some).hits, adjacent(some).hits, exact(some).of) == (same, near, len(off))


def test_nothing_is_shown_of_few():
    assert not exact(checks(*[0] * (FEWEST_CHECKS - 1))).is_shown
    assert exact(checks(*[0] * FEWEST_CHECKS)).is_shown


def test_an_interval_says_how_sure_a_share_is():
    share = exact(checks(*[0] * 80, *[1] * 20))

    assert share.value == 0.8
    assert (share.interval.low, share.interval.high) == (
        pytest.approx(0.711, abs=0.001),
        pytest.approx(0.867, abs=0.001),
    )


def test_criteria_of_one_paper_do_not_make_a_share_surer_than_its_papers():
    apart, alike = [0, 0, 0, 1] * 10, [0] * 30 + [1] * 10
    width = {name: exact(checks(*off, papers=4)).interval for name, off in (("apart", apart), ("alike", alike))}
    single = exact(checks(*apart)).interval

    assert width["apart"] == single, "no paper differs from another: worth as many as they are, and no more"
    assert width["alike"].high - width["alike"].low > 1.5 * (single.high - single.low)
    assert exact(checks(*[0] * 40, papers=4)).interval.low == pytest.approx(0.722, abs=0.001), "ten papers"
    assert exact(checks(*alike, papers=4)).value == 0.75


@pytest.mark.parametrize(
    ("off", "signal"),
    [
        ([0] * 40, set()),
        ([0, 0, 0, 0, 1] * 8, set()),
        ([0] * 20 + [1, -1] * 4, {Signal.DISAGREES}),
        ([-1] * 6, {Signal.DISAGREES, Signal.HARSHER}),
        ([1] * 6, {Signal.DISAGREES, Signal.MILDER}),
        ([], set()),
    ],
)
def test_what_asks_for_a_look(off, signal):
    assert told(*off) == signal


def test_the_evidence_is_what_led_there():
    some = checks(*[0] * 10, *[-1] * 6)

    (harsher,) = [one for one in signals(some) if one.signal is Signal.HARSHER]

    assert harsher.readings == tuple(each.reading for each in some[10:15])


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [(54, 54, False), (54, 50, False), (54, 42, True), (42, 54, False), (30, 26, False)],
)
def test_a_fall_of_eight_points_is_told_where_chance_would_not_make_it(before, now, fell):
    first = [0] * before + [1] * (SESSION - before)
    second = [0] * now + [1] * (SESSION - now)

    assert has_fallen(checks(*first, *second)) is fell


def test_a_fall_needs_two_sessions():
    assert not has_fallen(checks(*[0] * SESSION, *[1] * (SESSION - 1)))


def drawn(random, share, *, most=20_000):
    """How many checks until the chart signals, once, if this share of them disagrees."""
    value = 0.0
    for place, disagrees in enumerate(random.random(most) < share, start=1):
        value = max(0.0, value + (AGREEMENT.up if disagrees else -AGREEMENT.down))
        if value >= AGREEMENT.limit:
            return place
    return most


@pytest.mark.parametrize(("share", "published"), [(0.20, 483), (0.30, 72), (0.40, 28), (0.50, 17)])
def test_simulated_run_lengths_are_the_published_ones(share, published):
    random = np.random.default_rng(83)

    lengths = [drawn(random, share) for _each in range(1_500)]

    assert np.mean(lengths) == pytest.approx(published, rel=0.10)


@pytest.mark.parametrize(("shift", "published"), [(0.0, 348), (0.20, 42), (0.25, 30)])
def test_so_are_those_of_severity(shift, published):
    assert SEVERITY.run_length(shift) == pytest.approx(published, rel=0.10)


@pytest.mark.parametrize("way", [-1, 1])
def test_one_paper_alone_signals_nothing_however_far_it_is(way):
    one = [0] * 10 + [way] * 5

    assert signals(checks(*one, papers=5)) == []
    assert signals(checks(*one, *[0] * 5, papers=5)) == [], "the next is read as agreed"
    assert signals(checks(*[0] * 10, *[2 * way] * 5, papers=5)) == []
    told_ = {one.signal: len(one.readings) for one in signals(checks(*one, way, papers=5))}
    assert told_ == {Signal.DISAGREES: 2, (Signal.HARSHER if way < 0 else Signal.MILDER): 2}


class Departures:
    """Of many readers at once: of how many papers are what brought a chart up since it last stood at nothing."""

    def __init__(self, readers):
        self.papers, self.newest = np.zeros(readers), np.full(readers, -1)

    def hold(self, values, departed, paper):
        """Whether they are of enough papers, after one more criterion."""
        self.papers[values == 0], self.newest[values == 0] = 0, -1
        adds = departed & (values > 0) & (self.newest != paper)
        self.papers[adds] += 1
        self.newest[adds] = paper
        return self.papers >= self.fewest

    fewest = 2


def first_looks(share, together, *, criteria=4, readers=3_000, papers=1_000):
    """After how many checks of readers who disagree so often anything asks for a look, whatever it is.

    Args:
        together: the correlation of what they do with the criteria of one paper.
    """
    random = np.random.default_rng(17)
    falls = np.array(
        [[is_fall(Share(b, SESSION), Share(n, SESSION)) for b in range(SESSION + 1)] for n in range(SESSION + 1)]
    )
    scale = (1 - together) / together if together else 0.0
    same = np.zeros((readers, papers * criteria), dtype=np.int16)
    rose, fell, off = np.zeros(readers), np.zeros(readers), np.zeros(readers)
    looked, number = np.zeros(readers), 0
    runs = [Departures(readers) for _chart in range(3)]
    while not looked.all():
        chance = random.beta(share * scale, (1 - share) * scale, readers) if together else share
        leans = random.choice([-1, 1], readers)
        for _criterion in range(criteria):
            disagrees = random.random(readers) < chance
            way = np.where(random.random(readers) < together, leans, random.choice([-1, 1], readers))
            moved = np.where(disagrees, way, 0) / SEVERITY.spread
            off = np.maximum(0, off + np.where(disagrees, AGREEMENT.up, -AGREEMENT.down))
            rose, fell = (np.maximum(0, at + by - SEVERITY.slack) for at, by in ((rose, moved), (fell, -moved)))
            same[:, number] = ~disagrees
            number += 1
            asks = np.zeros(readers, dtype=bool)
            departed, limits = (disagrees, moved > 0, moved < 0), (AGREEMENT.limit, SEVERITY.limit, SEVERITY.limit)
            for run, values, by, limit in zip(runs, (off, rose, fell), departed, limits, strict=True):
                asks |= run.hold(values, by, (number - 1) // criteria) & (values >= limit)
            looked[(looked == 0) & asks] = number
        whole = number // SESSION
        if whole >= 2 and number % SESSION < criteria:
            before, now = (same[:, (whole - of) * SESSION :][:, :SESSION].sum(axis=1) for of in (2, 1))
            looked[(looked == 0) & falls[now, before]] = number
    return looked.mean()


@pytest.mark.parametrize(
    ("share", "together", "told"), [(0.2, 0.0, RUNS.apart), (0.2, 0.2, RUNS.together), (0.4, 0.0, RUNS.raised)]
)
def test_what_the_page_says_of_all_signals_together_is_so(share, together, told):
    assert first_looks(share, together) == pytest.approx(told, rel=0.06)


def test_a_session_is_compared_once_it_is_whole():
    fallen = [0] * 54 + [1] * 6 + [0] * 42 + [1] * 18
    assert not has_fallen(checks(*fallen[:-1]))
    assert has_fallen(checks(*fallen))
    assert has_fallen(checks(*fallen, *[0] * (SESSION - 1)))
    assert not has_fallen(checks(*fallen, *[0] * SESSION))
    (told_,) = [one for one in signals(checks(*fallen, 0, 0)) if one.signal is Signal.FALLEN]
    assert told_.readings == tuple(each.reading for each in checks(*fallen))


def stays(before, since, papers=4):
    """Whether somebody stays away: what was off before they were looked at, and since; so many checks of each paper."""
    recent = checks(*before, *since, papers=papers)
    told = stays_away(recent, recent[len(before) :])
    return told is not None


@pytest.mark.parametrize(
    ("before", "since", "is_so"),
    [
        ([-1] * 8, [], False),  # one alarm is a reason to look, and no more
        ([-1] * 8, [0] * 40, False),
        ([-1] * 8, [0, 0, 0, 0, 1] * 8, False),  # 32 of 40: as is usual
        ([-1] * 8, [-1] * 8, False),  # two papers: too few for a conclusion
        ([-1] * 8, [-1] * 12, True),  # three: the charts signal again
        ([0, 1, -1, 0] * 3, [1, 0, -1, 0] * 3, False),  # a chart needs more than chance
        ([0] * 8, [0, 1, 0, -1, 0] * 6, True),  # 18 of 30: surely not known to be 60 in 100
        ([0] * 8, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1] * 4, False),
        ([-1] * 40, [-1, 0, 0, 0] * 3, True),  # off by half a level and more on average, beyond doubt
        ([1, -1] * 20, [0] * 12, False),  # as far off to either side
    ],
)
def test_who_stays_away_while_they_are_looked_at(before, since, is_so):
    assert stays(before, since) is is_so


def test_what_it_rests_on_is_what_was_read_since():
    recent = checks(*[-1] * 24, papers=4)

    told = stays_away(recent, recent[8:])

    assert told.signal is Signal.STAYS
    assert told.readings == tuple(dict.fromkeys(each.reading for each in recent[8:]))


def test_a_recalibration_waits_some_hours_and_readings_by_lot():
    drawn = [follows(UUID(int=number)) for number in range(400)]

    assert drawn == [follows(UUID(int=number)) for number in range(400)], "anybody can draw again"
    assert {one.readings for one in drawn} == {2, 3, 4, 5}
    assert timedelta(hours=6) <= min(one.after for one in drawn) < timedelta(hours=8)
    assert timedelta(hours=28) < max(one.after for one in drawn) < timedelta(hours=30)


def papers_of(draw, share, together, papers, *, harsh=0.5):
    """How far the criteria of papers are off, four of each, of who disagrees so often.

    Args:
        together: the correlation of what they do with the criteria of one paper.
        harsh: how often they are below where they disagree.
    """
    scale = (1 - together) / together if together else 0.0
    chance = draw.beta(share * scale, (1 - share) * scale, papers) if together else np.full(papers, share)
    leans = np.where(draw.random(papers) < harsh, -1, 1)[:, None]
    own = np.where(draw.random((papers, 4)) < harsh, -1, 1)
    way = np.where(draw.random((papers, 4)) < together, leans, own)
    return np.where(draw.random((papers, 4)) < chance[:, None], way, 0).ravel().tolist()


def stays_as_if_independent(before, since):
    """What was asked for before it went by papers: every criterion counted as one of its own."""
    recent, looked = checks(*before, *since, papers=4), checks(*since, papers=4)
    is_low = len(looked) >= FEWEST_CHECKS and wilson(exact(looked).hits, len(looked), confidence=0.9).low < 0.6
    off = np.array([each.off for each in recent])
    by, error = abs(off.mean()), off.std(ddof=1) / len(off) ** 0.5
    shifted = len(off) >= FEWEST_CHECKS and by >= 0.5 and by > 2 * error
    return shifted or is_low or bool(signals(looked))


def found_to_stay(rule, share, together, *, harsh=0.5, people=150):
    """Of how many a rule says so, over ten papers read since an alarm that came before."""
    draw, found = np.random.default_rng(6), 0
    for _each in range(people):
        before: list[int] = []
        while not signals(checks(*before, papers=4)):
            before = papers_of(draw, share, together, 40, harsh=harsh)
        places = (4 * papers for papers in range(1, 41))
        before = next(before[:place] for place in places if signals(checks(*before[:place], papers=4)))
        since = papers_of(draw, share, together, 10, harsh=harsh)
        found += any(rule(before, since[:seen]) for seen in range(12, 41, 4))
    return found / people


@pytest.mark.slow
@pytest.mark.parametrize(
    ("share", "together", "harsh", "independent", "by_papers"),
    [
        (0.20, 0.0, 0.5, (0.12, 0.35), (0, 0.12)),
        (0.20, 0.2, 0.5, (0.20, 0.45), (0, 0.16)),
        (0.20, 0.4, 0.5, (0.28, 0.55), (0, 0.18)),
        (0.45, 0.2, 0.9, (0.95, 1), (0.80, 1)),
        (0.50, 0.0, 0.5, (0.95, 1), (0.93, 1)),
        (0.50, 0.2, 0.5, (0.95, 1), (0.80, 1)),
    ],
)
def test_who_agrees_as_is_usual_is_seldom_found_to_stay_away(share, together, harsh, independent, by_papers):
    """Of those who agree in 80 of 100 and were flagged by chance, and of those who do not."""
    for rule, (least, most) in ((stays_as_if_independent, independent), (stays, by_papers)):
        assert least <= found_to_stay(rule, share, together, harsh=harsh) <= most


@pytest.mark.parametrize(
    ("severity", "error", "asked"),
    [
        (0.0, 0.1, None),
        (1.0, 0.1, None),  # not beyond a logit
        (1.01, 0.1, Signal.SEVERE),
        (-1.01, 0.1, Signal.LENIENT),
        (1.2, 0.61, None),  # may well be chance
        (1.2, 0.6, None),
        (1.2, 0.59, Signal.SEVERE),
        (-1.2, 0.59, Signal.LENIENT),
        (9.0, float("inf"), None),  # nothing is known
    ],
)
def test_a_severity_asks_for_more_than_a_look_where_it_is_large_and_no_chance(severity, error, asked):
    assert severity_signal(severity, error) is asked

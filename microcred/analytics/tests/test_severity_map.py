"""The severity map: everybody of whom it is known, in their place."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from microcred.analytics.rules import quality_of
from microcred.analytics.severity_map import severity_map
from microcred.analytics.tests.test_judging import LEVELS, REQUIRED, simulated
from microcred.foundation.signs import signed
from microcred.organizations.models import Organization, Person

TRUE = {"ben": 1.2, "lea": 0.0, "ida": -0.6, "abe": -0.6}


@pytest.fixture(scope="module")
def readers():
    found = quality_of(simulated(TRUE, works=400, seed=5), LEVELS, REQUIRED)
    return [(str(number), one) for number, one in enumerate(found.readers)]


def test_the_harshest_comes_first_and_stands_where_the_axis_says(readers):
    drawn = severity_map(readers)
    severities = [line.reader.severity.corrected for line in drawn.lines]
    assert severities == sorted(severities, reverse=True)
    for line in drawn.lines:
        assert line.low < line.point < line.high
        assert (line.point - 50) / 50 * drawn.edge == pytest.approx(line.reader.severity.corrected, abs=0.01)
        assert (line.high - line.low) / 100 * drawn.edge == pytest.approx(line.reader.reach, abs=0.01)


def test_nothing_leaves_the_map_and_the_bands_lie_around_its_middle(readers):
    drawn = severity_map(readers)
    assert min(line.low for line in drawn.lines) >= 0
    assert max(line.high for line in drawn.lines) <= 100
    assert [start + width / 2 for start, width in drawn.bands] == pytest.approx([50, 50], abs=0.01)
    assert drawn.bands[0][1] == pytest.approx(2 * drawn.bands[1][1], abs=0.02)


def test_who_has_no_severity_is_counted_and_not_drawn(readers):
    without = replace(readers[0][1], severity=None)
    drawn = severity_map([*readers, ("Nobody yet", without)])
    assert drawn.without == 1
    assert "Nobody yet" not in [line.name for line in drawn.lines]


def test_one_alone_is_no_map(readers):
    assert severity_map(readers[:1]) is None
    assert severity_map([]) is None
    assert len(severity_map(readers[:1], fewest=1).lines) == 1, "but a drawing of its own, where one is looked at"


def test_each_line_says_in_words_what_it_shows(readers):
    context = {"map": severity_map(readers), "owner": Organization(slug="carolinacred"), "user": Person()}
    page = render_to_string("analytics/severity_map.html", context)
    harshest = severity_map(readers).lines[0]
    row = page[page.index(f">{harshest.name}<") : page.index("</li>")]
    assert signed(harshest.reader.severity.corrected) in row
    assert "read again" in row
    assert page.count('class="interval"') == len(readers)

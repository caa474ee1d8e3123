"""The list of time zones in the settings."""

import pytest
from django.utils.translation import override

from microcred.organizations.forms import ZoneSelect, zones


def test_they_are_grouped_by_part_of_the_world():
    groups = {str(label): dict(choices) for label, choices in zones()}

    assert groups["Europe"]["Europe/Madrid"] == "Madrid"
    assert groups["The Americas"]["America/Argentina/Salta"] == "Argentina, Salta"
    assert "America/New_York" in groups["United States"]
    assert sum(len(choices) for choices in groups.values()) == len({zone for one in groups.values() for zone in one})


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "America/Argentina/Salta"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_persons_own_stands_first_and_once(zone, language):
    with override(language):
        drawn = ZoneSelect().render("time_zone", zone)

    assert drawn.index(f'value="{zone}"') < drawn.index('value="America/Chicago"')
    assert drawn.count(" selected") == 1
    assert drawn.count(f'value="{zone}"') == 1


def test_what_nobody_knows_is_not_offered():
    assert "Mars" not in ZoneSelect().render("time_zone", 'Mars/"><script>')

"""The list of time zones in the settings."""

from microcred.organizations.forms import ZoneSelect, zones


def test_they_are_grouped_by_part_of_the_world():
    groups = {str(label): dict(choices) for label, choices in zones()}

    assert groups["Europe"]["Europe/Madrid"] == "Madrid"
    assert groups["The Americas"]["America/Argentina/Salta"] == "Argentina, Salta"
    assert "America/New_York" in groups["United States"]
    assert sum(len(choices) for choices in groups.values()) == len({zone for one in groups.values() for zone in one})


def test_the_persons_own_stands_first_and_is_chosen_once():
    drawn = ZoneSelect().render("time_zone", "Europe/Madrid")

    assert drawn.index('value="Europe/Madrid"') < drawn.index('value="America/New_York"')
    assert drawn.count(" selected") == 1


def test_what_nobody_knows_is_not_offered():
    assert "Mars" not in ZoneSelect().render("time_zone", 'Mars/"><script>')

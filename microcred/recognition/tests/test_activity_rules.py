"""Words of activities that policies add to, and the last days by which they want something of one."""

from datetime import date

import pytest

from microcred.recognition.rules.activities import KINDS, kinds_of, last_days, units_of

DOCUMENT = {
    "name": "Rules",
    "units": ["stars", "CEU"],
    "options": [{"takes": {"kinds": ["convening", "Lesson study", "micro-credential", "assessor service"]}}],
    "deadlines": [
        {"what": "documented", "days": 60, "of": {"kinds": ["Convening"]}},
        {"what": "certificate issued", "days": 28, "of": {"issuer_kinds": ["third party"]}},
        {"what": "requested", "days": 90},
        {"what": "requested", "days": 5, "of": {"kinds": ["convening"], "roles": ["teacher"]}},
    ],
}
ENDED = date(2026, 8, 14)


def test_policies_add_kinds_and_units_and_what_is_never_typed_is_left_out():
    assert kinds_of([DOCUMENT]) == [*KINDS, "Lesson study"]
    units = units_of([DOCUMENT])
    assert "stars" in units
    assert units.count("CEU") == 1
    assert "award" not in units


@pytest.mark.parametrize(
    ("kind", "given_by", "wanted"),
    [
        ("convening", "third party", ["2026-10-13", "2026-09-11", "2026-11-12"]),
        ("convening", "university", ["2026-10-13", "2026-11-12"]),
        ("college course", "", ["2026-11-12"]),
    ],
)
def test_a_last_day_is_told_where_it_is_about_kind_and_provider_alone(kind: str, given_by: str, wanted: list[str]):
    found = last_days(DOCUMENT, kind=kind, provider_kind=given_by, ended_on=ENDED)
    assert [one.day.isoformat() for one in found] == wanted

"""The use of licenses is for the administrators of who granted them, the quality of scoring for who leads it."""

from tests.house.access_table import NOBODY

LEAD = {"lena"}
DOORS = {
    "scoring_qualities": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "scoring_quality": {"GET": LEAD, "POST": NOBODY},
    "different_readings": {"GET": LEAD, "POST": NOBODY},
    "double_readings_csv": {"GET": NOBODY, "POST": NOBODY},  # of so little there is no list
    "license_use": {"GET": {"omar"}},
    "license_use_csv": {"GET": {"omar"}},
}


def _granted(world):
    return {"slug": "rock-hill"}


def _read(world):
    return {"version_id": world.version.pk}


ARGUMENTS = {
    "license_use": _granted,
    "license_use_csv": _granted,
    **dict.fromkeys(("scoring_quality", "different_readings", "double_readings_csv"), _read),
}

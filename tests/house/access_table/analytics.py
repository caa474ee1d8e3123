"""The use of licenses is for the administrators of who granted them, the quality of scoring for who leads it."""

from tests.house.access_table import NOBODY

LEAD = {"lena"}
AT_THE_QUEUE = {"ben", "bea", "lena", "other_assessor", "other_lead_assessor"}
DOORS = {
    "scoring_qualities": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "scoring_quality": {"GET": LEAD, "POST": NOBODY},
    "different_readings": {"GET": {"lena", "other_lead_assessor"}, "POST": NOBODY},
    "double_readings_csv": {"GET": NOBODY, "POST": NOBODY},  # of so little there is no list
    "scoring_reliability": {"GET": LEAD, "POST": NOBODY},
    "scoring_reliability_pdf": {"GET": LEAD, "POST": NOBODY},
    "scoring_reliability_data": {"GET": LEAD, "POST": NOBODY},
    "reader": {"GET": LEAD, "POST": NOBODY},
    "my_scoring": {"GET": AT_THE_QUEUE, "POST": NOBODY},
    "license_use": {"GET": {"omar"}},
    "license_use_csv": {"GET": {"omar"}},
}


def _granted(world):
    return {"slug": "rock-hill"}


def _read(world):
    return {"version_id": world.version.pk}


def _owner(world):
    return {"slug": world.version.micro_credential.owner.slug}


def _reader(world):
    return {**_owner(world), "person_id": world.queue_item.assessor_id}


ARGUMENTS = {
    "reader": _reader,
    **dict.fromkeys(("scoring_reliability", "scoring_reliability_data"), _owner),
    "scoring_reliability_pdf": lambda world: {**_owner(world), "language": "en"},
    "license_use": _granted,
    "license_use_csv": _granted,
    **dict.fromkeys(("scoring_quality", "double_readings_csv"), _read),
}

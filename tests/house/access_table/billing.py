"""Pay is for the administrators of who pays; one's own for whoever reads."""

from tests.house.access_table import NOBODY

AT_WORK = {"ben", "bea", "lena", "other_assessor", "other_lead_assessor"}
ADMINISTRATOR = {"omar"}

DOORS = {
    "work_and_pay": {"GET": AT_WORK, "POST": NOBODY},
    "service_record": {"GET": AT_WORK, "POST": NOBODY},
    "service_record_csv": {"GET": AT_WORK, "POST": NOBODY},
    "pay": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "pay_rates": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "pay_period": {"GET": ADMINISTRATOR, "POST": NOBODY},
    "pay_period_lock": {"POST": ADMINISTRATOR},
    "pay_of_person": {"GET": ADMINISTRATOR, "POST": NOBODY},
    "pay_reversal": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "pay_people_csv": {"GET": ADMINISTRATOR, "POST": NOBODY},
    "pay_readings_csv": {"GET": ADMINISTRATOR, "POST": NOBODY},
}


def _place(world):
    return {"slug": "rock-hill"}


def _period(world):
    return {"period_id": world.pay_line.period_id}


ARGUMENTS = {
    "pay": _place,
    "pay_rates": _place,
    **dict.fromkeys(("pay_period", "pay_period_lock", "pay_people_csv", "pay_readings_csv"), _period),
    "pay_of_person": lambda world: {**_period(world), "person_id": world.pay_line.unit.assessor_id},
    "pay_reversal": lambda world: {"line_id": world.pay_line.pk},
}

"""Stipends are for administrators of the district that pays, and its coordinators approve; one's own is one's own."""

from tests.house.access_table import NOBODY, SIGNED_IN

APPROVERS = {"omar"}
ADMINISTRATOR = {"omar"}

DOORS = {
    "my_rewards": {"GET": SIGNED_IN, "POST": NOBODY},
    "benefit_choice": {"POST": {"ada"}},
    "stipends": {"GET": APPROVERS, "POST": NOBODY},
    "stipend_approvals": {"POST": APPROVERS},
    "stipend_ledger": {"GET": APPROVERS, "POST": NOBODY},
    "new_stipend_offer": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "stipend_offer": {"GET": APPROVERS, "POST": ADMINISTRATOR},
    "stipend_budgets": {"POST": ADMINISTRATOR},
    "stipend_periods": {"GET": APPROVERS, "POST": ADMINISTRATOR},
    "stipend_period_csv": {"GET": APPROVERS, "POST": NOBODY},
    "stipend_reversal": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "employee_numbers": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "lanes": {"GET": APPROVERS, "POST": NOBODY},
    "lane_schedule": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "lane_exports": {"POST": APPROVERS},
    "lane_export_csv": {"GET": APPROVERS, "POST": NOBODY},
}


def _place(world):
    return {"slug": "rock-hill"}


def _offer(world):
    return {"offer_id": world.stipend.entry.offer_id}


ARGUMENTS = {
    **dict.fromkeys(
        ("stipends", "stipend_approvals", "stipend_ledger", "new_stipend_offer", "stipend_periods"), _place
    ),
    **dict.fromkeys(("lanes", "lane_schedule", "lane_exports", "employee_numbers"), _place),
    "lane_export_csv": lambda world: {"export_id": world.lane_export.pk},
    **dict.fromkeys(("stipend_offer", "stipend_budgets"), _offer),
    "benefit_choice": lambda world: {"award_id": world.award.pk},
    "stipend_period_csv": lambda world: {"period_id": world.stipend.period_id},
    "stipend_reversal": lambda world: {"entry_id": world.stipend.entry_id},
}

BODIES = {("benefit_choice", "POST"): lambda world: {"benefit": "stipend"}}

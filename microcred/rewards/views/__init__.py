"""A person's doors: one's own rewards; what a district offers, approves and pays."""

from microcred.rewards.views.lanes import lane_export_csv, lane_exports, lane_schedule, lanes
from microcred.rewards.views.numbers import numbers as employee_numbers
from microcred.rewards.views.offers import new_stipend_offer, stipend_budgets, stipend_offer
from microcred.rewards.views.own import benefit_choice, my_rewards
from microcred.rewards.views.paying import (
    stipend_approvals,
    stipend_ledger,
    stipend_period_csv,
    stipend_periods,
    stipend_reversal,
    stipends,
)

__all__ = [
    "benefit_choice",
    "employee_numbers",
    "lane_export_csv",
    "lane_exports",
    "lane_schedule",
    "lanes",
    "my_rewards",
    "new_stipend_offer",
    "stipend_approvals",
    "stipend_budgets",
    "stipend_ledger",
    "stipend_offer",
    "stipend_period_csv",
    "stipend_periods",
    "stipend_reversal",
    "stipends",
]

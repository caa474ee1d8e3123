"""The verbs of recognition, and the refusals they raise."""

from microcred.recognition.operations.cycles import CycleNotOfPolicy, CyclesOverlap, NotOfThisDistrict, open_cycle
from microcred.recognition.operations.ledger import recognize, reverse
from microcred.recognition.operations.policies import HoursNotPositive, RulesUnreadable, attest_hours, state_policy
from microcred.recognition.operations.rulings import (
    CreditGone,
    OwnCredit,
    RuledAlready,
    WhyMissing,
    confirm,
    confirm_all,
    decline,
)

__all__ = [
    "CreditGone",
    "CycleNotOfPolicy",
    "CyclesOverlap",
    "HoursNotPositive",
    "NotOfThisDistrict",
    "OwnCredit",
    "RuledAlready",
    "RulesUnreadable",
    "WhyMissing",
    "attest_hours",
    "confirm",
    "confirm_all",
    "decline",
    "open_cycle",
    "recognize",
    "reverse",
    "state_policy",
]

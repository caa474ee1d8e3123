"""The tables of rewards."""

from microcred.rewards.models.lanes import Lane, LaneExport, LaneExportRow, LaneSchedule
from microcred.rewards.models.ledger import (
    BenefitChoice,
    EntryAward,
    Payout,
    StipendEntry,
    StipendLock,
    StipendPeriod,
    StipendReversal,
)
from microcred.rewards.models.numbers import EmployeeNumber
from microcred.rewards.models.offers import OfferEdition, StipendBudget, StipendOffer

__all__ = [
    "BenefitChoice",
    "EmployeeNumber",
    "EntryAward",
    "Lane",
    "LaneExport",
    "LaneExportRow",
    "LaneSchedule",
    "OfferEdition",
    "Payout",
    "StipendBudget",
    "StipendEntry",
    "StipendLock",
    "StipendOffer",
    "StipendPeriod",
    "StipendReversal",
]

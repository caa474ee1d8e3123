"""The verbs of billing, and the refusals they raise."""

from microcred.billing.operations.corrections import NoOpenPeriod, OwnPay, ReversedAlready, WhyMissing, reverse
from microcred.billing.operations.periods import (
    EarlierPeriodOpen,
    LockedAlready,
    PeriodBackwards,
    PeriodNotNext,
    PeriodNotOver,
    lock_period,
    open_period,
)
from microcred.billing.operations.rates import AmountNegative, CurrencyUnknown, RateStands, state_rate
from microcred.billing.operations.recording import record_reading, record_training

__all__ = [
    "AmountNegative",
    "CurrencyUnknown",
    "EarlierPeriodOpen",
    "LockedAlready",
    "NoOpenPeriod",
    "OwnPay",
    "PeriodBackwards",
    "PeriodNotNext",
    "PeriodNotOver",
    "RateStands",
    "ReversedAlready",
    "WhyMissing",
    "lock_period",
    "open_period",
    "record_reading",
    "record_training",
    "reverse",
    "state_rate",
]

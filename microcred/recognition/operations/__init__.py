"""The verbs of recognition, and the refusals they raise."""

from microcred.recognition.operations.correcting import CorrectionUnseen, correct_cycle
from microcred.recognition.operations.cycles import CycleNotOfPolicy, CyclesOverlap, NotOfThisDistrict, open_cycle
from microcred.recognition.operations.ledger import recognize, reverse
from microcred.recognition.operations.policies import (
    BaseMissing,
    ExamplesFail,
    HoursNotPositive,
    NoExamples,
    NotOfThisPlace,
    PolicyUnsound,
    SlugTaken,
    VersionNotNew,
    attest_hours,
    state_policy,
)
from microcred.recognition.operations.rulings import (
    CreditGone,
    DelegatorsCredit,
    OwnCredit,
    RuledAlready,
    RulingNotAsked,
    WhyMissing,
    confirm,
    confirm_all,
    confirm_set,
    decline,
)
from microcred.recognition.operations.taking_back import take_back_ruling

__all__ = [
    "BaseMissing",
    "CorrectionUnseen",
    "CreditGone",
    "CycleNotOfPolicy",
    "CyclesOverlap",
    "DelegatorsCredit",
    "ExamplesFail",
    "HoursNotPositive",
    "NoExamples",
    "NotOfThisDistrict",
    "NotOfThisPlace",
    "OwnCredit",
    "PolicyUnsound",
    "RuledAlready",
    "RulingNotAsked",
    "SlugTaken",
    "VersionNotNew",
    "WhyMissing",
    "attest_hours",
    "confirm",
    "confirm_all",
    "confirm_set",
    "correct_cycle",
    "decline",
    "open_cycle",
    "recognize",
    "reverse",
    "state_policy",
    "take_back_ruling",
]

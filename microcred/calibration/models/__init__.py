"""The tables of calibration, by noun."""

from microcred.calibration.models.exemplars import (
    Consensus,
    ConsensusLevel,
    ExemplarConsent,
    PanelDeparture,
    Panelist,
    Paper,
    PaperReading,
    PaperRetirement,
    PaperScore,
    PaperSet,
    SetPlace,
)
from microcred.calibration.models.rights import Qualification, Requalification

__all__ = [
    "Consensus",
    "ConsensusLevel",
    "ExemplarConsent",
    "PanelDeparture",
    "Panelist",
    "Paper",
    "PaperReading",
    "PaperRetirement",
    "PaperScore",
    "PaperSet",
    "Qualification",
    "Requalification",
    "SetPlace",
]

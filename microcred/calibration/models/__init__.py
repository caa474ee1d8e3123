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
from microcred.calibration.models.qualifying import (
    AttemptEnd,
    AttemptPaper,
    AttemptReading,
    AttemptRuling,
    Certificate,
    QualifyingAttempt,
    QualifyingTerms,
)
from microcred.calibration.models.recalibrating import (
    Recalibration,
    RecalibrationPaper,
    RecalibrationReading,
    RightPause,
    RightPauseEnd,
)
from microcred.calibration.models.rights import Qualification, Requalification

__all__ = [
    "AttemptEnd",
    "AttemptPaper",
    "AttemptReading",
    "AttemptRuling",
    "Certificate",
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
    "QualifyingAttempt",
    "QualifyingTerms",
    "Recalibration",
    "RecalibrationPaper",
    "RecalibrationReading",
    "Requalification",
    "RightPause",
    "RightPauseEnd",
    "SetPlace",
]

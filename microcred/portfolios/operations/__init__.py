"""The verbs of the educator's work."""

from microcred.portfolios.operations.evidence import (
    KindNotTaken,
    LinkNotPlain,
    TooManyItems,
    put_in_file,
    put_in_link,
    take_out,
)
from microcred.portfolios.operations.gates import AlreadyEarned, BeingJudged, CriterionNotReopened
from microcred.portfolios.operations.pursuing import (
    MicroCredentialRetired,
    NoSeatHeld,
    NothingSubmitted,
    NotInProgram,
    Short,
    VersionSuperseded,
    complete,
    return_for_revision,
    start,
)
from microcred.portfolios.operations.submitting import (
    AttestationMissing,
    EvidenceUnready,
    FormUsedElsewhere,
    NothingChanged,
    WindowClosed,
    WindowNotYetOpen,
    submit,
)
from microcred.portfolios.operations.writing import (
    AnswerOvertaken,
    NotAnsweredInWriting,
    TextTooLong,
    save_answer,
)

__all__ = [
    "AlreadyEarned",
    "AnswerOvertaken",
    "AttestationMissing",
    "BeingJudged",
    "CriterionNotReopened",
    "EvidenceUnready",
    "FormUsedElsewhere",
    "KindNotTaken",
    "LinkNotPlain",
    "MicroCredentialRetired",
    "NoSeatHeld",
    "NotAnsweredInWriting",
    "NotInProgram",
    "NothingChanged",
    "NothingSubmitted",
    "Short",
    "TextTooLong",
    "TooManyItems",
    "VersionSuperseded",
    "WindowClosed",
    "WindowNotYetOpen",
    "complete",
    "put_in_file",
    "put_in_link",
    "return_for_revision",
    "save_answer",
    "start",
    "submit",
    "take_out",
]

"""The verbs of the educator's work."""

from microcred.portfolios.operations.evidence import (
    KindNotTaken,
    LinkNotPlain,
    TooManyItems,
    put_in_file,
    put_in_link,
    take_out,
)
from microcred.portfolios.operations.gates import AlreadyEarned, BeingJudged, CriterionNotReopened, MovedOver
from microcred.portfolios.operations.moving import BegunThereAlready, NoWayThere, move_over
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
    VersionOver,
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
    "BegunThereAlready",
    "BeingJudged",
    "CriterionNotReopened",
    "EvidenceUnready",
    "FormUsedElsewhere",
    "KindNotTaken",
    "LinkNotPlain",
    "MicroCredentialRetired",
    "MovedOver",
    "NoSeatHeld",
    "NoWayThere",
    "NotAnsweredInWriting",
    "NotInProgram",
    "NothingChanged",
    "NothingSubmitted",
    "Short",
    "TextTooLong",
    "TooManyItems",
    "VersionOver",
    "VersionSuperseded",
    "WindowClosed",
    "WindowNotYetOpen",
    "complete",
    "move_over",
    "put_in_file",
    "put_in_link",
    "return_for_revision",
    "save_answer",
    "start",
    "submit",
    "take_out",
]

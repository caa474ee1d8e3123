"""The educator's work: pursuits, evidence, submissions, and what came back."""

from microcred.portfolios.models.arrivals import (
    Arrival,
    Dismissal,
    ExaminationStep,
    Examined,
    FoundMetadata,
    PagePicture,
    Release,
    Rendition,
    Transcript,
)
from microcred.portfolios.models.change_notes import ChangeNote, JudgedAnew, SubmittedChangeNote
from microcred.portfolios.models.coaching import CoachAnswer, CoachRequest
from microcred.portfolios.models.conflicts import DeclaredConflict
from microcred.portfolios.models.endings import FailedCheck, Incompleteness, Opening, Withdrawal
from microcred.portfolios.models.evidence import Answer, AnswerHistory, Item, Removal
from microcred.portfolios.models.extensions import Extension, ExtensionRevocation
from microcred.portfolios.models.fresh_readings import FreshReading, FreshReadingEnd, Raised
from microcred.portfolios.models.goals import (
    Goal,
    GoalSharing,
    GoalSharingEnd,
    LearningContract,
    NeedsAnswer,
    NeedsAssessment,
)
from microcred.portfolios.models.languages import (
    AlternativeReason,
    LanguageTerms,
    PieceLanguage,
    SubmittedAlternative,
    SubmittedLanguage,
)
from microcred.portfolios.models.peers import Peer, PeerComment, PeerEnd, PeerInvitation, PeerResolution
from microcred.portfolios.models.pins import PLACE_FIELDS, Pin, Placed, SubmittedPin
from microcred.portfolios.models.planning import CalendarFeed, PlanEntry
from microcred.portfolios.models.pre_checks import (
    Gauge,
    LinkLook,
    PreCheck,
    PreCheckPassing,
    StoodBy,
)
from microcred.portfolios.models.privacy import Consent, FileLook, Overruling, Renaming
from microcred.portfolios.models.promises import (
    Breach,
    GivenPromise,
    Pause,
    PreCheckWay,
    Resumption,
    TakenUpAgain,
    Terms,
)
from microcred.portfolios.models.pursuits import Completion, Move, Pursuit
from microcred.portfolios.models.quarantines import (
    CleanCopy,
    CleanWordsDraft,
    FrozenWords,
    Objection,
    Quarantine,
    Ruling,
    words_of,
)
from microcred.portfolios.models.redactions import Redaction, RedactionOutcome, RedactionUndoing, RedactionUse
from microcred.portfolios.models.returns import Return, Shortfall
from microcred.portfolios.models.self_scores import SelfScore
from microcred.portfolios.models.sights import Judge, Sight
from microcred.portfolios.models.statements import StatementWording, ToolDisclosure
from microcred.portfolios.models.submissions import Attestation, Submission, SubmittedItem, SubmittedText
from microcred.portfolios.models.teams import Share, ShareEnd, TakenUp, Team, TeamDeparture, TeamJoining, Teammate
from microcred.portfolios.models.time_requests import TimeAnswer, TimeClosing, TimeRequest, TimeWithdrawal
from microcred.portfolios.models.uploads import (
    Quota,
    Upload,
    UploadEnd,
    UploadPart,
)

__all__ = [
    "PLACE_FIELDS",
    "AlternativeReason",
    "Answer",
    "AnswerHistory",
    "Arrival",
    "Attestation",
    "Breach",
    "CalendarFeed",
    "ChangeNote",
    "CleanCopy",
    "CleanWordsDraft",
    "CoachAnswer",
    "CoachRequest",
    "Completion",
    "Consent",
    "DeclaredConflict",
    "Dismissal",
    "ExaminationStep",
    "Examined",
    "Extension",
    "ExtensionRevocation",
    "FailedCheck",
    "FileLook",
    "FoundMetadata",
    "FreshReading",
    "FreshReadingEnd",
    "FrozenWords",
    "Gauge",
    "GivenPromise",
    "Goal",
    "GoalSharing",
    "GoalSharingEnd",
    "Incompleteness",
    "Item",
    "Judge",
    "JudgedAnew",
    "LanguageTerms",
    "LearningContract",
    "LinkLook",
    "Move",
    "NeedsAnswer",
    "NeedsAssessment",
    "Objection",
    "Opening",
    "Overruling",
    "PagePicture",
    "Pause",
    "Peer",
    "PeerComment",
    "PeerEnd",
    "PeerInvitation",
    "PeerResolution",
    "PieceLanguage",
    "Pin",
    "Placed",
    "PlanEntry",
    "PreCheck",
    "PreCheckPassing",
    "PreCheckWay",
    "Pursuit",
    "Quarantine",
    "Quota",
    "Raised",
    "Redaction",
    "RedactionOutcome",
    "RedactionUndoing",
    "RedactionUse",
    "Release",
    "Removal",
    "Renaming",
    "Rendition",
    "Resumption",
    "Return",
    "Ruling",
    "SelfScore",
    "Share",
    "ShareEnd",
    "Shortfall",
    "Sight",
    "StatementWording",
    "StoodBy",
    "Submission",
    "SubmittedAlternative",
    "SubmittedChangeNote",
    "SubmittedItem",
    "SubmittedLanguage",
    "SubmittedPin",
    "SubmittedText",
    "TakenUp",
    "TakenUpAgain",
    "Team",
    "TeamDeparture",
    "TeamJoining",
    "Teammate",
    "Terms",
    "TimeAnswer",
    "TimeClosing",
    "TimeRequest",
    "TimeWithdrawal",
    "ToolDisclosure",
    "Transcript",
    "Upload",
    "UploadEnd",
    "UploadPart",
    "Withdrawal",
    "words_of",
]

"""The tables of authoring, by noun."""

from microcred.authoring.models.co_authors import (
    CoAuthor,
    CoAuthorEnd,
    CoAuthorInvitation,
)
from microcred.authoring.models.drafts import (
    Draft,
    Publication,
)
from microcred.authoring.models.gates import (
    GatesAsked,
    Handover,
)
from microcred.authoring.models.guidance import (
    FieldGuidance,
)
from microcred.authoring.models.history import (
    DraftRevision,
)
from microcred.authoring.models.images import (
    DraftImage,
)
from microcred.authoring.models.proposals import (
    Proposal,
    ProposalDecision,
    ProposalWording,
)
from microcred.authoring.models.remarks import (
    Comment,
    Resolution,
    Suggestion,
    SuggestionAnswer,
)
from microcred.authoring.models.retreats import (
    AgendaItem,
    DataPack,
    Minutes,
    MinutesClosing,
    PackRequest,
    Retreat,
    RetreatDecision,
    RetreatDraft,
    RetreatGuest,
)
from microcred.authoring.models.reviews import (
    OUTCOME_LABELS,
    VERDICT_LABELS,
    Arbiter,
    ConditionMet,
    QualityReview,
    ReviewAnswer,
    ReviewCondition,
    ReviewDecline,
    ReviewFiling,
    ReviewMark,
    ReviewOutcome,
    ReviewSeat,
    Settlement,
    SettlementProposal,
)
from microcred.authoring.models.severities import (
    CheckSeverity,
)

__all__ = [
    "OUTCOME_LABELS",
    "VERDICT_LABELS",
    "AgendaItem",
    "Arbiter",
    "CheckSeverity",
    "CoAuthor",
    "CoAuthorEnd",
    "CoAuthorInvitation",
    "Comment",
    "ConditionMet",
    "DataPack",
    "Draft",
    "DraftImage",
    "DraftRevision",
    "FieldGuidance",
    "GatesAsked",
    "Handover",
    "Minutes",
    "MinutesClosing",
    "PackRequest",
    "Proposal",
    "ProposalDecision",
    "ProposalWording",
    "Publication",
    "QualityReview",
    "Resolution",
    "Retreat",
    "RetreatDecision",
    "RetreatDraft",
    "RetreatGuest",
    "ReviewAnswer",
    "ReviewCondition",
    "ReviewDecline",
    "ReviewFiling",
    "ReviewMark",
    "ReviewOutcome",
    "ReviewSeat",
    "Settlement",
    "SettlementProposal",
    "Suggestion",
    "SuggestionAnswer",
]

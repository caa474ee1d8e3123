"""The tables of recognition."""

from microcred.recognition.models.acceptance import (
    VERDICT_LABELS,
    AcceptanceDecision,
    AcceptanceEnding,
    AcceptanceMark,
    AcceptanceReading,
    AcceptanceRequest,
    AcceptanceTerms,
)
from microcred.recognition.models.drafts import PolicyDraft
from microcred.recognition.models.ledger import (
    Adjustment,
    Cycle,
    Entry,
    Recognition,
    Reversal,
    Ruling,
)
from microcred.recognition.models.licensure import (
    BatchFile,
    BatchLine,
    BatchLineAnswer,
    BatchResponse,
    CreditSet,
    CreditSetEntry,
    LookUp,
)
from microcred.recognition.models.policies import Attestation, Policy
from microcred.recognition.models.prior_approval import (
    ApprovalDecision,
    ApprovalRequest,
    ApprovalWithdrawal,
    ApprovalWord,
)
from microcred.recognition.models.queue import (
    Allowance,
    AuditAnswer,
    AuditFinding,
    AuditItem,
    AuditSample,
    Delegation,
    DelegationEnding,
)
from microcred.recognition.models.reciprocity import PURPOSE_CHOICES, PURPOSE_LABELS, Agreement, AgreementEnding
from microcred.recognition.models.records import (
    CycleChange,
    Employment,
    EmploymentRuling,
    EmploymentStatement,
    Licence,
    LicenceRuling,
    LicenceStatement,
)
from microcred.recognition.models.reevaluation import Reevaluation, ReevaluationOutcome, ReevaluationPortion

__all__ = [
    "PURPOSE_CHOICES",
    "PURPOSE_LABELS",
    "VERDICT_LABELS",
    "AcceptanceDecision",
    "AcceptanceEnding",
    "AcceptanceMark",
    "AcceptanceReading",
    "AcceptanceRequest",
    "AcceptanceTerms",
    "Adjustment",
    "Agreement",
    "AgreementEnding",
    "Allowance",
    "ApprovalDecision",
    "ApprovalRequest",
    "ApprovalWithdrawal",
    "ApprovalWord",
    "Attestation",
    "AuditAnswer",
    "AuditFinding",
    "AuditItem",
    "AuditSample",
    "BatchFile",
    "BatchLine",
    "BatchLineAnswer",
    "BatchResponse",
    "CreditSet",
    "CreditSetEntry",
    "Cycle",
    "CycleChange",
    "Delegation",
    "DelegationEnding",
    "Employment",
    "EmploymentRuling",
    "EmploymentStatement",
    "Entry",
    "Licence",
    "LicenceRuling",
    "LicenceStatement",
    "LookUp",
    "Policy",
    "PolicyDraft",
    "Recognition",
    "Reevaluation",
    "ReevaluationOutcome",
    "ReevaluationPortion",
    "Reversal",
    "Ruling",
]

"""The doors of recognition."""

from microcred.recognition.views.acceptances import (
    acceptance,
    acceptance_ending,
    acceptance_reading,
    acceptance_terms,
    acceptances,
)
from microcred.recognition.views.activities import activities, activity, activity_withdrawal, new_activity
from microcred.recognition.views.activity_documents import activity_document, activity_documents, document_removal
from microcred.recognition.views.activity_queue import activity_queue, activity_ruling, activity_rulings
from microcred.recognition.views.agreements import agreement_ending, agreements
from microcred.recognition.views.approvals import (
    prior_approval,
    prior_approval_decision,
    prior_approval_withdrawal,
    prior_approval_word,
    prior_approvals,
)
from microcred.recognition.views.audits import audit, audit_answer, audit_finding, audits
from microcred.recognition.views.batches import batch_file, batch_file_content, batch_files
from microcred.recognition.views.coordination import attestations, cycle, cycles, recognitions, ruling, rulings
from microcred.recognition.views.drafts import (
    policy_amounts,
    policy_draft,
    policy_draft_closing,
    policy_draft_trial,
    policy_drafts,
    policy_schema,
    policy_statement,
)
from microcred.recognition.views.educators import (
    completion_of_educator,
    completion_taking_back,
    educator,
    educator_completion,
    educators,
)
from microcred.recognition.views.licensure import (
    credit_set_return,
    credit_sets,
    look_up_page,
    look_ups,
    looked_up,
)
from microcred.recognition.views.policies import policies, policy, undecided
from microcred.recognition.views.queue import (
    allowance,
    delegation_ending,
    delegations,
    exceptions,
    ruling_set,
    ruling_terms,
)
from microcred.recognition.views.reciprocity import transcript_elsewhere, worth_elsewhere
from microcred.recognition.views.reevaluation import policy_trial, reevaluation
from microcred.recognition.views.sharing import (
    shared_transcript,
    shared_transcript_json,
    shared_transcript_pdf,
    transcript_share_ending,
    transcript_shares,
)
from microcred.recognition.views.standing import (
    completion,
    employment,
    licence,
    new_completion,
    new_employment,
    new_licence,
    own_record,
    statement_ruling,
    statements,
)
from microcred.recognition.views.transcripts import transcript, transcript_json, transcript_pdf, worth

__all__ = [
    "acceptance",
    "acceptance_ending",
    "acceptance_reading",
    "acceptance_terms",
    "acceptances",
    "activities",
    "activity",
    "activity_document",
    "activity_documents",
    "activity_queue",
    "activity_ruling",
    "activity_rulings",
    "activity_withdrawal",
    "agreement_ending",
    "agreements",
    "allowance",
    "attestations",
    "audit",
    "audit_answer",
    "audit_finding",
    "audits",
    "batch_file",
    "batch_file_content",
    "batch_files",
    "completion",
    "completion_of_educator",
    "completion_taking_back",
    "credit_set_return",
    "credit_sets",
    "cycle",
    "cycles",
    "delegation_ending",
    "delegations",
    "document_removal",
    "educator",
    "educator_completion",
    "educators",
    "employment",
    "exceptions",
    "licence",
    "look_up_page",
    "look_ups",
    "looked_up",
    "new_activity",
    "new_completion",
    "new_employment",
    "new_licence",
    "own_record",
    "policies",
    "policy",
    "policy_amounts",
    "policy_draft",
    "policy_draft_closing",
    "policy_draft_trial",
    "policy_drafts",
    "policy_schema",
    "policy_statement",
    "policy_trial",
    "prior_approval",
    "prior_approval_decision",
    "prior_approval_withdrawal",
    "prior_approval_word",
    "prior_approvals",
    "recognitions",
    "reevaluation",
    "ruling",
    "ruling_set",
    "ruling_terms",
    "rulings",
    "shared_transcript",
    "shared_transcript_json",
    "shared_transcript_pdf",
    "statement_ruling",
    "statements",
    "transcript",
    "transcript_elsewhere",
    "transcript_json",
    "transcript_pdf",
    "transcript_share_ending",
    "transcript_shares",
    "undecided",
    "worth",
    "worth_elsewhere",
]

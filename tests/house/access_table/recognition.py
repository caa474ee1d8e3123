"""Who gets through the doors of recognition: one's own transcript, the coordinator's queue, rules for everyone."""

from datetime import timedelta
from typing import Any

from microcred.foundation.clock import now
from microcred.recognition.operations.sharing import Shared, share_transcript
from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

COORDINATORS = {"omar", "other_recognizer"}
SPEAKERS = {"omar", "other_recognizer", "femi"}


CONFIRMING = COORDINATORS | {"femi", "other_licensure_officer"}


LICENSING = {"femi"}


"""who rules for an office that keeps cycles, be it a district or a state"""
KEEPERS = COORDINATORS | LICENSING


"""officers of a state; the other one is of no state"""
OFFICERS = {"femi", "other_licensure_officer"}


def shared(world: Any) -> Shared:
    """A link to Ada's transcript."""
    last_day = now().date() + timedelta(days=7)
    return share_transcript(actor=world.person("ada"), for_whom="Lincoln", last_day=last_day, at=now())


DOORS = {
    "worth": {"GET": EVERYONE, "POST": NOBODY},
    "worth_elsewhere": {"GET": EVERYONE, "POST": NOBODY},
    "transcript_elsewhere": {"GET": SIGNED_IN, "POST": NOBODY},
    "transcript": {"GET": SIGNED_IN, "POST": NOBODY},
    "transcript_json": {"GET": SIGNED_IN, "POST": NOBODY},
    "transcript_pdf": {"GET": SIGNED_IN, "POST": NOBODY},
    "transcript_shares": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "transcript_share_ending": {"POST": {"ada"}},
    "shared_transcript": {"GET": EVERYONE, "POST": NOBODY},
    "shared_transcript_json": {"GET": EVERYONE, "POST": NOBODY},
    "shared_transcript_pdf": {"GET": EVERYONE, "POST": NOBODY},
    "own_record": {"GET": SIGNED_IN, "POST": NOBODY},
    "new_licence": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "licence": {"GET": {"ada"}, "POST": {"ada"}},
    "new_employment": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "employment": {"GET": {"ada"}, "POST": {"ada"}},
    "new_completion": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "completion": {"GET": {"ada"}, "POST": {"ada"}},
    "statements": {"GET": CONFIRMING, "POST": NOBODY},
    "statement_ruling": {"POST": {"omar", "femi"}},
    "own_fact": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "educator_fact": {"GET": {"omar", "femi"}, "POST": {"omar", "femi"}},
    "educators": {"GET": CONFIRMING, "POST": NOBODY},
    "educator": {"GET": {"omar", "femi"}, "POST": NOBODY},
    "educator_completion": {"GET": {"omar", "femi"}, "POST": {"omar", "femi"}},
    "educator_licence": {"GET": {"omar", "femi"}, "POST": {"omar", "femi"}},
    "educator_employment": {"GET": {"omar"}, "POST": {"omar"}},
    "completion_of_educator": {"GET": {"omar", "femi"}, "POST": {"omar", "femi"}},
    "completion_taking_back": {"POST": {"omar", "femi"}},
    "activities": {"GET": SIGNED_IN, "POST": NOBODY},
    "new_activity": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "activity": {"GET": {"ada"}, "POST": {"ada"}},
    "activity_withdrawal": {"POST": {"ada"}},
    "activity_documents": {"POST": {"ada"}},
    "activity_document": {"GET": {"ada", "omar"}, "POST": NOBODY},
    "document_removal": {"POST": {"ada"}},
    "activity_queue": {"GET": KEEPERS, "POST": NOBODY},
    "activity_rulings": {"POST": {"omar"}},
    "activity_ruling": {"POST": {"omar"}},
    "recognitions": {"GET": KEEPERS, "POST": NOBODY},
    "rulings": {"POST": {"omar"}},
    "ruling": {"POST": {"omar"}},
    "ruling_set": {"GET": KEEPERS, "POST": KEEPERS},
    "allowance": {"POST": {"omar"}},
    "exceptions": {"GET": KEEPERS, "POST": NOBODY},
    "ruling_terms": {"GET": KEEPERS, "POST": KEEPERS},
    "delegations": {"GET": COORDINATORS, "POST": COORDINATORS},
    "delegation_ending": {"POST": {"omar"}},
    "audits": {"GET": COORDINATORS | OFFICERS, "POST": COORDINATORS | OFFICERS},
    "audit": {"GET": {"omar", "femi"}, "POST": NOBODY},
    "audit_finding": {"POST": {"omar", "femi"}},
    "audit_answer": {"POST": {"omar", "femi"}},
    "credit_sets": {"GET": LICENSING, "POST": LICENSING},
    "credit_set_return": {"POST": {"femi"}},
    "look_ups": {"GET": OFFICERS, "POST": OFFICERS},
    "look_up": {"GET": {"femi"}, "POST": NOBODY},
    "looked_up": {"GET": SIGNED_IN, "POST": NOBODY},
    "batch_files": {"GET": LICENSING, "POST": LICENSING},
    "batch_file": {"GET": {"femi"}, "POST": {"femi"}},
    "batch_file_content": {"GET": {"femi"}, "POST": NOBODY},
    "attestations": {"GET": KEEPERS, "POST": KEEPERS},
    "cycles": {"GET": KEEPERS, "POST": KEEPERS},
    "cycle": {"GET": {"omar"}, "POST": {"omar"}},
    "acceptances": {"GET": EVERYONE, "POST": SIGNED_IN},
    "acceptance_terms": {"POST": SPEAKERS},
    "acceptance": {"GET": {"ada", "femi"}, "POST": NOBODY},
    "acceptance_reading": {"POST": {"femi"}},
    "acceptance_ending": {"POST": {"femi"}},
    "agreements": {"GET": EVERYONE, "POST": SPEAKERS},
    "agreement_ending": {"POST": {"femi"}},
    "prior_approval": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "prior_approvals": {"GET": COORDINATORS | OFFICERS, "POST": NOBODY},
    "prior_approval_decision": {"POST": {"omar"}},
    "prior_approval_word": {"POST": {"ada", "omar"}},
    "prior_approval_withdrawal": {"POST": {"ada"}},
    "policies": {"GET": EVERYONE, "POST": NOBODY},
    "policy": {"GET": EVERYONE, "POST": NOBODY},
    "undecided": {"GET": OFFICERS, "POST": NOBODY},
    "policy_schema": {"GET": EVERYONE, "POST": NOBODY},
    "policy_drafts": {"GET": SPEAKERS | OFFICERS, "POST": SPEAKERS | OFFICERS},
    "policy_draft": {"GET": {"femi"}, "POST": {"femi"}},
    "policy_amounts": {"POST": {"femi"}},
    "policy_draft_trial": {"POST": {"femi"}},
    "policy_statement": {"POST": {"femi"}},
    "policy_draft_closing": {"POST": {"femi"}},
    "reevaluation": {"GET": {"femi"}, "POST": {"femi"}},
    "policy_trial": {"POST": {"femi"}},
}

ARGUMENTS = {
    "transcript_share_ending": lambda world: {"share_id": shared(world).share.pk},
    "shared_transcript": lambda world: {"token": shared(world).token},
    "shared_transcript_json": lambda world: {"token": shared(world).token},
    "shared_transcript_pdf": lambda world: {"token": shared(world).token},
    "worth": lambda world: {"slug": world.version.micro_credential.slug},
    "worth_elsewhere": lambda world: {"slug": world.version.micro_credential.slug},
    "licence": lambda world: {"licence_id": world.licence_statement.licence_id},
    "employment": lambda world: {"employment_id": world.employment_statement.employment_id},
    "completion": lambda world: {"completion_id": world.completion_statement.completion_id},
    "educator_fact": lambda world: {"person_id": world.completion_statement.completion.person_id},
    "educator": lambda world: {"person_id": world.completion_statement.completion.person_id},
    "educator_completion": lambda world: {"person_id": world.completion_statement.completion.person_id},
    "educator_licence": lambda world: {"person_id": world.completion_statement.completion.person_id},
    "educator_employment": lambda world: {"person_id": world.completion_statement.completion.person_id},
    "completion_of_educator": lambda world: {"completion_id": world.completion_statement.completion_id},
    "completion_taking_back": lambda world: {"completion_id": world.completion_statement.completion_id},
    "activity": lambda world: {"activity_id": world.activity_statement.activity_id},
    "activity_withdrawal": lambda world: {"activity_id": world.activity_statement.activity_id},
    "activity_documents": lambda world: {"activity_id": world.activity_statement.activity_id},
    "activity_document": lambda world: {
        "activity_id": world.activity_document.activity_id,
        "document_id": world.activity_document.pk,
    },
    "document_removal": lambda world: {
        "activity_id": world.activity_document.activity_id,
        "document_id": world.activity_document.pk,
    },
    "activity_ruling": lambda world: {"statement_id": world.activity_statement.pk},
    "statement_ruling": lambda world: {"statement_id": world.licence_statement.pk},
    "ruling": lambda world: {"entry_id": world.entry.pk},
    "allowance": lambda world: {"entry_id": world.entry.pk},
    "credit_set_return": lambda world: {"cycle_id": world.entry.cycle_id},
    "cycle": lambda world: {"cycle_id": world.entry.cycle_id},
    "look_up": lambda world: {"look_up_id": world.look_up.pk},
    "batch_file": lambda world: {"file_id": world.batch_file.pk},
    "batch_file_content": lambda world: {"file_id": world.batch_file.pk},
    "delegation_ending": lambda world: {"delegation_id": world.delegation.pk},
    "audit": lambda world: {"sample_id": world.audit_item.sample_id},
    "audit_finding": lambda world: {"item_id": world.audit_item.pk},
    "audit_answer": lambda world: {"item_id": world.audit_item.pk},
    "prior_approval": lambda world: {"slug": world.version.micro_credential.slug},
    "prior_approval_decision": lambda world: {"request_id": world.approval_request.pk},
    "prior_approval_word": lambda world: {"request_id": world.approval_request.pk},
    "prior_approval_withdrawal": lambda world: {"request_id": world.approval_request.pk},
    "acceptance": lambda world: {"request_id": world.acceptance_request.pk},
    "acceptance_reading": lambda world: {"request_id": world.acceptance_request.pk},
    "acceptance_ending": lambda world: {"request_id": world.acceptance_request.pk},
    "agreement_ending": lambda world: {"agreement_id": world.agreement.pk},
    "policy": lambda world: {"policy_id": world.policy.pk},
    "policy_draft": lambda world: {"draft_id": world.policy_draft.pk},
    "policy_amounts": lambda world: {"draft_id": world.policy_draft.pk},
    "policy_draft_trial": lambda world: {"draft_id": world.policy_draft.pk},
    "policy_statement": lambda world: {"draft_id": world.policy_draft.pk},
    "policy_draft_closing": lambda world: {"draft_id": world.policy_draft.pk},
    "reevaluation": lambda world: {"policy_id": world.policy.pk},
    "policy_trial": lambda world: {"policy_id": world.policy.pk},
}

BODIES = {
    ("ruling", "POST"): lambda world: {"ruling": "confirm"},
    ("activity_rulings", "POST"): lambda world: {"activities": [str(world.activity_statement.pk)]},
    ("rulings", "POST"): lambda world: {"entries": [str(world.entry.pk)]},
}

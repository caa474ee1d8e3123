"""A person's door: their pursuits, the workspace, submitting, the receipt; and the program manager's board."""

from microcred.portfolios.views.arrivals import dismissal, item_form, item_page, original, pending, transcript
from microcred.portfolios.views.attempts import attempts
from microcred.portfolios.views.change_notes import another_lesson, change_note
from microcred.portfolios.views.coaching import coach, coach_request, coaching
from microcred.portfolios.views.completeness import link_look, standing_by
from microcred.portfolios.views.consents import consent
from microcred.portfolios.views.extensions import extension_revocation, more_time
from microcred.portfolios.views.findings import (
    findings,
    item_title,
    mending,
    mending_undoing,
    overruling,
    replacement_words,
)
from microcred.portfolios.views.frozen import submission_archive, submission_file, submission_manifest
from microcred.portfolios.views.goals import contract, goal_sharing_end, goal_sharings, goals, shared_goal, shared_goals
from microcred.portfolios.views.item_more import item_more
from microcred.portfolios.views.languages import alternative, answer_language, item_language, language_terms, languages
from microcred.portfolios.views.needs import needs
from microcred.portfolios.views.offers import crosswalk, micro_credential, nudge, program, program_board
from microcred.portfolios.views.peers import (
    peer_comments,
    peer_end,
    peer_item,
    peer_joining,
    peer_leaving,
    peer_reading,
    peer_readings,
    peer_resolution,
    peers,
)
from microcred.portfolios.views.pins import pin, pin_removal, pins
from microcred.portfolios.views.planning import calendar, plan, plan_calendar, plan_entry, plan_place, plan_removal
from microcred.portfolios.views.pre_checks import (
    pre_check,
    pre_check_claim,
    pre_check_end,
    pre_check_file,
    pre_check_file_form,
    pre_checks,
)
from microcred.portfolios.views.pursuits import move, pursuits
from microcred.portfolios.views.quarantines import (
    clean_copy,
    clean_words,
    clean_words_draft,
    objection,
    privacy_questions,
    quarantine,
    quarantine_file,
    quarantine_ruling,
)
from microcred.portfolios.views.redactions import (
    item_redaction,
    quarantine_redaction,
    redaction,
    redaction_file,
    redaction_undoing,
    redaction_use,
)
from microcred.portfolios.views.room import room
from microcred.portfolios.views.self_scores import self_scores
from microcred.portfolios.views.sending import upload_abort, upload_bytes, upload_completion, upload_parts, uploads
from microcred.portfolios.views.statements import statement, statements
from microcred.portfolios.views.submissions import disclosure_look, submission, submission_form
from microcred.portfolios.views.teams import share, share_end, taking_up, team, team_departure, team_joining
from microcred.portfolios.views.terms import terms
from microcred.portfolios.views.time_requests import time_answer, time_wanted, time_withdrawal
from microcred.portfolios.views.withdrawals import withdrawal
from microcred.portfolios.views.workspace import answer, item, items, pursuit, put_back, removal

__all__ = [
    "alternative",
    "another_lesson",
    "answer",
    "answer_language",
    "attempts",
    "calendar",
    "change_note",
    "clean_copy",
    "clean_words",
    "clean_words_draft",
    "coach",
    "coach_request",
    "coaching",
    "consent",
    "contract",
    "crosswalk",
    "disclosure_look",
    "dismissal",
    "extension_revocation",
    "findings",
    "goal_sharing_end",
    "goal_sharings",
    "goals",
    "item",
    "item_form",
    "item_language",
    "item_more",
    "item_page",
    "item_redaction",
    "item_title",
    "items",
    "language_terms",
    "languages",
    "link_look",
    "mending",
    "mending_undoing",
    "micro_credential",
    "more_time",
    "move",
    "needs",
    "nudge",
    "objection",
    "original",
    "overruling",
    "peer_comments",
    "peer_end",
    "peer_item",
    "peer_joining",
    "peer_leaving",
    "peer_reading",
    "peer_readings",
    "peer_resolution",
    "peers",
    "pending",
    "pin",
    "pin_removal",
    "pins",
    "plan",
    "plan_calendar",
    "plan_entry",
    "plan_place",
    "plan_removal",
    "pre_check",
    "pre_check_claim",
    "pre_check_end",
    "pre_check_file",
    "pre_check_file_form",
    "pre_checks",
    "privacy_questions",
    "program",
    "program_board",
    "pursuit",
    "pursuits",
    "put_back",
    "quarantine",
    "quarantine_file",
    "quarantine_redaction",
    "quarantine_ruling",
    "redaction",
    "redaction_file",
    "redaction_undoing",
    "redaction_use",
    "removal",
    "replacement_words",
    "room",
    "self_scores",
    "share",
    "share_end",
    "shared_goal",
    "shared_goals",
    "standing_by",
    "statement",
    "statements",
    "submission",
    "submission_archive",
    "submission_file",
    "submission_form",
    "submission_manifest",
    "taking_up",
    "team",
    "team_departure",
    "team_joining",
    "terms",
    "time_answer",
    "time_wanted",
    "time_withdrawal",
    "transcript",
    "upload_abort",
    "upload_bytes",
    "upload_completion",
    "upload_parts",
    "uploads",
    "withdrawal",
]

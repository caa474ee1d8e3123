"""A person's doors, by noun: who judges by what, the bank of papers, the panel, and an educator's consent."""

from microcred.calibration.views.applying import (
    application_reference,
    application_withdrawal,
    call,
    calls,
    reference,
)
from microcred.calibration.views.bank import (
    consensus,
    exemplar_bank,
    exemplars,
    nomination,
    panel,
    paper,
    paper_retirement,
    paper_set,
    paper_use_limit,
    stack_use_limit,
)
from microcred.calibration.views.closeness import conflict_end, conflict_with_person_end, conflicts
from microcred.calibration.views.consent import exemplar_consent
from microcred.calibration.views.learning import (
    learn_to_score,
    training_completion,
    training_module,
    training_page,
    training_time,
)
from microcred.calibration.views.modules import (
    training,
    training_draft,
    training_draft_page,
    training_draft_page_end,
    training_draft_pages,
    training_opening,
    training_publication,
    training_terms,
)
from microcred.calibration.views.practice import practice, practice_paper
from microcred.calibration.views.qualified import attempt, qualification_by_hand, qualified, qualifying_terms
from microcred.calibration.views.qualifying import qualifying, qualifying_paper
from microcred.calibration.views.reading import (
    panel_departure,
    panel_reading,
    paper_file,
    paper_file_form,
    paper_opening,
    paper_setting_aside,
)
from microcred.calibration.views.recalibrating import recalibration, recalibration_paper
from microcred.calibration.views.rights import requalification, requalifications
from microcred.calibration.views.vetting import application, applications, vetting_rules

__all__ = [
    "application",
    "application_reference",
    "application_withdrawal",
    "applications",
    "attempt",
    "call",
    "calls",
    "conflict_end",
    "conflict_with_person_end",
    "conflicts",
    "consensus",
    "exemplar_bank",
    "exemplar_consent",
    "exemplars",
    "learn_to_score",
    "nomination",
    "panel",
    "panel_departure",
    "panel_reading",
    "paper",
    "paper_file",
    "paper_file_form",
    "paper_opening",
    "paper_retirement",
    "paper_set",
    "paper_setting_aside",
    "paper_use_limit",
    "practice",
    "practice_paper",
    "qualification_by_hand",
    "qualified",
    "qualifying",
    "qualifying_paper",
    "qualifying_terms",
    "recalibration",
    "recalibration_paper",
    "reference",
    "requalification",
    "requalifications",
    "stack_use_limit",
    "training",
    "training_completion",
    "training_draft",
    "training_draft_page",
    "training_draft_page_end",
    "training_draft_pages",
    "training_module",
    "training_opening",
    "training_page",
    "training_publication",
    "training_terms",
    "training_time",
    "vetting_rules",
]

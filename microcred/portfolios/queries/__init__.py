"""The questions that the educator's work answers."""

from microcred.portfolios.queries.board import Funnel, board_of, funnel_of
from microcred.portfolios.queries.contents import (
    Contents,
    RequirementContents,
    SubmittedEvidence,
    contents_of,
    submitted_item,
)
from microcred.portfolios.queries.pursuits import (
    program_for,
    pursuits_of,
    reopened_criteria,
    state_of,
    with_state,
)
from microcred.portfolios.queries.review import Review, return_of, review_of
from microcred.portfolios.queries.windows import window_words
from microcred.portfolios.queries.workspace import (
    CriterionProgress,
    RequirementWork,
    Workspace,
    workspace_of,
)

__all__ = [
    "Contents",
    "CriterionProgress",
    "Funnel",
    "RequirementContents",
    "RequirementWork",
    "Review",
    "SubmittedEvidence",
    "Workspace",
    "board_of",
    "contents_of",
    "funnel_of",
    "program_for",
    "pursuits_of",
    "reopened_criteria",
    "return_of",
    "review_of",
    "state_of",
    "submitted_item",
    "window_words",
    "with_state",
    "workspace_of",
]

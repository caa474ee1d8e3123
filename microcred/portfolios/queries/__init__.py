"""The questions that the educator's work answers."""

from microcred.portfolios.queries.board import Funnel, board_of, funnel_of
from microcred.portfolios.queries.contents import (
    Contents,
    RequirementContents,
    SubmittedEvidence,
    contents_of,
    submitted_item,
)
from microcred.portfolios.queries.crosswalks import Topic, Walk, awards_among, walk_of
from microcred.portfolios.queries.moving import (
    MovePlan,
    Overtaken,
    in_progress_on,
    move_of,
    move_plan,
    move_to,
    overtaken,
)
from microcred.portfolios.queries.pilots import pilot_place, pilot_submissions
from microcred.portfolios.queries.prerequisites import prerequisites_unmet
from microcred.portfolios.queries.promise import Promise, promise_of, promise_of_listed, promised_by
from microcred.portfolios.queries.pursuits import (
    latest_pursuits_of,
    program_for,
    pursuits_of,
    reopened_criteria,
    state_of,
    with_state,
)
from microcred.portfolios.queries.review import Review, is_waiting, return_of, review_of
from microcred.portfolios.queries.steps import Step, step_of, steps_of
from microcred.portfolios.queries.windows import window_words
from microcred.portfolios.queries.workspace import (
    CriterionProgress,
    RequirementWork,
    Workspace,
    mark_after_saving,
    workspace_of,
)

__all__ = [
    "Contents",
    "CriterionProgress",
    "Funnel",
    "MovePlan",
    "Overtaken",
    "Promise",
    "RequirementContents",
    "RequirementWork",
    "Review",
    "Step",
    "SubmittedEvidence",
    "Topic",
    "Walk",
    "Workspace",
    "awards_among",
    "board_of",
    "contents_of",
    "funnel_of",
    "in_progress_on",
    "is_waiting",
    "latest_pursuits_of",
    "mark_after_saving",
    "move_of",
    "move_plan",
    "move_to",
    "overtaken",
    "pilot_place",
    "pilot_submissions",
    "prerequisites_unmet",
    "program_for",
    "promise_of",
    "promise_of_listed",
    "promised_by",
    "pursuits_of",
    "reopened_criteria",
    "return_of",
    "review_of",
    "state_of",
    "step_of",
    "steps_of",
    "submitted_item",
    "walk_of",
    "window_words",
    "with_state",
    "workspace_of",
]

"""A person's door."""

from microcred.authoring.views.aligning import (
    draft_standards,
)
from microcred.authoring.views.board import (
    design_board,
)
from microcred.authoring.views.bulk import (
    drafts_from_spreadsheet,
    drafts_template,
)
from microcred.authoring.views.co_authors import (
    co_authors,
    co_authorship,
    co_authorship_end,
    draft_presence,
)
from microcred.authoring.views.decisions import (
    decision_preview,
)
from microcred.authoring.views.drafts import (
    draft,
    drafts,
    publication,
)
from microcred.authoring.views.forking import (
    draft_clone,
    fork,
)
from microcred.authoring.views.gates import (
    gates_asked,
)
from microcred.authoring.views.guidance import (
    field_guidance,
)
from microcred.authoring.views.history import (
    draft_history,
    restoration,
)
from microcred.authoring.views.images import (
    draft_image,
    draft_images,
)
from microcred.authoring.views.previews import (
    assessor_preview,
    educator_preview,
    text_preview,
)
from microcred.authoring.views.proposals import (
    new_proposal,
    proposal,
    proposal_decision,
    proposals,
)
from microcred.authoring.views.remarks import (
    remarks,
    replies,
    suggestion_answer,
)
from microcred.authoring.views.retreat_agenda import (
    agenda_carrying_out,
    agenda_item,
    agenda_place,
)
from microcred.authoring.views.retreats import (
    retreat,
    retreat_choosing,
    retreat_closing,
    retreat_guests,
    retreat_minutes,
    retreat_packs,
    retreat_print,
    retreats,
)
from microcred.authoring.views.reviews import (
    draft_quality,
    quality_report,
    quality_review,
    quality_reviews,
    review_condition,
    review_decline,
    review_filing,
    review_image,
    review_outcome,
    review_seats,
    review_settlements,
    review_triggers,
)
from microcred.authoring.views.severities import (
    check_severities,
)
from microcred.authoring.views.templates import draft_template, requirement_template, review_template
from microcred.authoring.views.way import (
    draft_passage,
    draft_sending,
    draft_taking_back,
    draft_way,
)

__all__ = [
    "agenda_carrying_out",
    "agenda_item",
    "agenda_place",
    "assessor_preview",
    "check_severities",
    "co_authors",
    "co_authorship",
    "co_authorship_end",
    "decision_preview",
    "design_board",
    "draft",
    "draft_clone",
    "draft_history",
    "draft_image",
    "draft_images",
    "draft_passage",
    "draft_presence",
    "draft_quality",
    "draft_sending",
    "draft_standards",
    "draft_taking_back",
    "draft_template",
    "draft_way",
    "drafts",
    "drafts_from_spreadsheet",
    "drafts_template",
    "educator_preview",
    "field_guidance",
    "fork",
    "gates_asked",
    "new_proposal",
    "proposal",
    "proposal_decision",
    "proposals",
    "publication",
    "quality_report",
    "quality_review",
    "quality_reviews",
    "remarks",
    "replies",
    "requirement_template",
    "restoration",
    "retreat",
    "retreat_choosing",
    "retreat_closing",
    "retreat_guests",
    "retreat_minutes",
    "retreat_packs",
    "retreat_print",
    "retreats",
    "review_condition",
    "review_decline",
    "review_filing",
    "review_image",
    "review_outcome",
    "review_seats",
    "review_settlements",
    "review_template",
    "review_triggers",
    "suggestion_answer",
    "text_preview",
]

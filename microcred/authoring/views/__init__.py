"""A person's door."""

from microcred.authoring.views.co_authors import co_authors, co_authorship, co_authorship_end, draft_presence
from microcred.authoring.views.drafts import draft, drafts, publication
from microcred.authoring.views.guidance import field_guidance
from microcred.authoring.views.history import draft_history, restoration
from microcred.authoring.views.remarks import remarks, replies, suggestion_answer

__all__ = [
    "co_authors",
    "co_authorship",
    "co_authorship_end",
    "draft",
    "draft_history",
    "draft_presence",
    "drafts",
    "field_guidance",
    "publication",
    "remarks",
    "replies",
    "restoration",
    "suggestion_answer",
]

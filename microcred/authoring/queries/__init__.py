"""The questions of authoring, by noun."""

from microcred.authoring.queries.builders import offered, titles_of
from microcred.authoring.queries.co_authors import (
    co_author_invitations_of,
    co_authors_of,
    invitations_to,
    may_write,
    own_addresses,
    was_co_author,
)
from microcred.authoring.queries.drafts import (
    drafts_of,
    is_published,
    places_to_write,
    report_on,
    revisable_by,
    strictness_in,
)
from microcred.authoring.queries.gates import (
    JUDGES,
    Asked,
    acts_at,
    decisions_about,
    designs_passed,
    draft_on_its_way,
    gates_asked_in,
    handovers_of,
    judges_of,
    named,
    next_step,
    review_in_words,
    standing_of,
    version_of,
)
from microcred.authoring.queries.guidance import (
    guides_in,
    own_guidance,
    word_limits_in,
)
from microcred.authoring.queries.history import (
    Sitting,
    base_of,
    history_of,
    others_since,
    sittings_of,
    states_of,
    writers_of,
)
from microcred.authoring.queries.proposals import (
    decidable_by,
    near_in_catalogue,
    proposals_of,
)
from microcred.authoring.queries.remarks import (
    OpenRemarks,
    open_comments,
    open_remarks,
    open_suggestions,
    suggestions_of,
    threads_of,
)
from microcred.authoring.queries.reviews import (
    QualityOutcome,
    Remark,
    asked_of_design,
    quality_outcome,
    quality_outcome_of_version,
    remarks_for_authors,
    reviewers_to_invite,
    rounds_judged,
    rounds_kept_by,
    rounds_to_judge,
    writers_behind,
)

__all__ = [
    "JUDGES",
    "Asked",
    "OpenRemarks",
    "QualityOutcome",
    "Remark",
    "Sitting",
    "acts_at",
    "asked_of_design",
    "base_of",
    "co_author_invitations_of",
    "co_authors_of",
    "decidable_by",
    "decisions_about",
    "designs_passed",
    "draft_on_its_way",
    "drafts_of",
    "gates_asked_in",
    "guides_in",
    "handovers_of",
    "history_of",
    "invitations_to",
    "is_published",
    "judges_of",
    "may_write",
<<<<<<< HEAD
    "named",
    "near_in_catalogue",
    "next_step",
=======
    "offered",
>>>>>>> 42971b5 (Build rubrics as a grid, requirements with all they may ask, and try decisions before anyone works)
    "open_comments",
    "open_remarks",
    "open_suggestions",
    "others_since",
    "own_addresses",
    "own_guidance",
    "places_to_write",
    "proposals_of",
    "quality_outcome",
    "quality_outcome_of_version",
    "remarks_for_authors",
    "report_on",
    "review_in_words",
    "reviewers_to_invite",
    "revisable_by",
    "rounds_judged",
    "rounds_kept_by",
    "rounds_to_judge",
    "sittings_of",
    "standing_of",
    "states_of",
    "strictness_in",
    "suggestions_of",
    "threads_of",
<<<<<<< HEAD
    "version_of",
=======
    "titles_of",
>>>>>>> 42971b5 (Build rubrics as a grid, requirements with all they may ask, and try decisions before anyone works)
    "was_co_author",
    "word_limits_in",
    "writers_behind",
    "writers_of",
]

"""Rounds are for who judges them and for who looks after quality; authors read what came of them."""

from uuid import UUID

JUDGES, KEEPER, AUTHORS = {"dev", "quinn"}, {"pia"}, {"cora"}
REVIEWERS = {*JUDGES, "other_qa_reviewer"}
KEEPERS = {*KEEPER, "omar", "other_org_admin", "other_partnership_admin"}
DOORS = {
    "draft_quality": {"GET": AUTHORS},
    "quality_reviews": {"GET": {*REVIEWERS, *KEEPERS}, "POST": KEEPERS},
    "quality_report": {"GET": KEEPERS},
    "quality_review": {"GET": {*JUDGES, *KEEPER}, "POST": JUDGES},
    "review_image": {"GET": set()},
    "review_template": {"GET": set()},
    "review_filing": {"POST": JUDGES},
    "review_decline": {"POST": JUDGES},
    "review_settlements": {"POST": JUDGES},
    "review_seats": {"POST": KEEPER},
    "review_outcome": {"POST": KEEPER},
    "review_condition": {"POST": set()},
    "review_triggers": {"POST": KEEPERS},
}


def _review(world):
    return {"review_id": world.review.pk}


def _nothing(world):
    return {"condition_id": UUID(int=1)}


ARGUMENTS = {
    "draft_quality": lambda world: {"draft_id": world.draft.pk},
    **dict.fromkeys(
        (
            *("quality_review", "review_filing", "review_decline"),
            *("review_settlements", "review_seats", "review_outcome"),
        ),
        _review,
    ),
    "review_condition": _nothing,
    **dict.fromkeys(("review_image", "review_template"), lambda world: {**_review(world), "file_id": UUID(int=1)}),
}

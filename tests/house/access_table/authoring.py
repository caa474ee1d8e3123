"""Drafts are for the authors of their organization."""

AUTHORS = {"cora"}
DOORS = {
    "drafts": {"GET": {*AUTHORS, "other_author"}, "POST": AUTHORS},
    "draft": {"GET": AUTHORS, "POST": AUTHORS},
    "publication": {"POST": AUTHORS},
}


def _draft(world):
    return {"draft_id": world.draft.pk}


ARGUMENTS = {"draft": _draft, "publication": _draft}
BODIES = {("drafts", "POST"): lambda world: {"owner": world.draft.owner.slug}}

"""Who gets through the doors of scoring."""

from tests.house.access_table import NOBODY

AT_THE_QUEUE = {"ben", "bea", "lena", "other_assessor", "other_lead_assessor"}
READER, EDUCATOR = {"ben"}, {"ada"}

DOORS = {
    "queue": {"GET": AT_THE_QUEUE, "POST": NOBODY},
    "claim": {"POST": AT_THE_QUEUE},
    "workbench": {"GET": READER, "POST": NOBODY},
    "mark": {"POST": READER},
    "word": {"POST": READER},
    "preview": {"GET": READER, "POST": NOBODY},
    "lease": {"POST": READER},
    "claim_end": {"POST": READER},
    "recusal": {"POST": READER},
    "scoring": {"GET": READER, "POST": READER},
    "evidence": {"GET": READER, "POST": NOBODY},
    "feedback": {"GET": EDUCATOR, "POST": NOBODY},
    "feedback_pdf": {"GET": EDUCATOR, "POST": NOBODY},
}


def _item(world):
    return {"item_id": world.queue_item.pk}


def _holding(world):
    return {"claim_number": world.queue_item.claim_number}


def _decided(world):
    return {"submission_id": world.earned_submission.pk}


ARGUMENTS = {
    **dict.fromkeys(("workbench", "word", "preview", "lease", "claim_end", "recusal", "scoring"), _item),
    "mark": lambda world: {**_item(world), "criterion_id": world.criterion.pk},
    "evidence": lambda world: {**_item(world), "piece_id": world.submitted_item.pk},
    "feedback": _decided,
    "feedback_pdf": _decided,
}

BODIES = {
    **{(name, "POST"): _holding for name in ("word", "lease", "claim_end", "recusal", "scoring")},
    ("mark", "POST"): lambda world: {**_holding(world), "level": world.criterion.levels.first().pk},
}

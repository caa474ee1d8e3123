"""The questions that scoring answers: about the queue, the reading and the feedback."""

from microcred.scoring.queries.feedback import (
    Feedback,
    Judged,
    attempts_of,
    decision_of,
    feedback_on,
    next_step_after,
    promise_for,
)
from microcred.scoring.queries.queue import (
    Place,
    Queue,
    Waiting,
    active_claim,
    far_from,
    free,
    has_stepped_back,
    identity_of,
    place_of,
    queue_for,
    waiting_for,
)
from microcred.scoring.queries.readings import Reading, carried_into, evidence_of, reading_of

__all__ = [
    "Feedback",
    "Judged",
    "Place",
    "Queue",
    "Reading",
    "Waiting",
    "active_claim",
    "attempts_of",
    "carried_into",
    "decision_of",
    "evidence_of",
    "far_from",
    "feedback_on",
    "free",
    "has_stepped_back",
    "identity_of",
    "next_step_after",
    "place_of",
    "promise_for",
    "queue_for",
    "reading_of",
    "waiting_for",
]

"""The questions that scoring answers: about the queue, the reading and the feedback."""

from microcred.scoring.queries.agreement import AgreementReport, TwiceRead, agreement_on, double_readings
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
    Read,
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
from microcred.scoring.queries.readers import readable_by, waiting_without_reader
from microcred.scoring.queries.readings import Reading, carried_into, evidence_of, reading_of
from microcred.scoring.queries.saved import SavedReading, has_read, readings_asked_of, readings_saved_of

__all__ = [
    "AgreementReport",
    "Feedback",
    "Judged",
    "Place",
    "Queue",
    "Read",
    "Reading",
    "SavedReading",
    "TwiceRead",
    "Waiting",
    "active_claim",
    "agreement_on",
    "attempts_of",
    "carried_into",
    "decision_of",
    "double_readings",
    "evidence_of",
    "far_from",
    "feedback_on",
    "free",
    "has_read",
    "has_stepped_back",
    "identity_of",
    "next_step_after",
    "place_of",
    "promise_for",
    "queue_for",
    "readable_by",
    "reading_of",
    "readings_asked_of",
    "readings_saved_of",
    "waiting_for",
    "waiting_without_reader",
]

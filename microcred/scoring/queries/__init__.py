"""The questions that scoring answers: about the queue, the reading and the feedback."""

from microcred.scoring.queries.agreement import (
    AgreementReport,
    TwiceRead,
    agreement_on,
    double_readings,
)
from microcred.scoring.queries.feedback import (
    Feedback,
    Judged,
    attempts_of,
    decision_of,
    feedback_on,
    next_step_after,
)
from microcred.scoring.queries.late import (
    broken,
    clocks_for,
    expected_day,
    is_among_the_first,
)
from microcred.scoring.queries.pins import (
    pins_by_criterion,
)
from microcred.scoring.queries.policies import (
    Governed,
    governed_by,
    policies_of,
    policy_governing,
    policy_in_force,
    read_by_several,
    readings_asked_of,
)
from microcred.scoring.queries.queue import (
    Place,
    Queue,
    Read,
    Waiting,
    active_claim,
    clock_of,
    free,
    has_stepped_back,
    is_held_up,
    may_go_on_with,
    place_of,
    queue_for,
    waiting_for,
    waiting_for_clean_copies,
)
from microcred.scoring.queries.readers import (
    readable_by,
    waiting_without_reader,
)
from microcred.scoring.queries.readings import (
    Reading,
    carried_into,
    evidence_of,
    reading_of,
)
from microcred.scoring.queries.saved import (
    SavedReading,
    has_read,
    readings_saved_of,
)

__all__ = [
    "AgreementReport",
    "Feedback",
    "Governed",
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
    "broken",
    "carried_into",
    "clock_of",
    "clocks_for",
    "decision_of",
    "double_readings",
    "evidence_of",
    "expected_day",
    "feedback_on",
    "free",
    "governed_by",
    "has_read",
    "has_stepped_back",
    "is_among_the_first",
    "is_held_up",
    "may_go_on_with",
    "next_step_after",
    "pins_by_criterion",
    "place_of",
    "policies_of",
    "policy_governing",
    "policy_in_force",
    "queue_for",
    "read_by_several",
    "readable_by",
    "reading_of",
    "readings_asked_of",
    "readings_saved_of",
    "waiting_for",
    "waiting_for_clean_copies",
    "waiting_without_reader",
]

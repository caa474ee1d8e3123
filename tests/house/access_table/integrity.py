"""Who gets through the doors of originality: who runs programs there, the educator once asked, administrators."""

from microcred.foundation.clock import now
from microcred.integrity.models import Case
from microcred.integrity.operations import ask, flag
from tests.house.access_table import NOBODY

LOOKING = {"elena"}

DOORS = {
    "cases": {"GET": {"elena", "other_program_manager"}, "POST": NOBODY},
    "case": {"GET": LOOKING, "POST": NOBODY},
    "case_step": {"POST": LOOKING},
    "own_case": {"GET": {"ada"}, "POST": {"ada"}},
    "openness": {"GET": {"omar"}, "POST": {"omar"}},
}


def _case(world):
    there = Case.objects.filter(submission=world.submission, cause=Case.Cause.FLAG).first()
    if there is None:
        there = flag(actor=world.person("ben"), submission=world.submission, words="Two voices.", at=now())
        ask(actor=world.person("elena"), case=there, words="How did this come about?", at=now())
    return {"case_id": there.pk}


ARGUMENTS = {
    **dict.fromkeys(("case", "case_step", "own_case"), _case),
    "openness": lambda world: {"slug": "rock-hill"},
}

BODIES = {
    ("case_step", "POST"): lambda world: {"kind": "asked", "words": "How did this come about?"},
    ("own_case", "POST"): lambda world: {"words": "We planned it together."},
    ("openness", "POST"): lambda world: {"is_open": "on"},
}
